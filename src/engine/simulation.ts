/**
 * The one place that wires the domains. A simulation is a scenario, its inputs and a run key; it advances by events, can be
 * snapshotted, restored and hashed at any instant, and reads out as plain columns.
 */
import type { RunResult } from '../results/run-result.ts'
import type { Scenario } from '../scenario/schema/scenario.ts'
import { assembleWorld, type RunKey } from './assemble.ts'
import { joinAssets } from './assets.ts'
import { createCapacityReport } from './capacity-report.ts'
import { createChronicle } from './chronicle.ts'
import { collectResult } from './collect.ts'
import { type Compute, createCompute } from './compute/compute.ts'
import { createCooling } from './cooling/cooling.ts'
import { ALL_BLOCKS, type Coupling, createCoupling } from './coupling.ts'
import type { EngineEvent } from './events.ts'
import { createFabric } from './fabric/fabric.ts'
import { createFacility, type Facility } from './facility/facility.ts'
import { type Access, createAccess } from './facility/access.ts'
import type { Work } from './facility/work.ts'
import { createFireZones, type FireZones } from './facility/zones.ts'
import { createFaults, type Faults } from './faults/faults.ts'
import { createKernel, type Kernel, type RunStatus } from './kernel/kernel.ts'
import { createState, hashState, restoreState, snapshotState, type State, type StateSnapshot } from './kernel/state.ts'
import { createBlockBook } from './ledger/block-book.ts'
import { createLedger } from './ledger/ledger.ts'
import { createMeter } from './ledger/meter.ts'
import { createMetrics, type Metrics } from './metrics/metrics.ts'
import { causeTurnsOff } from './ledger/causes.ts'
import type { AssetPort, AssetRepairPort, Cause, ComputePort, CoolingPort, DomainContext } from './ports.ts'
import { createPower, type Power } from './power/power.ts'
import { createSceneRecorder, noteZones, zonePlaces } from './scene-layers.ts'
import { createCalendar } from '../scenario/calendar.ts'
import { createSiteWork, crewsOf } from './site-work.ts'
import { planPhases } from './site/phases.ts'
import { createSite, type SitePorts } from './site/site.ts'
import { type EngineInputs, irradianceOf, weatherOf } from './weather.ts'

export interface RunOptions extends RunKey {
  /** Keep change logs for scrubbing. */
  readonly record: boolean
}

export interface Simulation {
  readonly horizonMs: number
  /** All equipment that can be taken out of service. */
  readonly assets: AssetPort
  /** Undefined where the scenario has no fires. */
  readonly fireZones: FireZones | undefined
  nowMs(): number
  events(): number
  /** Executes events with time ≤ untilMs, at most `maxEvents`. */
  run(untilMs: number, maxEvents: number): RunStatus
  /** The run so far as columns; windows not yet closed are zero. */
  result(): RunResult
  snapshot(): StateSnapshot
  restore(snapshot: StateSnapshot): void
  /** Hash over all engine state. */
  hash(): string
  /** Executed commands by kind. */
  stats(): { readonly name: string; readonly count: number }[]
  /** The last events, for bug reports. */
  trace(): string[]
}

/** Parts that are made after something that needs them; read only once the simulation is wired. */
interface Late {
  compute?: Compute
  faults?: Faults
  coupling?: Coupling
  metrics?: Metrics
  work?: Work
  access?: Access | undefined
}

function present<T>(part: T | undefined): T {
  if (part === undefined) throw new Error('a domain was used before the simulation was wired')
  return part
}

/** What gates tell when nodes come and go: compute schedules, faults run their hazard clocks only on nodes in service. */
function nodeListener(late: Late): Pick<ComputePort, 'nodeLost' | 'nodeGained'> {
  return {
    nodeLost(node: number, cause: Cause) {
      present(late.compute).nodeLost(node, cause)
      present(late.faults).nodeExposed(node, false)
      if (causeTurnsOff(cause)) present(late.faults).nodePowerLost(node)
    },
    nodeGained(node: number) {
      present(late.compute).nodeGained(node)
      present(late.faults).nodeExposed(node, true)
    },
  }
}

/** Equipment that fails asks for a crew where the file names crews. */
function repairsOf(scenario: Scenario, late: Late): AssetRepairPort | undefined {
  return crewsOf(scenario) === undefined ? undefined : { assetFailed: (path, workMs) => present(late.work).assetFailed(path, workMs) }
}

/** Who is told what weather, water and the ground do. */
function sitePorts(gates: SitePorts['gates'], cooling: CoolingPort, power: Power, feedCount: number, requestSettle: (block: number) => void): SitePorts {
  return {
    gates,
    airSideLeft: cooling.setAirSide,
    hailStruck: cooling.strikeCoolers,
    waterSupplied: cooling.setWaterSupply,
    lightningStruck(share, retained, durationMs) {
      if (feedCount > 0) power.sagFeed(Math.floor(share * feedCount), retained, durationMs)
    },
    weatherChanged(weather) {
      cooling.setWeather(weather)
      power.setWeather(weather)
      requestSettle(ALL_BLOCKS)
    },
  }
}

/** What fire does to a zone is written down, and crews are where they may be. */
function zonesChanged(late: Late, facility: Pick<Facility, 'techniciansChanged'>, fireZones: FireZones | undefined, recorder: Parameters<typeof noteZones>[0]): void {
  noteZones(recorder)
  if (fireZones?.people.hasChanged() !== true) return
  late.work?.accessChanged()
  facility.techniciansChanged()
}

