/**
 * Pairs of replications whose draws mirror each other (u and 1 − u): neighbours are one observation, their mean, since the second is no
 * sample of its own. Hammersley and Morton, 1956.
 */

/** Means of neighbours 0 and 1, 2 and 3, …; all of them are there in pairs. */
export function pairMeans(values: readonly number[]): number[] {
  if (values.length % 2 !== 0) throw new RangeError('antithetic replications come in pairs')
  return Array.from({ length: values.length / 2 }, (_, pair) => (values[2 * pair] + values[2 * pair + 1]) / 2)
}

/** What counts as one observation: pairs, or each by itself. */
export const observations = (values: readonly number[], isAntithetic: boolean): readonly number[] => (isAntithetic ? pairMeans(values) : values)
