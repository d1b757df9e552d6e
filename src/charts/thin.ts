/** Means over groups of `size` values, so that no pixel holds more than one step. The last group may be smaller. */
export function thin(values: Float64Array, size: number): number[] {
  const out: number[] = []
  for (let begin = 0; begin < values.length; begin += size) {
    const part = values.subarray(begin, begin + size)
    out.push(part.reduce((sum, value) => sum + value, 0) / part.length)
  }
  return out
}
