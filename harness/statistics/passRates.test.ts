import { expect, test } from "vitest";
import { meanPassHatK, naivePassHatK, passAtK, passHatK } from "./passRates.ts";

test("fewer trials than k cannot be estimated, and a suite names how many prompts that concerns", () => {
  expect(passHatK({ passed: 2, trials: 2 }, 3)).toBeNull();
  expect(passAtK({ passed: 2, trials: 2 }, 3)).toBeNull();
  const prompts = [
    { passed: 4, trials: 4 },
    { passed: 2, trials: 2 },
  ];
  expect(meanPassHatK(prompts, 3)).toEqual({ mean: 1, prompts: 1, leftOut: 1 });
  expect(meanPassHatK([], 3)).toEqual({ mean: null, prompts: 0, leftOut: 0 });
  expect(naivePassHatK({ passed: 0, trials: 0 }, 1)).toBeNull();
});

test("more passes than trials, and k = 0, are refused", () => {
  expect(() => passHatK({ passed: 3, trials: 2 }, 1)).toThrow(RangeError);
  expect(() => passAtK({ passed: 1, trials: 2 }, 0)).toThrow(RangeError);
});
