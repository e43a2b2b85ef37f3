import { z } from "zod";
import { builtInIds } from "./builtInStrategies.ts";
import { count, duration, field, identifier, oneOf, perAgent, section, text } from "./fields.ts";
import { version, yesOrNo } from "./fields.ts";

const nullable = <S extends z.ZodType>(schema: S) => schema.nullable().exactOptional();

const recycle = section(
  {
    ttl: nullable(duration("age at which the process is replaced; null = never", "45m")),
    toolCalls: nullable(count("tool calls after which the process is replaced; null = never", 80)),
    whenDegraded: yesOrNo("replaced when the health check fails").exactOptional(),
  },
  "when the process is replaced, always between replays",
  "{ ttl: 45m }",
);

const claim = section(
  {
    gain: text("claimed reproducibility gain", "High"),
    parity: text("claimed feature parity", "Full"),
    overhead: text("claimed overhead", "Medium"),
  },
  "what the field claims, as the matrix prints it; null = nothing",
  "{ gain: High, parity: Full, overhead: Medium }",
);

/** A strategy with an id of a built-in one changes that one; any other id says with `extends` what it is made from. */
export const strategyObject = section(
  {
    id: identifier("a built-in strategy, or a new id together with extends", "pin-ttl"),
    extends: oneOf(
      builtInIds,
      "the built-in strategy that gives all fields left out",
    ).exactOptional(),
    description: text("one line for people", "restart with a pinned version").exactOptional(),
    conversation: oneOf(
      ["clear", "new-process", "keep"],
      "what happens to the conversation between two replays",
    ).exactOptional(),
    recycle: recycle.exactOptional(),
    identity: oneOf(
      ["lane", "fresh"],
      "fresh: a new HOME and device id with every new process",
    ).exactOptional(),
    pin: nullable(perAgent("exact versions to run instead of the one as given; null = none")),
    cli: version("pin in short: the version for the suite's agent", "2.1.300").exactOptional(),
    betas: oneOf(
      ["forwarded", "suppressed"],
      "whether experimental beta headers are sent",
    ).exactOptional(),
    flags: oneOf(["as-given", "frozen"], "frozen: client-side feature flags off").exactOptional(),
    claim: nullable(claim),
  },
  "a strategy of the suite's own, or a built-in one with changes",
  "{ id: pin-ttl, recycle: { ttl: 30m } }",
);

/** One entry of `strategies`. */
export const strategyEntry = field(z.union([z.enum(builtInIds), strategyObject]), {
  allowed: `one of ${builtInIds.join(", ")}, or a mapping with an id`,
  example: "restart",
  about: "a built-in strategy by its id, or a mapping that changes one",
});
export type StrategyEntry = z.output<typeof strategyEntry>;
