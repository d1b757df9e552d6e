/**
 * Groups of coolant distribution units: rows of racks share a group of units that has spares of its own. Without rows the block is one
 * group, and its units are counted for the block as a whole.
 */
import type { BlockCoolingSection } from '../../scenario/schema/block-cooling.ts'

/** Racks that share units, from … to, and their share of the block's liquid heat at design. */
export interface RowSpan {
  readonly rackBegin: number
  readonly rackEnd: number
  readonly share: number
}

export interface RowGroup extends RowSpan {
  /** Units that carry the group's design heat, and those installed. */
  readonly needed: number
  readonly installed: number
}

/** Groups of a block with `heatW` in its liquid; none where the file states no rows. */
export function rowGroups({ cdu }: BlockCoolingSection, heatW: number, usableW: number, spans: readonly RowSpan[]): RowGroup[] {
  return spans.map(span => {
    const needed = Math.ceil((span.share * heatW) / usableW)
    return { ...span, needed, installed: needed === 0 ? 0 : (cdu.count ?? needed + cdu.spare) }
  })
}

/** Heat, W, at which the approach of the hottest group is the rated one with all that it needs in service. */
export const carriedW = (groups: readonly RowGroup[], usableW: number): number =>
  groups.reduce((least, { share, needed }) => (share > 0 ? Math.min(least, (usableW * needed) / share) : least), Infinity)

/** Units as `solveLoop` counts them when `out` of one group, the worst, are missing. */
export function unitsBeside(groups: readonly RowGroup[], needed: number, out: number): number {
  const share = groups.reduce((least, group) => (group.needed === 0 ? least : Math.min(least, (group.installed - out) / group.needed)), 1)
  return Math.max(0, share) * needed
}
