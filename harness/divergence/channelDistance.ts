import { sequenceDistance, setDistance } from "../edits/edits.ts";
import type { Channel } from "../record/record.ts";
import type { Structure } from "../structure/structure.ts";
import { codeDistance, codeDistanceAtLeast, codeDistanceAtMost } from "./codeDistance.ts";
import { effortDistance } from "./effortDistance.ts";
import { targetsDistance } from "./targetsDistance.ts";

/**
 * How far two structures lie apart in one channel.
 * @returns in [0, 1], symmetric, 0 for equal values; not comparable between channels, hence a threshold for each
 */
export function channelDistance(channel: Channel, a: Structure, b: Structure): number {
  switch (channel) {
    case "ending":
      return a.ending === b.ending ? 0 : 1;
    case "tools":
      return sequenceDistance(a.tools, b.tools);
    case "targets":
      return targetsDistance(a.targets, b.targets);
    case "files":
      return setDistance(a.files.map(fileKey), b.files.map(fileKey));
    case "code":
      return codeDistance(a.code, b.code);
    case "answer":
      return sequenceDistance(a.answer, b.answer);
    case "effort":
      return effortDistance(a.effort, b.effort);
  }
}

/** Whether two structures lie at most so far apart in one channel; mostly known without comparing trees. */
export function isWithin(limit: number, channel: Channel, a: Structure, b: Structure): boolean {
  if (channel === "code") {
    if (codeDistanceAtLeast(a.code, b.code) > limit) return false;
    if (codeDistanceAtMost(a.code, b.code) <= limit) return true;
  }
  return channelDistance(channel, a, b) <= limit;
}

/** Creating a file and changing one are different acts. */
function fileKey(file: { readonly path: string; readonly kind: string }): string {
  return `${file.kind} ${file.path}`;
}
