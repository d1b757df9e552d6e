/** Single faults, repairs, throttling and limits from the change logs of a run, in order of time; built piece by piece, since there may be very many. */
import { FAULT_CLASS_SPAN } from '../../results/event-logs.ts'
import type { ChangeLog, RunResult } from '../../results/run-result.ts'
import { BUCKETS } from '../../scenario/buckets.ts'
import type { Scenario } from '../../scenario/schema/scenario.ts'
import { formatPercent, formatQuantity } from '../format.ts'
import type { EventGroup, Happening } from './happenings.ts'

export type Detail = { -readonly [Key in keyof Happening]: Happening[Key] }

interface Row {
  readonly atMs: number
  readonly group: EventGroup
  readonly label: string
  readonly block: number
  readonly rack: number
  /** Ends what another row of the same name has begun. */
  readonly ends?: string
  readonly begins?: string
}

interface Reader {
  readonly log: ChangeLog
  read(row: number): Row | undefined
}

/** Buckets that planned work puts a node into. */
const WORK: ReadonlySet<string> = new Set(['L6.maint', 'L6.firmware', 'L2.plannedElec', 'L4.fabricMaint'])

/** What tells the events of one run. */
export function createDetails(scenario: Scenario, run: RunResult, blockOfRack: Int32Array) {
  const firstRack = scenario.blocks.map((_, block) => blockOfRack.indexOf(block))
  const blockName = (block: number): string => scenario.blocks[block]?.label ?? `Block ${block + 1}`
  const rackWords = (rack: number): string => `${blockName(blockOfRack[rack])}, rack ${rack - firstRack[blockOfRack[rack]] + 1}`
  const of = (id: string): ChangeLog | undefined => run.logs.find(log => log.id === id)
  const readers: Reader[] = []
  const add = (id: string, read: (log: ChangeLog, row: number) => Row | undefined): void => {
    const log = of(id)
    if (log !== undefined) readers.push({ log, read: row => read(log, row) })
  }
  const ofRack = (rack: number): Pick<Row, 'block' | 'rack'> => ({ rack, block: blockOfRack[rack] ?? -1 })
  add('nodeFaulted', (log, row) => {
    const [rack, value] = [log.entity[row], log.value[row]]
    const [node, kind] = [Math.floor(value / FAULT_CLASS_SPAN), value % FAULT_CLASS_SPAN]
    return { ...ofRack(rack), atMs: log.atMs[row], group: 'fault', label: `${rackWords(rack)}, node ${node + 1}: ${run.faults?.[kind]?.label ?? 'fault'}`, begins: `${rack}/${node}` }
  })
  add('nodeReturned', (log, row) => {
    const [rack, node] = [log.entity[row], log.value[row]]
    return { ...ofRack(rack), atMs: log.atMs[row], group: 'repair', label: `${rackWords(rack)}, node ${node + 1}: back in service`, ends: `${rack}/${node}` }
  })
  add('linkChanged', (log, row) => {
    const [leaf, value] = [log.entity[row], log.value[row]]
    const place = ofRack(run.network?.firstRack[leaf] ?? -1)
    return { ...place, atMs: log.atMs[row], group: value === 1 ? 'repair' : 'fault', label: `${blockName(place.block)}, leaf group ${leaf + 1}: ${value === 1 ? 'a link is back' : value === 0 ? 'a link was down for a moment' : 'a link lost'}` }
  })
  add('throttled', (log, row) => {
    const [block, value] = [log.entity[row], log.value[row]]
    return { block, rack: -1, atMs: log.atMs[row], group: 'throttling', label: value >= 1000 ? `${blockName(block)}: full speed again` : `${blockName(block)}: throttled to ${formatPercent(value / 1000)}` }
  })
  const isHot = new Array<boolean>(scenario.blocks.length).fill(false)
  add('blockCoolant', (log, row) => {
    const [block, tenths] = [log.entity[row], log.value[row]]
    const limit = scenario.blocks[block]?.cooling.chip.coolantMax ?? Infinity
    const before = isHot[block]
    isHot[block] = tenths / 10 > limit
    if (isHot[block] === before) return undefined
    return { block, rack: -1, atMs: log.atMs[row], group: 'breach', label: isHot[block] ? `${blockName(block)}: coolant at ${formatQuantity(tenths / 10, '°C', 1)}, above its limit of ${formatQuantity(limit, '°C')}` : `${blockName(block)}: coolant within its limit again` }
  })
  const lastWork = { key: '' }
  add('rackBucket', (log, row) => {
    const bucket = BUCKETS[log.value[row] - 1]
    if (bucket === undefined || !WORK.has(bucket.code)) return undefined
    const rack = log.entity[row]
    // Work on several racks of a block at once is one event.
    const key = `${log.atMs[row]} ${bucket.code} ${blockOfRack[rack]}`
    if (key === lastWork.key) return undefined
    lastWork.key = key
    return { ...ofRack(rack), atMs: log.atMs[row], group: 'maintenance', label: `${blockName(blockOfRack[rack])}: ${bucket.label.toLowerCase()}` }
  })
  return mergedRows(readers)
}

/** The earliest row of all readers, again and again. */
function mergedRows(readers: readonly Reader[]): Generator<Detail | undefined> {
  const at = readers.map(() => 0)
  const seen = new Map<string, number>()
  const open = new Map<string, Detail>()
  const take = (row: Row): Detail => {
    const name = `${row.group}/${encodeURIComponent(row.label)}`
    const nth = (seen.get(name) ?? 0) + 1
    seen.set(name, nth)
    const { atMs, group, label, block, rack } = row
    const detail: Detail = { key: nth === 1 ? name : `${name}/${nth}`, atMs, endMs: atMs, plannedMs: NaN, kind: 'detail', group, label, lane: block + 1, block, machine: '', rack }
    if (row.begins !== undefined) open.set(row.begins, detail)
    const begun = row.ends === undefined ? undefined : open.get(row.ends)
    if (begun !== undefined) begun.endMs = atMs
    return detail
  }
  return (function* rows() {
    for (;;) {
      let next = -1
      for (let index = 0; index < readers.length; index++) {
        if (at[index] < readers[index].log.atMs.length && (next < 0 || readers[index].log.atMs[at[index]] < readers[next].log.atMs[at[next]])) next = index
      }
      if (next < 0) return
      const row = readers[next].read(at[next]++)
      yield row === undefined ? undefined : take(row)
    }
  })()
}
