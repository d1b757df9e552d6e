/**
 * Faults of nodes: when they strike (hazard clocks), what they are, when they are noticed, and the way back (repair line).
 * Faults of software kill a job and leave the node; faults of nodes stall the job until detection, then the node leaves.
 */
import { sample } from '../../base/distribution.ts'
import { PURPOSE, uniformOf } from '../../base/rng.ts'
import { roundMs } from '../../base/variates.ts'
import { xFactor } from '../../physics/inlet-stress.ts'
import { type CommandType, Phase } from '../kernel/kernel.ts'
import type { Scenario } from '../../scenario/schema/scenario.ts'
import type { ComputePort, DomainContext, FacilityPort, GatePort, RepairPort } from '../ports.ts'
import { ageLawOf, matureMs } from './ageing.ts'
import { commonKinds, type FaultKind, type FaultMix, faultMix, nodeShare, pickKind } from './classes.ts'
import { createCommonCauses } from './shocks.ts'
import { createHazardClocks, type HazardClocks } from './hazard.ts'
import { createLemons, createQuarantine, type Lemons, ordinaryShare, type Quarantine } from './quarantine.ts'
import { type Cure, createRepairLine, NODE_STAGE, type RepairLine } from './repair.ts'
import { createRackRepairs, type RackRepairs } from './rack-repairs.ts'
import { createScaleUpFaults } from './scale-up.ts'
import { createSupplyUnits, type SupplyUnits } from './supply-units.ts'
import { createTally, type FaultSummary, type Tally } from './tally.ts'

export interface FaultsPorts {
  readonly gates: GatePort
  readonly facility: FacilityPort
  readonly compute: () => ComputePort
}

export interface Faults extends RepairPort {
  /** Arms what does not wait for nodes to be exposed. */
  start(): void
  /**
   * The node is in service and powered, or not; hazards run only while it is. Idempotent and O(1). A node that lost its power
   * while running may fail to return at this moment: then its gate closes again before the call is over.
   */
  nodeExposed(node: number, on: boolean): void
  /** A running node lost its power unprepared. */
  nodePowerLost(node: number): void
  /** Speed of the hazard clocks of a block, > 0, 1 nominal. */
  blockStressed(block: number, stress: number): void
  /** Temperature of the air at the inlets of a block from now on, °C; undefined where faults do not follow it. */
  readonly blockHeated: ((block: number, inletC: number) => void) | undefined
  /** A node failed burn-in: it goes to repair and returns like any other. */
  deadOnArrival(node: number): void
  /** A node did not come back from its update, and nobody has looked at it yet; `draw` numbers the update. */
  updateFailed(node: number, draw: number): void
  /** A node in service fails before its time, and somebody has to repair it by hand; false where it does not serve. */
  failNow(node: number): boolean
  /** Whether a node is a lemon that nothing has cured. */
  isLemon(node: number): boolean
  /** Stage of every node, codes of `NODE_STAGE`; read it anew after a restore. */
  nodeStage(): Uint8Array
  /** What struck a node that is not healthy: index into `summary()`. */
  faultOf(node: number): number
  /** Counts and downtime by kind of fault until now. */
  summary(): readonly FaultSummary[]
  /** Exposure of a node until now and the exposure at which its next fault strikes, ms. */
  exposure(node: number): { readonly nowMs: number; readonly nextMs: number }
}

/** Draw numbers of repairs that follow a power loss or a dead arrival; faults use their own number from 0. */
const SHOCK_DRAWS = 0x8000_0000
const ARRIVAL_DRAW = 0xffff_ffff

/** Draw numbers of repairs of whole racks. */
const RACK_DRAWS = 0x4000_0000
/** Draw numbers of repairs after shocks: so many for each common cause. */
const COMMON_DRAWS = 0xc000_0000
const DRAWS_PER_CAUSE = 0x10_0000
/** Draw numbers of repairs after updates that failed. */
const UPDATE_DRAWS = 0xa000_0000
/** Draw number of the repair of a node that was made to fail. */
const DRILL_DRAW = 0x6000_0000

