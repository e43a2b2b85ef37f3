import type {
  AgreementInsight,
  DriftInsight,
  Matrix,
  StrategyInsight,
  TtlInsight,
  VarianceInsight,
} from "../../analysis/analysis.ts";
import type { DetailTable, Section } from "../audit/auditSections.ts";
import { noiseBandText } from "../insightLines.ts";
import { estimateText, numberText, percent, probabilityText, shareText } from "../numbers.ts";
import { similaritySection } from "./similaritySection.ts";

/** Age, drift, slice, groups, variance, agreement, dominance and noise, one section for each question. */
export function statisticsSections({ insight }: Matrix): readonly Section[] {
  const { strategies, slice, clusters, variance, dominance, noiseBand } = insight;
  const lines = (title: string, texts: readonly string[]): readonly Section[] =>
    texts.length === 0 ? [] : [{ title, lines: texts, table: null, diffs: [] }];
  return [
    ttlSection(strategies),
    driftSection(strategies),
    ...(slice === null ? [] : [sliceSection(slice)]),
    ...lines("Groups of sessions by what they do", clusters === null ? [] : [clusters.text]),
    ...(variance === null ? [] : [varianceSection(variance)]),
    agreementSection(strategies),
    similaritySection(strategies.map(({ id, agreement }) => [id, agreement])),
    successSection(strategies),
    ...lines('"Session state dominates"', dominance?.definitions.map(({ text }) => text) ?? []),
    {
      title: "Noise band (A/A)",
      lines: [noiseBandText(noiseBand)],
      table: tableOf(
        ["compared with the baseline", "lanes", "95 % band, points"],
        noiseBand.comparisons.map(({ b, lanes, band }) => [b, String(lanes), `±${percent(band)}`]),
        [60, 20, 36],
      ),
      diffs: [],
    },
  ];
}

function tableOf(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  widths: readonly number[],
): DetailTable | null {
  return rows.length === 0 ? null : { head, rows, widths };
}

function ttlSection(strategies: readonly StrategyInsight[]): Section {
  const rowOf = (id: string, ttl: TtlInsight) => [
    id,
    ttl.rates.map(({ fromMin, rate }) => `${fromMin}: ${percent(rate)} %`).join(", ") || "?",
    `${estimateText(ttl.growth)}, p ${probabilityText(ttl.pGrowth)}`,
    ttl.text,
  ];
  return {
    title: "Age of sessions and TTL",
    lines: [
      "Divergence by the age of the process (isotonic fit, from minute), its growth from the early to the late half of the ages within sessions (90 % interval: two one-sided tests), and what follows.",
    ],
    table: tableOf(
      ["strategy", "from minute: divergence", "growth", "answer"],
      strategies.flatMap(({ id, ttl }) => (ttl === null ? [] : [rowOf(id, ttl)])),
      [16, 30, 24, 45],
    ),
    diffs: [],
  };
}

function driftSection(strategies: readonly StrategyInsight[]): Section {
  const rowOf = (id: string, drift: DriftInsight) => [
    id,
    `${probabilityText(drift.p)} (${drift.informative} sessions)`,
    drift.slope === null
      ? "?"
      : `${drift.slope.toFixed(3)} (SE ${(drift.standardError ?? 0).toFixed(3)})`,
    drift.byAge.bins
      .map(({ fromMin, diverged, of }) => `${fromMin} min: ${diverged}/${of}`)
      .join(", ") + ` (z ${numberText(drift.byAge.z)})`,
    drift.notes.join(" "),
  ];
  return {
    title: "Drift within sessions",
    lines: [
      "p: replays exchanged within their own session, two-sided. Slope: log-odds per replay, GEE with session-robust error. By age: Cochran-Armitage, as if replays were independent, a description only.",
    ],
    table: tableOf(
      ["strategy", "p", "slope", "by age", "notes"],
      strategies.flatMap(({ id, drift }) => (drift === null ? [] : [rowOf(id, drift)])),
      [16, 18, 20, 32, 28],
    ),
    diffs: [],
  };
}

