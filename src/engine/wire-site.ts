/**
 * Wires the domains of one site: its power, cooling, fabric, compute, people and ledger on a world of its own. Sites share nothing but the
 * kernel, the registry of state and what `simulation.ts` hands from one to the other.
 */
import { createCalendar, createZoneHours } from '../scenario/calendar.ts'
import type { RunResult } from '../results/run-result.ts'
import { ownerCount } from '../scenario/joint-services.ts'
import type { Scenario } from '../scenario/schema/scenario.ts'
import { joinAssets } from './assets.ts'
import { createCapacityReport } from './capacity-report.ts'
import { createChronicle } from './chronicle.ts'
import { collectResult } from './collect.ts'
import { type Compute, createCompute } from './compute/compute.ts'
import type { RoutingPort } from './compute/routing.ts'
import { createCooling } from './cooling/cooling.ts'
import { ALL_BLOCKS, type Coupling, createCoupling } from './coupling.ts'
import { createCriticalResource } from './critical-resource.ts'
import type { EngineEvent } from './events.ts'
import { createFabric, type Fabric } from './fabric/fabric.ts'
import { type Access, createAccess } from './facility/access.ts'
import { createFacility, type Facility } from './facility/facility.ts'
import type { Work } from './facility/work.ts'
import { createFireZones, type FireZones } from './facility/zones.ts'
import { createFaults, type Faults } from './faults/faults.ts'
import { createEventLog, type EventLog } from './event-log.ts'
import { createJobRecorder, type JobRecorder } from './job-log.ts'
import type { Kernel } from './kernel/kernel.ts'
import type { State } from './kernel/state.ts'
import { createBlockBook } from './ledger/block-book.ts'
import { causeTurnsOff } from './ledger/causes.ts'
import { createLedger } from './ledger/ledger.ts'
import { createMeter } from './ledger/meter.ts'
import { createMetrics, type Metrics } from './metrics/metrics.ts'
import type { AssetPort, AssetRepairPort, Cause, ComputePort, CoolingPort, DomainContext, GatePort, RepairPort, WidePort, World, PartsPool } from './ports.ts'
import { createPower, type Power } from './power/power.ts'
import { createSceneRecorder, noteZones, zonePlaces } from './scene-layers.ts'
import { createSiteWork, crewsOf } from './site-work.ts'
import { planPhases } from './site/phases.ts'
import { joinWide } from './site-transfers.ts'
import { createSite, type SitePorts } from './site/site.ts'
import { type EngineInputs, irradianceOf, weatherOf } from './weather.ts'
import type { SiteHands } from './hands.ts'
import type { LifeGround } from './life-observer.ts'
import type { RunOptions } from './simulation.ts'

/** What a site is made of and stands on. */
export interface SiteGround {
  readonly scenario: Scenario
  readonly inputs: EngineInputs
  readonly options: RunOptions
  readonly world: World
  readonly kernel: Kernel
  readonly state: State
  /** Hash over the state of this site. */
  readonly stateHash: () => string
  /** Who sends work between sites; undefined for the one site of a file. */
  readonly routing?: RoutingPort | undefined
  /** Its id where there are several. */
  readonly siteId?: string
  /** Ids of all sites, and the links over which data of the others comes; links in the order of the ids. */
  readonly siteIds?: readonly string[]
  readonly siteData?: WidePort
  /** Hears everything that happens at the site, where there are several. */
  /** Spare parts of the other sites. */
  readonly partsPool?: PartsPool | undefined
  readonly hear?: (event: EngineEvent) => void
}

/** One site of a run. */
export interface WiredSite {
  readonly assets: AssetPort
  /** Undefined where the scenario has no fires. */
  readonly fireZones: FireZones | undefined
  readonly compute: Compute
  /** A drill takes every block of the site, or gives them back. */
  readonly gates: Pick<GatePort, 'closeBlock' | 'openBlock'>
  emit(event: EngineEvent): void
  /** Firm power that nobody draws, W, as of the last settle. */
  headroomW(): number
  start(): void
  /** For those who tell the life of one accelerator or run. */
  readonly ground: LifeGround
  /** For those who change something in mid-run. */
  readonly hands: SiteHands
  /** The run of this site so far as columns. */
  result(): RunResult
}

