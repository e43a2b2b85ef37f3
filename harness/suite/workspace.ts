import { dirname, isAbsolute, relative, resolve, sep } from "node:path";
import { foundText, pathText, type Path, type Problem } from "./problem.ts";

/** What is at a path: links are followed. */
export type FolderAt =
  | { readonly kind: "folder"; readonly realPath: string }
  | { readonly kind: "missing" }
  | { readonly kind: "no-folder" };

/** The text at a path: links are followed. */
export type TextAt =
  | { readonly kind: "text"; readonly text: string; readonly realPath: string }
  | { readonly kind: "missing" }
  /** `why` goes on after the path: `is not a file` */
  | { readonly kind: "unreadable"; readonly why: string };

/** Where a suite is and what surrounds it; the disk comes in as a function. */
export type Places = {
  /** absolute path of the suite's file */
  readonly file: string;
  /** absolute path of the folder that no workspace and no schema may leave */
  readonly repositoryRoot: string;
  readonly folderAt: (absolutePath: string) => FolderAt;
  readonly textAt: (absolutePath: string) => TextAt;
};

/** The absolute path of what a suite names relative to its own file. */
export function pathFrom(file: string, given: string): string {
  return resolve(dirname(file), given);
}

/** What is wrong with a workspace, null when nothing is. */
export function workspaceProblem(path: Path, given: string, places: Places): Problem | null {
  const { file, repositoryRoot, folderAt } = places;
  const workspace = pathFrom(file, given);
  const must = `it must be a folder inside ${repositoryRoot}.`;
  const problem = (why: string, advice: string): Problem => ({
    path,
    at: "value",
    message: `${pathText(path)} is ${foundText(given)}, ${why}; ${must}`,
    advice,
  });
  const moveIt = "Copy the workspace into the repository that holds the suite.";
  if (!isInside(repositoryRoot, workspace)) return problem("which leaves the repository", moveIt);
  const found = folderAt(workspace);
  switch (found.kind) {
    case "missing":
      return problem(
        `and there is nothing at ${workspace}`,
        "Correct the path, which is relative to the suite file, or make the folder.",
      );
    case "no-folder":
      return problem("which is not a folder", "Name the folder that holds the file.");
    case "folder": {
      const root = folderAt(repositoryRoot);
      const realRoot = root.kind === "folder" ? root.realPath : repositoryRoot;
      if (isInside(realRoot, found.realPath)) return null;
      return problem(`a link out of the repository to ${found.realPath}`, moveIt);
    }
  }
}

/** Whether a path is in the folder `root`, by its words alone: links are not followed. */
export function isInside(root: string, path: string): boolean {
  const way = relative(root, path);
  return way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}
