/** All state of the electrical half in registered tables, with what the parts of this folder share. */
import { type EntityKey, entityKey } from '../../base/rng.ts'
import type { FailureAge } from '../../physics/failure-age.ts'
import { isIdealised } from '../../scenario/idealise/cause-groups.ts'
import type { AssetRepairPort, DomainContext, EquipmentDates, GatePort, ItLoad, PowerView } from '../ports.ts'
import { MONTHS, MONTH_COLUMNS, PERMIT_COLUMNS } from './air-permits.ts'
import { LOAD_CLASS_COUNT, REASON_COLUMNS, failureAgeOf } from '../ports.ts'
import { BREAKER_COLUMNS } from './breakers.ts'
import { type BankState, createBankState } from './ups-bank.ts'
import type { Flow } from './flow.ts'
import { FUEL_COLUMNS } from './fuel-tanks.ts'
import { GAS_STATE } from './gas-supply.ts'
import { createSiteFlow } from './network.ts'
import { NOT_SERVED_COLUMNS } from './not-served.ts'
import { type PowerPlan, powerPlan } from './plan.ts'
import { type RackDraws, createRackDraws } from './rack-draws.ts'
import { PLANT_COLUMNS } from './plants.ts'
import { HOUR_COLUMNS } from './run-hours.ts'
import { STORAGE_COLUMNS } from './site-storage.ts'
import { OUT_COLUMNS } from './taken.ts'

/** What power needs from its neighbours. */
export interface PowerPorts {
  readonly gates: GatePort
  requestSettle(block: number): void
  /** Tells whoever waits for power (commissioning, installation) that a block is energised. */
  readonly blockEnergised?: (block: number) => void
  /** Whether a block has passed its last level of commissioning, of which `blockCommissioned` tells; without it, all have. */
  readonly isCommissioned?: (block: number) => boolean
  /** Published load by rack; without it, racks count as equal parts of their block. */
  readonly itLoad?: () => ItLoad
  /** The job that holds most nodes of a rack, −1 for none: racks that stand and fall together. */
  readonly syncGroupOf?: (rack: number) => number
  /** Global horizontal irradiance by hour of the run, W/m², where the site has arrays. */
  readonly irradiance?: Float64Array
  /** Who repairs equipment; left out, each unit is repaired by itself. */
  readonly repairs?: AssetRepairPort | undefined
  /** What cooling asks for on the design day, W by block; the scenario's allowance when absent. */
  readonly mechanicalDesignW?: (block: number) => number
  /** Equipment with long lead times that feeds, plants and storage wait for; nothing when left out. */
  readonly equipment?: EquipmentDates | undefined
}

/** What kinds of sources deliver, and what fuel they burn, W. */
const NO_SOURCES = { standbyW: 0, upsW: 0, plantW: 0, solarW: 0, storageOutW: 0, storageInW: 0, dieselW: 0, gasW: 0 }

/** Where a block's power comes from. */
export const MODE = { off: 0, utility: 1, battery: 2, island: 3, dead: 4 } as const

/** Whether the governor looks at the racks of a block at every settle; `ended`: it does no more, but its caps are still in force. */
export const GOVERNED = { no: 0, yes: 1, ended: 2 } as const
/** Whether the capping controller knows the state of the systems; `since`: it has just come to know. */
export const ACTING = { not: 0, yes: 1, since: 2 } as const

const BLOCK_COLUMNS = {
  mode: 'u8',
  /** 1 while the live supply covers the block's design power. */
  covered: 'u8',
  /** Cause that holds the block's gate, as index + 1 of CAUSES; 0 none. */
  gate: 'u8',
  transformersUp: 'i32',
  /** Modules in service of the UPS of pumps and air handlers, where the file states them. */
  mechanicalModules: 'i32',
  /** Load per rating that its transformers may carry in this weather. */
  transformerAllowed: 'f64',
  /** Standby: sets running, demands so far. */
  running: 'i32',
  demands: 'u32',
  /** Battery charge, 0–1, at `chargeMs`, and its change per ms since. */
  charge: 'f64', chargeMs: 'f64', chargeRate: 'f64',
  /** Handles of pending commands, 0 none. */
  nextStep: 'f64', retry: 'f64', batteryEnd: 'f64', retransfer: 'f64', recharged: 'f64', shedAgain: 'f64',
  /** Racks opened for want of power, why (as `gate`), and when last. */
  shed: 'i32', dark: 'i32', shedCause: 'u8', shedMs: 'f64',
  /** `GOVERNED` while something in the block may exceed its rating or budget, so that every settle looks at racks one by one. */
  governed: 'u8',
  /** 1 when something changed from which the caps of a governed block follow. */
  isStale: 'u8',
  /** 1 while budgets or ratings, which racks share, hold them below their own caps. */
  isHeld: 'u8',
  /** `ACTING`; `relief` is the handle of the moment when the controller acts again. */
  acting: 'u8', relief: 'f64',
  /** When its sets were new, ms; Infinity before they are in service. */
  bornMs: 'f64',
  /** Where its racks hang (`CAUGHT`), and how often its switch was asked to transfer to the reserve. */
  caught: 'u8', catchDemands: 'u32',
  /** What the plant asks for. */
  mechanicalW: 'f64', lossW: 'f64', roomLossW: 'f64', busbarW: 'f64',
} as const

