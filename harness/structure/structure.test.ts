import { describe, expect, test } from "vitest";
import { channels, type FileChange } from "../record/record.ts";
import type { Ending, Step } from "../transcript/transcript.ts";
import { structureHash, structureOf, type Structure } from "./structure.ts";
import {
  call,
  calls,
  parseWords,
  structured as structuredAlone,
  text,
  transcript,
} from "./testing/transcripts.ts";

function fixAt(workspace: string): readonly Step[] {
  return [
    { kind: "thinking", text: "Hm." },
    calls(call("Read", { file_path: `${workspace}/src/page.ts` })),
    calls(
      call("Edit", { file_path: `${workspace}/src/page.ts`, old_string: "a", new_string: "b" }),
    ),
    calls(call("Bash", { command: `cd ${workspace} && npm test`, description: "Run tests" })),
    text("Fixed."),
  ];
}

const changes: readonly FileChange[] = [
  { path: "src/page.ts", kind: "modified", before: null, after: "const b = 1", hash: "h1" },
];

function structured(
  steps: readonly Step[],
  more: { changes?: readonly FileChange[]; ending?: Ending } = {},
): Structure {
  return structuredAlone(steps, { changes, ...more });
}

test("every channel of a small fix says what was done", () => {
  expect(structured(fixAt("/srv/app"))).toEqual({
    ending: "completed",
    tools: ["Read", "Edit", "Bash(npm test)"],
    targets: [
      { call: "Read", target: "src/page.ts" },
      { call: "Edit", target: "src/page.ts" },
      { call: "Bash(npm test)", target: expect.stringMatching(/^#[0-9a-f]{12}$/) },
    ],
    files: [{ path: "src/page.ts", kind: "modified" }],
    code: [expect.objectContaining({ path: "src/page.ts", form: "tree", size: 5 })],
    answer: ["p"],
    effort: {
      thinkingSteps: 1,
      thinkingTokens: 120,
      turns: 4,
      steps: 5,
      calls: 3,
      words: 1,
      wordsBetweenCalls: 0,
      cacheRatio: null,
      edits: 1,
      readsPerEdit: 1,
      editsWithoutRead: 0,
      repeatedCalls: 0,
      testsAfterLastEdit: true,
    },
  });
});

test("a structure survives JSON", () => {
  const structure = structured(fixAt("/srv/app"));
  expect(JSON.parse(JSON.stringify(structure))).toEqual(structure);
});

describe("targets", () => {
  test("tell files apart by path and other calls by a digest of their arguments", () => {
    const structure = structured([
      calls(call("Read", { file_path: "/srv/app/src/page.ts" })),
      calls(call("Read", { file_path: "/etc/hosts" })),
      calls(call("Grep", { pattern: "a" })),
      calls(call("Grep", { pattern: "b" })),
    ]);
    const [inside, outside, first, second] = structure.targets.map((target) => target.target);
    expect([inside, outside]).toEqual(["src/page.ts", "<outside>/hosts"]);
    expect(first).not.toBe(second);
  });

  test("understand the private twin of a macOS temporary folder", () => {
    const steps = [calls(call("Read", { file_path: "/private/tmp/w/a.ts" }))];
    const structure = structureOf(
      { transcript: transcript(steps), changes: [], workspace: "/tmp/w" },
      parseWords,
    );
    expect(structure.targets[0]?.target).toBe("a.ts");
  });
});

describe("the target of", () => {
  const targetOf = (name: string, input: Record<string, unknown>): string | undefined =>
    structureOf(
      { transcript: transcript([calls(call(name, input))]), changes: [], workspace: "/w" },
      parseWords,
    ).targets[0]?.target;

  test("a search is the same however its folder is written, and of another folder is another", () => {
    const search = (path: string): string | undefined => targetOf("Grep", { pattern: "x", path });
    expect(["./src", "src/", "/w/src"].map(search)).toEqual(Array(3).fill(search("src")));
    expect(search("/w")).toBe(targetOf("Grep", { pattern: "x" }));
    expect(search("/opt/a/src")).not.toBe(search("/opt/b/src"));
  });

  test("a sub-agent, a fetch and a plan leaves out what is prose", () => {
    const agent = (prompt: string, kind: string): string | undefined =>
      targetOf("Task", { prompt, subagent_type: kind });
    expect(agent("Look.", "explore")).toBe(agent("Have a look.", "explore"));
    expect(agent("Look.", "explore")).not.toBe(agent("Look.", "review"));
    const fetched = (url: string, prompt: string): string | undefined =>
      targetOf("WebFetch", { url, prompt });
    expect(fetched("http://a", "x")).toBe(fetched("http://a", "y"));
    expect(fetched("http://a", "x")).not.toBe(fetched("http://b", "x"));
    expect(targetOf("TodoWrite", { todos: ["a"] })).toBe(targetOf("TodoWrite", { todos: [] }));
  });

  test("a command is without ids, dates and temporary folders, but keeps numbers that mean something", () => {
    const run = (command: string): string | undefined => targetOf("Bash", { command });
    expect(run("cat /tmp/tmp.Ab3dEf9xYz/log")).toBe(run("cat /private/tmp/tmp.Qq81pLx0Ab/log"));
    expect(run("cat /var/folders/x1/ab_c9/T/run-k3f9a2/log")).toBe(run("cat /tmp/run-zz81x0/log"));
    expect(run("git show 0aa7bd4bbd0dbb2bd3c4f4ae26ff6ba8de5bd3c5")).toBe(
      run("git show 1bb7bd4bbd0dbb2bd3c4f4ae26ff6ba8de5bd3c6"),
    );
    expect(run("cd /w && ls")).toBe(run("ls"));
    expect(run("curl localhost:8080")).not.toBe(run("curl localhost:8081"));
    expect(run("sed -n 1,200p a.ts")).not.toBe(run("sed -n 201,400p a.ts"));
    expect(run("sleep 5")).not.toBe(run("sleep 50"));
    expect(run("cat /tmp/results.txt")).not.toBe(run("cat /tmp/errors.txt"));
  });
});

test("a file named after the time of its making is one file in every replay, two such files are two", () => {
  let contentOf = (time: string): string => `select ${time === "20260102030405" ? 1 : 2}`;
  const migrations = (...times: readonly string[]): Structure =>
    structuredAlone([], {
      changes: times.map((time) => ({
        path: `migrations/${time}_add.sql`,
        kind: "created",
        before: null,
        after: contentOf(time),
        hash: null,
      })),
    });
  expect(migrations("20260102030406")).toEqual(migrations("20261120105502"));
  const both = migrations("20260102030405", "20260102030406");
  contentOf = (time) => `select ${time === "20260102030405" ? 2 : 1}`;
  expect(migrations("20260102030405", "20260102030406")).toEqual(both);
  expect(both.files).toEqual([
    { path: "#2/migrations/<date>_add.sql", kind: "created" },
    { path: "migrations/<date>_add.sql", kind: "created" },
  ]);
});

test("a transcript of 50,000 calls in one message or in as many is read in linear time", () => {
  const many = Array.from({ length: 50_000 }, (_none, at) =>
    call(at % 3 === 0 ? "Edit" : "Bash", { file_path: `/w/f${at}.ts`, command: `cat g${at}.ts` }),
  );
  const startedAt = performance.now();
  const apart = structuredAlone(many.map((one) => calls(one)));
  const together = structuredAlone([calls(...many)]);
  expect(apart.tools.toSorted().join()).toBe(together.tools.join());
  expect([apart, together].map(({ effort }) => effort.editsWithoutRead)).toEqual([16_667, 16_667]);
  expect(performance.now() - startedAt).toBeLessThan(20_000);
});

test("an argument nested 100,000 levels deep is read off the stack", () => {
  let deep: unknown = "x";
  for (let level = 0; level < 100_000; level++) deep = [deep];
  expect(structuredAlone([calls(call("mcp__a__b", { deep }))]).tools).toEqual(["mcp__a__b"]);
});

test("a command in the workspace is the same however the folder is written, in another folder it is not", () => {
  const target = (command: string): string | undefined =>
    structureOf(
      {
        transcript: transcript([calls(call("Bash", { command }))]),
        changes: [],
        workspace: "/w",
      },
      parseWords,
    ).targets[0]?.target;
  expect(target("ls /w/src")).toBe(target("ls src"));
  expect(target("cd /w/ && ls")).toBe(target("cd /w && ls"));
  expect(target("ls /w2/src")).not.toBe(target("ls 2/src"));
});

describe("tools", () => {
  test("tell the three uses of a text editor tool apart", () => {
    const uses = ["view", "create", "str_replace"].map((command) =>
      calls(call("str_replace_based_edit_tool", { command, path: "a.ts" })),
    );
    expect(structured(uses).tools).toEqual(["Read", "Write", "Edit"]);
  });

  test("keep unknown tools in lower case", () => {
    expect(structured([calls(call("mcp__Db__Query", {}))]).tools).toEqual(["mcp__db__query"]);
  });

  test("tell a generated script by its beginning and a digest", () => {
    const script = (last: string): string =>
      structured([calls(call("Bash", { command: `${"make a\n".repeat(10_000)}${last}` }))])
        .tools[0] ?? "";
    expect(script("ls")).toMatch(/^Bash\(make a, make a, .*… #[0-9a-f]{12}\)$/);
    expect(script("ls").length).toBeLessThan(400);
    expect(script("ls")).not.toBe(script("wc"));
  });

  test("keep tools of two servers apart", () => {
    const names = ["mcp__db__query", "mcp__log__query", "mcp__db__list"];
    expect(structured(names.map((name) => calls(call(name, {})))).tools).toEqual(names);
  });

  test("understand a command given as a list of words", () => {
    expect(
      structured([calls(call("shell", { command: ["bash", "-lc", "npm test"] }))]).tools,
    ).toEqual(["Bash(npm test)"]);
  });
});

describe("code", () => {
  const change = (path: string, after: string | null): FileChange => ({
    path,
    kind: "modified",
    before: null,
    after,
    hash: "h",
  });

  test("counts what was edited since the text before, and all where that is not known or did not parse", () => {
    const before = "const a = 1;\nconst b = 2;\nexport { a, b };\n";
    const after = before.replace("2", "3");
    const editedOf = (path: string, was: string | null, is = after) =>
      structured([], { changes: [{ ...change(path, is), before: was }] }).code.map((unit) =>
        unit.form === "opaque" ? null : unit.edited,
      );
    const [size] = structured([], { changes: [change("a.ts", after)] }).code.map((unit) =>
      unit.form === "tree" ? unit.size : null,
    );
    expect(editedOf("a.ts", before)).toEqual([1]);
    expect(editedOf("a.ts", after.replaceAll(" ", "\n  "))).toEqual([0]);
    expect([editedOf("a.ts", null), editedOf("a.ts", "if (x) {")]).toEqual([[size], [size]]);
    expect([editedOf("a.md", before), editedOf("a.md", null, "three words now")]).toEqual([
      [1],
      [3],
    ]);
  });

  test("falls back to tokens for a file that does not parse, and says so", () => {
    expect(structured([], { changes: [change("a.ts", "if (x) {")] }).code).toEqual([
      expect.objectContaining({
        form: "tokens",
        why: "does-not-parse",
        tokens: ["if", "(", "x", ")", "{"],
      }),
    ]);
  });

  test("compares files without a grammar by tokens and unread ones by hash", () => {
    const code = structured([], { changes: [change("b.png", null), change("a.md", "# Hi")] }).code;
    expect(code.map(({ path, form }) => [path, form])).toEqual([
      ["a.md", "tokens"],
      ["b.png", "opaque"],
    ]);
  });

  test("takes the answer's code blocks only when no file changed", () => {
    const answer = [text("Here:\n```ts\nconst a = 1\n```\n")];
    expect(structured(answer, { changes: [] }).code.map((unit) => unit.path)).toEqual(["answer:1"]);
    expect(structured(answer).code.map((unit) => unit.path)).toEqual(["src/page.ts"]);
  });

  test("leaves deleted files to the channel of files", () => {
    const deleted: FileChange = {
      path: "a.ts",
      kind: "deleted",
      before: null,
      after: null,
      hash: null,
    };
    expect(structured([], { changes: [deleted] })).toMatchObject({
      code: [],
      files: [{ path: "a.ts", kind: "deleted" }],
    });
  });
});

describe("the hash of a structure", () => {
  test("depends on the named channels alone, in whatever order they are named", () => {
    const a = structured(fixAt("/srv/app"));
    const b = structured(fixAt("/srv/app"), { ending: { kind: "refused" } });
    expect(structureHash(a, ["tools", "code"])).toBe(structureHash(b, ["code", "tools"]));
    expect(structureHash(a, channels)).not.toBe(structureHash(b, channels));
  });

  test("sees the content of changed files", () => {
    const other = changes.map((change) => ({ ...change, after: "const b = 2" }));
    const hashes = [changes, other].map((list) =>
      structureHash(structured([], { changes: list }), ["code"]),
    );
    expect(hashes[0]).not.toBe(hashes[1]);
  });
});
