import type {
  BehaviourMode,
  ConfigurationBehaviour,
  PromptBehaviour,
  StepView,
} from "../../analysis/analysis.ts";
import { counted } from "../../base/base.ts";
import type { Section } from "../audit/auditSections.ts";
import { estimateText, probabilityText } from "../numbers.ts";
import { partingSection } from "./partingSection.ts";
import { pathWords, stepWords } from "./stepWords.ts";

/** How the replays of a prompt behave, as every renderer shows it; each client configuration by itself. */
export function behaviourSections({ configurations }: PromptBehaviour): readonly Section[] {
  return configurations.flatMap((configuration) => [
    overviewSection(configuration),
    partingSection(configuration),
    modeSection(configuration),
    ...besideSections(configuration),
  ]);
}

function overviewSection(configuration: ConfigurationBehaviour): Section {
  const { clientConfiguration, strategies, replays, sessions, lanes, notes } = configuration;
  const noun = strategies.length === 1 ? "strategy" : "strategies";
  const of = strategies.length === 0 ? "" : `, ${noun} ${strategies.join(", ")}`;
  const inLanes = lanes === sessions ? "" : ` and ${counted(lanes, "lane")}`;
  return {
    title: `Client configuration ${clientConfiguration}${of}`,
    lines: [
      `${counted(replays, "replay")} in ${counted(sessions, "session")}${inLanes}. Shares are of replays; the independent units are ${lanes === sessions ? "sessions" : "lanes"}.`,
      ...pathLines(configuration),
      ...notes,
    ],
    table: null,
    diffs: [],
  };
}

const pathsShown = 4;

function pathLines({ alignment, replays }: ConfigurationBehaviour): readonly string[] {
  const { rows, leftOut, exact } = alignment;
  const [first] = rows;
  if (first === undefined) return [];
  if (rows.length === 1) return [`All take the same steps: ${pathWords(first.tokens)}.`];
  const shown = rows.length <= pathsShown + 1 ? rows : rows.slice(0, pathsShown);
  const rest = replays - shown.reduce((sum, row) => sum + row.replays, 0);
  return [
    `${rows.length}${leftOut > 0 ? " and more" : ""} different sequences of steps:`,
    ...shown.map((row) => `${row.replays} × ${pathWords(row.tokens)}`),
    ...(rest > 0 ? [`${rest} × ${rows.length - shown.length} rarer sequences`] : []),
    ...(exact ? [] : ["Long sequences were aligned within a band around the diagonal."]),
  ];
}

function modeSection({ modes, rest, belonging }: ConfigurationBehaviour): Section {
  if (modes.length === 1 && rest.modes === 0) {
    const lines = ["All replays do the same, up to the noise of the prompt: one mode."];
    return { title: "Modes", lines, table: null, diffs: [] };
  }
  return {
    title: "Modes",
    lines: [
      ...(rest.modes > 0
        ? [`${rest.modes} smaller modes with ${counted(rest.replays, "replay")} are not shown.`]
        : []),
      ...belonging.filter(({ answer }) => answer === "belongs").map(({ text }) => text),
      ...noSignLines(belonging),
      ...unclearLines(belonging),
    ],
    table: {
      head: ["mode", "replays", "share", "sessions", "diverging", "what it does"],
      rows: modes.map((mode) => [
        mode.name,
        String(mode.replays),
        estimateText(mode.share),
        String(mode.sessions),
        mode.diverged === null ? "?" : `${mode.diverged.count} of ${mode.diverged.of}`,
        modeWords(mode),
      ]),
      widths: [6, 9, 22, 10, 11, 55],
    },
    diffs: [],
  };
}

function modeWords({ difference, steps, name }: BehaviourMode): string {
  if (name !== "A") return difference;
  const calls = steps.flatMap((step) => (step.kind === "call" ? [step.token] : []));
  return `the usual way: ${pathWords(calls)}`;
}

/** One line for a mode, because there is nothing to be seen. */
function noSignLines(belonging: ConfigurationBehaviour["belonging"]): readonly string[] {
  const nothing = belonging.filter(({ answer }) => answer === "no-sign");
  return [...Map.groupBy(nothing, ({ mode }) => mode)].map(([mode, tests]) => {
    const factors = tests.map(
      ({ factor, pAdjusted, n }) => `${factor} (p = ${probabilityText(pAdjusted)}, n = ${n})`,
    );
    return `No sign that mode ${mode} goes with the ${factors.join(", ")}.`;
  });
}

/** Each factor once: what keeps it from being told is hardly ever the mode. */
function unclearLines(belonging: ConfigurationBehaviour["belonging"]): readonly string[] {
  const unclear = belonging.filter(({ answer }) => answer === "unclear");
  const reasons = [...Map.groupBy(unclear, ({ factor }) => factor)].flatMap(([factor, [first]]) =>
    first === undefined ? [] : [`${factor} (${first.why})`],
  );
  return reasons.length === 0 ? [] : [`Cannot tell for the ${reasons.join(", ")}.`];
}

/** More side-by-side transcripts than this nobody compares. */
const besideShown = 3;

function besideSections({ modes }: ConfigurationBehaviour): readonly Section[] {
  const [usual, ...others] = modes;
  if (usual === undefined) return [];
  return others.slice(0, besideShown).map((mode) => ({
    title: `Mode ${mode.name} beside mode A: ${mode.difference}`,
    lines: [],
    table: {
      head: ["", `A: ${usual.medoid}`, `${mode.name}: ${mode.medoid}`],
      rows: [
        ...mode.besideA.map(({ a, own }) => [signOf(a, own), stepWords(a), stepWords(own)]),
        [usual.ending === mode.ending ? "" : "~", `ends ${usual.ending}`, `ends ${mode.ending}`],
      ],
      widths: [4, 56, 56],
    },
    diffs: [],
  }));
}

/** `-` only mode A, `+` only the other, `~` both and different; wordings of texts are no difference. */
function signOf(a: StepView | null, own: StepView | null): string {
  if (own === null) return "-";
  if (a === null) return "+";
  const areTexts = a.kind === "text" && own.kind === "text";
  return areTexts || stepWords(a) === stepWords(own) ? "" : "~";
}
