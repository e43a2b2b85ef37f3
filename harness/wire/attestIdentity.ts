import { contradicted, contradictionsIn, shown, unless } from "./attestFindings.ts";
import type { Check, Watched } from "./attestTypes.ts";

/** One replay is one client session; where a new process was promised, its address was never used before. */
export const checkProcess: Check = ({ expected, seen, earlier }) => {
  const { newProcess, processId } = expected;
  const sessions = new Set(seen.requests.flatMap(({ sessionId }) => sessionId ?? []));
  const [first] = sessions;
  const wrong = [
    // Two lanes with one address, or two processes of one lane.
    ...contradictionsIn(seen.requests, seen, ({ sessionId }) =>
      sessionId === null || sessionId === first
        ? null
        : `came from client session ${short(sessionId)}, others at the address of process ${processId} from ${short(first ?? "")}`,
    ),
    ...(newProcess && earlier.some((replay) => replay.processId === processId)
      ? [contradicted(`process ${processId} already played a replay of this lane`)]
      : []),
  ];
  const isNew =
    earlier.length === 0
      ? "vacuous: the process is new, and so is its lane"
      : "the process is new: no earlier replay used its address";
  return unless(
    wrong,
    sessions.size === 0
      ? "no request told its client session"
      : "all requests came from one client session",
    ...(newProcess ? [isNew] : []),
  );
};

/** A lane is one device, but for a strategy that renews it with each process; then none may come from two processes. */
export const checkDevice: Check = (watched) => {
  const { expected, seen, earlier } = watched;
  const own = ownDevice(watched);
  if (own === null) {
    if (seen.requests.length === 0) return [];
    return expected.freshDevice
      ? [contradicted("no request told a device id")]
      : [shown("no request told a device id")];
  }
  const wrong = [
    ...contradictionsIn(seen.requests, seen, ({ deviceId }) =>
      deviceId === null || deviceId === own
        ? null
        : `came from device ${short(deviceId)}, not ${short(own)}`,
    ),
    ...(expected.freshDevice &&
    earlier.some((one) => one.deviceId === own && one.processId !== expected.processId)
      ? [contradicted(`device ${short(own)} was seen before in this lane`)]
      : []),
  ];
  if (!expected.freshDevice) return unless(wrong, "every request came from the lane's own device");
  return unless(
    wrong,
    earlier.length === 0
      ? "vacuous: the device is new, and so is its lane"
      : "the device is new: no other process showed it",
  );
};

/** What the client was told to be, else what the lane was so far, else what it shows first; null when no request tells. */
function ownDevice({ expected, seen, earlier }: Watched): string | null {
  const told = seen.requests.flatMap(({ deviceId }) => deviceId ?? []);
  const before = expected.freshDevice ? [] : earlier.flatMap(({ deviceId }) => deviceId ?? []);
  return told.length === 0 ? null : (expected.deviceId ?? before[0] ?? told[0] ?? null);
}

function short(id: string): string {
  return id.length > 12 ? `${id.slice(0, 12)}…` : id;
}
