import { sum } from "simple-statistics";

/** Where the variance of a continuous score comes from, in squared units of the score. */
export type VariancePartition = {
  readonly meanSquares: {
    readonly session: number;
    readonly prompt: number;
    readonly sessionPrompt: number;
    readonly replay: number;
  } | null;
  /** never below 0: a negative estimate is set to 0 and named in the note */
  readonly components: VarianceComponents | null;
  /** session / (session + session x prompt + replay): what sticks, of all that is not the prompt's difficulty */
  readonly sessionShare: number | null;
  readonly note: string | null;
};

export type VarianceComponents = {
  readonly session: number;
  readonly prompt: number;
  readonly sessionPrompt: number;
  readonly replay: number;
};

/**
 * G-study of sessions x prompts x replays: score = mean + session + prompt + session x prompt + replay, all random, by expected
 * mean squares. Sessions come from one strategy.
 * @param scores `scores[session][prompt][replay]`; balanced, at least 2 of each
 * @throws RangeError for unbalanced data: leave out incomplete sessions first, and say how many
 * @see Brennan 2001; Cronbach et al. 1972. Check: vector "g_study_session_x_prompt_x_replay"
 */
export function variancePartition(
  scores: readonly (readonly (readonly number[])[])[],
): VariancePartition {
  const sessions = scores.length;
  const prompts = scores[0]?.length ?? 0;
  const replays = scores[0]?.[0]?.length ?? 0;
  if (scores.some((row) => row.length !== prompts || row.some((cell) => cell.length !== replays)))
    throw new RangeError("Every session needs the same prompts with the same number of replays.");
  if (sessions < 2 || prompts < 2 || replays < 2)
    return {
      meanSquares: null,
      components: null,
      sessionShare: null,
      note: "at least two sessions, two prompts and two replays of each are needed",
    };
  const cells = scores.map((row) => row.map((cell) => meanOf(cell)));
  const ofSession = cells.map((row) => meanOf(row));
  const ofPrompt = (cells[0] ?? []).map((_, prompt) =>
    meanOf(cells.map((row) => row[prompt] ?? 0)),
  );
  const grand = meanOf(ofSession);
  const squares = (values: readonly number[]): number => sum(values.map((value) => value ** 2));
  const interaction = cells.flatMap((row, s) =>
    row.map((cell, p) => cell - (ofSession[s] ?? 0) - (ofPrompt[p] ?? 0) + grand),
  );
  const residuals = scores.flatMap((row, s) =>
    row.flatMap((cell, p) => cell.map((value) => value - (cells[s]?.[p] ?? 0))),
  );
  const meanSquares = {
    session: (prompts * replays * squares(ofSession.map((each) => each - grand))) / (sessions - 1),
    prompt: (sessions * replays * squares(ofPrompt.map((each) => each - grand))) / (prompts - 1),
    sessionPrompt: (replays * squares(interaction)) / ((sessions - 1) * (prompts - 1)),
    replay: squares(residuals) / (sessions * prompts * (replays - 1)),
  };
  return { meanSquares, ...componentsOf(meanSquares, { sessions, prompts, replays }) };
}

/** Numbers of sessions, prompts and replays of each prompt per session. */
export type Sizes = {
  readonly sessions: number;
  readonly prompts: number;
  readonly replays: number;
};

function componentsOf(
  mean: VarianceComponents,
  { sessions, prompts, replays }: Sizes,
): Omit<VariancePartition, "meanSquares"> {
  const raw = {
    session: (mean.session - mean.sessionPrompt) / (prompts * replays),
    prompt: (mean.prompt - mean.sessionPrompt) / (sessions * replays),
    sessionPrompt: (mean.sessionPrompt - mean.replay) / replays,
    replay: mean.replay,
  };
  const negative = Object.entries(raw).flatMap(([name, value]) => (value < 0 ? [name] : []));
  const components = {
    session: Math.max(0, raw.session),
    prompt: Math.max(0, raw.prompt),
    sessionPrompt: Math.max(0, raw.sessionPrompt),
    replay: raw.replay,
  };
  const rest = components.session + components.sessionPrompt + components.replay;
  return {
    components,
    sessionShare: rest > 0 ? components.session / rest : null,
    note: negative.length > 0 ? `estimated below 0 and set to 0: ${negative.join(", ")}` : null,
  };
}

/**
 * D-study: the standard error of the mean score that other sizes would have, prompts counted as a sample of all
 * prompts one could ask. @see vector "g_study_session_x_prompt_x_replay"
 */
export function projectStandardError(components: VarianceComponents, sizes: Sizes): number {
  const { sessions, prompts, replays } = sizes;
  return Math.sqrt(
    components.session / sessions +
      components.prompt / prompts +
      components.sessionPrompt / (sessions * prompts) +
      components.replay / (sessions * prompts * replays),
  );
}

function meanOf(values: readonly number[]): number {
  return sum([...values]) / values.length;
}
