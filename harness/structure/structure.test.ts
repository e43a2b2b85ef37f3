import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { channels, type FileChange } from "../record/record.ts";
import {
  unknownUsage,
  type Ending,
  type Step,
  type ToolCall,
  type Transcript,
} from "../transcript/transcript.ts";
import { structureHash, structureOf, type ParseSource, type Structure } from "./structure.ts";

/** A stand-in grammar: one node per word; source with a brace left open does not parse. */
const parseWords: ParseSource = (_language, source) => {
  if (source.split("{").length !== source.split("}").length) return null;
  const children = source
    .split(/\s+/)
    .filter(Boolean)
    .map((label) => ({ label, children: [] }));
  return { label: "program", children };
};

let nextId = 0;
function call(name: string, input: Record<string, unknown>): ToolCall {
  return { id: `toolu_${nextId++}`, name, input, outcome: { kind: "ok", output: "" } };
}
const calls = (...group: ToolCall[]): Step => ({ kind: "calls", calls: group });
const text = (content: string): Step => ({ kind: "text", text: content });

function transcript(steps: readonly Step[], ending: Ending = { kind: "completed" }): Transcript {
  const turn = {
    prompt: "Fix it.",
    steps,
    usage: { ...unknownUsage, thinkingTokens: 120 },
    wallMs: 5,
  };
  return { schema: "sametwice.transcript/1", turns: [turn], ending };
}

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
  { path: "src/page.ts", kind: "modified", after: "const b = 1", hash: "h1" },
];

function structured(
  steps: readonly Step[],
  more: { changes?: readonly FileChange[]; ending?: Ending } = {},
): Structure {
  return structureOf(
    { transcript: transcript(steps, more.ending), changes: more.changes ?? changes },
    parseWords,
  );
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
      steps: 5,
      calls: 3,
      words: 1,
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

describe("law: the structure is unchanged by", () => {
  const plain = structured(fixAt("/srv/app"));
  const folder = fc.stringMatching(/^(\/[a-z][a-z0-9-]{0,8}){1,4}$/);

  test("the place of the workspace, inferred", () => {
    fc.assert(
      fc.property(folder, (place) => {
        expect(structured(fixAt(place))).toEqual(plain);
      }),
    );
  });

  test("the place of the workspace, given, when nothing changed and nothing can be inferred", () => {
    const at = (workspace: string): Structure =>
      structureOf({ transcript: transcript(fixAt(workspace)), changes: [], workspace }, parseWords);
    fc.assert(
      fc.property(folder, (place) => {
        expect(at(place)).toEqual(at("/srv/app"));
      }),
    );
    expect(at("/srv/app/")).toEqual(at("/srv/app"));
  });

  test("relative instead of absolute paths", () => {
    const relative = fixAt("/srv/app").map((step) =>
      step.kind === "calls" && step.calls[0]?.name !== "Bash"
        ? calls(
            ...step.calls.map((one) =>
              call(one.name, { ...one.input, file_path: "./src/page.ts" }),
            ),
          )
        : step,
    );
    expect(structured(relative).targets).toEqual(plain.targets);
  });

  test("the ids of the calls", () => {
    fc.assert(
      fc.property(fc.array(fc.uuid(), { minLength: 3 }), (ids) => {
        const renamed = fixAt("/srv/app").map((step, index) =>
          step.kind === "calls"
            ? calls(...step.calls.map((one) => ({ ...one, id: ids[index % ids.length] ?? "" })))
            : step,
        );
        expect(structured(renamed)).toEqual(plain);
      }),
    );
  });

  test("white space in commands and answers", () => {
    const spaced = [
      ...fixAt("/srv/app").slice(0, -2),
      calls(call("Bash", { command: "cd  /srv/app  &&\tnpm   test ", description: "Test it" })),
      text("  Fixed.\n\n\n"),
    ];
    expect(structured(spaced)).toEqual(plain);
  });

  test("spelling of the tools' names", () => {
    const lower = fixAt("/srv/app").map((step) =>
      step.kind === "calls"
        ? calls(...step.calls.map((one) => ({ ...one, name: one.name.toLowerCase() })))
        : step,
    );
    expect(structured(lower)).toEqual(plain);
  });

  test("dates and generated ids in arguments", () => {
    const at = (date: string, id: string): Structure =>
      structured([calls(call("mcp__log__write", { line: `${date} run ${id} done` }))]);
    expect(at("2026-01-02T03:04:05.678Z", "8f9efe68-a1c0-4014-b02e-0cad0bc8789a")).toEqual(
      at("2026-11-20 10:55", "05eb5854-c6db-4bc0-bd69-dae63b94a70e"),
    );
  });

  test("the order of calls issued in one message", () => {
    const group = [
      call("Read", { file_path: "a" }),
      call("Grep", { pattern: "x" }),
      call("Read", { file_path: "b" }),
    ];
    const expected = structured([calls(...group)]);
    fc.assert(
      fc.property(fc.shuffledSubarray(group, { minLength: 3 }), (order) => {
        expect(structured([calls(...order)])).toEqual(expected);
      }),
    );
  });

  test("wording", () => {
    const reworded = [...fixAt("/srv/app").slice(0, -1), text("Repaired.")];
    expect(structured(reworded)).toEqual(plain);
  });
});

describe("law: the structure changes when", () => {
  const some = fc.constantFrom("Read", "Edit", "Write", "Grep", "Bash");
  const tools = (names: readonly string[]): Structure =>
    structured(names.map((name) => calls(call(name, { file_path: "a", command: "npm test" }))));

  test("a step is added or removed", () => {
    fc.assert(
      fc.property(fc.array(some, { maxLength: 8 }), some, fc.nat(8), (names, added, at) => {
        const longer = names.toSpliced(Math.min(at, names.length), 0, added);
        expect(structureHash(tools(longer), ["tools"])).not.toBe(
          structureHash(tools(names), ["tools"]),
        );
      }),
    );
  });

  test("two different neighbouring steps are swapped", () => {
    fc.assert(
      fc.property(fc.array(some, { minLength: 2, maxLength: 8 }), fc.nat(6), (names, position) => {
        const at = Math.min(position, names.length - 2);
        const [first, second] = names.slice(at);
        if (first === undefined || second === undefined || first === second) return;
        const swapped = names.toSpliced(at, 2, second, first);
        expect(structureHash(tools(swapped), ["tools"])).not.toBe(
          structureHash(tools(names), ["tools"]),
        );
      }),
    );
  });
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
    after,
    hash: "h",
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
    const deleted: FileChange = { path: "a.ts", kind: "deleted", after: null, hash: null };
    expect(structured([], { changes: [deleted] })).toMatchObject({
      code: [],
      files: [{ path: "a.ts", kind: "deleted" }],
    });
  });
});

