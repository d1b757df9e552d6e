/**
 * The way of a faulty node back: detected → triage → (cured) or technician → (part) → repair → requalification → in service.
 * Each stage holds one gate of the node. Nodes that were dead on arrival or did not return after a power loss keep that cause
 * until they are back, so that its whole price is booked to it.
 */
import { type Distribution, sample } from '../../base/distribution.ts'
import { PURPOSE, uniformOf } from '../../base/rng.ts'
import { roundMs } from '../../base/variates.ts'
import { type CommandType, type Kernel, Phase } from '../kernel/kernel.ts'
import type { State } from '../kernel/state.ts'
import type { Cause, FacilityPort, GatePort, World } from '../ports.ts'

/** Where a node is on its way back; codes of `nodeStage`. */
export const NODE_STAGE = { healthy: 0, undetected: 1, triage: 2, waitTechnician: 3, waitPart: 4, repair: 5, requalification: 6 } as const

/** What a repair needs to know about the fault. */
export interface Cure {
  /** Probability that triage cures the node. */
  readonly autoFix: number
  readonly takesPart: boolean
}

export interface RepairConfig {
  readonly triageMs: number
  readonly repair: Distribution
  readonly requalificationMs: number
}

export interface RepairLine {
  /** Sends a node to triage, whose gate closes now. `draw` indexes the uniforms of this repair. */
  triage(node: number, draw: number): void
  /** Sends a node straight to the technicians, holding `cause` until it is back. */
  repairByHand(node: number, draw: number, cause: 'noReturn' | 'deadOnArrival'): void
  /** Marks a node whose fault is not detected yet. */
  markUndetected(node: number): void
  technicianArrived(node: number): void
  partArrived(node: number): void
  stageOf(node: number): number
  readonly stages: () => Uint8Array
}

/** What the line asks of its owner: the cure of the node's fault, and to take it back. */
export interface RepairOwner {
  cureOf(node: number): Cure
  /** The node is healthy; its gate opens right after. */
  returned(node: number): void
}

type StageName = keyof typeof NODE_STAGE
const CAUSE_OF_STAGE: Readonly<Partial<Record<StageName, Cause>>> = {
  triage: 'triage', waitTechnician: 'waitTechnician', waitPart: 'waitPart', repair: 'repair', requalification: 'requalification',
}
const STAGE_NAMES = Object.keys(NODE_STAGE) as StageName[]

/** Cause held from the first to the last stage instead of the stage's own; 0 none. */
const HELD_CAUSES = ['noReturn', 'deadOnArrival'] as const

interface Line {
  readonly kernel: Kernel
  readonly world: World
  readonly config: RepairConfig
  readonly gates: GatePort
  readonly crew: FacilityPort
  readonly owner: RepairOwner
  readonly table: ReturnType<typeof registerRepairs>
  readonly types: { triaged: CommandType; repaired: CommandType; requalified: CommandType }
}

function registerRepairs(state: State, count: number) {
  return state.table('faults.repairs', count, { stage: 'u8', held: 'u8', hasPart: 'u8', draw: 'u32' })
}

/** Cause that keeps the node out now; undefined when the fault is not detected or the node is healthy. */
function causeNow(line: Line, node: number): Cause | undefined {
  const { held, stage } = line.table.col
  return held[node] > 0 ? HELD_CAUSES[held[node] - 1] : CAUSE_OF_STAGE[STAGE_NAMES[stage[node]]]
}

/** Moves a node to a stage; the new gate closes before the old one opens, so the node is never open in between. */
function enter(line: Line, node: number, stage: number): void {
  const before = causeNow(line, node)
  line.table.col.stage[node] = stage
  const after = causeNow(line, node)
  if (after === before) return
  if (after !== undefined) line.gates.closeNode(node, after)
  if (before !== undefined) line.gates.openNode(node, before)
}

function draw(line: Line, node: number, purpose: number): number {
  const { key0, key1 } = line.world.nodes
  return uniformOf(key0[node], key1[node], purpose, line.table.col.draw[node])
}

function askTechnician(line: Line, node: number): void {
  enter(line, node, NODE_STAGE.waitTechnician)
  line.crew.requestTechnician(node, line.world.nodes.accelerators[node])
}

function requalify(line: Line, node: number): void {
  enter(line, node, NODE_STAGE.requalification)
  line.kernel.schedule(line.types.requalified, node, line.kernel.now + roundMs(line.config.requalificationMs))
}

function endTriage(line: Line, node: number): void {
  if (draw(line, node, PURPOSE.component) < line.owner.cureOf(node).autoFix) requalify(line, node)
  else askTechnician(line, node)
}

/** A technician stands before the node: repairs it, or leaves again when the part is not on the shelf. */
function technicianArrived(line: Line, node: number): void {
  const { hasPart } = line.table.col
  if (line.owner.cureOf(node).takesPart && hasPart[node] === 0 && !line.crew.takePart(node)) {
    enter(line, node, NODE_STAGE.waitPart)
    line.crew.releaseTechnician()
    return
  }
  enter(line, node, NODE_STAGE.repair)
  line.kernel.schedule(line.types.repaired, node, line.kernel.now + roundMs(sample(line.config.repair, draw(line, node, PURPOSE.repair))))
}

function endRepair(line: Line, node: number): void {
  requalify(line, node)
  line.crew.releaseTechnician()
}

/** The node goes back. State first: opening the gate calls the scheduler and may call back into faults. */
function giveBack(line: Line, node: number): void {
  const { stage, held, hasPart } = line.table.col
  const cause = causeNow(line, node)
  stage[node] = NODE_STAGE.healthy
  held[node] = 0
  hasPart[node] = 0
  line.owner.returned(node)
  if (cause !== undefined) line.gates.openNode(node, cause)
}

export function createRepairLine(state: State, kernel: Kernel, world: World, config: RepairConfig, ports: { gates: GatePort; facility: FacilityPort }, owner: RepairOwner): RepairLine {
  const types = { triaged: 0, repaired: 0, requalified: 0 }
  const line: Line = { kernel, world, config, gates: ports.gates, crew: ports.facility, owner, table: registerRepairs(state, world.nodes.count), types }
  types.triaged = kernel.command('faults.triaged', Phase.repair, node => endTriage(line, node))
  types.repaired = kernel.command('faults.repaired', Phase.repair, node => endRepair(line, node))
  types.requalified = kernel.command('faults.requalified', Phase.repair, node => giveBack(line, node))
  return {
    triage(node, drawIndex) {
      line.table.col.draw[node] = drawIndex
      enter(line, node, NODE_STAGE.triage)
      kernel.schedule(types.triaged, node, kernel.now + roundMs(config.triageMs))
    },
    repairByHand(node, drawIndex, cause) {
      line.table.col.draw[node] = drawIndex
      line.table.col.held[node] = HELD_CAUSES.indexOf(cause) + 1
      // Held throughout: the stages that follow do not touch gates.
      line.gates.closeNode(node, cause)
      askTechnician(line, node)
    },
    markUndetected(node) {
      line.table.col.stage[node] = NODE_STAGE.undetected
    },
    technicianArrived: node => technicianArrived(line, node),
    partArrived(node) {
      line.table.col.hasPart[node] = 1
      askTechnician(line, node)
    },
    stageOf: node => line.table.col.stage[node],
    stages: () => line.table.col.stage,
  }
}
