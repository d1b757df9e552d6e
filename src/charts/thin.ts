/** Series with more values than pixels: groups whose mean, or whose least and largest value, stand for all of theirs. */

/** Means over groups of `size` values, so that no pixel holds more than one step. The last group may be smaller. */
export function thin(values: Float64Array, size: number): number[] {
  const out: number[] = []
  for (let begin = 0; begin < values.length; begin += size) {
    const end = Math.min(values.length, begin + size)
    let sum = 0
    for (let i = begin; i < end; i++) sum += values[i]
    out.push(sum / (end - begin))
  }
  return out
}

/** Least and largest finite value of each of `columns` even groups; NaN where a group has none. One pass, whatever the length. */
export interface Extremes {
  readonly low: Float64Array
  readonly high: Float64Array
}

export function extremes(values: ArrayLike<number>, columns: number): Extremes {
  const count = Math.max(1, Math.min(Math.floor(columns), values.length))
  const [low, high] = [new Float64Array(count).fill(NaN), new Float64Array(count).fill(NaN)]
  for (let column = 0; column < count; column++) {
    const end = Math.floor(((column + 1) * values.length) / count)
    let [least, most] = [Infinity, -Infinity]
    for (let i = Math.floor((column * values.length) / count); i < end; i++) {
      const value = values[i]
      if (value < least) least = value
      if (value > most) most = value
    }
    if (least <= most) {
      low[column] = least
      high[column] = most
    }
  }
  return { low, high }
}
