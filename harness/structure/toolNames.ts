type Input = Readonly<Record<string, unknown>>;

/** One name per kind of tool, whoever's tool it is. Other agents and older versions spell them in many ways. */
const aliases: Readonly<Record<string, readonly string[]>> = {
  Read: ["read", "readfile", "view", "viewfile", "openfile", "fsread"],
  Edit: ["edit", "multiedit", "editfile", "strreplace", "replace", "applypatch", "patch", "insert"],
  Write: ["write", "writefile", "create", "createfile", "savefile", "fswrite"],
  Bash: ["bash", "shell", "sh", "terminal", "runcommand", "execute", "exec", "runterminalcmd"],
  Glob: ["glob", "findfiles", "filesearch"],
  Grep: ["grep", "search", "searchfiles", "ripgrep", "grepsearch", "codesearch"],
  List: ["ls", "list", "listdir", "listdirectory", "listfiles"],
  Agent: ["agent", "task", "subagent", "dispatchagent"],
  NotebookEdit: ["notebookedit"],
  WebFetch: ["webfetch", "fetch"],
  WebSearch: ["websearch"],
  TodoWrite: ["todowrite", "updateplan"],
};

const canonical: ReadonlyMap<string, string> = new Map(
  Object.entries(aliases).flatMap(([name, spellings]) =>
    spellings.map((spelling) => [spelling, name] as const),
  ),
);

/** The tool a call uses: known tools under one name, unknown ones in lower case. */
export function canonicalTool(name: string, input: Input): string {
  const plain = name.toLowerCase();
  const spelling = plain.replace(/[^a-z0-9]/g, "");
  // One tool that does three things; which one stands in its arguments.
  if (spelling.startsWith("strreplacebasededit") || spelling === "strreplaceeditor") {
    return textEditorTool(input["command"]);
  }
  return canonical.get(spelling) ?? plain;
}

function textEditorTool(command: unknown): string {
  if (command === "view") return "Read";
  return command === "create" ? "Write" : "Edit";
}
