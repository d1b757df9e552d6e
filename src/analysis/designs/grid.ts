/** Full factorial design: every combination of levels once, the last factor fastest. */

/** Indices of the level of each factor, point by point. */
export function gridDesign(levels: readonly number[]): number[][] {
  const points = levels.reduce((product, count) => product * count, 1)
  return Array.from({ length: points }, (_, point) => {
    let rest = point
    return levels.toReversed().map(count => {
      const level = rest % count
      rest = Math.floor(rest / count)
      return level
    }).toReversed()
  })
}
