/** What tests of where jobs go after faults share: the nodes of every start, and nodes that fail, or lose their supply, and are back at once. */
import type { FabricPort, Stretches } from '../../../src/engine/ports.ts'
import { FAULT_PHASE, type Rig } from './rig.ts'

/** Nodes of stretches, one by one. */
export const nodesIn = ({ count, begin, length }: Stretches): number[] =>
  Array.from({ length: count }, (_, i) => Array.from({ length: length[i] }, (_unused, n) => begin[i] + n)).flat()

/** A fabric that only writes down the nodes of every start. */
export function startsSeen(): { readonly starts: number[][]; readonly fabric: FabricPort } {
  const starts: number[][] = []
  return {
    starts,
    fabric: {
      attach(_job, nodes, _count, commFraction) {
        starts.push(nodesIn(nodes))
        return commFraction
      },
      detach() {},
    },
  }
}

/** Commands by which a node goes and is back at once: `found` by a fault that its job noticed, `fails` by one, `trips` by a loss of its supply. */
export function striking({ kernel, compute }: Rig): { readonly found: number; readonly fails: number; readonly trips: number } {
  const back = (node: number, cause: 'triage' | 'rackPower'): void => {
    compute.nodeLost(node, cause)
    compute.nodeGained(node)
  }
  return {
    found: kernel.command('test.found', FAULT_PHASE, node => {
      compute.nodeStalled(node)
      compute.faultDetected(node, 'hw')
      back(node, 'triage')
    }),
    fails: kernel.command('test.fails', FAULT_PHASE, node => back(node, 'triage')),
    trips: kernel.command('test.trips', FAULT_PHASE, node => back(node, 'rackPower')),
  }
}