describe("the outline of an answer", () => {
  test("has headings, paragraphs, list items, tables, quotes and code with its language", () => {
    const markdown =
      "## Done\nI fixed it\nwell.\n\n- one\n  more of it\n- two\n\n1. first\n\n> said\n> so\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```TS\n# no heading\n```\nBye.";
    expect(structured([text(markdown)]).answer).toEqual([
      "h2",
      "p",
      "ul",
      "ul",
      "ol",
      "quote",
      "table",
      "code:ts",
      "p",
    ]);
  });

  test("takes an unclosed code block to the end", () => {
    expect(structured([text("So:\n```\n- a\n- b")]).answer).toEqual(["p", "code"]);
  });

  test("is empty when nothing was said", () => {
    expect(structured([]).answer).toEqual([]);
  });
});

describe("effort", () => {
  test("counts edits of files that the agent never looked at", () => {
    const { effort } = structured([
      calls(call("Bash", { command: "cat src/a.ts" })),
      calls(call("Edit", { file_path: "src/a.ts" })),
      calls(call("Edit", { file_path: "src/b.ts" })),
      calls(call("Edit", { file_path: "src/b.ts" })),
    ]);
    expect(effort.editsWithoutRead).toBe(1);
  });

  test("counts identical calls, but not those repeated after an edit", () => {
    const read = (): Step => calls(call("Read", { file_path: "a" }));
    const { effort } = structured([
      read(),
      read(),
      calls(call("Edit", { file_path: "a" })),
      read(),
    ]);
    expect(effort.repeatedCalls).toBe(1);
  });

  test("knows when the tests were skipped, and does not ask when nothing was edited", () => {
    const edit = calls(call("Edit", { file_path: "a" }));
    const tests = calls(call("Bash", { command: "node --test" }));
    expect(structured([edit, tests]).effort.testsAfterLastEdit).toBe(true);
    expect(structured([tests, edit]).effort.testsAfterLastEdit).toBe(false);
    expect(structured([tests]).effort.testsAfterLastEdit).toBeNull();
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
