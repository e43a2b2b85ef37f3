import { betaPower, incompleteBeta, incompleteGamma, type Tails } from "./specialFunctions.ts";

/** P(Z <= z) for a standard normal Z. */
export function normalCdf(z: number): number {
  return normalTails(z).lower;
}

/**
 * Quantile of the standard normal.
 * @param p in [0, 1]; the ends give -Infinity and Infinity
 * @throws RangeError for p outside [0, 1]
 */
export function normalQuantile(p: number): number {
  checkProbability(p);
  if (p === 0 || p === 1) return p === 0 ? -Infinity : Infinity;
  return solveForTail(p, 0, (z) => ({
    ...normalTails(z),
    density: Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI),
  }));
}

/** P(X <= x) for X ~ Beta(a, b). */
export function betaCdf(x: number, a: number, b: number): number {
  return incompleteBeta(a, b, x, 1 - x).lower;
}

/**
 * Quantile of Beta(a, b), in [0, 1].
 * @param p in [0, 1]
 * @throws RangeError for p outside [0, 1]
 */
export function betaQuantile(p: number, a: number, b: number): number {
  return 1 / (1 + Math.exp(-betaLogitQuantile(p, a, b)));
}

/** P(T <= t) for Student's t. @param degrees of freedom, any number > 0 */
export function studentTCdf(t: number, degrees: number): number {
  const total = degrees + t * t;
  const { lower } = incompleteBeta(degrees / 2, 0.5, degrees / total, (t * t) / total);
  return t < 0 ? lower / 2 : 1 - lower / 2;
}

/**
 * Quantile of Student's t.
 * @param p in [0, 1]; the ends give -Infinity and Infinity
 * @param degrees of freedom, any number > 0
 */
export function studentTQuantile(p: number, degrees: number): number {
  checkProbability(p);
  if (p === 0.5) return 0;
  // Both tails of t are one tail of degrees / (degrees + t^2) ~ Beta(degrees / 2, 1 / 2).
  const logit = betaLogitQuantile(2 * Math.min(p, 1 - p), degrees / 2, 0.5);
  const t = Math.sqrt(degrees) * Math.exp(-logit / 2);
  return p < 0.5 ? -t : t;
}

/** P(F > f) with the given degrees of freedom: the p-value of an analysis of variance. */
export function fUpperTail(f: number, numerator: number, denominator: number): number {
  const total = numerator * f + denominator;
  return incompleteBeta(
    numerator / 2,
    denominator / 2,
    (numerator * f) / total,
    denominator / total,
  ).upper;
}

/** Quantile of the F distribution. @param p in [0, 1] */
export function fQuantile(p: number, numerator: number, denominator: number): number {
  const logit = betaLogitQuantile(p, numerator / 2, denominator / 2);
  return (denominator / numerator) * Math.exp(logit);
}

/** P(X > x) for a chi-squared X. @param degrees of freedom, any number > 0 */
export function chiSquaredUpperTail(x: number, degrees: number): number {
  return incompleteGamma(degrees / 2, x / 2).upper;
}

/** Quantile of the chi-squared distribution with one degree of freedom: the square of a normal quantile. */
export function chiSquaredOneQuantile(p: number): number {
  return normalQuantile((1 + p) / 2) ** 2;
}

function normalTails(z: number): Tails {
  const { upper } = incompleteGamma(0.5, (z * z) / 2);
  const outside = upper / 2;
  return z < 0 ? { lower: outside, upper: 1 - outside } : { lower: 1 - outside, upper: outside };
}

/** ln(x / (1 - x)) of the Beta quantile x: on this scale neither 0 nor 1 loses digits. */
function betaLogitQuantile(p: number, a: number, b: number): number {
  checkProbability(p);
  if (p === 0 || p === 1) return p === 0 ? -Infinity : Infinity;
  return solveForTail(p, Math.log(a / b), (logit) => {
    const x = 1 / (1 + Math.exp(-logit));
    const complement = 1 / (1 + Math.exp(logit));
    return {
      ...incompleteBeta(a, b, x, complement),
      density: betaPower(a, b, x, complement),
    };
  });
}

/**
 * The point with probability p below it, by Newton steps on the logarithm of the nearer tail. That logarithm is
 * concave for the normal and for the logit of a Beta, so after the first step the approach is monotone and cannot fail.
 */
function solveForTail(
  p: number,
  start: number,
  at: (point: number) => Tails & { readonly density: number },
): number {
  const fromBelow = p <= 0.5;
  const target = fromBelow ? p : 1 - p;
  let inside = start;
  let point = start;
  for (let round = 0; round < 200; round++) {
    const { lower, upper, density } = at(point);
    const tail = fromBelow ? lower : upper;
    if (tail === 0 || density === 0) {
      // The first step went so far out that the tail underflowed; come half the way back.
      point = (point + inside) / 2;
      continue;
    }
    const step = (Math.log(tail / target) * tail) / density;
    inside = point;
    point -= fromBelow ? step : -step;
    if (Math.abs(step) <= 1e-13 * Math.abs(point) + 1e-15) break;
  }
  return point;
}

function checkProbability(p: number): void {
  if (!(p >= 0 && p <= 1)) throw new RangeError(`A probability lies in [0, 1]; got ${p}.`);
}
