/**
 * Staged racks into service: installation by the crews of their block (racks in order of staging), burn-in, acceptance. Crews
 * wait for the building and, unless construction power is enough, for the block to be energised; burn-in always waits for it.
 */
import { PURPOSE, uniformOf } from '../../base/rng.ts'
import { Phase, type CommandType } from '../kernel/kernel.ts'
import type { DomainContext, GatePort } from '../ports.ts'
import { installSlots } from './procurement.ts'
import { RACK_STAGE, type RackStages } from './rack-stage.ts'

export interface InstallationPorts {
  readonly gates: GatePort
  /** A node failed burn-in and goes to repair; called before its rack is accepted. */
  readonly deadOnArrival: (node: number) => void
}

export interface Installation {
  /** The rack is staged on site. */
  stage(rack: number): void
  /** The building of the block is handed over to the crews. */
  buildingReady(block: number): void
  /** The block is energised for the first time; later calls do nothing. */
  energised(block: number): void
  isEnergised(block: number): boolean
  /** Closes the gates of a rack that will be installed. */
  announce(rack: number): void
  /** A rack that stands in service from the start. */
  standing(rack: number): void
}

interface Yard {
  readonly ctx: DomainContext
  readonly ports: InstallationPorts
  readonly stages: RackStages
  readonly slots: number
  readonly blocks: ReturnType<typeof registerBlocks>
  /** Rows rackBegin[b] … hold the staged racks of block b in order of staging. */
  readonly queue: ReturnType<typeof registerQueue>
  readonly types: { installed: CommandType; accepted: CommandType }
}

function registerBlocks(ctx: DomainContext) {
  return ctx.state.table('facility.blocks', ctx.world.blocks.count, { staged: 'i32', begun: 'i32', busy: 'i32', building: 'u8', energised: 'u8' })
}

/** `rack`: the queues of the blocks, see `Yard.queue`. `awaitsPower`, by rack: installed, but burn-in cannot begin. */
function registerQueue(ctx: DomainContext) {
  return ctx.state.table('facility.installQueue', ctx.world.racks.count, { rack: 'i32', awaitsPower: 'u8' })
}

/** Puts free crews of a block to staged racks. */
function install(y: Yard, block: number): void {
  const { staged, begun, busy, building, energised } = y.blocks.col
  const { installation } = y.ctx.scenario.facility
  if (building[block] === 0 || (installation.needsPower && energised[block] === 0)) return
  const firstRow = y.ctx.world.blocks.rackBegin[block]
  while (busy[block] < y.slots && begun[block] < staged[block]) {
    const rack = y.queue.col.rack[firstRow + begun[block]]
    begun[block] += 1
    busy[block] += 1
    y.stages.enter(rack, RACK_STAGE.installing)
    y.ctx.kernel.schedule(y.types.installed, rack, y.ctx.kernel.now + installation.duration)
  }
}

function installed(y: Yard, rack: number): void {
  const block = y.ctx.world.racks.block[rack]
  y.blocks.col.busy[block] -= 1
  y.ports.gates.openRack(rack, 'install')
  if (y.blocks.col.energised[block] === 1) burnIn(y, rack)
  else y.queue.col.awaitsPower[rack] = 1
  install(y, block)
}

function burnIn(y: Yard, rack: number): void {
  y.stages.enter(rack, RACK_STAGE.burnIn)
  y.ctx.kernel.schedule(y.types.accepted, rack, y.ctx.kernel.now + Math.max(1, y.ctx.scenario.facility.burnIn.duration))
}

/** Burn-in is over. Nodes that failed it leave first, so that they never look open. */
function accepted(y: Yard, rack: number): void {
  const { nodes, racks } = y.ctx.world
  const share = y.ctx.scenario.facility.burnIn.deadOnArrival
  y.stages.enter(rack, RACK_STAGE.inService)
  for (let node = racks.nodeBegin[rack]; node < racks.nodeBegin[rack + 1]; node++) {
    if (uniformOf(nodes.key0[node], nodes.key1[node], PURPOSE.commissioning, 0) < share) y.ports.deadOnArrival(node)
  }
  y.ports.gates.openRack(rack, 'burnIn')
  y.ctx.emit({ kind: 'rackAccepted', rack })
}

function energise(y: Yard, block: number): void {
  if (y.blocks.col.energised[block] === 1) return
  y.blocks.col.energised[block] = 1
  const { rackBegin } = y.ctx.world.blocks
  for (let rack = rackBegin[block]; rack < rackBegin[block + 1]; rack++) {
    if (y.queue.col.awaitsPower[rack] === 0) continue
    y.queue.col.awaitsPower[rack] = 0
    burnIn(y, rack)
  }
  install(y, block)
}

export function createInstallation(ctx: DomainContext, ports: InstallationPorts, stages: RackStages): Installation {
  const types = { installed: 0, accepted: 0 }
  const y: Yard = { ctx, ports, stages, slots: installSlots(ctx.scenario.facility.installation), blocks: registerBlocks(ctx), queue: registerQueue(ctx), types }
  types.installed = ctx.kernel.command('facility.installed', Phase.facility, rack => installed(y, rack))
  types.accepted = ctx.kernel.command('facility.accepted', Phase.facility, rack => accepted(y, rack))
  return {
    stage(rack) {
      const block = ctx.world.racks.block[rack]
      y.queue.col.rack[ctx.world.blocks.rackBegin[block] + y.blocks.col.staged[block]] = rack
      y.blocks.col.staged[block] += 1
      install(y, block)
    },
    buildingReady(block) {
      y.blocks.col.building[block] = 1
      install(y, block)
    },
    energised: block => energise(y, block),
    isEnergised: block => y.blocks.col.energised[block] === 1,
    announce(rack) {
      ports.gates.closeRack(rack, 'install')
      ports.gates.closeRack(rack, 'burnIn')
    },
    standing(rack) {
      stages.enter(rack, RACK_STAGE.inService)
      ctx.emit({ kind: 'rackAccepted', rack })
    },
  }
}
