/**
 * The way of a faulty unit back: detected → triage → (cured) or technicians → (part) → repair → requalification → in service, or by way of
 * the vendor. A unit is a node, or a rack as a whole (the number of nodes plus its index). Each stage holds one gate of the unit. Units that
 * were dead on arrival, did not return after a power loss or are in quarantine keep that cause until they are back, so that its whole
 * price is booked to it.
 */
import { type Distribution, sample } from '../../base/distribution.ts'
import { PURPOSE, uniformOf } from '../../base/rng.ts'
import { roundMs } from '../../base/variates.ts'
import type { PartId } from '../../scenario/catalog/fault-classes.ts'
import { type CommandType, type Kernel, Phase } from '../kernel/kernel.ts'
import type { State } from '../kernel/state.ts'
import type { Cause, FacilityPort, GatePort, World } from '../ports.ts'
import type { RackRepairs } from './rack-repairs.ts'

/** Where a unit is on its way back; codes of `nodeStage`. */
export const NODE_STAGE = { healthy: 0, undetected: 1, triage: 2, waitTechnician: 3, waitPart: 4, repair: 5, requalification: 6, vendor: 7 } as const

/** What may have been done to a unit before it is tested again. */
const DONE = ['reset', 'hands', 'part', 'vendor', 'quarantine'] as const
type Done = (typeof DONE)[number]

/** What a repair needs to know about the fault. */
export interface Cure {
  /** Probability that triage cures the unit. */
  readonly autoFix: number
  readonly part?: PartId
  /** Technicians that it takes. */
  readonly people: number
  /** Hands-on time, ms. */
  readonly hands: Distribution
}

/** What becomes of repaired nodes: shares by outcome, and how long a node is away, ms. */
export interface AfterRepair {
  readonly pool: number
  readonly rma: number
  readonly turnaround: Distribution
  readonly replacement: Distribution
}

export interface RepairConfig {
  readonly triageMs: number
  readonly requalificationMs: number
  /** The same by what was done to the unit, where it differs. */
  readonly requalificationBy?: Readonly<Partial<Record<Done, number | undefined>>> | undefined
  /** Undefined: all pass. */
  readonly afterRepair: AfterRepair | undefined
  /** How long a node that was dead on arrival is burned in again, and how likely it fails that; undefined where it passes requalification. */
  readonly retest?: { readonly durationMs: number; readonly failure: number } | undefined
  /** Whether racks are units too. */
  readonly withRacks: boolean
  /** Undefined where nodes are repaired beside others at work. */
  readonly racks: RackRepairs | undefined
}

export interface RepairLine {
  /** Sends a unit to triage, whose gate closes now. `draw` indexes the uniforms of this repair. */
  triage(unit: number, draw: number): void
  /** Sends a unit straight to the technicians, holding `cause` until it is back. */
  repairByHand(unit: number, draw: number, cause: (typeof HELD_CAUSES)[number]): void
  /** Marks a unit whose fault is not detected yet. */
  markUndetected(unit: number): void
  technicianArrived(unit: number): void
  partArrived(unit: number): void
  stageOf(unit: number): number
  /** Stages of the nodes. */
  readonly stages: () => Uint8Array
}

/** What the line asks of its owner: the cure of the unit's fault, and to take it back. */
export interface RepairOwner {
  cureOf(unit: number): Cure
  /** A new node stands in place of a scrapped one; it is requalified next. */
  replaced(node: number): void
  /** The unit is healthy; its gate opens right after. */
  returned(unit: number): void
}

type StageName = keyof typeof NODE_STAGE
const CAUSE_OF_STAGE: Readonly<Partial<Record<StageName, Cause>>> = {
  triage: 'triage', waitTechnician: 'waitTechnician', waitPart: 'waitPart', repair: 'repair', requalification: 'requalification', vendor: 'rma',
}
const STAGE_NAMES = Object.keys(NODE_STAGE) as StageName[]

/** Cause held from the first to the last stage instead of the stage's own; 0 none. */
const HELD_CAUSES = ['noReturn', 'deadOnArrival', 'quarantine'] as const

const REPLACED = 1
/** Repairs after a failed second burn-in draw by numbers of their own, beyond those of faults, shocks and updates. */
const RETEST_DRAWS = 0xe000_0000

