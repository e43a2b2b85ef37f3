import { z } from "zod";
import {
  editDistance,
  sequenceDistance,
  setDistance,
  treeEditDistance,
  type LabelledTree,
} from "../../edits/edits.ts";
import { agreementRates } from "../agreementRates.ts";
import { cohenKappa } from "../cohenKappa.ts";
import { clusterEntropy } from "../entropy.ts";
import { fleissKappa } from "../fleissKappa.ts";
import { jensenShannonDivergence } from "../jensenShannon.ts";
import { krippendorffAlpha } from "../krippendorffAlpha.ts";
import {
  noiseComponents,
  pairedNoiseComponents,
  type NoiseComponents,
} from "../noiseComponents.ts";
import {
  actionConsistency,
  meanOverPairs,
  outcomeConsistency,
  resourceConsistency,
} from "../reliabilityScores.ts";
import {
  alignmentDistance,
  commonSubsequence,
  containsInOrder,
  metricEditDistance,
  multisetJaccard,
} from "../sequenceSimilarity.ts";
import { projectStandardError, variancePartition } from "../variancePartition.ts";
import { numbers, pair, testVectors } from "./vectorTests.ts";

const matrix = z.array(numbers);
testVectors(/^cohen_kappa_2x2$/, z.object({ table: matrix }), ({ table }) => {
  const result = cohenKappa(table, 0.95);
  return {
    po: result.observed,
    pe: result.expected,
    kappa: result.kappa,
    var_fleiss_cohen_everitt: result.variance,
    se: Math.sqrt(result.variance ?? 0),
    ci95: pair(result.interval),
  };
});
testVectors(/^cohen_kappa_3x3$/, z.object({ table: matrix }), ({ table }) => ({
  kappa: cohenKappa(table, 0.95).kappa,
  kappa_linear: cohenKappa(table, 0.95, "linear").kappa,
  kappa_quadratic: cohenKappa(table, 0.95, "quadratic").kappa,
}));
testVectors(/^fleiss_kappa_/, z.object({ counts: matrix }), ({ counts }) => ({
  kappa: fleissKappa(counts).kappa,
}));
testVectors(
  /^krippendorff_alpha_2011_example$/,
  z.object({ raters_by_units: z.array(z.array(z.number().nullable())) }),
  ({ raters_by_units }) => {
    const units = (raters_by_units[0] ?? []).map((_, unit) =>
      raters_by_units.flatMap((rater) => rater[unit] ?? []),
    );
    return {
      nominal: krippendorffAlpha(units, "nominal").alpha,
      ordinal: krippendorffAlpha(units, "ordinal").alpha,
      interval: krippendorffAlpha(units, "interval").alpha,
    };
  },
);
const texts = z.array(z.array(z.string()));
testVectors(
  /^krippendorff_alpha_replays_nominal$/,
  z.object({ prompts_by_replays_structure_hash: texts }),
  (input) => ({
    alpha_nominal: krippendorffAlpha(input.prompts_by_replays_structure_hash, "nominal").alpha,
  }),
);

testVectors(/^tar_and_unique$/, z.object({ prompts_by_runs: texts }), ({ prompts_by_runs }) => {
  const rates = agreementRates(prompts_by_runs);
  return {
    TAR_at_3: rates.totalAgreement,
    mean_unique: rates.uniqueValues,
    modal_agreement: rates.modalShare,
    pairwise_agreement: rates.pairwiseAgreement,
  };
});
testVectors(
  /^discrete_semantic_entropy$/,
  z.object({ cluster_counts: numbers }),
  ({ cluster_counts }) => {
    const entropy = clusterEntropy(cluster_counts);
    return {
      H_nats: entropy.nats,
      H_bits: entropy.bits,
      H_normalised_log_m: entropy.normalised,
      H_miller_madow: entropy.millerMadow,
      simpson_pair_disagreement_unbiased: entropy.pairDisagreement,
    };
  },
);
testVectors(
  /^hal_reliability_consistency$/,
  z.object({ successes: numbers, trajectories: texts, costs: numbers }),
  ({ successes, trajectories, costs }) => ({
    C_out: outcomeConsistency(successes.map(Boolean)),
    C_traj_d: actionConsistency(trajectories),
    C_traj_s: meanOverPairs(trajectories, (a, b) => 1 - sequenceDistance(a, b)),
    C_res: resourceConsistency(costs),
  }),
);

