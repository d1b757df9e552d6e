/**
 * Admission by power and heat: nodes of a block on which nothing new may start now are out of sight of a pass. A block that a cap holds
 * back admits nothing under `delay`, one with a budget as many nodes at sustained power as that holds; one that throttles for heat admits
 * nothing under `forbid`.
 */
import type { SchedulerSection } from '../../scenario/schema/scheduler.ts'
import { LOAD_CLASS, LOAD_CLASS_COUNT, type World } from '../ports.ts'
import type { Cluster } from './tables.ts'
import { hideNodes } from './withhold.ts'

export type AdmissionSection = SchedulerSection['admission']

export interface Admission {
  /** False where nothing is ever held back. */
  readonly isOn: boolean
  /** Takes the nodes on which nothing may start out of sight, and counts them by reason. */
  hide(c: Cluster): void
  /** Nodes that the last call took, for want of power and of cooling. */
  readonly held: { power: number; thermal: number }
}

/** Nodes of every block that its budget lets run at sustained power, with the rest idle; all nodes without a budget. */
export function admittedNodes(world: World, { power, budget, reserve }: AdmissionSection): Int32Array {
  const { blocks, racks, rackTypes } = world
  return Int32Array.from({ length: blocks.count }, (_, block) => {
    const nodes = blocks.nodeBegin[block + 1] - blocks.nodeBegin[block]
    if (power !== 'delay' || budget === undefined) return nodes
    let idleW = 0
    let mostW = 0
    for (let rack = blocks.rackBegin[block]; rack < blocks.rackBegin[block + 1]; rack++) {
      const type = rackTypes[racks.type[rack]]
      idleW += type.idle
      mostW = Math.max(mostW, (type.sustained - type.idle) / type.nodes)
    }
    const leftW = blocks.itMaxW[block] * budget * (1 - reserve) - idleW
    return mostW === 0 ? nodes : Math.max(0, Math.min(nodes, Math.floor(leftW / mostW + 1e-9)))
  })
}

/** Hides free nodes of a block beyond `most`, the last first; returns how many. */
function hideBeyond(c: Cluster, block: number, most: number): number {
  const { nodeBegin } = c.world.blocks
  const { freeNodes } = c.blocks.col
  const { bits } = c.freeNodes.col
  const before = freeNodes[block]
  for (let node = nodeBegin[block + 1] - 1; freeNodes[block] > most; node--) {
    // A word without free nodes is passed over whole.
    if (bits[node >> 5] === 0) node &= ~31
    else hideNodes(c, node, node + 1)
  }
  return before - freeNodes[block]
}

/** Nodes of a block that hold jobs. */
function busyNodes(c: Cluster, block: number): number {
  const { rackBegin } = c.world.blocks
  const { busy } = c.racks.col
  let sum = 0
  for (let rack = rackBegin[block]; rack < rackBegin[block + 1]; rack++) sum += busy[rack]
  return sum
}

export function createAdmission(world: World, section: AdmissionSection): Admission {
  const held = { power: 0, thermal: 0 }
  if (section.power === 'start-capped' && section.thermal === 'ignore') return { isOn: false, hide() {}, held }
  const admitted = admittedNodes(world, section)
  const isBudgeted = section.power === 'delay' && section.budget !== undefined
  const { nodeBegin } = world.blocks
  const isCapped = (c: Cluster, block: number): boolean => c.caps.col.cap[block * LOAD_CLASS_COUNT + LOAD_CLASS.training] < 1 || c.caps.col.cap[block * LOAD_CLASS_COUNT + LOAD_CLASS.deferrable] < 1
  return {
    isOn: true,
    held,
    hide(c) {
      held.power = 0
      held.thermal = 0
      const { freeNodes } = c.blocks.col
      for (let block = 0; block < world.blocks.count; block++) {
        const before = freeNodes[block]
        if (before === 0) continue
        if (section.thermal === 'forbid' && c.blocks.col.thermalFactor[block] < 1) {
          hideNodes(c, nodeBegin[block], nodeBegin[block + 1])
          held.thermal += before - freeNodes[block]
        } else if (section.power === 'delay' && isCapped(c, block)) {
          hideNodes(c, nodeBegin[block], nodeBegin[block + 1])
          held.power += before - freeNodes[block]
        } else {
          held.power += isBudgeted ? hideBeyond(c, block, Math.max(0, admitted[block] - busyNodes(c, block))) : 0
        }
      }
    },
  }
}
