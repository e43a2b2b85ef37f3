import { channelDistance, type Thresholds } from "../../divergence/divergence.ts";
import type { Channel } from "../../record/record.ts";
import type { ChangedFile, Structure } from "../../structure/structure.ts";
import { listed, toolDifferences } from "./toolDifferences.ts";

/** The most telling first. */
const telling: readonly Channel[] = [
  "ending",
  "files",
  "tools",
  "code",
  "targets",
  "answer",
  "effort",
];

/**
 * How a replay differs from the usual one, in phrases that go on "this mode ...". What made it another mode comes first, then what lies
 * within the noise.
 */
export function differencesBetween(
  usual: Structure,
  own: Structure,
  threshold: Thresholds,
): readonly string[] {
  const isOver = (channel: Channel) =>
    channelDistance(channel, usual, own) > (threshold[channel] ?? Infinity);
  const [over, within] = [telling.filter(isOver), telling.filter((channel) => !isOver(channel))];
  return [...over, ...within].flatMap((channel) => phrases(channel, usual, own));
}

function phrases(channel: Channel, usual: Structure, own: Structure): readonly string[] {
  switch (channel) {
    case "ending":
      return usual.ending === own.ending ? [] : [`ends ${own.ending} instead of ${usual.ending}`];
    case "files":
      return fileDifferences(usual.files, own.files);
    case "tools":
      return toolDifferences(usual, own);
    case "code":
      return codeDifferences(usual, own);
    case "targets":
      return targetDifferences(usual, own);
    case "answer":
      return answerDifferences(usual, own);
    case "effort":
      return effortDifferences(usual, own);
  }
}

function fileDifferences(
  usual: readonly ChangedFile[],
  own: readonly ChangedFile[],
): readonly string[] {
  if (own.length === 0) return usual.length === 0 ? [] : ["changes no file"];
  const before = new Map(usual.map(({ path, kind }) => [path, kind]));
  const paths = new Set(own.map(({ path }) => path));
  const lost = usual.filter(({ path }) => !paths.has(path)).map(({ path }) => path);
  const gained = own.filter(({ path }) => !before.has(path));
  const other = own.filter(({ path, kind }) => before.has(path) && before.get(path) !== kind);
  const added = (["created", "modified", "deleted"] as const).flatMap((kind) => {
    const ofKind = gained.filter((file) => file.kind === kind).map(({ path }) => path);
    return ofKind.length === 0 ? [] : [{ kind, paths: ofKind }];
  });
  if (lost.length > 0 && added.length === 1) {
    const [only] = added;
    return only ? [`${does[only.kind]} ${listed(only.paths)} instead of ${listed(lost)}`] : [];
  }
  return [
    ...(lost.length === 0 ? [] : [`leaves ${listed(lost)} alone`]),
    ...added.map(({ kind, paths: which }) => `also ${does[kind]} ${listed(which)}`),
    ...other.map(({ path, kind }) => `${does[kind]} ${path}, which is usually ${before.get(path)}`),
  ];
}

const does: Readonly<Record<ChangedFile["kind"], string>> = {
  created: "creates",
  modified: "changes",
  deleted: "deletes",
};

/** Only what both have: files that one side has alone are told as files. */
function codeDifferences(usual: Structure, own: Structure): readonly string[] {
  const inAnswer = ({ code }: Structure) => code.some(({ path }) => path.startsWith("answer:"));
  if (inAnswer(usual) && own.code.length === 0) return ["answers without code"];
  if (inAnswer(own) && usual.code.length === 0) return ["answers with code"];
  const before = new Map(usual.code.map((unit) => [unit.path, unit]));
  return own.code
    .flatMap((unit) => {
      const other = before.get(unit.path);
      if (other === undefined || other.hash === unit.hash) return [];
      const distance = channelDistance(
        "code",
        { ...usual, code: [other] },
        { ...own, code: [unit] },
      );
      return [{ place: placeOf(unit.path), distance }];
    })
    .sort((a, b) => b.distance - a.distance)
    .map(
      ({ place, distance }) => `different code in ${place} (distance ${distanceText(distance)})`,
    );
}

function placeOf(path: string): string {
  return path.startsWith("answer:") ? `code block ${path.slice("answer:".length)}` : path;
}

function distanceText(distance: number): string {
  const text = distance.toFixed(2);
  return text === "0.00" ? "< 0.01" : text.replace(/^0/, "");
}

/** Where the same steps are aimed at something else. */
function targetDifferences(usual: Structure, own: Structure): readonly string[] {
  const others = own.targets.filter(({ call, target }, index) => {
    const before = usual.targets[index];
    return before?.call === call && before.target !== target;
  });
  const isSamePath = others.length > 0 && sameSteps(usual, own);
  if (!isSamePath) return [];
  const [first] = others;
  const index = first === undefined ? -1 : own.targets.indexOf(first);
  const before = usual.targets[index]?.target ?? "";
  if (first === undefined) return [];
  if (first.target.startsWith("#") || before.startsWith("#"))
    return [`runs ${listed(others.map(({ call }) => call))} with other arguments`];
  return [`aims ${first.call} at ${first.target} instead of ${before}`];
}

function sameSteps(usual: Structure, own: Structure): boolean {
  return JSON.stringify(usual.tools) === JSON.stringify(own.tools);
}

function answerDifferences(usual: Structure, own: Structure): readonly string[] {
  if (JSON.stringify(usual.answer) === JSON.stringify(own.answer)) return [];
  if (own.answer.length === 0) return ["answers nothing"];
  if (usual.answer.length === 0) return [`answers with ${listed(own.answer)}`];
  return [`answers as ${listed(own.answer)} instead of ${listed(usual.answer)}`];
}

function effortDifferences({ effort: usual }: Structure, { effort: own }: Structure) {
  const more = own.repeatedCalls - usual.repeatedCalls;
  return more > 0 ? [`repeats ${more} more calls`] : [];
}

/** Characters that a reader takes in at a glance. */
const glance = 120;

/** The differences in one line: as many as fit, then how many are not told. */
export function inOneLine(differences: readonly string[]): string {
  let line = "";
  for (const [index, difference] of differences.entries()) {
    const longer = line === "" ? difference : `${line}, ${difference}`;
    if (line !== "" && longer.length > glance) {
      const left = differences.length - index;
      return `${line}, and ${left} more difference${left === 1 ? "" : "s"}`;
    }
    line = longer;
  }
  return line;
}
