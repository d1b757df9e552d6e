/** A busy site with random trouble, for what must hold whatever happens. */
import { rootKey, uniform } from '../../../src/base/rng.ts'
import { CAUSES, type FabricPort, LOAD_CLASS } from '../../../src/engine/ports.ts'
import { bucketIndex } from '../../../src/scenario/buckets.ts'
import { DAY_MS } from '../world.ts'
import { FAULT_PHASE, rig } from './rig.ts'

/** Buckets in which the time of jobs is held while it passes. */
export const TIMED = ['L8.init', 'L8.restore', 'L8.faultStall', 'L8.teardown'].map(bucketIndex)
export const PROVISIONAL = bucketIndex('E.provisional')
export const HORIZON = 30 * DAY_MS

const WORKLOAD = [
  { id: 'training', source: 'training-mix', load: 1.1, smallest: 4, largest: 64, median: '3 hours', spread: 1.2, jobs: 5000 },
  { id: 'urgent', source: 'training-mix', load: 0.1, smallest: 2, largest: 8, median: '20 min', spread: 1, deferrable: true, failures: 0.3, jobs: 5000 },
  { id: 'chat', source: 'inference', peak: '120 request/s', trough: 0.3 },
]

interface Trouble {
  readonly kind: 'lose' | 'gain' | 'strike' | 'detect' | 'software' | 'cap' | 'throttle' | 'fabric'
}
const TROUBLES: readonly Trouble['kind'][] = ['lose', 'gain', 'strike', 'detect', 'software', 'cap', 'throttle', 'fabric']

export interface Settings {
  readonly placement?: string
  readonly mode?: string
  readonly spacing?: string
  readonly sharing?: boolean
  readonly interval?: string
  /** More keys of the scheduler, and tenants with the work of each by entry. */
  readonly scheduler?: Readonly<Record<string, unknown>>
  readonly tenants?: Readonly<Record<string, unknown>>
  readonly ranking?: Readonly<Record<string, unknown>>
  readonly fabric?: FabricPort
  /** More keys of checkpoints. */
  readonly checkpoints?: Readonly<Record<string, unknown>>
}

/** A busy site on which every kind of trouble happens at random times; `openMs` is the time of open accelerators from its own count. */
export function troubledSite(seed: number, options: Settings = {}) {
  const key = rootKey(seed, 77)
  const tally = { openMs: 0, openNow: 0, since: 0 }
  const site = rig({
    world: { blocks: 2, racksPerBlock: 4, nodesPerRack: 4, acceleratorsPerNode: 8, racksPerLeaf: 2, horizonMs: HORIZON, seed },
    tenants: options.tenants,
    fabric: options.fabric,
    workload: WORKLOAD.map(entry => ({ ...entry, ...(options.ranking?.[entry.id] as object | undefined) })),
    scheduler: { placement: options.placement ?? 'compact', patience: '2 days', spacing: options.spacing ?? '0 s', sharing: options.sharing ?? false, ...options.scheduler },
    checkpoints: { interval: options.interval ?? '20 min', mode: options.mode ?? 'asynchronous', flush: '2 min', ...options.checkpoints },
    commands(kernel, compute, state) {
      const count = (accelerators: number): void => {
        tally.openMs += tally.openNow * (kernel.now - tally.since)
        tally.since = kernel.now
        tally.openNow += accelerators
      }
      // What the driver of the test remembers is state too, or a restore would not bring it back.
      const open = state.table('test.open', 32, { flag: 'u8' })
      const acts: Record<Trouble['kind'], (node: number, u: number) => void> = {
        gain(node) {
          if (open.col.flag[node] === 1) return
          open.col.flag[node] = 1
          count(8)
          compute().nodeGained(node)
        },
        lose(node, u) {
          if (open.col.flag[node] === 0) return
          open.col.flag[node] = 0
          count(-8)
          compute().nodeLost(node, CAUSES[Math.floor(u * CAUSES.length)])
        },
        strike: node => void compute().nodeStalled(node),
        detect: node => compute().faultDetected(node, 'hw'),
        software: node => compute().jobFaulted(node, 'sw'),
        cap: (node, u) => compute().setPowerCap(node % 2, u < 0.5 ? LOAD_CLASS.training : LOAD_CLASS.inference, u < 0.3 ? 1 : 0.5 + u / 2),
        throttle: (node, u) => compute().setThermalFactor(node % 2, u < 0.5 ? 1 : u),
        fabric: (node, u) => {
          const job = 1 + (node % 12)
          if (job < 12) compute().setFabricFactors(job, Math.max(0.5, u), 1, u < 0.5 ? 1 : 0.9)
        },
      }
      const types = TROUBLES.map(kind => kernel.command(`test.${kind}`, FAULT_PHASE, (node, n) => acts[kind](node, uniform(key, 2, n))))
      for (let node = 0; node < 32; node++) kernel.schedule(types[TROUBLES.indexOf('gain')], node, Math.floor(uniform(key, 3, node) * DAY_MS))
      for (let n = 0; n < 3000; n++) {
        const atMs = DAY_MS + Math.floor(uniform(key, 4, n) * (HORIZON - DAY_MS - 1))
        const type = types[Math.floor(uniform(key, 5, n) * types.length)]
        kernel.schedule(type, Math.floor(uniform(key, 6, n) * 32), atMs, n)
      }
    },
  })
  site.compute.start()
  return { ...site, openMs: () => tally.openMs + tally.openNow * (site.kernel.now - tally.since) }
}