/** Cures that do not follow from the kind of a fault alone. */
interface Cures {
  readonly byHand: Cure
  /** Deep repair, by kind. */
  readonly quarantine: readonly Cure[]
  readonly scaleUp: Cure
}

interface Domain {
  readonly ctx: DomainContext
  readonly ports: FaultsPorts
  readonly mix: FaultMix
  /** Faults by common causes, which follow in the tally. */
  readonly common: readonly FaultKind[]
  readonly noReturn: number
  readonly table: ReturnType<typeof registerNodes>
  readonly cures: Cures
  readonly racks: RackRepairs | undefined
  readonly lemons: Lemons
  readonly quarantine: Quarantine
  readonly clocks: HazardClocks
  readonly line: RepairLine
  readonly tally: Tally
  /** Undefined where supplies fail with their nodes alone. */
  readonly supplies: SupplyUnits | undefined
  readonly detect: CommandType
  readonly detectRack: CommandType
}

/**
 * `kind`: what struck, row of the tally. `stalled`: a job was stalled by the fault, or is running on silently wrong results.
 * `shocked`: power was lost and has not come back; `shocks` numbers these losses.
 */
function registerNodes(ctx: DomainContext) {
  return ctx.state.table('faults.nodes', ctx.world.nodes.count, { downSinceMs: 'f64', shocks: 'u32', kind: 'u8', stalled: 'u8', shocked: 'u8' })
}

/** The failure of a node is due: index of the kind by the class uniform of the same draw. */
function strike(d: Domain, node: number): void {
  const { key0, key1 } = d.ctx.world.nodes
  const drawn = d.clocks.drawOf(node)
  const kind = pickKind(d.mix, uniformOf(key0[node], key1[node], PURPOSE.class, drawn))
  d.tally.count(kind)
  if (d.mix.kinds[kind].scope === 'job') {
    d.clocks.beginDraw(node)
    d.ports.compute().jobFaulted(node, d.mix.kinds[kind].rework)
    return
  }
  goDown(d, node, kind)
  d.clocks.beginDraw(node)
  d.ctx.emit({ kind: 'nodeFaulted', node, faultClass: kind })
  awaitDetection(d, node, d.mix.kinds[kind], drawn)
}

/** Kind of a row of the tally; undefined for what is none of its own. */
const kindAt = (d: Domain, row: number): FaultKind | undefined => (row < d.mix.kinds.length ? d.mix.kinds[row] : d.common[row - d.tally.common])

/** A shock strikes a node in service; one that is down already is no worse for it. */
function failByShock(d: Domain, node: number, cause: number, shock: number): void {
  if (!d.clocks.isExposed(node) || d.line.stageOf(node) !== NODE_STAGE.healthy) return
  const row = d.tally.common + cause
  goDown(d, node, row)
  d.ctx.emit({ kind: 'nodeFaulted', node, faultClass: row })
  awaitDetection(d, node, d.common[cause], COMMON_DRAWS + cause * DRAWS_PER_CAUSE + shock)
}

function goDown(d: Domain, node: number, kind: number): void {
  d.table.col.kind[node] = kind
  d.ports.gates.setBadAccelerators(node, kindAt(d, kind)?.badAccelerators ?? 0)
  d.table.col.downSinceMs[node] = d.ctx.kernel.now
  d.tally.goDown(kind)
  d.clocks.setDown(node, true)
}

/** Until it is noticed the fault stalls the job on the node, or keeps an idle node's time from being useful. */
function awaitDetection(d: Domain, node: number, kind: FaultKind, drawn: number): void {
  const { key0, key1 } = d.ctx.world.nodes
  d.line.markUndetected(node)
  const stalled = isUnnoticed(d, node, kind, drawn) || d.ports.compute().nodeStalled(node)
  d.table.col.stalled[node] = stalled ? 1 : 0
  if (!stalled) d.ports.gates.closeNode(node, 'undetected')
  const delayMs = roundMs(sample(kind.detection, uniformOf(key0[node], key1[node], PURPOSE.detection, drawn)))
  d.ctx.kernel.schedule(d.detect, node, d.ctx.kernel.now + delayMs, drawn)
}

