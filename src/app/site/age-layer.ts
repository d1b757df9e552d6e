/** Racks and machines by how long they have been on the site. When a rack came is read from the change log of its state. */
import { DAY_MS } from '../../base/spans.ts'
import { BUCKETS } from '../../scenario/buckets.ts'
import type { RunResult } from '../../results/run-result.ts'
import { formatQuantity } from '../format.ts'
import { viridis } from './colour-scales.ts'
import type { ItemTimes } from './item-states.ts'
import { ABSENT, BYTES, type Layer } from './layer.ts'
import type { SiteState } from './replay.ts'

const MONTH_MS = (365.25 / 12) * DAY_MS
/** Buckets of a rack that is not there yet, as numbers of the log. */
const AWAY = new Set(BUCKETS.flatMap(({ code }, index) => (code === 'L1.supplier' || code === 'L1.shipping' ? [index + 1] : [])))

/** First time that every rack was on the site, ms; Infinity for never. */
export function arrivals(run: RunResult | null, rackCount: number): Float64Array {
  const since = new Float64Array(rackCount).fill(Infinity)
  const log = run?.logs.find(({ id }) => id === 'rackBucket')
  if (log === undefined || log.entities !== rackCount) return since
  for (let row = 0; row < log.entity.length; row++) {
    const rack = log.entity[row]
    if (since[rack] === Infinity && !AWAY.has(log.value[row])) since[rack] = log.atMs[row]
  }
  return since
}

export interface AgedSite {
  readonly run: RunResult | null
  readonly rackCount: number
  readonly times: () => ItemTimes
  readonly horizonMs: number
  readonly isOnSite: (site: SiteState, rack: number) => boolean
}

export function ageLayer({ run, rackCount, times, horizonMs, isOnSite }: AgedSite): Layer {
  let found: Float64Array | undefined
  const since = (): Float64Array => (found ??= arrivals(run, rackCount))
  const mostMonths = Math.max(1, Math.ceil(horizonMs / MONTH_MS / 6) * 6)
  // Young is light: what has just come stands out from what has stood for long, for every kind of sight.
  const palette = Array.from({ length: BYTES }, (_, byte) => viridis(1 - Math.max(0, byte - 1) / (BYTES - 2)))
  const byteOf = (ageMs: number): number => (ageMs >= 0 && ageMs < Infinity ? 1 + Math.round(Math.min(1, ageMs / MONTH_MS / mostMonths) * (BYTES - 2)) : ABSENT)
  const words = (ageMs: number): string => (ageMs < Infinity && ageMs >= 0 ? `${formatQuantity(ageMs / MONTH_MS, 'months', ageMs < 3 * MONTH_MS ? 1 : 0)} on site` : 'not on site')
  const at = (share: number): Layer['legend'][number] => {
    const byte = 1 + Math.round(share * (BYTES - 2))
    return { byte, colour: palette[byte], label: formatQuantity(share * mostMonths, 'months') }
  }
  return {
    id: 'age',
    label: 'Age',
    measure: 'Time since a rack came on the site; machines since they were built',
    palette,
    patterns: new Uint8Array(BYTES),
    legend: [at(0), at(0.5), at(1)],
    isScale: true,
    read: (state, rack) => (isOnSite(state, rack) ? Math.max(1, byteOf(state.atMs - since()[rack])) : ABSENT),
    describe: (state, rack) => words(state.atMs - since()[rack]),
    readItem: (state, { index, kind }) => (kind === 'hall' ? ABSENT : byteOf(state.atMs - times().built[index])),
    describeItem: (state, { index }) => (times().built[index] <= 0 ? 'there from the start' : words(state.atMs - times().built[index])),
  }
}