interface Line {
  readonly kernel: Kernel
  readonly world: World
  readonly config: RepairConfig
  readonly gates: GatePort
  readonly crew: FacilityPort
  readonly owner: RepairOwner
  readonly table: ReturnType<typeof registerRepairs>
  /** Burn-ins that a node has failed, where they are repeated. */
  readonly tests: { readonly col: { readonly failed: Uint32Array } } | undefined
  readonly types: { triaged: CommandType; repaired: CommandType; requalified: CommandType; vendor: CommandType }
}

function registerRepairs(state: State, count: number) {
  return state.table('faults.repairs', count, { stage: 'u8', held: 'u8', hasPart: 'u8', draw: 'u32' })
}

function close(line: Line, unit: number, cause: Cause): void {
  const { count } = line.world.nodes
  if (unit < count) line.gates.closeNode(unit, cause)
  else if (cause === 'repair' && line.config.racks !== undefined) line.config.racks.begin(unit)
  else line.gates.closeRack(unit - count, cause)
}

function open(line: Line, unit: number, cause: Cause): void {
  const { count } = line.world.nodes
  if (unit < count) line.gates.openNode(unit, cause)
  else if (cause === 'repair' && line.config.racks !== undefined) line.config.racks.end(unit)
  else line.gates.openRack(unit - count, cause)
}

/** Cause that keeps the unit out now; undefined when the fault is not detected or the unit is healthy. */
function causeNow(line: Line, unit: number): Cause | undefined {
  const { held, stage } = line.table.col
  return held[unit] > 0 ? HELD_CAUSES[held[unit] - 1] : CAUSE_OF_STAGE[STAGE_NAMES[stage[unit]]]
}

/** Moves a unit to a stage; the new gate closes before the old one opens, so the unit is never open in between. */
function enter(line: Line, unit: number, stage: number): void {
  const before = causeNow(line, unit)
  line.table.col.stage[unit] = stage
  const after = causeNow(line, unit)
  if (after === before) return
  if (after !== undefined) close(line, unit, after)
  if (before !== undefined) open(line, unit, before)
}

/** Draws of a rack are those of its first node, with numbers of their own. */
function draw(line: Line, unit: number, purpose: number): number {
  const { count, key0, key1 } = line.world.nodes
  const node = unit < count ? unit : line.world.racks.nodeBegin[unit - count]
  return uniformOf(key0[node], key1[node], purpose, line.table.col.draw[unit])
}

/** Accelerators that the unit keeps from work. */
function atRisk({ world: { nodes, racks } }: Line, unit: number): number {
  if (unit < nodes.count) return nodes.accelerators[unit]
  const rack = unit - nodes.count
  return (racks.nodeBegin[rack + 1] - racks.nodeBegin[rack]) * nodes.accelerators[racks.nodeBegin[rack]]
}

function askTechnician(line: Line, unit: number): void {
  enter(line, unit, NODE_STAGE.waitTechnician)
  line.crew.requestTechnician(unit, atRisk(line, unit), line.owner.cureOf(unit).people)
}

/** Whether a unit is burned in again rather than requalified. */
const isRetested = ({ tests, table, world }: Line, unit: number): boolean => tests !== undefined && unit < world.nodes.count && HELD_CAUSES[table.col.held[unit] - 1] === 'deadOnArrival'

function requalify(line: Line, unit: number, done: Done): void {
  const { retest, requalificationMs, requalificationBy } = line.config
  const kind = HELD_CAUSES[line.table.col.held[unit] - 1] === 'quarantine' ? 'quarantine' : done
  enter(line, unit, NODE_STAGE.requalification)
  line.kernel.schedule(line.types.requalified, unit, line.kernel.now + roundMs(retest !== undefined && isRetested(line, unit) ? retest.durationMs : (requalificationBy?.[kind] ?? requalificationMs)))
}

/** A second burn-in is over: the node is in service, or goes to the technicians once more, with draws of its own. */
function endRetest(line: Line, unit: number): void {
  const { key0, key1 } = line.world.nodes
  const { tests, config, table } = line
  if (tests === undefined || config.retest === undefined) return
  tests.col.failed[unit] += 1
  if (uniformOf(key0[unit], key1[unit], PURPOSE.retest, tests.col.failed[unit]) >= config.retest.failure) {
    giveBack(line, unit)
    return
  }
  table.col.hasPart[unit] = 0
  table.col.draw[unit] = RETEST_DRAWS + tests.col.failed[unit]
  askTechnician(line, unit)
}

function endTriage(line: Line, unit: number): void {
  if (draw(line, unit, PURPOSE.component) < line.owner.cureOf(unit).autoFix) requalify(line, unit, 'reset')
  else askTechnician(line, unit)
}

