import { observedBy, unobserved, type Observation } from "../run/run.ts";
import { startEgressGuard, startRecorder } from "../wire/wire.ts";
import type { RunFlags } from "./runFlags.ts";
import type { Upstream } from "./upstream.ts";

/** An observation and what must be closed after it. */
export type OpenObservation = {
  readonly observation: Observation;
  readonly close: () => Promise<void>;
};

/** Puts recorder and guard around the processes of a sitting, or, with `--observe off`, lets them speak to the vendor directly. */
export async function openObservation(
  upstream: Upstream,
  flags: Pick<RunFlags, "observe" | "tagUpstream">,
): Promise<OpenObservation> {
  const isSimulated = upstream.vendor !== null;
  if (flags.observe === "off") {
    const baseUrlFor = (processId: string) =>
      isSimulated ? `${upstream.baseUrl}/p/${encodeURIComponent(processId)}` : upstream.baseUrl;
    return { observation: unobserved(baseUrlFor), close: () => Promise.resolve() };
  }
  const recorder = await startRecorder({
    upstream: upstream.baseUrl,
    tagUpstream: flags.tagUpstream,
    keepProcessPath: isSimulated,
    secrets: [upstream.credential.value],
  });
  const guard = await startEgressGuard();
  return {
    observation: observedBy(recorder, guard),
    close: async () => {
      await recorder.close();
      await guard.close();
    },
  };
}