/** True for a fault with which the node works on: its results are wrong, or it is slow. */
function isUnnoticed({ ctx, ports }: Domain, node: number, { signal }: FaultKind, drawn: number): boolean {
  const { failSlow } = ctx.scenario.faults
  if (signal === 'silent') ports.compute().nodeCorrupted(node)
  if (signal !== 'slow' || failSlow === undefined) return signal === 'silent'
  const { key0, key1 } = ctx.world.nodes
  ports.compute().nodeSlowed(node, failSlow.slowest + (failSlow.fastest - failSlow.slowest) * uniformOf(key0[node], key1[node], PURPOSE.slow, drawn))
  return true
}

function detected(d: Domain, node: number, drawn: number): void {
  const stalled = d.table.col.stalled[node] === 1
  const kind = d.table.col.kind[node]
  const struck = kindAt(d, kind)
  if (struck === undefined) return
  const { signal, rework } = struck
  if (stalled) d.ports.compute().faultDetected(node, rework)
  if (signal === 'slow') d.ports.compute().nodeSlowed(node, 1)
  // What strikes many says nothing about the node.
  if (kind < d.mix.kinds.length && d.quarantine.strikes(node)) d.line.repairByHand(node, drawn, 'quarantine')
  else d.line.triage(node, drawn)
  if (!stalled) d.ports.gates.openNode(node, 'undetected')
}

function returned(d: Domain, unit: number): void {
  if (unit < d.ctx.world.nodes.count) nodeReturned(d, unit)
  else rackReturned(d, unit - d.ctx.world.nodes.count)
}

function nodeReturned(d: Domain, node: number): void {
  if (d.quarantine.isHeld(node)) {
    d.quarantine.release(node)
    d.clocks.rebase(node, () => d.lemons.cure(node), false)
  }
  const downMs = d.ctx.kernel.now - d.table.col.downSinceMs[node]
  d.tally.comeBack(d.table.col.kind[node])
  d.ports.gates.setBadAccelerators(node, 0)
  d.table.col.stalled[node] = 0
  d.supplies?.renew(node)
  d.clocks.setDown(node, false)
  d.ctx.emit({ kind: 'nodeReturned', node, downMs })
}

/** A rack that is one scale-up domain lost its switches: all jobs on it stall until the error is noticed. */
function strikeRack(d: Domain, rack: number, n: number): void {
  const { nodes, racks } = d.ctx.world
  const [begin, end] = [racks.nodeBegin[rack], racks.nodeBegin[rack + 1]]
  let isExposed = false
  for (let node = begin; node < end; node++) isExposed ||= d.clocks.isExposed(node)
  if (!isExposed || d.line.stageOf(nodes.count + rack) !== NODE_STAGE.healthy) return
  d.tally.count(d.tally.scaleUp)
  d.tally.goDown(d.tally.scaleUp, end - begin)
  d.line.markUndetected(nodes.count + rack)
  for (let node = begin; node < end; node++) d.ports.compute().nodeStalled(node)
  d.ctx.emit({ kind: 'nodeFaulted', node: begin, faultClass: d.tally.scaleUp })
  const delayMs = roundMs(sample(d.ctx.scenario.faults.detection.explicit, uniformOf(nodes.key0[begin], nodes.key1[begin], PURPOSE.detection, RACK_DRAWS + n)))
  d.ctx.kernel.schedule(d.detectRack, rack, d.ctx.kernel.now + delayMs, RACK_DRAWS + n)
}

function rackDetected(d: Domain, rack: number, drawn: number): void {
  const { nodes, racks } = d.ctx.world
  for (let node = racks.nodeBegin[rack]; node < racks.nodeBegin[rack + 1]; node++) d.ports.compute().faultDetected(node, 'hw')
  d.line.triage(nodes.count + rack, drawn)
}

function rackReturned(d: Domain, rack: number): void {
  const { nodeBegin } = d.ctx.world.racks
  d.tally.comeBack(d.tally.scaleUp, nodeBegin[rack + 1] - nodeBegin[rack])
}

