import type { MeasuredVersion, PreparedAgent } from "../agents/agents.ts";
import type { ObservedRequest } from "../wire/wire.ts";
import { conversationOf } from "./conversation.ts";
import { playProbe, type PlayedProbe, type PlayedStep, type PlayOrder } from "./playProbe.ts";
import { problemOf } from "./preflight.ts";

export type MeasureOrder = {
  readonly prepared: PreparedAgent;
  /** as `platformOfThisMachine` gives it */
  readonly platform: string;
  /** ISO date of today */
  readonly probedAt: string;
};

/** Every version knows it, and it can say all that a newer one can, so that versions can be compared. */
const commonModel = "claude-sonnet-4-5";
/** What else users ask for; null is the client's own default. */
const otherModels = [null, "sonnet", "opus", "haiku"] as const;

/** 2.1.0 sends its warm-ups up to a second after it is ready, on busy cores. */
const warmUpMs = 2_000;

/**
 * Measures what a version of Claude Code can do: a dozen processes, about a second each. Free, and without a key.
 * @throws UserError when vendor or recorder cannot be started
 */
export async function measureVersion(order: MeasureOrder): Promise<MeasuredVersion> {
  const { prepared, platform, probedAt } = order;
  const whole = await playProbe({ prepared, model: commonModel, settleMs: warmUpMs });
  const refusal = problemOf(prepared.version, stepOf(whole, "text"));
  const models: MeasuredModel[] = [];
  const egress = new Set(whole.egress);
  if (refusal === null) {
    for (const asked of [commonModel, ...otherModels]) {
      const measured = await measureModel(prepared, asked);
      for (const host of measured.egress) egress.add(host);
      if (measured.model !== null) models.push(measured.model);
    }
  }
  return {
    version: prepared.version,
    probedAt,
    platform,
    form: prepared.program?.form ?? "native",
    bytes: prepared.program?.bytes ?? null,
    startMs: Math.round(whole.startWallMs / 100) * 100,
    refusal,
    clear: clearOf(whole),
    clearSays: stepOf(whole, "clear")?.outcome ?? "",
    betaSuppression: models.length === 0 ? null : models.some(isSuppressing),
    models,
    ...identityOf(whole),
    requestsBeforePrompt: (stepOf(whole, "start")?.observed ?? []).map(nameOf).sort(),
    requestsBeside: besidesOf(whole),
    turnLimit: refusal === null ? await turnLimitOf(prepared) : "not played",
    callsHome: [...egress].sort(),
  };
}

type MeasuredModel = MeasuredVersion["models"][number];

type ModelProbe = { readonly model: MeasuredModel | null; readonly egress: readonly string[] };

async function measureModel(prepared: PreparedAgent, asked: string | null): Promise<ModelProbe> {
  const order: PlayOrder = { prepared, model: asked, steps: ["text"], settleMs: 0 };
  const forwarded = await playProbe(order);
  const suppressed = await playProbe({ ...order, betas: "suppressed" });
  const [first] = conversationIn(forwarded, "text");
  const [second] = conversationIn(suppressed, "text");
  const egress = [...forwarded.egress, ...suppressed.egress];
  if (first === undefined || second === undefined) return { model: null, egress };
  return {
    model: {
      asked,
      model: first.modelAsked ?? "unknown",
      betas: [...first.betas],
      suppressed: [...second.betas],
      tools: first.tools.length,
      suppressedTools: second.tools.length,
    },
    egress,
  };
}

function isSuppressing({ betas, suppressed }: MeasuredModel): boolean {
  return betas.some((beta) => !suppressed.includes(beta));
}

/** The word of the client counts for nothing where the wire shows the old messages. */
function clearOf(played: PlayedProbe): MeasuredVersion["clear"] {
  const before = conversationIn(played, "text").at(-1);
  const after = conversationIn(played, "after-clear")[0];
  if (before === undefined || after === undefined) return "unknown";
  if (after.assistantMessages === 0) return "real";
  const looksCleared =
    stepOf(played, "clear")?.outcome === "cleared" || before.sessionId !== after.sessionId;
  return looksCleared ? "fake" : "no-op";
}

function identityOf(
  played: PlayedProbe,
): Pick<MeasuredVersion, "reportsVersion" | "sessionIdHonoured" | "sendsSessionHeader"> {
  const first = conversationIn(played, "text")[0];
  const told = first?.sessionId ?? null;
  return {
    reportsVersion: played.reportedVersion !== null,
    sessionIdHonoured: told === null ? null : told === played.sessionUuid,
    sendsSessionHeader: first?.sendsSessionHeader ?? false,
  };
}

/** A turn that needs four answers may have one. */
async function turnLimitOf(prepared: PreparedAgent): Promise<string> {
  const limited = await playProbe({
    prepared,
    model: commonModel,
    steps: ["tools"],
    maxTurns: 1,
    settleMs: 0,
  });
  return stepOf(limited, "tools")?.outcome ?? "nothing";
}

function besidesOf({ steps }: PlayedProbe): string[] {
  const beside = steps
    .filter(({ prompt }) => prompt !== null)
    .flatMap((step) => {
      const conversation = new Set(conversationOf(step));
      return step.observed.filter((request) => !conversation.has(request));
    });
  return [...new Set(beside.map(nameOf))].sort();
}

function nameOf({ modelAsked, path }: ObservedRequest): string {
  return `${modelAsked ?? "no model"} ${path}`;
}

function conversationIn(played: PlayedProbe, id: PlayedStep["id"]): readonly ObservedRequest[] {
  const step = stepOf(played, id);
  return step === undefined ? [] : conversationOf(step);
}

function stepOf({ steps }: PlayedProbe, id: PlayedStep["id"]): PlayedStep | undefined {
  return steps.find((step) => step.id === id);
}
