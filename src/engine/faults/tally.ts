/** Counts and downtime by kind of fault, kept as running integrals so that nothing is scanned. */
import type { Kernel } from '../kernel/kernel.ts'
import type { State } from '../kernel/state.ts'
import type { FaultMix } from './classes.ts'

export interface FaultSummary {
  readonly id: string
  readonly label: string
  /** Faults so far. */
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
}

export function createTally(state: State, kernel: Kernel, mix: FaultMix): Tally {
  const names = [
    ...mix.kinds.map(({ id, label }) => ({ id, label })),
    { id: 'no-return', label: 'Did not return after a power loss' },
    { id: 'dead-on-arrival', label: 'Dead on arrival' },
    { id: 'scale-up-switch', label: 'Switch tray or cartridge of a scale-up domain' },
  ]
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
