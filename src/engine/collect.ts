/** Reads a simulation out into plain columns. */
import { BUCKETS } from '../scenario/buckets.ts'
import type { BlockCapacity } from '../results/capacity.ts'
import type { BlockEfficiency, WaterTotals } from '../results/efficiency.ts'
import type { EnergyTotals, LedgerBooks, LedgerColumns, OnSiteTotals, RunCounts, RunResult, Series } from '../results/run-result.ts'
import type { ServiceColumns, ServiceTenant } from '../results/services.ts'
import type { TenantColumns } from '../results/tenants.ts'
import type { RunRecord } from '../results/runs.ts'
import type { WorkBook } from '../results/work.ts'
import type { ZonePlaces } from '../results/zones.ts'
import { jointServices } from '../scenario/joint-services.ts'
import type { RunOptions } from './simulation.ts'
import type { Chronicle } from './chronicle.ts'
import type { Compute } from './compute/compute.ts'
import type { Cooling } from './cooling/cooling.ts'
import { coolingInventory } from './cooling/inventory.ts'
import type { WaterBook } from './cooling/water-balance.ts'
import type { ServiceTenantSums } from './compute/serving-tenants.ts'
import { heldByTenant, ofTenants, type SharedUse, tenantBooks, tenantWindows } from './joint-books.ts'
import { monthsOfWindows } from './ledger/books.ts'
import type { CriticalResource } from './critical-resource.ts'
import type { FaultSummary } from './faults/tally.ts'
import { fabricBill } from './preflight/fabric-bill.ts'
import { contractedMs, windowCount } from './ledger/accounts.ts'
import type { BlockBook } from './ledger/block-book.ts'
import type { EnergyBook, EnergyItem } from './ledger/energy.ts'
import type { Ledger } from './ledger/ledger.ts'
import type { SourceItem } from './ledger/source-book.ts'
import type { Meter } from './ledger/meter.ts'
import { METRICS } from './metrics/definitions/index.ts'
import type { Metrics } from './metrics/metrics.ts'
import type { DomainContext, World } from './ports.ts'
import { powerInventory } from './power/inventory.ts'
import type { EmissionBook } from './power/air-permits.ts'
import type { StandbyHours } from './power/run-hours.ts'
import type { EventLog } from './event-log.ts'
import type { JobRecorder } from './job-log.ts'
import type { Recorder } from './recorder.ts'
import { networkPlaces } from './scene-layers.ts'

export interface Sources {
  readonly ctx: DomainContext
  readonly options: RunOptions
  readonly ledger: Ledger
  readonly meter: Meter
  readonly chronicle: Chronicle
  readonly metrics: Metrics
  readonly recorder: Recorder | undefined
  readonly compute: Compute
  readonly standbyHours: () => StandbyHours
  readonly emissions: () => EmissionBook[]
  readonly cooling: Pick<Cooling, 'modeHours' | 'compressorStarts' | 'waterBook' | 'view'>
  readonly books: BlockBook
  readonly stateHash: () => string
  readonly work: (() => WorkBook) | undefined
  readonly capacity: () => readonly BlockCapacity[]
  readonly zones: ZonePlaces | undefined
  readonly faults: readonly FaultSummary[]
  readonly critical: CriticalResource | undefined
  readonly jobLog: JobRecorder | undefined
  readonly eventLog: EventLog | undefined
}

const ENERGY_SERIES: readonly { readonly item: EnergyItem; readonly label: string }[] = [
  { item: 'grid', label: 'Energy from the grid' },
  { item: 'generation', label: 'Energy generated on site' },
  { item: 'it', label: 'IT energy' },
  { item: 'storageOut', label: 'Delivered by storage' },
  { item: 'mechanical', label: 'Mechanical energy' },
  { item: 'loss', label: 'Electrical losses' },
  { item: 'shortUtility', label: 'Not served for want of the utility' },
  { item: 'shortCurtail', label: 'Not served for calls to curtail' },
  { item: 'shortInternal', label: 'Not served for faults of the site' },
  { item: 'shortCooling', label: 'Not served for want of cooling' },
  { item: 'shortPermit', label: 'Not served for permits of sets and plants' },
]

function ledgerColumns(world: World, ledger: Ledger): LedgerColumns {
  const count = windowCount(world)
  return {
    windowMs: world.windowMs,
    windowCount: count,
    buckets: BUCKETS,
    acceleratorMs: ledger.accounts.windows().slice(0, count * BUCKETS.length),
    contractedMs: Float64Array.from({ length: count }, (_, window) => contractedMs(world, window)),
    generations: ledger.accounts.books.generations,
    acceptedMs: ledger.accounts.acceptedWindows().slice(0, count),
    horizonMemoMs: ledger.accounts.horizonMemoMs().toString(),
    discardedMs: ledger.accounts.discardedMs().toString(),
    surplusMs: ledger.accounts.surplusMs().toString(),
    maskMs: ledger.gates.maskTotals().map(String),
    maskPeriods: { windows: ledger.gates.periodWindows, acceleratorMs: ledger.gates.maskPeriods().slice() },
  }
}

