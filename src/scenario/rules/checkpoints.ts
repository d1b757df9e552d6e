/** Rules of checkpoints and the datastore. */
import { lotAccelerators } from '../lots.ts'
import { rule } from './rule.ts'
import type { Finding, Rule } from './rule.ts'

/** Checkpoints of a job that are usually kept; engineering default. */
const KEPT = 5

const seconds = (ms: number): string => `${Number((ms / 1000).toFixed(3))} s`
const terabytes = (bytes: number): string => `${Number((bytes / 1e12).toFixed(2))} TB`

export const checkpointRules: readonly Rule[] = [
  rule('checkpoint-interval', 'error', ['checkpoints'], ({ checkpoints: { interval, blocking } }): Finding[] =>
    interval.rule !== 'fixed' || interval.workMs >= blocking ? [] : [{ path: ['checkpoints', 'interval'], message: 'is shorter than a checkpoint takes: training would stand still more than it runs', value: seconds(interval.workMs), allowed: `at least ${seconds(blocking)}` }]),
  rule('checkpoint-flush', 'warn', ['checkpoints'], ({ checkpoints: { interval, mode, flush, datastoreEvery } }): Finding[] =>
    interval.rule !== 'fixed' || mode === 'blocking' || interval.workMs * datastoreEvery >= flush ? [] : [{ path: ['checkpoints', 'interval'], message: 'is shorter than a checkpoint needs to become durable; runs save every flush instead', value: seconds(interval.workMs), allowed: `at least ${seconds(flush / datastoreEvery)}` }]),
  rule('checkpoint-tier', 'error', ['checkpoints', 'datastore'], ({ checkpoints: { datastoreEvery, local, mode }, datastore }): Finding[] => {
    if (datastoreEvery === 1) return []
    const stated = (message: string, allowed: string): Finding[] => [{ path: ['checkpoints', 'datastoreEvery'], message, value: String(datastoreEvery), allowed }]
    if (mode === 'blocking') return stated('needs checkpoints that do not wait for the datastore', '1, or mode: asynchronous')
    return local !== 'none' || datastore?.disks?.checkpoints === true ? [] : stated('leaves the checkpoints in between without a place', '1, or checkpoints.local: host, peer or hbm-peer, or a section datastore.disks')
  }),
  rule('datastore-room', 'error', ['checkpoints', 'datastore', 'blocks'], ({ checkpoints, datastore, blocks }): Finding[] => {
    if (datastore?.capacity === undefined) return []
    const accelerators = blocks.reduce((sum, { racks }) => sum + racks.reduce((all, lot) => (lot.replaces === undefined ? all + lotAccelerators(lot) : all), 0), 0)
    const kept = checkpoints.retained ?? KEPT
    const needed = accelerators * checkpoints.size * kept + datastore.used
    return needed <= datastore.capacity ? [] : [{ path: ['datastore', 'capacity'], message: `has no room for ${kept} checkpoints of all ${accelerators} accelerators${datastore.used > 0 ? ' beside what lies there' : ''}`, value: terabytes(datastore.capacity), allowed: `at least ${terabytes(needed)}, or fewer checkpoints.retained` }]
  }),
  rule('store-capacity', 'error', ['checkpoints', 'datastore'], ({ checkpoints, datastore }): Finding[] => {
    if (datastore?.capacity !== undefined) return []
    const stated = (path: readonly string[], value: string): Finding[] => [{ path, message: 'has no effect: nobody looks at the room of the datastore', value, allowed: 'with datastore.capacity' }]
    if (checkpoints.permanentEvery !== undefined) return stated(['checkpoints', 'permanentEvery'], String(checkpoints.permanentEvery))
    if (datastore === undefined) return []
    if (datastore.used > 0) return stated(['datastore', 'used'], terabytes(datastore.used))
    if (datastore.growth > 0) return stated(['datastore', 'growth'], `${terabytes(datastore.growth * 86_400)} a day`)
    return datastore.expansions.length > 0 ? stated(['datastore', 'expansions'], String(datastore.expansions.length)) : []
  }),
  rule('store-full', 'error', ['datastore', 'horizon'], ({ datastore, horizon }): Finding[] => {
    if (datastore?.capacity === undefined) return []
    const atStart = datastore.expansions.reduce((sum, { on, add }) => (on <= horizon.start ? sum + add : sum), datastore.capacity)
    return datastore.used < datastore.highWater * atStart ? [] : [{ path: ['datastore', 'used'], message: 'is above the high-water mark before anything has run: no job would ever start', value: terabytes(datastore.used), allowed: `below ${terabytes(datastore.highWater * atStart)}, more capacity, or a higher datastore.highWater` }]
  }),
  rule('disk-room', 'error', ['checkpoints', 'datastore', 'blocks'], ({ checkpoints, datastore, blocks }): Finding[] => {
    const { capacity, checkpoints: isUsed } = datastore?.disks ?? { checkpoints: false, capacity: undefined }
    if (capacity === undefined || !isUsed) return []
    const perNode = blocks.reduce((most, { racks }) => racks.reduce((all, { acceleratorsPerNode }) => Math.max(all, acceleratorsPerNode), most), 0)
    // The one before is kept until the next is written.
    const needed = 2 * perNode * checkpoints.size
    return needed <= capacity ? [] : [{ path: ['datastore', 'disks', 'capacity'], message: `has no room for two checkpoints of the ${perNode} accelerators of a node`, value: terabytes(capacity), allowed: `at least ${terabytes(needed)}, or disks.checkpoints: false` }]
  }),
  rule('burst-room', 'error', ['checkpoints', 'datastore', 'blocks'], ({ checkpoints, datastore, blocks }): Finding[] => {
    if (datastore?.burst === undefined) return []
    const { capacity } = datastore.burst
    const bytes = blocks.reduce((sum, { racks }) => sum + racks.reduce((all, lot) => (lot.replaces === undefined ? all + lotAccelerators(lot) : all), 0), 0) * checkpoints.size
    // The one before is on its way to the datastore while the next is written.
    if (capacity !== undefined && 2 * bytes > capacity) return [{ path: ['datastore', 'burst', 'capacity'], message: 'has no room for two checkpoints of all accelerators', value: terabytes(capacity), allowed: `at least ${terabytes(2 * bytes)}` }]
    const perS = checkpoints.interval.rule === 'fixed' ? (bytes * 1000) / checkpoints.interval.workMs / checkpoints.datastoreEvery : 0
    return perS <= datastore.write ? [] : [{ path: ['datastore', 'burst'], message: 'fills faster than the datastore takes its checkpoints over', value: `${terabytes(perS)}/s`, allowed: `at most ${terabytes(datastore.write)}/s: a longer interval, or more datastore.write` }]
  }),
  rule('no-such-tier', 'error', ['workload', 'datastore'], ({ workload, datastore }): Finding[] =>
    workload.flatMap((entry, index): Finding[] => {
      if (!('loadsFrom' in entry) || entry.loadsFrom === 'datastore' || datastore?.[entry.loadsFrom] !== undefined) return []
      return [{ path: ['workload', index, 'loadsFrom'], message: 'is not among what the file describes', value: entry.loadsFrom, allowed: `datastore, or a section datastore.${entry.loadsFrom}` }]
    })),
]
