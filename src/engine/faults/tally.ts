/** Counts and downtime by kind of fault, kept as running integrals so that nothing is scanned. */
import type { CommonCause } from '../../scenario/schema/fault-causes.ts'
import type { Kernel } from '../kernel/kernel.ts'
import type { State } from '../kernel/state.ts'
import type { ReworkCause } from '../ports.ts'
import type { FaultMix } from './classes.ts'
import { REWORK_OF_TAKEN } from './shocks.ts'

/** What a fault takes: a node, the link of one, the software of a job, a whole rack, or a zone. */
export type FaultReach = 'node' | 'link' | 'job' | 'rack' | 'zone'

export interface FaultSummary {
  readonly id: string
  readonly label: string
  readonly reach: FaultReach
  /** Kind of rework that it makes. */
  readonly cause: ReworkCause
  /** Faults so far; shocks of a zone count as one. */
  readonly count: number
  /** Nodes down with it now. */
  readonly down: number
  /** Node-ms of downtime until now, open cases included; 0 for faults that leave the node in service. */
  readonly downMs: number
}

export interface Tally {
  count(row: number): void
  /** So many nodes go down, one unless stated. */
  goDown(row: number, nodes?: number): void
  comeBack(row: number, nodes?: number): void
  summary(): readonly FaultSummary[]
  /** Rows after the kinds of faults. */
  readonly noReturn: number
  readonly deadOnArrival: number
  readonly scaleUp: number
  readonly failedUpdate: number
  /** The first of the common causes, in file order. */
  readonly common: number
}

type Name = Pick<FaultSummary, 'id' | 'label' | 'reach' | 'cause'>

const OTHERS: readonly Name[] = [
  { id: 'no-return', label: 'Did not return after a power loss', reach: 'node', cause: 'power' },
  { id: 'dead-on-arrival', label: 'Dead on arrival', reach: 'node', cause: 'hw' },
  { id: 'scale-up-switch', label: 'Switch tray or cartridge of a scale-up domain', reach: 'rack', cause: 'hw' },
  { id: 'failed-update', label: 'Did not come back from a firmware update', reach: 'node', cause: 'sw' },
]

const SUPPLIES: Name = { id: 'supply-units', label: 'Power supply of a node', reach: 'node', cause: 'hw' }

const commonName = ({ id, label, takes }: CommonCause): Name => ({ id: `common-${id}`, label: label ?? `Common cause ${id}`, reach: 'zone', cause: REWORK_OF_TAKEN[takes] })

export function createTally(state: State, kernel: Kernel, mix: FaultMix, causes: readonly CommonCause[], hasSupplies: boolean): Tally {
  const names = [...mix.kinds.map(({ id, label, scope, rework }): Name => ({ id, label, reach: scope, cause: rework })), ...OTHERS, ...causes.map(commonName), ...(hasSupplies ? [SUPPLIES] : [])]
  const table = state.table('faults.tally', names.length, { count: 'f64', down: 'f64', downMs: 'f64', sinceMs: 'f64' })
  const change = (row: number, by: number): void => {
    const { down, downMs, sinceMs } = table.col
    downMs[row] += down[row] * (kernel.now - sinceMs[row])
    sinceMs[row] = kernel.now
    down[row] += by
  }
  return {
    noReturn: mix.kinds.length,
    deadOnArrival: mix.kinds.length + 1,
    scaleUp: mix.kinds.length + 2,
    failedUpdate: mix.kinds.length + 3,
    common: mix.kinds.length + OTHERS.length,
    count(row) {
      table.col.count[row] += 1
    },
    goDown: (row, nodes = 1) => change(row, nodes),
    comeBack: (row, nodes = 1) => change(row, -nodes),
    summary: () =>
      names.map((name, row) => {
        const { count, down, downMs, sinceMs } = table.col
        return { ...name, count: count[row], down: down[row], downMs: downMs[row] + down[row] * (kernel.now - sinceMs[row]) }
      }),
  }
}