function sliceSection(slice: NonNullable<Matrix["insight"]["slice"]>): Section {
  const { bic, text } = slice;
  const beside =
    bic === null
      ? []
      : [
          `BIC, smaller is better: one rate ${bic.oneRate.toFixed(1)}, two groups ${bic.twoGroups.toFixed(1)}, spread (beta-binomial) ${bic.spread === null ? "?" : bic.spread.toFixed(1)}. A slice is two groups, not mere spread.`,
        ];
  return { title: "Degraded slice", lines: [text, ...beside], table: null, diffs: [] };
}

function varianceSection(variance: VarianceInsight): Section {
  const { shares, sessions, noise, designEffect, effectiveN, notes } = variance;
  return {
    title: "Where the variance comes from",
    lines: [
      `Baseline, ${sessions.used} complete sessions of ${sessions.of}; incomplete ones are left out of the G-study.`,
      ...(noise === null
        ? []
        : [
            `Noise components (variance of the divergence): between prompts ${noise.data.toFixed(4)} (below 0 means 0), between replays of a prompt ${noise.prediction.toFixed(4)}.`,
          ]),
      ...(designEffect === null || effectiveN === null
        ? []
        : [
            `Design effect ${numberText(designEffect)}: the replays tell as much as ${effectiveN.toFixed(0)} independent ones.`,
          ]),
      ...notes,
    ],
    table:
      shares === null
        ? null
        : tableOf(
            ["session", "prompt", "session x prompt", "replay"],
            [
              [shares.session, shares.prompt, shares.sessionPrompt, shares.replay].map((share) =>
                shareText(share),
              ),
            ],
            [29, 29, 29, 28],
          ),
    diffs: [],
  };
}

function agreementSection(strategies: readonly StrategyInsight[]): Section {
  const rowOf = (id: string, own: AgreementInsight) => [
    id,
    `${shareText(own.rawAgreement)} / ${shareText(own.structureAgreement)} (N ${own.n}, ${own.prompts} prompts)`,
    shareText(own.flipRate),
    `${numberText(own.fleissKappa)} / ${numberText(own.krippendorffAlpha)}`,
    `${numberText(own.entropy)}; ${numberText(own.uniqueSequences)} sequences`,
    own.notes.join("; "),
  ];
  return {
    title: "Agreement",
    lines: [
      "TARr@N: prompts whose N answers are the same text. TARa@N: prompts whose N replays have the same structure in the gating channels. Flip rate: two replays of a prompt differ in structure. kappa (Fleiss) and alpha (Krippendorff): agreement on structure beyond what replays of different prompts share. Entropy 0 to 1; different sequences of tools per prompt.",
    ],
    table: tableOf(
      ["strategy", "TARr@N / TARa@N", "flip rate", "kappa / alpha", "entropy", "notes"],
      strategies.map(({ id, agreement }) => rowOf(id, agreement)),
      [16, 26, 11, 15, 20, 25],
    ),
    diffs: [],
  };
}

function successSection(strategies: readonly StrategyInsight[]): Section {
  const rows = strategies.flatMap(({ id, success }) =>
    success.rows.map((row) => [
      id,
      String(row.k),
      `${shareText(row.passAtK)} (${shareText(row.naivePassAtK)})`,
      `${shareText(row.passHatK)} (${shareText(row.naivePassHatK)})`,
    ]),
  );
  const notes = [...new Set(strategies.flatMap(({ success }) => success.notes))];
  return {
    title: "Success: pass@k and pass^k",
    lines: [
      ...(rows.length === 0
        ? []
        : [
            "pass@k: at least one of k replays passes, 1 - C(n-c,k)/C(n,k); pass^k: all of k pass, C(c,k)/C(n,k); both unbiased. In brackets the plug-in estimators 1 - (1-c/n)^k and (c/n)^k, which are biased for k > 1.",
          ]),
      ...notes.map((note) => `Unknown: ${note}.`),
    ],
    table: tableOf(
      ["strategy", "k", "pass@k (plug-in)", "pass^k (plug-in)"],
      rows,
      [31, 8, 38, 38],
    ),
    diffs: [],
  };
}