/** Parts that are made after something that needs them; read only once the simulation is wired. */
interface Late {
  compute?: Compute
  faults?: Faults
  fabric?: Fabric
  coupling?: Coupling
  metrics?: Metrics
  work?: Work
  access?: Access | undefined
  jobLog?: JobRecorder | undefined
  eventLog?: EventLog | undefined
  observer?: (event: EngineEvent) => void
}

function present<T>(part: T | undefined): T {
  if (part === undefined) throw new Error('a domain was used before the simulation was wired')
  return part
}

/** Those who write down what happens, and decide nothing. */
function tellObservers({ observer, jobLog, eventLog }: Late, event: EngineEvent): void {
  observer?.(event)
  eventLog?.onEvent(event)
  jobLog?.onEvent(event)
}

/** Those of a run that records. */
function createWriters({ kernel, state, world, scenario }: DomainContext): Required<Pick<Late, 'jobLog' | 'eventLog'>> {
  return { jobLog: createJobRecorder(kernel, state, scenario.workload.map(({ id }) => id)), eventLog: createEventLog(kernel, state, world) }
}

/** Figures of a ledger window that has closed. */
function closeWindow({ metrics, compute }: Late, window: number): void {
  metrics?.closeWindow(window)
  compute?.closeWindow(window)
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

/** Whose repair people and parts have come for: nodes and racks by their numbers, the network beyond. */
function repairLines(late: Late, { nodes, racks }: World): RepairPort {
  const first = nodes.count + racks.count
  return {
    technicianArrived: unit => (unit < first ? present(late.faults).technicianArrived(unit) : present(late.fabric).technicianArrived(unit - first)),
    partArrived: unit => (unit < first ? present(late.faults).partArrived(unit) : present(late.fabric).partArrived(unit - first)),
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

/** Every node of a rack that serves fails; how many did. */
function failRack({ racks }: World, faults: Faults, rack: number): number {
  let failed = 0
  for (let node = racks.nodeBegin[rack]; node < racks.nodeBegin[rack + 1]; node++) failed += faults.failNow(node) ? 1 : 0
  return failed
}

export function wireSite({ scenario, inputs, options, world, kernel, state, stateHash, routing, siteId, siteIds, siteData, partsPool, hear }: SiteGround): WiredSite {
  const late: Late = {}
  const chronicle = createChronicle(kernel, state)
  const emit = (event: EngineEvent): void => {
    late.metrics?.onEvent(event)
    tellObservers(late, event)
    hear?.(event)
    chronicle.onEvent(event)
  }
  const ctx: DomainContext = { world, scenario, kernel, state, emit, partsPool }
  const compute = (): Compute => present(late.compute)
  const listener = nodeListener(late)
  const meter = createMeter(world, state, { scenario, carbon: inputs.carbon ?? null, ambientC: () => site.weather.dryBulbC, keepsIntervals: options.record })
  const ledger = createLedger(world, kernel, state, {
    nodes: () => listener, atHorizon: () => compute().settleOpen(),
    beforeClose: () => {
      compute().settleAll()
      present(late.coupling).postEnergy()
    },
    afterClose: window => {
      closeWindow(late, window)
      for (const log of [recorder, critical]) log?.sample()
    },
  }, meter, { split: scenario.ledger.slowdowns, losesDiscarded: scenario.ledger.discarded === 'lost', tenants: ownerCount(scenario) })
  const { gates } = ledger
  const critical = options.replication === 0 ? createCriticalResource(ctx, gates) : undefined
  const books = createBlockBook(world, kernel, state)
  const requestSettle = (block: number): void => present(late.coupling).request(block)
  const phases = planPhases(scenario, world)
  const commissioned = (block: number): void => [power, cooling].forEach(part => part.blockCommissioned(block))
  const facility = createFacility(ctx, { gates, commissioned, teams: () => present(late.work), isRackClosed: rack => fireZones?.people.isRackClosed(rack) === true, releases: phases.releases, testOnSets: (block, spanMs) => power.integratedTest(block, spanMs), repair: () => repairLines(late, world), deadOnArrival: node => present(late.faults).deadOnArrival(node), replaced: (rack, lot) => compute().rackReplaced(rack, lot) })
  const repairs = repairsOf(scenario, late)
  const power = createPower(ctx, { gates, requestSettle, repairs, blockEnergised: facility.blockEnergised, isCommissioned: facility.isCommissioned, equipment: facility.equipment, itLoad: () => compute().load, syncGroupOf: rack => compute().rackJob(rack), irradiance: irradianceOf(scenario, world.root, inputs) })
  const cooling = createCooling(ctx, { gates, requestSettle, repairs, isCommissioned: facility.isCommissioned })
  const assets = joinAssets([power.assets, cooling.assets])
  const weather = weatherOf(scenario, world.root, inputs)
  const fireZones: FireZones | undefined = createFireZones(ctx, { gates, assets, alarmed: block => late.work?.alarmed(block), changed: () => zonesChanged(late, facility, fireZones, recorder) })
  late.work = createSiteWork(ctx, weather, { assets, gates, isCurtailed: power.isCurtailed, workedNearby: fireZones?.workedNearby, isClosed: fireZones?.people.isAssetClosed, peopleFree: facility.techniciansChanged, access: () => (late.access = createAccess(ctx, () => present(late.work), () => noteZones(recorder))) })
  const fabric = (late.fabric = createFabric(ctx, { gates, compute, facility: () => facility }))
  const wide = joinWide(fabric, scenario.fabric.wan.regions.length, siteData)
  late.compute = createCompute(ctx, { gates, updateFailed: (node, draw) => present(late.faults).updateFailed(node, draw), ledger: ledger.accounts, fabric: () => fabric, wide: () => wide, localHour: createCalendar(scenario.site.location.timezone, world.startDay).localHour, hourIn: createZoneHours(scenario.site.location.timezone, world.startDay), requestSettle, traces: inputs.traces, requests: inputs.requests, routing, siteId, siteIds })
  late.faults = createFaults(ctx, { gates, facility, compute })
  late.coupling = createCoupling(ctx, power, cooling, compute, ledger.energy, books, late.faults.blockHeated)
  late.metrics = createMetrics(world, state, { power: power.view, cooling: cooling.view, jobs: late.compute.jobs })
  const recorder = options.record ? createSceneRecorder(ctx, { gates, compute: late.compute, cooling: cooling.view, fireZones, access: late.access, loads: fabric.loads, weather: () => site.weather }) : undefined
  if (options.record) Object.assign(late, createWriters(ctx))
  const site = createSite(ctx, weather, phases.milestones, sitePorts(gates, cooling, power, Object.keys(scenario.grid.feeds).length, requestSettle))
  const capacity = createCapacityReport({ world, scenario, power, facility, now: () => kernel.now, extremes: weather.designDay })
  for (const part of [cooling, power]) part.setWeather(site.weather)
  return {
    assets, fireZones, compute: late.compute, gates, emit, hands: { site: siteId ?? null, assets, feeds: Object.keys(scenario.grid.feeds), interruptFeed: (feed, durationMs) => power.interruptFeed(feed, kernel.now + 1, durationMs), rackCount: world.racks.count, failRack: rack => failRack(world, present(late.faults), rack), addMachine: cooling.addMachine },
    ground: { site: siteId ?? null, ctx, gates, accounts: ledger.accounts, view: late.compute.life, listen: observer => void (late.observer = observer) },
    headroomW: () => power.firmW() - power.view.totals.gridW - power.view.totals.generationW,
    start() {
      ledger.start()
      for (const part of [site, power, cooling, facility, fabric, late.compute, late.faults, late.work, fireZones]) part?.start()
    },
    result: () => collectResult({ ctx, options, ledger, meter, chronicle, metrics: present(late.metrics), recorder, compute: compute(), standbyHours: power.standbyHours, emissions: power.emissions, work: late.work?.summary, cooling, books, stateHash, capacity, faults: present(late.faults).summary(), critical, zones: zonePlaces({ fireZones, access: late.access }), jobLog: late.jobLog, eventLog: late.eventLog }),
  }
}
