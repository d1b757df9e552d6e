/** Gates of the racks of a lot: of the whole place for racks that stand there first, of their own nodes for those that take it over. */
import { type Cause, forNodesOn, type GatePort, type World } from '../ports.ts'

export interface LotGates {
  close(lot: number, rack: number, cause: Cause): void
  open(lot: number, rack: number, cause: Cause): void
}

export function lotGates(world: World, gates: GatePort): LotGates {
  const isFirst = (lot: number): boolean => world.lots.predecessor[lot] < 0
  return {
    close(lot, rack, cause) {
      if (isFirst(lot)) gates.closeRack(rack, cause)
      else forNodesOn(world, lot, rack, node => gates.closeNode(node, cause))
    },
    open(lot, rack, cause) {
      if (isFirst(lot)) gates.openRack(rack, cause)
      else forNodesOn(world, lot, rack, node => gates.openNode(node, cause))
    },
  }
}