/** Where there is one book only, the ledger says it all. What services of several tenants held is in the books of these. */
function ledgerBooks(world: World, { accounts: { books } }: Ledger, tenants: readonly string[], shared: readonly SharedUse[]): LedgerBooks | undefined {
  if (books.count === 1) return undefined
  const { generations, months } = books
  const { ofWindow } = monthsOfWindows(world)
  const monthEnds = months.map((_, month) => ofWindow.lastIndexOf(month) + 1)
  const cells = shared.length === 0 ? books.cells() : tenantBooks(books.cells(), { generations: generations.length, owners: books.tenants, buckets: BUCKETS.length, monthEnds }, shared)
  return { tenants, generations, months, acceleratorMs: cells }
}

/** Services of several tenants, with what was answered for each. */
function sharedUse({ ctx, compute }: Sources): SharedUse[] {
  const joint = jointServices(ctx.scenario)
  if (joint.length === 0) return []
  const services = compute.services()
  return joint.map(service => ({ ...service, answered: services.find(({ index }) => index === service.entry)?.tenants?.map(({ windows }) => windows.answered) ?? [] }))
}

/** Its tenants, with what they held of it. */
function serviceTenants(tenants: readonly ServiceTenantSums[], use: SharedUse, held: Float64Array, names: readonly string[]): ServiceTenant[] {
  const parts = heldByTenant(held, use)
  return tenants.map(({ tenant, windows, total }, at) => ({
    id: names[tenant - 1],
    share: use.upTo[at] - (use.upTo[at - 1] ?? 0),
    windows: { ...windows, heldAcceleratorMs: parts[at] },
    total: { ...total, heldAcceleratorMs: parts[at].reduce((sum, ms) => sum + ms, 0) },
  }))
}

function series(metrics: Metrics, energy: EnergyBook): Series[] {
  const measured = METRICS.map(({ id, label, unit, together }, index) => ({ id, label, unit, values: metrics.values(index), ...(together === undefined ? {} : { together }) }))
  const energies = ENERGY_SERIES.map(({ item, label }) => ({ id: item, label, unit: 'kWh', values: energy.windowKWh(item) }))
  return [
    ...measured,
    ...energies,
    { id: 'water', label: 'Make-up water', unit: 'L', values: energy.windowWaterL() },
    { id: 'peakWater', label: 'Highest draw of water', unit: 'kg/s', values: energy.windowPeakKgps() },
    { id: 'peakSite', label: 'Highest site draw', unit: 'W', values: energy.windowPeakW() },
  ]
}

function energyTotals(energy: EnergyBook): EnergyTotals {
  const of = (item: EnergyItem): string => energy.totalWms(item).toString()
  return {
    gridWms: of('grid'),
    generationWms: of('generation'),
    itWms: of('it'),
    mechanicalWms: of('mechanical'),
    lossWms: of('loss'),
    fuelWms: of('fuel'),
    busbarWms: of('busbar'),
    requestedWms: of('requested'),
    notServedWms: { utility: of('shortUtility'), curtail: of('shortCurtail'), internal: of('shortInternal'), cooling: of('shortCooling'), permit: of('shortPermit') },
    waterL: Number(energy.totalWaterUg()) / 1e9,
  }
}

function onSiteTotals(energy: EnergyBook, hours: StandbyHours, emissions: readonly EmissionBook[]): OnSiteTotals {
  const of = (item: SourceItem): string => energy.sourceWms(item).toString()
  return {
    standbyWms: of('standby'),
    upsWms: of('ups'),
    plantWms: of('plant'),
    solarWms: of('solar'),
    storageOutWms: of('storageOut'),
    storageInWms: of('storageIn'),
    dieselWms: of('diesel'),
    gasWms: of('gas'),
    ...hours,
    ...(emissions.length === 0 ? {} : { emissions }),
  }
}

function blockEfficiency({ ctx, books, cooling }: Sources): BlockEfficiency[] {
  const { path, label } = ctx.world.blocks
  return path.map((_, block) => ({
    path: path[block],
    label: label[block],
    itWms: books.totalWms(block, 'it').toString(),
    mechanicalWms: books.totalWms(block, 'mechanical').toString(),
    roomLossWms: books.totalWms(block, 'roomLoss').toString(),
    ...cooling.modeHours(block),
    beyondWarrantyH: cooling.view.beyondWarrantyMs[block] / 3_600_000,
    compressorStarts: cooling.compressorStarts(block),
  }))
}

const waterTotals = (book: WaterBook): WaterTotals => ({
  sources: book.sourcesUg.map(({ id, ug }) => ({ id, ug: ug.toString() })),
  tankStartUg: book.tankStartUg.toString(),
  tankEndUg: book.tankUg.toString(),
  evaporatedUg: book.evaporatedUg.toString(),
  blowdownUg: book.blowdownUg.toString(),
  driftUg: book.driftUg.toString(),
})

