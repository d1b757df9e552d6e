/** Shares a whole number out in whole numbers that sum to it exactly: by running sums, each part the difference of two floors. */

/** Parts of `whole` (at least 0) for running sums `upTo` of shares, the last of which is 1. */
export function apportion(whole: number, upTo: readonly number[]): number[] {
  let before = 0
  return upTo.map((share, at) => {
    const sum = at === upTo.length - 1 ? whole : Math.floor(whole * Math.min(1, share))
    const part = sum - before
    before = sum
    return part
  })
}

/** Running sums of weights as shares of all of them, ending at 1; undefined where nothing weighs anything. */
export function runningShares(weights: readonly number[]): number[] | undefined {
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  if (!(total > 0)) return undefined
  let sum = 0
  return weights.map((weight, at) => (sum += weight, at === weights.length - 1 ? 1 : sum / total))
}