const createTables = (plan: PowerPlan, ctx: DomainContext) => {
  const { state, world } = ctx
  const setCount = plan.blocks.reduce((sum, block) => sum + (block.standby?.count ?? 0), 0)
  const systemCount = plan.blocks.reduce((sum, block) => sum + block.topology.systems, 0)
  return {
    feeds: state.table('power.feeds', plan.feeds.length, { energisedW: 'f64', interruptibleW: 'f64', interruptions: 'i32', plannedOutages: 'i32' }),
    plants: state.table('power.plants', plan.plants.length, PLANT_COLUMNS),
    permits: state.table('power.airPermits', plan.air.permits.length, PERMIT_COLUMNS),
    permitMonths: state.table('power.permitMonths', plan.air.permits.length * MONTHS, MONTH_COLUMNS),
    gas: state.scalars('power.gas', GAS_STATE),
    storage: state.table('power.storage', plan.storage.length, STORAGE_COLUMNS),
    solar: state.table('power.solar', plan.solar.length, { inService: 'u8' }),
    blocks: state.table('power.blocks', plan.blocks.length, BLOCK_COLUMNS),
    /**
     * `clock` is the overload clock of the breaker at `clockMs`, `used` the share of what the electronics stand, `loadFraction` the load per rating
     * since; `trip` and `handOver` are the handles of their crossings. In `bypass` the load is on the utility, with no battery behind it.
     */
    batteries: state.table('power.batteries', plan.blocks.length, { bornMs: 'f64', openStrings: 'i32', opened: 'u32', isRunning: 'u8' }),
    systems: state.table('power.systems', systemCount, { modulesUp: 'i32', up: 'u8', loadFraction: 'f64', clock: 'f64', clockMs: 'f64', trip: 'f64', used: 'f64', handOver: 'f64', bypass: 'u8' }),
    breakers: state.table('power.breakers', plan.breakers.length, BREAKER_COLUMNS),
    /** What the governor let through when it last looked, W: load by system × class, by breaker of busway and distribution units × class, and by block × class. */
    systemLoad: state.table('power.systemLoad', systemCount * LOAD_CLASS_COUNT, { w: 'f64' }),
    branchLoad: state.table('power.branchLoad', plan.breakers.length * LOAD_CLASS_COUNT, { w: 'f64' }),
    classLoad: state.table('power.classLoad', plan.blocks.length * LOAD_CLASS_COUNT, { w: 'f64' }),
    /** Position of the switch of each pair that has one (`SWITCH`), and how often it was asked to transfer. */
    pairs: state.table('power.pairs', plan.blocks.reduce((sum, block) => sum + block.pairs.length, 0), { position: 'u8', demands: 'u32' }),
    sets: state.table('power.sets', setCount, { state: 'u8', starts: 'u32', repairs: 'u32', failure: 'f64', hazard: 'f64', ...REASON_COLUMNS, ...HOUR_COLUMNS }),
    fuel: state.table('power.fuel', plan.blocks.length, FUEL_COLUMNS),
    /**
     * Contracts of interruptible power: random draws so far, calls and time used in `year`; whether it is called, since when and for how long,
     * handles of the begin and the end; the draw when it was announced; energy drawn beyond the call, up to `excessMs`.
     */
    curtailment: state.table('power.curtailment', plan.curtailment.length, {
      draws: 'u32', year: 'i32', usedMs: 'f64', calls: 'i32', isCalled: 'u8', sinceMs: 'f64', lengthMs: 'f64', pending: 'f64', ending: 'f64', baselineW: 'f64', excessWms: 'f64', excessMs: 'f64',
    }),
    /** 1 for blocks whose sets run for a call; handle of the next choice of them. */
    called: state.table('power.called', plan.blocks.length, { onCall: 'u8' }),
    calling: state.scalars('power.calling', { choose: 0 }),
    out: state.table('power.out', plan.blocks.length + 1, OUT_COLUMNS),
    /** Handles of pending commands after a sag, 0 none: UPS back on the mains, cooling without UPS back. */
    sagged: state.table('power.sagged', plan.blocks.length, { rideEnd: 'f64', restart: 'f64' }),
    /**
     * Cause that holds a rack's gate, as index + 1 of CAUSES; what of its load each system of its pair carries; whether it was opened for
     * want of power; the watts it had when the controller last acted, and those it may draw now (only kept in governed blocks).
     */
    racks: state.table('power.racks', world.racks.count, { gate: 'u8', dead: 'u8', firstShare: 'f64', secondShare: 'f64', shed: 'u8', frozenW: 'f64', allowedW: 'f64' }),
    /** What each block asks for by class, before anything is cut, and its floors. */
    asked: state.table('power.asked', plan.blocks.length * LOAD_CLASS_COUNT, { requestW: 'f64', leastW: 'f64' }),
    /** Floors of the racks that are live, by block × class. */
    minimum: state.table('power.minimum', plan.blocks.length * LOAD_CLASS_COUNT, { w: 'f64' }),
    energised: state.table('power.energised', plan.blocks.length, { isOn: 'u8' }),
    granted: state.table('power.granted', plan.blocks.length * LOAD_CLASS_COUNT, { it: 'f64' }),
    mechanical: state.table('power.mechanical', plan.blocks.length, { grantedW: 'f64' }),
    /** The draw from the grid and how much of it is ahead of the ramp limit, W, as of `atMs`. */
    ramp: state.scalars('power.ramp', { gridW: 0, aheadW: 0, atMs: 0 }),
    notServed: state.table('power.notServed', plan.blocks.length, NOT_SERVED_COLUMNS),
    supply: state.scalars('power.supply', { substationUp: plan.substation?.count ?? 0, substationAllowed: 1, throughW: 0, substationW: 0, directW: 0, curtailedW: 0, excessW: 0, excessWishW: 0, plantsW: 0, solarW: 0, storageW: 0, storageRequestW: 0, chargeW: 0, infeedsActing: 1, infeedRelief: 0, ambientC: 20, wetBulbC: 20, changed: 0 }),
    totals: state.scalars('power.totals', { gridW: 0, generationW: 0, lossW: 0, itW: 0, mechanicalW: 0, fuelW: 0, busbarW: 0, requestedW: 0, shortUtilityW: 0, shortCurtailW: 0, shortInternalW: 0, shortCoolingW: 0, shortPermitW: 0, ...NO_SOURCES }),
  }
}

