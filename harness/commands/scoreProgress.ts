import { counted } from "../base/base.ts";

const redrawEveryMs = 250;
const plainLineEveryMs = 15_000;

/** Says on stderr how far reading has come: a line that changes at a terminal, else a line now and then. Short work is silent. */
export function startReadingProgress(
  stream: NodeJS.WriteStream,
  files: readonly { readonly bytes: number }[],
) {
  const all = files.reduce((sum, { bytes }) => sum + bytes, 0);
  const everyMs = stream.isTTY ? redrawEveryMs : plainLineEveryMs;
  let saidAt = performance.now();
  let hasSaid = false;
  let read = 0;
  let done = 0;
  // Reading is synchronous, so that no timer would ever fire.
  const say = () => {
    if (performance.now() - saidAt < everyMs) return;
    saidAt = performance.now();
    hasSaid = true;
    const percent = all === 0 ? 100 : Math.min(100, Math.floor((read / all) * 100));
    const text = `reading ${done} of ${counted(files.length, "file")}, ${percent} %`;
    stream.write(stream.isTTY ? `\r\u001b[K${text}` : `${text}\n`);
  };
  return {
    onBytes: (bytes: number): void => {
      read += bytes;
      say();
    },
    onFile: (): void => {
      done++;
      say();
    },
    end: (): void => {
      if (hasSaid && stream.isTTY) stream.write("\r\u001b[K");
    },
  };
}
