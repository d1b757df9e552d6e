/** Lots of racks over time: when each is promised, when it is taken out, and whose places it takes over. */
import { DAY_MS } from '../base/spans.ts'
import type { Scenario } from './schema/scenario.ts'

type Block = Pick<Scenario['blocks'][number], 'racks'>
export type Lot = Block['racks'][number]

export interface LotSpan {
  /** Promised date, ms since `startDay`; Infinity when the lot that it waits for never ends. */
  readonly contractMs: number
  /** End of its contract; Infinity where none is planned. */
  readonly retireMs: number
  /** Index in its block of the lot that it replaces; −1 for none, or for one that does not stand before it in the file. */
  readonly predecessor: number
  /** First of its places in the block. */
  readonly firstPlace: number
}

/** Dates and places of a block's lots, in file order. A lot that replaces another must follow it in the file. */
export function lotSpans(block: Block & Pick<Scenario['blocks'][number], 'ready'>, startDay: number): LotSpan[] {
  const spans: LotSpan[] = []
  let places = 0
  for (const lot of block.racks) {
    const predecessor = lot.replaces === undefined ? -1 : block.racks.slice(0, spans.length).findIndex(({ id }) => id === lot.replaces)
    const before = predecessor < 0 ? undefined : spans[predecessor]
    const statedMs = lot.ready === undefined ? undefined : (lot.ready - startDay) * DAY_MS
    const contractMs = statedMs ?? (before === undefined ? (block.ready - startDay) * DAY_MS : before.retireMs + lot.swap)
    spans.push({
      contractMs: Math.max(0, contractMs),
      retireMs: lot.life === undefined ? Infinity : contractMs + lot.life,
      predecessor,
      firstPlace: before === undefined ? places : before.firstPlace,
    })
    if (before === undefined) places += lot.count
  }
  return spans
}

export const lotAccelerators = ({ count, nodes, acceleratorsPerNode }: Lot): number => count * nodes * acceleratorsPerNode

/** Most of what lots amount to at a time, when each counts `amount` from its promise to its end. */
export function mostAtOnce(spans: readonly LotSpan[], amount: (lot: number) => number): number {
  let most = 0
  for (const { contractMs } of spans) {
    const standing = spans.reduce((sum, span, lot) => (span.contractMs <= contractMs && contractMs < span.retireMs ? sum + amount(lot) : sum), 0)
    most = Math.max(most, standing)
  }
  return most
}

/** Lots that stand on places of their own, in file order. */
export const firstLots = ({ racks }: Block): Lot[] => racks.filter(({ replaces }) => replaces === undefined)

/** Places for racks in a block. */
export const placeCount = (block: Block): number => firstLots(block).reduce((sum, { count }) => sum + count, 0)

/** By place of a block, in order: the most that `amount` is for any of the racks that stand there one after the other. */
export function perPlace(block: Block, amount: (lot: Lot) => number): number[] {
  return firstLots(block).flatMap(first => {
    const line = [first]
    for (const lot of block.racks) if (line.some(({ id }) => id !== undefined && id === lot.replaces)) line.push(lot)
    return Array.from({ length: first.count }, (_, place) => line.reduce((most, lot) => (place < lot.count ? Math.max(most, amount(lot)) : most), 0))
  })
}

/** Sum over the places of a block of the most that `amount` is for any of their racks. */
export function sumPerPlace(block: Block, amount: (lot: Lot) => number): number {
  if (block.racks.every(({ replaces }) => replaces === undefined)) return block.racks.reduce((sum, lot) => sum + lot.count * amount(lot), 0)
  return perPlace(block, amount).reduce((sum, each) => sum + each, 0)
}

/** Index of the lot whose rack stands on a place of a block, or is planned for it, `atMs` after `startDay`. */
export function lotAt(block: Parameters<typeof lotSpans>[0], place: number, startDay: number, atMs: number): number {
  const spans = lotSpans(block, startDay)
  return spans.findLastIndex(({ firstPlace, predecessor }, lot) =>
    place >= firstPlace && place < firstPlace + block.racks[lot].count && (predecessor < 0 || spans[predecessor].retireMs <= atMs))
}