function cureOf(d: Domain, unit: number): Cure {
  if (unit >= d.ctx.world.nodes.count) return d.cures.scaleUp
  const kind = d.table.col.kind[unit]
  const cure = d.quarantine.isHeld(unit) ? d.cures.quarantine[kind] : (kindAt(d, kind)?.cure ?? d.cures.byHand)
  const { rackRepairs } = d.ctx.scenario.faults
  return rackRepairs !== undefined && d.racks?.takesRack(unit) === true ? { ...cure, people: rackRepairs.people } : cure
}

function curesOf({ repair, quarantine, scaleUpFaults }: Scenario['faults'], mix: FaultMix): Cures {
  return {
    byHand: { autoFix: 0, people: 1, hands: repair },
    quarantine: mix.kinds.map(({ cure }) => ({ ...cure, hands: quarantine?.repair ?? cure.hands })),
    scaleUp: { autoFix: scaleUpFaults?.autoFix ?? 0, people: scaleUpFaults?.people ?? 1, part: 'switch-tray', hands: scaleUpFaults?.repair ?? repair },
  }
}

function expose(d: Domain, node: number, on: boolean): void {
  d.clocks.expose(node, on)
  if (on && d.table.col.shocked[node] === 1) restored(d, node)
}

/** Power came back to a node that ran before; the uniform is numbered by the node's own power losses. */
function restored(d: Domain, node: number): void {
  const { shocks, shocked } = d.table.col
  const { key0, key1 } = d.ctx.world.nodes
  const shock = shocks[node]
  shocked[node] = 0
  shocks[node] += 1
  if (d.line.stageOf(node) !== NODE_STAGE.healthy) return
  if (uniformOf(key0[node], key1[node], PURPOSE.trip, shock) >= d.noReturn) return
  d.tally.count(d.tally.noReturn)
  goDown(d, node, d.tally.noReturn)
  d.line.repairByHand(node, SHOCK_DRAWS + shock, 'noReturn')
}

function arrivedDead(d: Domain, node: number): void {
  d.tally.count(d.tally.deadOnArrival)
  goDown(d, node, d.tally.deadOnArrival)
  d.line.repairByHand(node, ARRIVAL_DRAW, 'deadOnArrival')
}

function updateFailed(d: Domain, node: number, draw: number): void {
  if (d.line.stageOf(node) !== NODE_STAGE.healthy) return
  d.tally.count(d.tally.failedUpdate)
  goDown(d, node, d.tally.failedUpdate)
  d.ctx.emit({ kind: 'nodeFaulted', node, faultClass: d.tally.failedUpdate })
  d.line.triage(node, UPDATE_DRAWS + draw)
}

/** As a node that lost its power and did not return, which every site knows. */
function failNow(d: Domain, node: number): boolean {
  if (!d.clocks.isExposed(node) || d.line.stageOf(node) !== NODE_STAGE.healthy) return false
  d.tally.count(d.tally.noReturn)
  goDown(d, node, d.tally.noReturn)
  d.ctx.emit({ kind: 'nodeFaulted', node, faultClass: d.tally.noReturn })
  d.line.repairByHand(node, DRILL_DRAW, 'noReturn')
  return true
}