/** Technicians stand before the unit: they repair it, or leave again when the part is not on the shelf. */
function technicianArrived(line: Line, unit: number): void {
  const { hasPart } = line.table.col
  const { part, people, hands } = line.owner.cureOf(unit)
  if (part !== undefined && hasPart[unit] === 0 && !line.crew.takePart(unit, part)) {
    enter(line, unit, NODE_STAGE.waitPart)
    line.crew.releaseTechnician(unit, people)
    return
  }
  enter(line, unit, NODE_STAGE.repair)
  if (unit < line.world.nodes.count) line.config.racks?.begin(unit)
  line.kernel.schedule(line.types.repaired, unit, line.kernel.now + roundMs(sample(hands, draw(line, unit, PURPOSE.repair))))
}

/** Hands are off the unit: it passes, goes back to its vendor, or is replaced. Racks always pass. */
function endRepair(line: Line, unit: number): void {
  const { people, part } = line.owner.cureOf(unit)
  const { afterRepair } = line.config
  const u = afterRepair === undefined || unit >= line.world.nodes.count ? 0 : draw(line, unit, PURPOSE.repairOutcome)
  if (afterRepair === undefined || u < afterRepair.pool) requalify(line, unit, part === undefined ? 'hands' : 'part')
  else {
    const isReplaced = u >= afterRepair.pool + afterRepair.rma
    enter(line, unit, NODE_STAGE.vendor)
    const away = sample(isReplaced ? afterRepair.replacement : afterRepair.turnaround, draw(line, unit, PURPOSE.vendor))
    line.kernel.schedule(line.types.vendor, unit, line.kernel.now + roundMs(away), isReplaced ? REPLACED : 0)
  }
  if (unit < line.world.nodes.count) line.config.racks?.end(unit)
  line.crew.releaseTechnician(unit, people)
}

/** The unit goes back. State first: opening the gate calls the scheduler and may call back into faults. */
function giveBack(line: Line, unit: number): void {
  const { stage, held, hasPart } = line.table.col
  const cause = causeNow(line, unit)
  stage[unit] = NODE_STAGE.healthy
  held[unit] = 0
  hasPart[unit] = 0
  line.owner.returned(unit)
  if (cause !== undefined) open(line, unit, cause)
}

function registerCommands(line: Line): void {
  const { kernel, types, owner } = line
  types.triaged = kernel.command('faults.triaged', Phase.repair, unit => endTriage(line, unit))
  types.repaired = kernel.command('faults.repaired', Phase.repair, unit => endRepair(line, unit))
  types.requalified = kernel.command('faults.requalified', Phase.repair, unit => (isRetested(line, unit) ? endRetest(line, unit) : giveBack(line, unit)))
  types.vendor = kernel.command('faults.backFromVendor', Phase.repair, (unit, outcome) => {
    if (outcome === REPLACED) owner.replaced(unit)
    requalify(line, unit, 'vendor')
  })
}

export function createRepairLine(state: State, kernel: Kernel, world: World, config: RepairConfig, ports: { gates: GatePort; facility: FacilityPort }, owner: RepairOwner): RepairLine {
  const { count } = world.nodes
  const table = registerRepairs(state, count + (config.withRacks ? world.racks.count : 0))
  const tests = config.retest === undefined ? undefined : state.table('faults.retests', count, { failed: 'u32' })
  const line: Line = { kernel, world, config, gates: ports.gates, crew: ports.facility, owner, table, tests, types: { triaged: 0, repaired: 0, requalified: 0, vendor: 0 } }
  registerCommands(line)
  return {
    triage(unit, drawIndex) {
      table.col.draw[unit] = drawIndex
      enter(line, unit, NODE_STAGE.triage)
      kernel.schedule(line.types.triaged, unit, kernel.now + roundMs(config.triageMs))
    },
    repairByHand(unit, drawIndex, cause) {
      table.col.draw[unit] = drawIndex
      table.col.held[unit] = HELD_CAUSES.indexOf(cause) + 1
      // Held throughout: the stages that follow do not touch gates.
      close(line, unit, cause)
      askTechnician(line, unit)
    },
    markUndetected(unit) {
      table.col.stage[unit] = NODE_STAGE.undetected
    },
    technicianArrived: unit => technicianArrived(line, unit),
    partArrived(unit) {
      table.col.hasPart[unit] = 1
      askTechnician(line, unit)
    },
    stageOf: unit => table.col.stage[unit],
    stages: () => table.col.stage.subarray(0, count),
  }
}
