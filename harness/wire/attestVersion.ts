import { contradicted, contradictionsIn, shown, unless } from "./attestFindings.ts";
import type { Check, Finding, Watched } from "./attestTypes.ts";
import { clientVersionOf } from "./clientVersion.ts";

/** Program, process and every request must agree on the version. */
export const checkVersion: Check = (watched) => {
  const { expected, seen } = watched;
  const { cliVersion } = expected;
  if (cliVersion === null) return [...checkProgram(watched), shown("no version was promised")];
  const { reportedVersions } = seen.process;
  const told = reportedVersions.filter((version) => version !== cliVersion);
  const wrong = [
    ...(told.length === 0
      ? []
      : [contradicted(`the process says it is version ${told.join(", ")}, not ${cliVersion}`)]),
    ...contradictionsIn(seen.requests, seen, (request) => {
      const version = clientVersionOf(request);
      if (version === cliVersion) return null;
      return version === null
        ? `told no client version, not ${cliVersion}`
        : `came from client version ${version}, not ${cliVersion}`;
    }),
  ];
  const who =
    reportedVersions.length === 0 ? "every request says" : "process and every request say";
  return [...checkProgram(watched), ...unless(wrong, `${who} version ${cliVersion}`)];
};

function checkProgram({ expected, seen }: Watched): readonly Finding[] {
  const { programSha256: installed } = expected;
  const { programSha256: running } = seen.process;
  if (installed === null) return [];
  if (running === installed) {
    return [shown(`the program is the one that was installed (sha256 ${short(installed)})`)];
  }
  return [
    contradicted(
      running === null
        ? "which program runs cannot be told, so that it may be another than was installed"
        : `the program has the hash ${short(running)}, not ${short(installed)} as installed`,
    ),
  ];
}

/** No request differs for it, so that a client that ignores the setting would look the same. */
export const checkFlags: Check = ({ expected }) =>
  expected.flags === "frozen"
    ? [shown("vacuous: the client was told to leave its feature flags off, which no request shows")]
    : [];

function short(sha256: string): string {
  return `${sha256.slice(0, 12)}…`;
}