function createDomain(ctx: DomainContext, ports: FaultsPorts): Domain {
  const { world, kernel, state } = ctx
  const { faults, facility } = ctx.scenario
  const mix = faultMix(faults)
  const ageing = ageLawOf(faults)
  const initialAgeMs = facility.burnIn.duration
  const perAcceleratorMs = mix.perAcceleratorMs * ordinaryShare(faults)
  const burnInFaults = (node: number): number => perAcceleratorMs * world.nodes.accelerators[node] * (faults.lemons?.factor ?? 1) * matureMs(ageing, 0, initialAgeMs)
  const ofNodes = nodeShare(mix)
  const expectedFaults = (node: number): number => ofNodes * perAcceleratorMs * world.nodes.accelerators[node] * matureMs(ageing, initialAgeMs, d.clocks.exposureMs(node))
  const lemons = createLemons(state, world, faults, burnInFaults)
  const hazard = { perAcceleratorMs, ageing, initialAgeMs, factorOf: lemons.factorOf }
  const { retest, deadOnArrival } = facility.burnIn
  const racks = createRackRepairs(state, world, ports.gates, faults.rackRepairs !== undefined)
  const repair = {
    racks, triageMs: faults.triage, requalificationMs: faults.requalification, requalificationBy: faults.requalificationBy, afterRepair: faults.afterRepair, withRacks: faults.scaleUpFaults !== undefined,
    retest: retest === undefined ? undefined : { durationMs: retest, failure: deadOnArrival },
  }
  const d: Domain = {
    ctx, ports, mix, lemons, racks,
    common: commonKinds(faults),
    noReturn: faults.noReturn,
    cures: curesOf(faults, mix),
    table: registerNodes(ctx),
    tally: createTally(state, kernel, mix, faults.commonCauses, faults.supplyUnits !== undefined),
    clocks: createHazardClocks(state, kernel, world, hazard, node => strike(d, node)),
    quarantine: createQuarantine(state, kernel, world.nodes.count, faults, expectedFaults),
    line: createRepairLine(state, kernel, world, repair, ports, {
      cureOf: unit => cureOf(d, unit),
      replaced(node) {
        d.clocks.rebase(node, () => lemons.renew(node), true)
        d.quarantine.renew(node)
      },
      returned: unit => returned(d, unit),
    }),
    supplies: createSupplyUnits(ctx, faults.supplyUnits, {
      isWorking: node => d.clocks.isExposed(node) && d.line.stageOf(node) === NODE_STAGE.healthy,
      failed: () => d.tally.count(d.tally.common + faults.commonCauses.length),
      lost: (node, n) => failByShock(d, node, faults.commonCauses.length, n),
      slowed: (node, speed) => d.ports.compute().nodeSlowed(node, speed),
    }),
    detect: kernel.command('faults.detected', Phase.fault, (node, drawn) => detected(d, node, drawn)),
    detectRack: kernel.command('faults.rackDetected', Phase.fault, (rack, drawn) => rackDetected(d, rack, drawn)),
  }
  return d
}

/** Creates the faults domain. `ports.compute` is asked late, because compute is built after faults. */
export function createFaults(ctx: DomainContext, ports: FaultsPorts): Faults {
  const d = createDomain(ctx, ports)
  const { scaleUpFaults, commonCauses, stress } = ctx.scenario.faults
  const common = createCommonCauses(ctx, ports.gates, commonCauses, {
    isExposed: node => d.clocks.isExposed(node),
    struck: cause => d.tally.count(d.tally.common + cause),
    taken: (cause, nodes) => d.tally.goDown(d.tally.common + cause, nodes),
    restored: (cause, nodes) => d.tally.comeBack(d.tally.common + cause, nodes),
    fail: (node, cause, shock) => failByShock(d, node, cause, shock),
  })
  const scaleUp = scaleUpFaults === undefined ? undefined : createScaleUpFaults(ctx, scaleUpFaults.rate, (rack, n) => strikeRack(d, rack, n))
  return {
    start() {
      scaleUp?.start()
      common?.start()
      d.supplies?.start()
    },
    nodeExposed: (node, on) => expose(d, node, on),
    nodePowerLost(node) {
      d.table.col.shocked[node] = 1
    },
    blockStressed: d.clocks.setStress,
    blockHeated: stress === undefined ? undefined : (block, inletC) => d.clocks.setStress(block, xFactor(inletC) / xFactor(stress.reference)),
    technicianArrived: d.line.technicianArrived,
    partArrived: d.line.partArrived,
    deadOnArrival: node => arrivedDead(d, node),
    updateFailed: (node, draw) => updateFailed(d, node, draw),
    failNow: node => failNow(d, node),
    isLemon: node => d.lemons.factorOf(node) > 1,
    nodeStage: d.line.stages,
    faultOf: node => d.table.col.kind[node],
    summary: d.tally.summary,
    exposure: node => ({ nowMs: d.clocks.exposureMs(node), nextMs: d.clocks.targetMs(node) }),
  }
}
