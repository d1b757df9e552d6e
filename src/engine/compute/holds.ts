/** Nodes that windows and campaigns hold closed: a gate opens when the last that closed it for the same cause lets go. */
import type { State } from '../kernel/state.ts'
import type { Cause, GatePort } from '../ports.ts'

export interface Holds {
  take(node: number, cause: Cause): void
  release(node: number, cause: Cause): void
}

export function createHolds(state: State, gates: Pick<GatePort, 'closeNode' | 'openNode'>, nodeCount: number, causes: readonly Cause[]): Holds {
  const kinds = [...new Set(causes)]
  const { col } = state.table('compute.windowHolds', nodeCount * kinds.length, { windows: 'u8' })
  const cellOf = (node: number, cause: Cause): number => node * kinds.length + kinds.indexOf(cause)
  return {
    take(node, cause) {
      const cell = cellOf(node, cause)
      col.windows[cell] += 1
      if (col.windows[cell] === 1) gates.closeNode(node, cause)
    },
    release(node, cause) {
      const cell = cellOf(node, cause)
      col.windows[cell] -= 1
      if (col.windows[cell] === 0) gates.openNode(node, cause)
    },
  }
}
