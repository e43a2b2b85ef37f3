import type { ProbeRecord } from "../../record/record.ts";
import { besideOf, clearOf, openingOf, problemOf } from "../probedRequests.ts";
import type { Criterion, Examined, NeededProbe } from "./types.ts";

/** What `--expect` may name, each a criterion whose good value is that it holds. */
export const expectations: readonly Criterion[] = [
  expectation("clear-is-real", [forwarded("text", "clear", "after-clear")], ([record]) => {
    const clear = clearOf(record);
    return clear === "unknown"
      ? { kind: "unknown", why: "the prompt after /clear was not answered" }
      : held(clear === "real", `/clear is ${clear}`);
  }),
  expectation(
    "suppression-works",
    [forwarded("text"), { betas: "suppressed", steps: ["text"] }],
    ([record, suppressed]) => {
      const betas = suppressed && openingOf(suppressed)?.betas;
      if (betas === undefined) return { kind: "unknown", why: "a prompt was not answered" };
      const off = (openingOf(record)?.betas ?? []).filter((beta) => !betas.includes(beta));
      return held(off.length > 0, `betas taken off: ${off.join(", ") || "none"}`);
    },
  ),
  expectation(
    "no-hidden-requests",
    [forwarded("text", "tools", "clear", "after-clear")],
    ([record]) => {
      const kinds = besideOf(record).map(
        ({ step, request, model, count }) =>
          `${count} × ${request} (${model ?? "no model"}, step ${step})`,
      );
      return held(kinds.length === 0, `hidden requests: ${kinds.join(", ") || "none"}`);
    },
  ),
  expectation("no-egress", [forwarded("text", "tools", "clear", "after-clear")], ([record]) =>
    held(
      record.egress.length === 0,
      `tried past the base URL: ${record.egress.join(", ") || "nothing"}`,
    ),
  ),
  expectation("model-as-asked", [forwarded("text")], ([record]) => {
    const asked = openingOf(record)?.modelAsked ?? null;
    return held(asked === record.model, `the wire asks for ${asked ?? "no model"}`);
  }),
  {
    name: "answers-a-prompt",
    needs: [forwarded("text")],
    goodValue: "holds",
    examine: ([record]) => {
      const problem = record === undefined ? "nothing was played" : problemOf(record);
      return held(problem === null, problem ?? "it answers");
    },
  },
];

function forwarded(...steps: NeededProbe["steps"]): NeededProbe {
  return { betas: "forwarded", steps };
}

function held(holds: boolean, evidence: string): Examined {
  return { kind: "seen", value: holds ? "holds" : "fails", evidence };
}

/** Of a version that does not answer at all nothing else can be said. */
function expectation(
  name: string,
  needs: readonly NeededProbe[],
  check: (probes: readonly [ProbeRecord, ...ProbeRecord[]]) => Examined,
): Criterion {
  return {
    name,
    needs,
    goodValue: "holds",
    examine: ([first, ...rest]) => {
      const problem = first === undefined ? "nothing was played" : problemOf(first);
      return first === undefined || problem !== null
        ? { kind: "unknown", why: `it does not answer a prompt (${problem})` }
        : check([first, ...rest]);
    },
  };
}