const bothSequences = z.object({
  a: z.union([z.array(z.string()), z.string().transform((text) => Array.from(text))]),
  b: z.union([z.array(z.string()), z.string().transform((text) => Array.from(text))]),
});
testVectors(/^levenshtein_tools_/, bothSequences, ({ a, b }) => ({
  distance: editDistance(a, b),
  normalised_by_max: sequenceDistance(a, b),
  yujian_bo_normalised: metricEditDistance(editDistance(a, b), a.length, b.length),
  lcs: commonSubsequence(a, b),
  jaccard_set: 1 - setDistance(a, b),
  jaccard_multiset: multisetJaccard(a, b),
  in_order_match_b_in_a: containsInOrder(a, b),
}));
testVectors(/^levenshtein_(?!tools)/, bothSequences, ({ a, b }) => ({
  distance: editDistance(a, b),
  normalised_by_max: sequenceDistance(a, b),
  damerau_osa: alignmentDistance(a, b),
}));
testVectors(/^jensen_shannon$/, z.object({ p: numbers, q: numbers }), ({ p, q }) => {
  const nats = jensenShannonDivergence(p, q) ?? 0;
  return {
    js_distance_nat: Math.sqrt(nats),
    js_divergence_nat: nats,
    js_distance_base2: Math.sqrt(nats / Math.LN2),
    js_divergence_base2: nats / Math.LN2,
  };
});

type Written = [label: string, children: Written[]];
const written: z.ZodType<Written> = z.lazy(() => z.tuple([z.string(), z.array(written)]));
function treeOf([label, children]: Written): LabelledTree {
  return { label, children: children.map(treeOf) };
}
function sizeOf([, children]: Written): number {
  return children.reduce((total, child) => total + sizeOf(child), 1);
}
testVectors(/^ted_/, z.object({ a: written, b: written }), ({ a, b }) => {
  const distance = treeEditDistance(treeOf(a), treeOf(b));
  const [sizeA, sizeB] = [sizeOf(a), sizeOf(b)];
  return {
    distance,
    size_a: sizeA,
    size_b: sizeB,
    normalised_by_sum: distance / (sizeA + sizeB),
    normalised_by_max: distance / Math.max(sizeA, sizeB),
  };
});

testVectors(
  /^wang2025_noise_components$/,
  z.object({ A_prompts_by_replays: matrix, B_prompts_by_replays: matrix }),
  ({ A_prompts_by_replays: a, B_prompts_by_replays: b }) => {
    const plain = ({ total, data, prediction }: NoiseComponents) => ({
      total_var: total,
      data_var: data,
      prediction_var: prediction,
    });
    const corrected = ({ total, corrected: unbiased }: NoiseComponents) => ({
      total_var: total,
      data_var: unbiased?.data,
      prediction_var: unbiased?.prediction,
    });
    const [paired, single] = [pairedNoiseComponents(a, b), noiseComponents(a)];
    return {
      paired: plain(paired),
      paired_unbiasedK: corrected(paired),
      unpaired_A: plain(single),
      unpaired_A_unbiasedK: corrected(single),
    };
  },
);
testVectors(
  /^g_study_session_x_prompt_x_replay$/,
  z.object({ y_session_prompt_replay: z.array(matrix) }),
  ({ y_session_prompt_replay }) => {
    const { meanSquares, components, sessionShare } = variancePartition(y_session_prompt_replay);
    const sizes = { sessions: 30, prompts: 10, replays: 2 };
    return {
      ms_session: meanSquares?.session,
      ms_prompt: meanSquares?.prompt,
      ms_session_prompt: meanSquares?.sessionPrompt,
      ms_residual: meanSquares?.replay,
      var_session: components?.session,
      var_prompt: components?.prompt,
      var_session_prompt: components?.sessionPrompt,
      var_replay: components?.replay,
      session_share_of_nonprompt: sessionShare,
      D_study_se_of_grand_mean_30s_10p_2k: components && projectStandardError(components, sizes),
    };
  },
);
