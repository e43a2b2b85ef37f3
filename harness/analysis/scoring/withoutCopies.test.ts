import { expect, test } from "vitest";
import { logged } from "./testing/logged.ts";
import { withoutCopies } from "./withoutCopies.ts";

const id = "msg_0123456789abcdef";
const at = "2026-03-01T10:00:00.000Z";
const kept = (...replays: Parameters<typeof withoutCopies>[0]) =>
  withoutCopies(replays).replays.map((replay) => replay.id);

test("of a session and the one that went on with it the first stays, unless it was cut off", () => {
  const first = logged("a", { more: { firstMessage: { id, at } } });
  const resumed = { ...logged("b", { more: { firstMessage: { id, at } } }), turns: 2 };
  expect(kept(resumed, first)).toEqual(["a"]);
  expect(kept({ ...first, isMissing: true }, resumed)).toEqual(["b"]);
});

test("of a session and a part of it the whole stays", () => {
  const first = logged("a", { more: { firstMessage: { id, at } } });
  const resumed = logged("b", {
    tools: ["Read", "Edit", "Bash"],
    more: { firstMessage: { id, at } },
  });
  expect(kept(first, resumed)).toEqual(["b"]);
  expect(withoutCopies([first, resumed]).copies).toEqual([{ copy: first, of: resumed }]);
});

test("a backup and a capture of the same session are left out; the first stays", () => {
  const capture = logged("c", { more: { firstMessage: { id, at: null } } });
  expect(kept(logged("a", { more: { firstMessage: { id, at } } }), capture)).toEqual(["a"]);
});

test("the same id at another time is another conversation, as the simulated vendor's next run", () => {
  const later = { id, at: "2026-03-01T11:00:00.000Z" };
  expect(
    kept(
      logged("a", { more: { firstMessage: { id, at } } }),
      logged("b", { more: { firstMessage: later } }),
    ),
  ).toEqual(["a", "b"]);
});

test("short ids of local servers, and equal transcripts without ids, are no copies", () => {
  const short = { id: "chatcmpl-1", at: null };
  expect(
    kept(
      logged("a", { more: { firstMessage: short } }),
      logged("b", { more: { firstMessage: short } }),
      logged("c"),
      logged("d"),
    ),
  ).toEqual(["a", "b", "c", "d"]);
});
