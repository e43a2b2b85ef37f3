import type { PreparedAgent } from "../agents/agents.ts";
import { UserError } from "../base/base.ts";
import { preflight } from "../probe/probe.ts";
import type { CredentialKind } from "../record/record.ts";
import type { Strategy, Suite } from "../suite/suite.ts";
import { isExperimentalBeta } from "../wire/wire.ts";

/** Measures which betas the conversation requests of a strategy's client carry; null when it could not be measured. */
export type MeasureBetas = (
  prepared: PreparedAgent,
  strategy: Strategy,
) => Promise<readonly string[] | null>;

/**
 * Plays one prompt of each client against a simulated vendor of its own before the run: about a second, free. What is seen
 * there is what every request of the run must show.
 * @throws UserError when a client ends by itself, or does not suppress what its strategy says, before anything is spent
 */
export function measureBetasBefore(suite: Suite, credentialKind: CredentialKind): MeasureBetas {
  const { model } = suite.agent;
  return async (prepared, { id, betas, flags }) => {
    const seen = await preflight(prepared, { model, betas, flags, credentialKind });
    if (seen.kind === "problem" && seen.hasCrashed) {
      throw new UserError(`Strategy ${id} cannot be run: ${seen.problem}.`, {
        advice: "Use another version, or leave the strategy out with --strategies.",
      });
    }
    if (seen.kind === "problem") {
      process.stderr.write(
        `The betas of ${id} could not be measured beforehand: ${seen.problem}.\n`,
      );
      return null;
    }
    const leaked = betas === "suppressed" ? seen.betas.filter(isExperimentalBeta) : [];
    if (leaked.length === 0) return seen.betas;
    throw new UserError(
      `Strategy ${id} suppresses betas, but ${prepared.version} still sends ${leaked.join(", ")}.`,
      { advice: "Use another version, or leave the strategy out with --strategies." },
    );
  };
}
