import { delimiter, dirname } from "node:path";

/**
 * What every child gets: a PATH, its own HOME and TMPDIR, and UTC. Whatever else a child needs is named by its caller;
 * nothing of the harness's own environment comes along, because agents behave differently by what they find there.
 */
export function basicEnvironment(folders: {
  readonly home: string;
  readonly tmp: string;
}): Record<string, string> {
  return {
    // The Node that runs us comes first: workspaces' tests must not find an older one.
    PATH: [dirname(process.execPath), "/usr/local/bin", "/usr/bin", "/bin"].join(delimiter),
    HOME: folders.home,
    TMPDIR: folders.tmp,
    TZ: "UTC",
  };
}