/** What services did; left out where the file has none. */
function serviceColumns({ ctx, compute }: Sources, shared: readonly SharedUse[]): { services?: ServiceColumns[] } {
  const names = Object.keys(ctx.scenario.tenants)
  const services = compute.services().flatMap(({ index, columns, tenants }): ServiceColumns[] => {
    const entry = ctx.scenario.workload[index]
    if (entry.source !== 'inference') return []
    const use = shared.find(each => each.entry === index)
    const parts = tenants === undefined || use === undefined ? {} : { tenants: serviceTenants(tenants, use, columns.windows.heldAcceleratorMs, names) }
    return [{ id: entry.id, firstTokenMs: entry.firstToken, perTokenMs: entry.perToken, attainment: entry.attainment, ...columns, ...parts }]
  })
  return services.length === 0 ? {} : { services }
}

/** Nothing where the file names no tenants. */
function tenantColumns({ ctx, compute: { tenants } }: Sources, shared: readonly SharedUse[]): { tenants?: TenantColumns } {
  if (tenants === undefined) return {}
  const ids = ['', ...Object.keys(ctx.scenario.tenants)]
  const own = tenants.ownMs()
  return { tenants: { ids, ...tenantWindows(tenants.windows(), ids.length + shared.length, shared), ...(own === undefined ? {} : { ownMs: ofTenants(own, ids.length + shared.length, ids.length) }), jobs: ids.map((_, tenant) => tenants.countsOf(tenant)) } }
}

/** Named runs; left out where the file plans none. */
function hourlyEttr(compute: Compute): Pick<RunResult, 'hourlyEttr'> {
  const hourly = compute.hourlyEttr()
  return hourly === undefined ? {} : { hourlyEttr: hourly }
}

function datastore(compute: Compute): Pick<RunResult, 'datastore'> {
  const room = compute.storeRoom()
  return room === undefined ? {} : { datastore: room }
}

function namedRuns(compute: Compute): { runs?: RunRecord[] } {
  const runs = compute.runs()
  return runs.length === 0 ? {} : { runs }
}

/** Promised date of the last lot that stands on places of its own; later generations replace capacity and do not ramp it up. */
const rampEndMs = ({ lots }: World): number => lots.contractMs.reduce((last, ms, lot) => (lots.predecessor[lot] < 0 ? Math.max(last, ms) : last), 0)

export function collectResult(sources: Sources): RunResult {
  const { ctx, options, ledger, meter, chronicle, metrics, recorder, compute } = sources
  const { world, kernel } = ctx
  const shared = sharedUse(sources)
  const books = ledgerBooks(world, ledger, Object.keys(ctx.scenario.tenants), shared)
  const counts: RunCounts = { ...compute.counts(), nodeFaults: metrics.values(METRICS.findIndex(({ id }) => id === 'nodeFaults')).reduce((sum, n) => sum + n, 0), events: kernel.executed() }
  return {
    seed: options.seed,
    replication: options.replication,
    horizonMs: world.horizonMs,
    startDay: world.startDay,
    acceleratorCount: world.acceleratorCount,
    rampEndMs: rampEndMs(world),
    contractStartMs: world.lots.contractMs.reduce((first, ms) => Math.min(first, ms), world.horizonMs),
    ledger: ledgerColumns(world, ledger),
    ...(books === undefined ? {} : { books }),
    series: series(metrics, ledger.energy),
    milestones: chronicle.milestones(),
    incidents: chronicle.incidents(),
    energy: energyTotals(ledger.energy),
    efficiency: blockEfficiency(sources),
    water: waterTotals(sources.cooling.waterBook()),
    onSite: onSiteTotals(ledger.energy, sources.standbyHours(), sources.emissions()),
    counts,
    jobClasses: compute.jobClasses(),
    ...hourlyEttr(compute),
    ...datastore(compute),
    ...(sources.critical === undefined ? {} : { critical: sources.critical.spells() }),
    faults: sources.faults.map(({ id, label, reach, cause, count, downMs }) => ({ id, label, reach, cause, count, downMs })),
    ...serviceColumns(sources, shared),
    ...namedRuns(compute),
    metering: { periods: meter.periods, months: meter.months(), intervalsWms: meter.intervals() },
    ...(sources.work === undefined ? {} : { work: sources.work() }),
    ...tenantColumns(sources, shared),
    logs: [...(recorder?.logs() ?? []), ...(sources.eventLog?.logs() ?? [])],
    equipment: options.replication === 0 ? [...powerInventory(ctx.scenario, world), ...coolingInventory(ctx.scenario, world)] : [],
    capacity: options.replication === 0 ? sources.capacity() : [],
    ...(options.replication === 0 || ctx.scenario.money.accelerators.includes === 'rack' ? { fabric: fabricBill(ctx.scenario) } : {}),
    ...(sources.zones === undefined || !options.record ? {} : { zones: sources.zones }),
    ...(sources.jobLog === undefined ? {} : { jobLog: sources.jobLog.log() }),
    ...(options.record ? { network: networkPlaces(world) } : {}),
    stateHash: sources.stateHash(),
  }
}
