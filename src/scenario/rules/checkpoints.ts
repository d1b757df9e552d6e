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
  rule('checkpoint-flush', 'warn', ['checkpoints'], ({ checkpoints: { interval, mode, flush } }): Finding[] =>
    interval.rule !== 'fixed' || mode === 'blocking' || interval.workMs >= flush ? [] : [{ path: ['checkpoints', 'interval'], message: 'is shorter than a checkpoint needs to become durable; runs save every flush instead', value: seconds(interval.workMs), allowed: `at least ${seconds(flush)}` }]),
  rule('datastore-room', 'error', ['checkpoints', 'datastore', 'blocks'], ({ checkpoints, datastore, blocks }): Finding[] => {
    if (datastore?.capacity === undefined) return []
    const accelerators = blocks.reduce((sum, { racks }) => sum + racks.reduce((all, lot) => (lot.replaces === undefined ? all + lotAccelerators(lot) : all), 0), 0)
    const kept = checkpoints.retained ?? KEPT
    const needed = accelerators * checkpoints.size * kept
    return needed <= datastore.capacity ? [] : [{ path: ['datastore', 'capacity'], message: `has no room for ${kept} checkpoints of all ${accelerators} accelerators`, value: terabytes(datastore.capacity), allowed: `at least ${terabytes(needed)}, or fewer checkpoints.retained` }]
  }),
  rule('disk-room', 'error', ['checkpoints', 'datastore', 'blocks'], ({ checkpoints, datastore, blocks }): Finding[] => {
    const { capacity, checkpoints: isUsed } = datastore?.disks ?? { checkpoints: false, capacity: undefined }
    if (capacity === undefined || !isUsed) return []
    const perNode = blocks.reduce((most, { racks }) => racks.reduce((all, { acceleratorsPerNode }) => Math.max(all, acceleratorsPerNode), most), 0)
    // The one before is kept until the next is written.
    const needed = 2 * perNode * checkpoints.size
    return needed <= capacity ? [] : [{ path: ['datastore', 'disks', 'capacity'], message: `has no room for two checkpoints of the ${perNode} accelerators of a node`, value: terabytes(capacity), allowed: `at least ${terabytes(needed)}, or disks.checkpoints: false` }]
  }),
  rule('no-such-tier', 'error', ['workload', 'datastore'], ({ workload, datastore }): Finding[] =>
    workload.flatMap((entry, index): Finding[] => {
      if (!('loadsFrom' in entry) || entry.loadsFrom === 'datastore' || datastore?.[entry.loadsFrom] !== undefined) return []
      return [{ path: ['workload', index, 'loadsFrom'], message: 'is not among what the file describes', value: entry.loadsFrom, allowed: `datastore, or a section datastore.${entry.loadsFrom}` }]
    })),
]
