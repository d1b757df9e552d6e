/** All state of the electrical half in registered tables, with what the parts of this folder share. */
import { type EntityKey, entityKey } from '../../base/rng.ts'
import type { DomainContext, GatePort, PowerView } from '../ports.ts'
import { LOAD_CLASS_COUNT } from '../ports.ts'
import { type BankState, createBankState } from './ups-bank.ts'
import type { Flow } from './flow.ts'
import { createSiteFlow } from './network.ts'
import { type PowerPlan, powerPlan } from './plan.ts'

/** What power needs from its neighbours. */
export interface PowerPorts {
  readonly gates: GatePort
  requestSettle(block: number): void
  /** Tells whoever waits for power (commissioning, installation) that a block is energised. */
  readonly blockEnergised?: (block: number) => void
  /** What cooling asks for on the design day, W by block; the scenario's allowance when absent. */
  readonly mechanicalDesignW?: (block: number) => number
}

/** Where a block's power comes from. */
export const MODE = { off: 0, utility: 1, battery: 2, island: 3, dead: 4 } as const

const BLOCK_COLUMNS = {
  mode: 'u8',
  /** 1 while the live supply covers the block's design power. */
  covered: 'u8',
  /** Cause that holds the block's gate, as index + 1 of CAUSES; 0 none. */
  gate: 'u8',
  transformersUp: 'i32',
  /** Standby: sets running, demands so far. */
  running: 'i32',
  demands: 'u32',
  /** Battery charge, 0–1, at `chargeMs`, and its change per ms since. */
  charge: 'f64', chargeMs: 'f64', chargeRate: 'f64',
  /** Handles of pending commands, 0 none. */
  nextStep: 'f64', retry: 'f64', batteryEnd: 'f64', retransfer: 'f64', recharged: 'f64', shedAgain: 'f64',
  /** Racks opened from the end of the block's list for want of power, why (as `gate`), and when last. */
  shed: 'i32', shedCause: 'u8', shedMs: 'f64',
  mechanicalW: 'f64', lossW: 'f64', roomLossW: 'f64', busbarW: 'f64',
} as const

const createTables = (plan: PowerPlan, ctx: DomainContext) => {
  const { state, world } = ctx
  const setCount = plan.blocks.reduce((sum, block) => sum + (block.standby?.count ?? 0), 0)
  const systemCount = plan.blocks.reduce((sum, block) => sum + block.topology.systems, 0)
  return {
    feeds: state.table('power.feeds', plan.feeds.length, { energisedW: 'f64', interruptions: 'i32' }),
    plants: state.table('power.plants', plan.plants.length, { inService: 'u8', up: 'i32', deliversW: 'f64' }),
    blocks: state.table('power.blocks', plan.blocks.length, BLOCK_COLUMNS),
    systems: state.table('power.systems', systemCount, { modulesUp: 'i32', up: 'u8' }),
    sets: state.table('power.sets', setCount, { state: 'u8', starts: 'u32', repairs: 'u32', failure: 'f64' }),
    /** Cause that holds a rack's gate, as index + 1 of CAUSES. */
    racks: state.table('power.racks', world.racks.count, { gate: 'u8', dead: 'u8' }),
    energised: state.table('power.energised', plan.blocks.length, { isOn: 'u8' }),
    granted: state.table('power.granted', plan.blocks.length * LOAD_CLASS_COUNT, { it: 'f64' }),
    mechanical: state.table('power.mechanical', plan.blocks.length, { grantedW: 'f64' }),
    supply: state.scalars('power.supply', { substationUp: plan.substation?.count ?? 0, substationW: 0, directW: 0, plantsW: 0, ambientC: 20, changed: 0 }),
    totals: state.scalars('power.totals', { gridW: 0, generationW: 0, lossW: 0, itW: 0, mechanicalW: 0, fuelW: 0, busbarW: 0 }),
  }
}

export interface PowerSite extends ReturnType<typeof createTables> {
  readonly ctx: DomainContext
  readonly ports: PowerPorts
  readonly plan: PowerPlan
  readonly flow: Flow
  readonly view: PowerView
  /** First row of a block's systems and sets in their tables. */
  readonly systemBegin: Int32Array
  readonly setBegin: Int32Array
  /** Block of each set. */
  readonly setBlock: Int32Array
  readonly setPath: readonly string[]
  readonly setKey: readonly EntityKey[]
  readonly blockKey: readonly EntityKey[]
  /** Scratch of the UPS systems by block; filled from the tables before every use. */
  readonly banks: readonly BankState[]
}

function begins(counts: readonly number[]): Int32Array {
  const begin = new Int32Array(counts.length + 1)
  counts.forEach((count, i) => {
    begin[i + 1] = begin[i] + count
  })
  return begin
}

export function createPowerSite(ctx: DomainContext, ports: PowerPorts): PowerSite {
  const plan = powerPlan(ctx.scenario, ctx.world, ports.mechanicalDesignW)
  const tables = createTables(plan, ctx)
  const setPath = plan.blocks.flatMap(block => Array.from({ length: block.standby?.count ?? 0 }, (_, i) => `${block.path}/generator[${i}]`))
  const setBlock = plan.blocks.flatMap((block, b) => new Array<number>(block.standby?.count ?? 0).fill(b))
  return {
    ...tables,
    ctx,
    ports,
    plan,
    flow: createSiteFlow(ctx.state, 'power.flow', plan),
    view: {
      energised: tables.energised.col.isOn,
      grantedW: tables.granted.col.it,
      mechanicalGrantedW: tables.mechanical.col.grantedW,
      rackDead: tables.racks.col.dead,
      totals: tables.totals,
    },
    systemBegin: begins(plan.blocks.map(block => block.topology.systems)),
    setBegin: begins(plan.blocks.map(block => block.standby?.count ?? 0)),
    setBlock: Int32Array.from(setBlock),
    setPath,
    setKey: setPath.map(path => entityKey(ctx.world.root, path)),
    blockKey: plan.blocks.map(block => entityKey(ctx.world.root, `${block.path}/standby`)),
    banks: plan.blocks.map(block => createBankState(block.topology)),
  }
}

/** Cancels the command of a handle column and clears it. */
export function cancelAt(p: PowerSite, handles: Float64Array, row: number): void {
  if (handles[row] === 0) return
  p.ctx.kernel.cancel(handles[row])
  handles[row] = 0
}
