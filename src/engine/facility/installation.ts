/**
 * Staged racks into service: installation by the crews of their block (racks in order of staging), burn-in, acceptance. Crews
 * wait for the building and, unless construction power is enough, for the block to be energised; burn-in always waits for it, and for the network.
 */
import { PURPOSE, uniformOf } from '../../base/rng.ts'
import { installationSteps } from '../../scenario/installation-steps.ts'
import { Phase, type CommandType } from '../kernel/kernel.ts'
import { type DomainContext, forNodesOn, type GatePort } from '../ports.ts'
import { type LotGates, lotGates } from './lot-gates.ts'
import { createInstallationLine, type InstallationLine } from './installation-line.ts'
import { RACK_STAGE, type RackStages } from './rack-stage.ts'

export interface InstallationPorts {
  readonly gates: GatePort
  /** A node failed burn-in and goes to repair; called before its rack is accepted. */
  readonly deadOnArrival: (node: number) => void
  /** Racks of a lot stand on a place where others stood; called before their burn-in. */
  readonly replaced?: (rack: number, lot: number) => void
}

/** What burn-in waits for besides power. */
export type IsNetworked = (block: number) => boolean

export interface Installation {
  /** A rack of a lot is staged for its place, which is free or about to be cleared. */
  stage(lot: number, rack: number): void
  /** The building of the block is handed over to the crews. */
  buildingReady(block: number): void
  /** The block is energised for the first time; later calls do nothing. */
  energised(block: number): void
  isEnergised(block: number): boolean
  /** The network of the block has come. */
  networked(block: number): void
  /** Closes the gates of a rack of a lot that will be installed. */
  announce(lot: number, rack: number): void
  /** A rack that stands in service from the start. */
  standing(rack: number): void
}

interface Yard {
  readonly ctx: DomainContext
  readonly ports: InstallationPorts
  readonly stages: RackStages
  /** Of the first step, or of all there is. */
  readonly slots: number
  readonly durationMs: number
  /** The steps after it; undefined where crews do all at once. */
  readonly line: InstallationLine | undefined
  readonly isNetworked: IsNetworked
  readonly blocks: ReturnType<typeof registerBlocks>
  readonly gates: LotGates
  /** Rows queueBegin[b] … hold the staged racks of block b in order of staging. */
  readonly queue: ReturnType<typeof registerQueue>
  readonly queueBegin: Int32Array
  readonly places: ReturnType<typeof registerPlaces>
  readonly types: { installed: CommandType; accepted: CommandType }
}

function registerBlocks(ctx: DomainContext) {
  return ctx.state.table('facility.blocks', ctx.world.blocks.count, { staged: 'i32', begun: 'i32', busy: 'i32', building: 'u8', energised: 'u8' })
}

/** The queues of the blocks, see `Yard.queue`: a row for every rack of every lot. */
function registerQueue({ state, world }: DomainContext) {
  return state.table('facility.installQueue', world.lots.rackCount.reduce((sum, racks) => sum + racks, 0), { rack: 'i32' })
}

/** `lot`: whose rack stands on a place or is staged for it. `awaitsPower`: it is installed, but burn-in cannot begin for want of power or of the network. */
function registerPlaces({ state, world }: DomainContext) {
  return state.table('facility.places', world.racks.count, { lot: 'i32', awaitsPower: 'u8' })
}

/** First row of every block in the queue. */
function queueBegins({ blocks, lots }: DomainContext['world']): Int32Array {
  const begin = new Int32Array(blocks.count + 1)
  for (let lot = 0; lot < lots.count; lot++) begin[lots.block[lot] + 1] += lots.rackCount[lot]
  for (let block = 0; block < blocks.count; block++) begin[block + 1] += begin[block]
  return begin
}

/** Puts free crews of a block to staged racks. */
function install(y: Yard, block: number): void {
  const { staged, begun, busy, building, energised } = y.blocks.col
  const { installation } = y.ctx.scenario.facility
  if (building[block] === 0 || (installation.needsPower && energised[block] === 0)) return
  const firstRow = y.queueBegin[block]
  while (busy[block] < y.slots && begun[block] < staged[block]) {
    const rack = y.queue.col.rack[firstRow + begun[block]]
    begun[block] += 1
    busy[block] += 1
    y.stages.enter(rack, RACK_STAGE.installing)
    const isSwap = y.ctx.world.lots.predecessor[y.places.col.lot[rack]] >= 0
    const ms = y.durationMs + (isSwap ? installation.removal : 0)
    if (ms === 0) stand(y, rack)
    else y.ctx.kernel.schedule(y.types.installed, rack, y.ctx.kernel.now + ms)
  }
}

