import { createLogUpdate } from "log-update";
import { counted, formatDuration } from "../base/base.ts";
import type { RunRecord } from "../record/record.ts";
import type { RunEvent } from "../run/run.ts";
import { advance, initialProgress, progressLine, progressView } from "./progressState.ts";

/** Shows how a run goes on; never writes to stdout. */
export type Progress = {
  readonly on: (event: RunEvent) => void;
  readonly end: () => void;
};

const redrawEveryMs = 250;
const plainLineEveryMs = 15_000;

/** A live view when the stream is a terminal, else a plain line for each wave and every 15 seconds. */
export function startProgress(
  stream: NodeJS.WriteStream,
  run: Pick<RunRecord, "id" | "vendor">,
): Progress {
  const startedAt = performance.now();
  const elapsedMs = () => performance.now() - startedAt;
  let state = initialProgress(run);
  const show = stream.isTTY ? liveView(stream) : null;
  const timer = setInterval(
    () => {
      if (show) show.draw(progressView(state, elapsedMs(), stream.columns));
      else stream.write(`${progressLine(state, elapsedMs())}\n`);
    },
    show ? redrawEveryMs : plainLineEveryMs,
  );
  timer.unref();
  return {
    on: (event) => {
      state = advance(state, event);
      if (show === null) writePlain(stream, event, () => progressLine(state, elapsedMs()));
    },
    end: () => {
      clearInterval(timer);
      show?.clear();
      stream.write(`${progressLine(state, elapsedMs())} · took ${formatDuration(elapsedMs())}\n`);
    },
  };
}

function liveView(stream: NodeJS.WriteStream) {
  const update = createLogUpdate(stream);
  return {
    draw: (lines: readonly string[]) => update(lines.join("\n")),
    clear: () => update.clear(),
  };
}

function writePlain(stream: NodeJS.WriteStream, event: RunEvent, line: () => string): void {
  switch (event.kind) {
    case "run-started": {
      const earlier = event.alreadySaved > 0 ? `, ${event.alreadySaved} of them already saved` : "";
      stream.write(
        `run ${event.runId}: ${counted(event.replays, "replay")} in ${counted(event.lanes, "lane")} and ${counted(event.waves, "wave")}${earlier}\n`,
      );
      return;
    }
    case "wave-finished":
      stream.write(`${line()}\n`);
      return;
    case "challenge-started":
      stream.write(`challenging ${event.session}, which looks ${event.suspected}\n`);
      return;
    case "answer-clear":
      stream.write(`the answer is clear after wave ${event.wave + 1}; no further wave is played\n`);
      return;
    case "wave-started":
    case "lane-finished":
    case "replay-finished":
    case "run-stopped":
      return;
  }
}
