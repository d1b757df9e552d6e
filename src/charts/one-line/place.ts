/** Where the spots of a line stand: as near to their neighbours as their widths and their order allow. */

/** Room that a spot takes left and right of its connection, px. */
export interface Extent {
  readonly left: number
  readonly right: number
}

/** Between neighbours of a line, px. */
export const GAP = 6

/**
 * Places with the least squared distance from the wishes that keep the order and the extents: neighbours that would overlap form
 * a block at their mean (pool adjacent violators).
 */
export function placed(wishes: readonly number[], extents: readonly Extent[], weights: readonly number[]): number[] {
  const offsets: number[] = []
  extents.forEach((extent, i) => offsets.push(i === 0 ? 0 : offsets[i - 1] + extents[i - 1].right + GAP + extent.left))
  const blocks: { sum: number; weight: number; count: number }[] = []
  wishes.forEach((wish, i) => {
    blocks.push({ sum: (wish - offsets[i]) * weights[i], weight: weights[i], count: 1 })
    for (let last = blocks.length - 1; last > 0 && blocks[last - 1].sum / blocks[last - 1].weight >= blocks[last].sum / blocks[last].weight; last--) {
      const { sum, weight, count } = blocks[last]
      const before = blocks[last - 1]
      blocks.splice(last - 1, 2, { sum: before.sum + sum, weight: before.weight + weight, count: before.count + count })
    }
  })
  return blocks.flatMap(({ sum, weight, count }) => Array.from({ length: count }, () => sum / weight)).map((base, i) => base + offsets[i])
}

const SWEEPS = 12
/** A step aside of less than this is straightened where it can be, px. */
const NEAR = 14
const LEAST_GAP = 3
/** How much more a connection counts that is the only one at both of its ends. */
const SINGLE = 60

export interface Relations {
  readonly up: ReadonlyMap<number, readonly number[]>
  readonly down: ReadonlyMap<number, readonly number[]>
  extentOf(spot: number): Extent
}

interface Pull {
  readonly at: number
  readonly weight: number
}

/** Where the neighbours of a spot want it, and how strongly; connections that are alone at both ends want a straight line. */
function pullOf(spot: number, near: readonly ReadonlyMap<number, readonly number[]>[], back: readonly ReadonlyMap<number, readonly number[]>[], x: ReadonlyMap<number, number>): Pull {
  let [sum, weight] = [0, 0]
  near.forEach((map, side) => {
    const others = map.get(spot) ?? []
    for (const other of others) {
      const at = x.get(other)
      if (at === undefined) continue
      const strength = others.length === 1 && (back[side].get(other) ?? []).length === 1 ? SINGLE : 1
      sum += at * strength
      weight += strength
    }
  })
  return weight === 0 ? { at: x.get(spot) ?? 0, weight: 0.01 } : { at: sum / weight, weight }
}

/** x of all spots of the lines, sweep by sweep nearer to their neighbours; `fixed` spots draw others and stay. */
function settle(rows: readonly (readonly number[])[], { up, down, extentOf }: Relations, fixed: ReadonlyMap<number, number>): Map<number, number> {
  const x = new Map(fixed)
  const put = (row: readonly number[], pulls: readonly Pull[]): void => {
    placed(pulls.map(({ at }) => at), row.map(extentOf), pulls.map(({ weight }) => weight)).forEach((at, i) => x.set(row[i], at))
  }
  for (const row of rows) put(row, row.map(() => ({ at: 0, weight: 1 })))
  const align = (row: readonly number[], near: readonly ReadonlyMap<number, readonly number[]>[], back: readonly ReadonlyMap<number, readonly number[]>[]): void => put(row, row.map(spot => pullOf(spot, near, back, x)))
  for (const row of rows.toReversed()) align(row, [down], [up])
  for (const row of rows) align(row, [up], [down])
  for (let sweep = 0; sweep < SWEEPS; sweep++) for (const row of sweep % 2 === 0 ? rows.toReversed() : rows) align(row, [up, down], [down, up])
  return x
}

/** Places of lines on their own; the leftmost begins at 0. */
export function placeRows(rows: readonly (readonly number[])[], relations: Relations): { readonly x: Map<number, number>; readonly width: number } {
  const { extentOf } = relations
  const x = settle(rows, relations, new Map())
  const lefts = [...x].map(([spot, at]) => at - extentOf(spot).left)
  const base = lefts.length === 0 ? 0 : Math.min(...lefts)
  for (const [spot, at] of x) x.set(spot, at - base)
  return { x, width: Math.max(0, ...[...x].map(([spot, at]) => at + extentOf(spot).right)) }
}

/** Room that a line needs at least. */
export const rowWidth = (row: readonly number[], extentOf: (spot: number) => Extent): number => row.reduce((sum, spot) => sum + extentOf(spot).left + extentOf(spot).right + GAP, -GAP)

/** Places of lines above what they feed, within 0 … width. */
export function placeAbove(rows: readonly (readonly number[])[], relations: Relations, fed: ReadonlyMap<number, number>, width: number): Map<number, number> {
  const x = settle(rows, relations, fed)
  for (const row of rows) within(row, x, relations.extentOf, width)
  return x
}

/** Moves the places of one line into 0 … width, as far as they fit, keeping order and extents. */
function within(row: readonly number[], x: Map<number, number>, extentOf: (spot: number) => Extent, width: number): void {
  let limit = 0
  for (const spot of row) {
    const { left, right } = extentOf(spot)
    const at = Math.max(x.get(spot) ?? 0, limit + left)
    x.set(spot, at)
    limit = at + right + GAP
  }
  limit = width
  for (const spot of row.toReversed()) {
    const { left, right } = extentOf(spot)
    const at = Math.min(x.get(spot) ?? 0, limit - right)
    x.set(spot, at)
    limit = at - left - GAP
  }
}

/** Moves points on the way, and ends that hang on one connection, into line with their other end where it is near and free. */
export function straighten(pairs: readonly (readonly [number, number])[], row: (spot: number) => readonly number[], x: Map<number, number>, extentOf: (spot: number) => Extent, sidesOf: (spot: number) => { readonly left: number; readonly right: number }): void {
  for (const [mover, other] of pairs) {
    const [from, to] = [x.get(mover) ?? 0, x.get(other) ?? 0]
    if (from === to || Math.abs(from - to) > NEAR) continue
    const sides = sidesOf(mover)
    if (to - extentOf(mover).left < sides.left || to + extentOf(mover).right > sides.right) continue
    const isFree = row(mover).every(spot => {
      const at = x.get(spot) ?? 0
      return spot === mover || (at < from ? at + extentOf(spot).right + LEAST_GAP <= to - extentOf(mover).left : to + extentOf(mover).right + LEAST_GAP <= at - extentOf(spot).left)
    })
    if (isFree) x.set(mover, to)
  }
}