/** The crews are done with a rack, or with its first step. */
function stand(y: Yard, rack: number): void {
  y.blocks.col.busy[y.ctx.world.racks.block[rack]] -= 1
  if (y.line === undefined) standUp(y, rack)
  else y.line.enter(rack)
}

/** A rack is installed: it burns in as soon as there is power. */
function standUp(y: Yard, rack: number): void {
  const block = y.ctx.world.racks.block[rack]
  const lot = y.places.col.lot[rack]
  if (y.ctx.world.lots.predecessor[lot] >= 0) y.ports.replaced?.(rack, lot)
  y.gates.open(lot, rack, 'install')
  if (mayBurnIn(y, block)) burnIn(y, rack)
  else y.places.col.awaitsPower[rack] = 1
}

function installed(y: Yard, rack: number): void {
  stand(y, rack)
  install(y, y.ctx.world.racks.block[rack])
}

const mayBurnIn = (y: Yard, block: number): boolean => y.blocks.col.energised[block] === 1 && y.isNetworked(block)

function burnIn(y: Yard, rack: number): void {
  const { duration } = y.ctx.scenario.facility.burnIn
  if (duration === 0) {
    accepted(y, rack)
    return
  }
  y.stages.enter(rack, RACK_STAGE.burnIn)
  y.ctx.kernel.schedule(y.types.accepted, rack, y.ctx.kernel.now + duration)
}

/** Burn-in is over. Nodes that failed it leave first, so that they never look open. */
function accepted(y: Yard, rack: number): void {
  const { nodes } = y.ctx.world
  const share = y.ctx.scenario.facility.burnIn.deadOnArrival
  const lot = y.places.col.lot[rack]
  y.stages.enter(rack, RACK_STAGE.inService)
  forNodesOn(y.ctx.world, lot, rack, node => {
    if (uniformOf(nodes.key0[node], nodes.key1[node], PURPOSE.commissioning, 0) < share) y.ports.deadOnArrival(node)
  })
  y.gates.open(lot, rack, 'burnIn')
  y.ctx.emit({ kind: 'rackAccepted', rack })
}

function energise(y: Yard, block: number): void {
  if (y.blocks.col.energised[block] === 1) return
  y.blocks.col.energised[block] = 1
  burnInAll(y, block)
  install(y, block)
}

/** Burn-in of all racks of a block that wait for it, once nothing keeps them from it. */
function burnInAll(y: Yard, block: number): void {
  if (!mayBurnIn(y, block)) return
  const { rackBegin } = y.ctx.world.blocks
  for (let rack = rackBegin[block]; rack < rackBegin[block + 1]; rack++) {
    if (y.places.col.awaitsPower[rack] === 0) continue
    y.places.col.awaitsPower[rack] = 0
    burnIn(y, rack)
  }
}

export function createInstallation(ctx: DomainContext, ports: InstallationPorts, stages: RackStages, isNetworked: IsNetworked): Installation {
  const types = { installed: 0, accepted: 0 }
  const steps = installationSteps(ctx.scenario.facility.installation)
  const begins = queueBegins(ctx.world)
  const y: Yard = {
    ctx, ports, stages, types, isNetworked,
    slots: steps[0].slots,
    durationMs: steps[0].durationMs,
    line: createInstallationLine(ctx, steps.slice(1), begins, rack => ctx.world.rackTypes[ctx.world.lots.type[y.places.col.lot[rack]]].liquidFraction > 0, rack => standUp(y, rack)),
    gates: lotGates(ctx.world, ports.gates),
    blocks: registerBlocks(ctx),
    queue: registerQueue(ctx),
    queueBegin: begins,
    places: registerPlaces(ctx),
  }
  types.installed = ctx.kernel.command('facility.installed', Phase.facility, rack => installed(y, rack))
  types.accepted = ctx.kernel.command('facility.accepted', Phase.facility, rack => accepted(y, rack))
  return {
    stage(lot, rack) {
      const block = ctx.world.racks.block[rack]
      y.places.col.lot[rack] = lot
      y.queue.col.rack[y.queueBegin[block] + y.blocks.col.staged[block]] = rack
      y.blocks.col.staged[block] += 1
      install(y, block)
    },
    buildingReady(block) {
      y.blocks.col.building[block] = 1
      install(y, block)
    },
    energised: block => energise(y, block),
    networked: block => burnInAll(y, block),
    isEnergised: block => y.blocks.col.energised[block] === 1,
    announce(lot, rack) {
      y.gates.close(lot, rack, 'install')
      y.gates.close(lot, rack, 'burnIn')
    },
    standing(rack) {
      stages.enter(rack, RACK_STAGE.inService)
      ctx.emit({ kind: 'rackAccepted', rack })
    },
  }
}
