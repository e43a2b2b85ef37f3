import type { Action } from "./script.ts";

/** A tool call as one client's tools take it. */
export type RenderedCall = {
  readonly name: string;
  readonly input: Readonly<Record<string, unknown>>;
};

/** What a client offers: the names of its tools, and where it works (null: paths stay relative). */
export type Toolset = {
  readonly tools: ReadonlySet<string>;
  readonly workingDirectory: string | null;
};

/**
 * A scripted action in the dialect of the client: Claude Code's tools (`Read`, `Bash` …) or those of the SDK's agent toolset
 * (`read`, `bash` …). A search tool that is not offered is replaced by the shell; null when there is no way at all.
 */
export function renderCall(action: Action, toolset: Toolset): RenderedCall | null {
  const { tools } = toolset;
  if ("read" in action) {
    return callFirst(tools, ["Read", "read"], { file_path: absolute(action.read, toolset) });
  }
  if ("edit" in action) {
    const { path, old, new: replacement, all } = action.edit;
    return callFirst(tools, ["Edit", "edit"], {
      file_path: absolute(path, toolset),
      old_string: old,
      new_string: replacement,
      ...(all ? { replace_all: true } : {}),
    });
  }
  if ("write" in action) {
    const { path, content } = action.write;
    return callFirst(tools, ["Write", "write"], { file_path: absolute(path, toolset), content });
  }
  if ("bash" in action) return shellCall(tools, action.bash, action.about);
  return searchCall(action, toolset);
}

type Search = Extract<Action, { glob: string } | { grep: unknown }>;

function searchCall(action: Search, toolset: Toolset): RenderedCall | null {
  const { tools } = toolset;
  if ("glob" in action) {
    const pattern = action.glob;
    const command = `find . -path './${pattern}' | sort`;
    return (
      callFirst(tools, ["Glob", "glob"], { pattern }) ?? shellCall(tools, command, "Find files")
    );
  }
  const { pattern, path } = action.grep;
  return (
    callFirst(tools, ["Grep"], {
      pattern,
      path: absolute(path, toolset),
      output_mode: "content",
    }) ??
    callFirst(tools, ["grep"], { pattern, path: absolute(path, toolset) }) ??
    shellCall(tools, `grep -rn '${pattern}' ${path}`, `Search for ${pattern}`)
  );
}

function shellCall(tools: Toolset["tools"], command: string, about: string): RenderedCall | null {
  return (
    callFirst(tools, ["Bash"], { command, description: about }) ??
    callFirst(tools, ["bash"], { command })
  );
}

function callFirst(
  tools: Toolset["tools"],
  names: readonly string[],
  input: RenderedCall["input"],
): RenderedCall | null {
  const name = names.find((candidate) => tools.has(candidate));
  return name === undefined ? null : { name, input };
}

function absolute(path: string, { workingDirectory }: Toolset): string {
  return workingDirectory === null ? path : `${workingDirectory}/${path}`;
}
