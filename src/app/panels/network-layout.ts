/** Where the tiers of the network are drawn: a column a block, wide as its leaf groups need; many groups become cells in rows. */
import type { LeafGroup } from '../site/leaf-groups.ts'

export interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export interface LeafBox extends Box {
  readonly leaf: number
}

export interface BlockColumn {
  readonly block: number
  readonly x: number
  readonly width: number
  readonly spine: Box
  readonly leaves: readonly LeafBox[]
}

export interface NetworkLayout {
  readonly width: number
  readonly height: number
  readonly core: Box | null
  readonly columns: readonly BlockColumn[]
  /** Every leaf group has links of its own to its spine; otherwise they are drawn as one bundle a block. */
  readonly hasOwnLinks: boolean
}

const MARGIN = 16
const BETWEEN = 20
const LABEL = 18
const TIER = { core: 34, spine: 34, rise: 72 }
const LEAF = { width: 56, height: 44, gap: 8 }
const CELL = { width: 22, height: 16, gap: 3 }
/** With more leaf groups than these, they are cells. */
const BOXES_UP_TO = 40
const LEAST_COLUMN = 120

/** Columns are as wide as the page; the page scrolls down, not sideways, unless it is very narrow. */
export function networkLayout(groups: readonly LeafGroup[], blockCount: number, room: number): NetworkLayout {
  const hasOwnLinks = groups.length <= BOXES_UP_TO
  const size = hasOwnLinks ? LEAF : CELL
  const width = Math.max(room, 280)
  const blocks = Array.from({ length: blockCount }, (_, block) => groups.flatMap((group, leaf) => (group.block === block ? [leaf] : [])))
  const perLine = Math.max(1, Math.min(blockCount, Math.floor((width - 2 * MARGIN + BETWEEN) / (LEAST_COLUMN + BETWEEN))))
  const columnWidth = (width - 2 * MARGIN - (perLine - 1) * BETWEEN) / perLine
  const perRow = Math.max(1, Math.floor((columnWidth + size.gap) / (size.width + size.gap)))
  const hasCore = blockCount > 1
  const columns: BlockColumn[] = []
  let y = MARGIN + (hasCore ? TIER.core + TIER.rise / 2 : 0)
  for (let first = 0; first < blockCount; first += perLine) {
    const line = blocks.slice(first, first + perLine)
    const rows = Math.max(1, ...line.map(leaves => Math.ceil(leaves.length / perRow)))
    line.forEach((leaves, index) => {
      const x = MARGIN + index * (columnWidth + BETWEEN)
      const spine = { x, y: y + LABEL, width: columnWidth, height: TIER.spine }
      const top = spine.y + TIER.spine + TIER.rise
      const used = Math.min(leaves.length, perRow) * (size.width + size.gap) - size.gap
      columns.push({
        block: first + index, x, width: columnWidth, spine,
        leaves: leaves.map((leaf, at) => ({ leaf, x: x + (columnWidth - used) / 2 + (at % perRow) * (size.width + size.gap), y: top + Math.floor(at / perRow) * (size.height + size.gap), width: size.width, height: size.height })),
      })
    })
    y += LABEL + TIER.spine + TIER.rise + rows * (size.height + size.gap) + BETWEEN
  }
  return { width, height: y + 4, core: hasCore ? { x: MARGIN, y: MARGIN, width: width - 2 * MARGIN, height: TIER.core } : null, columns, hasOwnLinks }
}
