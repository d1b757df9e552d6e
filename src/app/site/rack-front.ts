/**
 * The front of a rack from its catalog row, and what of its state is known at a time. The catalog tells how many nodes there are and whether
 * shelves feed them; the order of trays is that of rack-scale systems: shelves outside, nodes, switch trays in the middle.
 */
import { FAULT_CLASS_SPAN } from '../../results/event-logs.ts'
import type { ChangeLog, RunResult } from '../../results/run-result.ts'
import type { Lot } from './racks.ts'

export interface Slot {
  readonly kind: 'node' | 'switch' | 'shelf'
  /** Among those of its kind, from the top; of a node its place in the rack. */
  readonly index: number
  /** Share of the usable height, from the top. */
  readonly y: number
  readonly height: number
}

export interface RackFront {
  readonly slots: readonly Slot[]
  readonly hasManifold: boolean
  /** True where places beside the nodes are no more than usual. */
  readonly isRackScale: boolean
}

/** Switch trays of a scale-up domain that fills a rack; as in the failure model (NVL72: nine). */
const SWITCH_TRAYS = 9
/** A shelf of six supplies of 5.5 kW. Source: the catalog's power supply; engineering default. */
const SHELF_W = 33_000
/** A node of a rack without trays of its own is as high as so many trays. */
const TALL_NODE = 4

/** Nodes above the switch trays; NVL72 has ten of eighteen there. */
const aboveSwitches = (nodes: number): number => Math.ceil((nodes * 10) / 18)

export function rackFront({ nodes, acceleratorsPerNode, scaleUpSize, supplyUnits, electricalPeak, liquidFraction }: Lot): RackFront {
  const isRackScale = scaleUpSize > acceleratorsPerNode
  const switches = isRackScale ? SWITCH_TRAYS : 0
  const shelves = supplyUnits === 0 ? Math.ceil(electricalPeak / SHELF_W) : 0
  const upperShelves = Math.ceil(shelves / 2)
  const upperNodes = switches === 0 ? nodes : aboveSwitches(nodes)
  const list: { kind: Slot['kind']; count: number; from: number }[] = [
    { kind: 'shelf', count: upperShelves, from: 0 },
    { kind: 'node', count: upperNodes, from: 0 },
    { kind: 'switch', count: switches, from: 0 },
    { kind: 'node', count: nodes - upperNodes, from: upperNodes },
    { kind: 'shelf', count: shelves - upperShelves, from: upperShelves },
  ]
  const unitsOf = (kind: Slot['kind']): number => (kind === 'node' && !isRackScale ? TALL_NODE : 1)
  const units = list.reduce((sum, { kind, count }) => sum + count * unitsOf(kind), 0)
  const slots: Slot[] = []
  let y = 0
  for (const { kind, count, from } of list) {
    for (let index = 0; index < count; index++) {
      const height = unitsOf(kind) / units
      slots.push({ kind, index: from + index, y, height })
      y += height
    }
  }
  return { slots, hasManifold: liquidFraction > 0, isRackScale }
}

/** Nodes with an open fault, by rack, and the place of what struck in the fault books: exact, since each fault is written down. */
export function faultyNodes(run: RunResult | null, atMs: number, begin: number, end: number): ReadonlyMap<number, ReadonlyMap<number, number>> {
  const of = (id: string): ChangeLog | undefined => run?.logs.find(log => log.id === id)
  const [faulted, returned] = [of('nodeFaulted'), of('nodeReturned')]
  const open = new Map<number, Map<number, number>>()
  if (faulted === undefined || returned === undefined) return open
  let back = 0
  const giveBack = (untilMs: number): void => {
    for (; back < returned.atMs.length && returned.atMs[back] <= untilMs; back++) open.get(returned.entity[back])?.delete(returned.value[back])
  }
  for (let row = 0; row < faulted.atMs.length && faulted.atMs[row] <= atMs; row++) {
    const rack = faulted.entity[row]
    if (rack < begin || rack >= end) continue
    giveBack(faulted.atMs[row])
    const nodes = open.get(rack) ?? new Map<number, number>()
    nodes.set(Math.floor(faulted.value[row] / FAULT_CLASS_SPAN), faulted.value[row] % FAULT_CLASS_SPAN)
    open.set(rack, nodes)
  }
  giveBack(atMs)
  return open
}

/** What is known of one node: it is out for a fault, or it is as its rack is. Which nodes of a rack hold work is not written down, only how many. */
export type NodeState = 'absent' | 'closed' | 'faulty' | 'work' | 'some' | 'idle'

export const NODE_WORDS: Readonly<Record<NodeState, string>> = {
  absent: 'Not on site', closed: 'Closed', faulty: 'Out for a fault', work: 'With work', some: 'Some of these with work', idle: 'Idle',
}

/** The state of the nodes of a rack that are not out for a fault. */
export function othersState(gate: number, nodes: number, busy: number, down: number, faulty: number): NodeState {
  if (gate === -1) return 'absent'
  if (gate >= 1 && gate <= 4) return 'closed'
  if (busy <= 0) return down >= nodes ? 'closed' : 'idle'
  return busy >= nodes - Math.max(faulty, down) ? 'work' : 'some'
}