/** What a host may do with a run, whatever is in it. */
function controls(kernel: Kernel, state: State, horizonMs: number): Omit<Simulation, 'assets' | 'fireZones' | 'result'> {
  return {
    horizonMs,
    nowMs: () => kernel.now,
    events: () => kernel.executed,
    run: (untilMs, maxEvents) => kernel.run(Math.min(untilMs, horizonMs), maxEvents),
    snapshot: () => snapshotState(state),
    restore: snapshot => restoreState(state, snapshot),
    hash: () => hashState(state),
    stats: () => kernel.stats(),
    trace: () => kernel.trace().map(entry => `${entry.atMs} ms ${entry.name} ${entry.entity}`),
  }
}

export function createSimulation(scenario: Scenario, inputs: EngineInputs, options: RunOptions): Simulation {
  const state = createState()
  const kernel = createKernel(state)
  const world = assembleWorld(scenario, options)
  const late: Late = {}
  const chronicle = createChronicle(kernel, state)
  const emit = (event: EngineEvent): void => {
    late.metrics?.onEvent(event)
    chronicle.onEvent(event)
  }
  const ctx: DomainContext = { world, scenario, kernel, state, emit }
  const compute = (): Compute => present(late.compute)
  const listener = nodeListener(late)
  const meter = createMeter(world, state, { scenario, carbon: inputs.carbon ?? null, ambientC: () => site.weather.dryBulbC, keepsIntervals: options.record })
  const ledger = createLedger(world, kernel, state, {
    nodes: () => listener,
    beforeClose: () => {
      compute().settleAll()
      present(late.coupling).postEnergy()
    },
    afterClose: window => {
      late.metrics?.closeWindow(window)
      recorder?.sample()
    },
  }, meter)
  const { gates } = ledger
  const books = createBlockBook(world, kernel, state)
  const requestSettle = (block: number): void => present(late.coupling).request(block)
  const phases = planPhases(scenario, world)
  const commissioned = (block: number): void => {
    power.blockCommissioned(block)
    cooling.blockCommissioned(block)
  }
  const facility = createFacility(ctx, { gates, commissioned, teams: () => present(late.work), isRackClosed: rack => fireZones?.people.isRackClosed(rack) === true, releases: phases.releases, testOnSets: (block, spanMs) => power.integratedTest(block, spanMs), repair: () => present(late.faults), deadOnArrival: node => present(late.faults).deadOnArrival(node), replaced: (rack, lot) => compute().rackReplaced(rack, lot) })
  const repairs = repairsOf(scenario, late)
  const power = createPower(ctx, { gates, requestSettle, repairs, blockEnergised: facility.blockEnergised, isCommissioned: facility.isCommissioned, equipment: facility.equipment, itLoad: () => compute().load, syncGroupOf: rack => compute().rackJob(rack), irradiance: irradianceOf(scenario, world.root, inputs) })
  const cooling = createCooling(ctx, { gates, requestSettle, repairs, isCommissioned: facility.isCommissioned })
  const assets = joinAssets([power.assets, cooling.assets])
  const weather = weatherOf(scenario, world.root, inputs)
  const fireZones: FireZones | undefined = createFireZones(ctx, { gates, assets, alarmed: block => late.work?.alarmed(block), changed: () => zonesChanged(late, facility, fireZones, recorder) })
  late.work = createSiteWork(ctx, weather, { assets, gates, isCurtailed: power.isCurtailed, workedNearby: fireZones?.workedNearby, isClosed: fireZones?.people.isAssetClosed, peopleFree: facility.techniciansChanged, access: () => (late.access = createAccess(ctx, () => present(late.work), () => noteZones(recorder))) })
  const fabric = createFabric(ctx, { gates, compute })
  late.compute = createCompute(ctx, { gates, ledger: ledger.accounts, fabric: () => fabric, localHour: createCalendar(scenario.site.location.timezone, world.startDay).localHour, requestSettle, traces: inputs.traces })
  late.faults = createFaults(ctx, { gates, facility, compute })
  late.coupling = createCoupling(ctx, power, cooling, compute, ledger.energy, books)
  late.metrics = createMetrics(world, state, { power: power.view, cooling: cooling.view, jobs: late.compute.jobs })
  const recorder = options.record ? createSceneRecorder(ctx, { gates, compute: late.compute, cooling: cooling.view, fireZones, access: late.access }) : undefined
  const site = createSite(ctx, weather, phases.milestones, sitePorts(gates, cooling, power, Object.keys(scenario.grid.feeds).length, requestSettle))
  const capacity = createCapacityReport({ world, scenario, power, facility, now: () => kernel.now, extremes: weather.designDay })
  cooling.setWeather(site.weather)
  power.setWeather(site.weather)
  ledger.start()
  for (const part of [site, power, cooling, facility, fabric, late.compute, late.faults, late.work, fireZones]) part?.start()
  return {
    ...controls(kernel, state, world.horizonMs),
    assets,
    fireZones,
    result: () => collectResult({ ctx, options, ledger, meter, chronicle, metrics: present(late.metrics), recorder, compute: compute(), standbyHours: power.standbyHours, emissions: power.emissions, work: late.work?.summary, cooling, books, state, capacity, zones: zonePlaces({ fireZones, access: late.access }) }),
  }
}