export interface PowerSite extends ReturnType<typeof createTables> {
  readonly ctx: DomainContext
  readonly ports: PowerPorts
  readonly plan: PowerPlan
  readonly flow: Flow
  readonly view: PowerView
  /** First row of a block's systems, pairs and sets in their tables. */
  readonly systemBegin: Int32Array
  readonly pairBegin: Int32Array
  readonly setBegin: Int32Array
  /** First row of a block's breakers; those of the substation follow the last block. */
  readonly breakerBegin: Int32Array
  /** Block of each set. */
  readonly setBlock: Int32Array
  readonly setPath: readonly string[]
  readonly setKey: readonly EntityKey[]
  readonly setAge: FailureAge
  readonly blockKey: readonly EntityKey[]
  /** Scratch of the UPS systems by block; filled from the tables before every use. */
  readonly banks: readonly BankState[]
  /** Working memory of the governor, overwritten at every use. */
  readonly draws: RackDraws
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
  tables.blocks.col.bornMs.fill(Infinity)
  const setPath = plan.blocks.flatMap(block => Array.from({ length: block.standby?.count ?? 0 }, (_, i) => `${block.path}/generator[${i}]`))
  const setBlock = plan.blocks.flatMap((block, b) => new Array<number>(block.standby?.count ?? 0).fill(b))
  // Sums of what is granted: a cache, so no state.
  const itGrantedW = new Float64Array(plan.blocks.length)
  const { granted } = tables
  ctx.state.onRestore(() => {
    for (let block = 0; block < itGrantedW.length; block++) itGrantedW[block] = granted.col.it.subarray(block * LOAD_CLASS_COUNT, (block + 1) * LOAD_CLASS_COUNT).reduce((sum, w) => sum + w, 0)
  })
  return {
    ...tables,
    ctx,
    ports,
    plan,
    flow: createSiteFlow(ctx.state, 'power.flow', plan, isIdealised(ctx.scenario, 'powerCap')),
    view: {
      energised: tables.energised.col.isOn,
      grantedW: tables.granted.col.it,
      itGrantedW,
      mechanicalGrantedW: tables.mechanical.col.grantedW,
      rackDead: tables.racks.col.dead,
      totals: tables.totals,
    },
    systemBegin: begins(plan.blocks.map(block => block.topology.systems)),
    pairBegin: begins(plan.blocks.map(block => block.pairs.length)),
    setBegin: begins(plan.blocks.map(block => block.standby?.count ?? 0)),
    breakerBegin: begins(plan.blocks.map((_, block) => plan.breakers.filter(breaker => breaker.block === block).length)),
    setBlock: Int32Array.from(setBlock),
    setPath,
    setKey: setPath.map(path => entityKey(ctx.world.root, path)),
    setAge: failureAgeOf(ctx.scenario, 'standbySet'),
    blockKey: plan.blocks.map(block => entityKey(ctx.world.root, `${block.path}/standby`)),
    banks: plan.blocks.map(block => createBankState(block.topology)),
    draws: createRackDraws(plan.blocks),
  }
}

/** Cancels the command of a handle column and clears it. */
export function cancelAt(p: PowerSite, handles: Float64Array, row: number): void {
  if (handles[row] === 0) return
  p.ctx.kernel.cancel(handles[row])
  handles[row] = 0
}

/** True while the UPS of a block live on their batteries: without utility, or after a sag until they trust it again. */
export function isOnBattery(p: PowerSite, block: number): boolean {
  const mode = p.blocks.col.mode[block]
  return mode === MODE.battery || (mode === MODE.utility && p.sagged.col.rideEnd[block] !== 0)
}
