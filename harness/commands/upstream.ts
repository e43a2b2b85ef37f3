import { messageOf, UserError } from "../base/base.ts";
import type { SessionConfig } from "../agents/agents.ts";
import type { VendorRecord } from "../record/record.ts";
import { loadProfile, startVendor, type Vendor } from "../vendor/vendor.ts";

/** Who answers the agents: the embedded simulated vendor or a Messages API somewhere. */
export type Upstream = {
  readonly record: VendorRecord;
  readonly baseUrl: string;
  readonly credential: SessionConfig["credential"];
  /** null when a real API answers */
  readonly vendor: Vendor | null;
  readonly close: () => Promise<void>;
};

/** A key that opens nothing; agents refuse to start without one. */
const simulatedCredential = { kind: "api-key", value: "sk-ant-simulated-0000" } as const;

/**
 * Starts the simulated vendor.
 * @throws UserError when there is no such profile
 */
export async function simulatedUpstream(options: {
  readonly profile: string;
  readonly seed: number;
  readonly groundTruthFile: string | null;
}): Promise<Upstream> {
  const profile = await loadProfile(options.profile);
  const vendor = await startVendor({
    profile,
    seed: options.seed,
    groundTruthFile: options.groundTruthFile,
  });
  return {
    record: { kind: "simulated", profile: vendor.profile.name },
    baseUrl: vendor.baseUrl,
    credential: simulatedCredential,
    vendor,
    close: vendor.close,
  };
}

/**
 * A Messages API at an address.
 * @throws UserError when the address is none, nobody answers there or no credential is set
 */
export async function apiUpstream(
  baseUrl: string,
  environment: NodeJS.ProcessEnv,
): Promise<Upstream> {
  const credential = credentialFrom(environment);
  await expectAnswer(baseUrl);
  return {
    record: { kind: "api", baseUrl, credential: credential.kind },
    baseUrl,
    credential,
    vendor: null,
    close: () => Promise.resolve(),
  };
}

const credentialVariables = [
  ["ANTHROPIC_API_KEY", "api-key"],
  ["ANTHROPIC_AUTH_TOKEN", "auth-token"],
  ["CLAUDE_CODE_OAUTH_TOKEN", "subscription-token"],
] as const;

/** The first credential that is set, in the order in which the client itself looks. */
function credentialFrom(environment: NodeJS.ProcessEnv): SessionConfig["credential"] {
  for (const [variable, kind] of credentialVariables) {
    const value = environment[variable]?.trim();
    if (value) return { kind, value };
  }
  throw new UserError("--base-url needs a credential, and none is set.", {
    advice: `Set one of ${credentialVariables.map(([name]) => name).join(", ")}.`,
  });
}

async function expectAnswer(baseUrl: string): Promise<void> {
  if (!URL.canParse(baseUrl) || !/^https?:$/.test(new URL(baseUrl).protocol)) {
    throw new UserError(`--base-url is "${baseUrl}", which is not an http or https address.`, {
      advice: "Write, for example, --base-url https://api.anthropic.com.",
    });
  }
  try {
    // Any status will do: an answer is all that is asked for, and no credential is sent.
    await fetch(baseUrl, { method: "HEAD", signal: AbortSignal.timeout(10_000) });
  } catch (error) {
    const cause = error instanceof Error && error.cause ? messageOf(error.cause) : messageOf(error);
    throw new UserError(`Nobody answers at --base-url ${baseUrl} (${cause}).`, {
      advice: "Check the address and the network; nothing was run or spent.",
      cause: error,
    });
  }
}
