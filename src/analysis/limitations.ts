/**
 * What the model leaves out, by the part of the site that it is about, with the figures and buckets that it touches. The page shows a row
 * beside every figure, view and assumption that it touches; the report and `explain` print the same words.
 */
import type { RunFigures } from './figures.ts'

type FigureKey = keyof RunFigures

export const LIMITATION_AREAS = ['work', 'fabric', 'faults', 'facility', 'fire', 'sites', 'power', 'cooling', 'money', 'tenants', 'statistics', 'studies'] as const
export type LimitationArea = (typeof LIMITATION_AREAS)[number]

interface Area {
  readonly label: string
  /** Sections of the file that it is about. */
  readonly sections: readonly string[]
  /** Buckets by the beginning of their code. */
  readonly buckets: readonly string[]
  readonly figures: readonly FigureKey[]
}

const ENERGY: readonly FigureKey[] = ['pue', 'sitePerBusbar', 'budgetPue', 'energyMWh', 'peakSiteMW', 'carbonT', 'cue']
const MONEY: readonly FigureKey[] = ['costPerUsefulGpuHour', 'costPerMillionTokens', 'totalCostUsd', 'revenueUsd', 'netPresentUsd', 'levelisedCostPerGpuHour', 'delayUsd']
const SERVING: readonly FigureKey[] = ['sloAttainment', 'p95LatencyMs', 'costPerMillionTokens']

/** What an area is about as a whole; rows may name less. */
export const AREAS: Readonly<Record<LimitationArea, Area>> = {
  work: { label: 'Jobs and services', sections: ['workload', 'scheduler', 'checkpoints', 'datastore'], buckets: ['L6', 'L7', 'L8', 'L9'], figures: ['goodput', 'ettr', 'runsOnTime', ...SERVING] },
  fabric: { label: 'Network', sections: ['fabric'], buckets: ['L4', 'L9.comm', 'L9.rework.net'], figures: ['goodput'] },
  faults: { label: 'Faults and repairs', sections: ['faults'], buckets: ['L5', 'L6.stranded', 'L9.rework.hw', 'L9.rework.sw'], figures: ['availability', 'hoursBetweenInterruptions'] },
  facility: { label: 'Building, crews and supply', sections: ['facility', 'crews', 'maintenance', 'procurement', 'spares', 'security'], buckets: ['L1', 'L2.building', 'L2.commissioning', 'L4.install', 'L5.burnin', 'L6.maint', 'L6.firmware', 'L6.drainWait'], figures: ['timeToCapacity50', 'timeToCapacity', 'timeToCapacity99', 'delayUsd'] },
  fire: { label: 'Fire', sections: ['fire'], buckets: ['L2.zone'], figures: [] },
  sites: { label: 'Several sites', sections: ['sites'], buckets: [], figures: [] },
  power: { label: 'Power', sections: ['grid', 'generation', 'power', 'gas', 'storage', 'solar', 'smoothing', 'airPermits'], buckets: ['L2', 'L7.power', 'L9.powerThrottle', 'L9.rework.power'], figures: ENERGY },
  cooling: { label: 'Cooling and water', sections: ['water'], buckets: ['L3', 'L7.thermal', 'L9.thermalThrottle', 'L9.rework.cooling'], figures: ['pue', 'budgetPue', 'wue', 'waterM3', 'peakWaterKgps', 'energyMWh'] },
  money: { label: 'Money', sections: ['money'], buckets: [], figures: MONEY },
  tenants: { label: 'Tenants', sections: ['tenants'], buckets: ['L7.quota'], figures: [] },
  statistics: { label: 'Intervals', sections: [], buckets: [], figures: [] },
  studies: { label: 'Decisions and searches', sections: ['options', 'checks'], buckets: [], figures: [] },
}

export interface Limitation {
  readonly area: LimitationArea
  /** What is left out: a phrase that follows "Not modelled:". */
  readonly text: string
  /** Parts of the area's buckets and figures that it touches; all of them when left out. */
  readonly buckets?: readonly string[]
  readonly figures?: readonly FigureKey[]
  /** Paths of blocks or entries that it is about beside the area's sections. */
  readonly paths?: readonly string[]
}

const row = (area: LimitationArea, text: string, more: Omit<Limitation, 'area' | 'text'> = {}): Limitation => ({ area, text, ...more })
const none: readonly never[] = []

export const LIMITATIONS: readonly Limitation[] = [
  row('work', 'good accelerators of a node that has a bad one at work: the node closes as a whole, and they are booked as stranded', { buckets: ['L6.stranded'], figures: ['availability'] }),
  row('work', 'jobs of one size on two kinds of node, and jobs that ask for a part of an accelerator', { buckets: ['L7.affinity', 'L7.fragmentation'], figures: none }),
  row('work', 'gangs that gather particular nodes: they keep all that is free', { buckets: ['L7.reservationHold', 'L8.gangWait'], figures: none }),
  row('work', 'elastic jobs that change their size without saving', { buckets: ['L9.ckpt', 'L8.restore'], figures: ['goodput'] }),
  row('work', 'hot spares and defragmentation in parts of the site that are one tenant’s alone', { buckets: ['L6.spareReserve', 'L7.fragmentation'], figures: none }),
  row('work', 'preemption of small jobs that share a node', { buckets: ['L9.rework.preempt'], figures: none }),
  row('work', 'promised starts, under conservative backfill, of jobs that may not have every node', { buckets: ['L7.reservationHold', 'L7.affinity'], figures: none }),
  row('work', 'work stated in tokens outside of model runs', { buckets: none, figures: ['runsOnTime', 'ettr'] }),
  row('work', 'steps of reinforcement learning that run further ahead than the next, another node in place of a failed one in jobs of two gangs, and samples on their way to those that train', { buckets: ['L8.gangWait', 'L8.restore'], figures: ['ettr'] }),
  row('work', 'the draw of closed nodes', { buckets: none, figures: ENERGY }),
  row('work', 'jobs that lose their near copies by moving to other nodes, and what a burst buffer holds besides checkpoints', { buckets: ['L8.restore', 'L8.dataWait'], figures: ['ettr'] }),
  row('work', 'room on disks of nodes and in the object store: that of the datastore is', { buckets: ['L7.storage'], figures: none }),
  row('work', 'requests that wait from one stretch of demand to the next, and bursts shorter than that', { buckets: ['L9.serveHeadroom'], figures: SERVING }),
  row('work', 'the swings of a batch around its mean, and the exchange between accelerators of an instance in a decode step', { buckets: none, figures: SERVING }),
  row('work', 'placement of keys and values among replicas: a request finds what is kept of it wherever it goes', { buckets: none, figures: SERVING }),
  row('fabric', 'storage bundles, and effects of single packets', { buckets: ['L9.comm', 'L9.storage', 'L8.dataWait'] }),
  row('fabric', 'multi-rail collectives that reshape themselves after a failed link', { buckets: ['L9.commFault', 'L4.linkFault', 'L9.rework.net'] }),
  row('fabric', 'the other end of a wide-area link: a region is a bandwidth, a delay and a calendar', { buckets: ['L4.wan'], figures: none }),
  row('fabric', 'congestion among routes of one leaf group', { buckets: ['L9.commContention'] }),
  row('faults', 'hazards that follow the load or the coolant of single racks: the air of the block counts', {}),
  row('faults', 'wear by power cycles, but for nodes that do not return', { buckets: ['L5.noReturn', 'L5.repair'] }),
  row('faults', 'technicians for supplies that are replaced while the node works', { buckets: ['L5.waitTech'], figures: none }),
  row('facility', 'gates and escorts for the technicians of nodes, who also end a repair that is under way when its zone is closed', { buckets: ['L5.waitTech', 'L5.repair'], figures: none }),
  row('facility', 'forecasts that err: the planner of outdoor work knows its weather', { buckets: ['L6.maint', 'L2.plannedElec'], figures: none }),
  row('facility', 'refresh that the run itself decides by cost: its dates are the file’s', { buckets: none, figures: ['netPresentUsd', 'totalCostUsd'] }),
  row('facility', 'stores of parts with several places, and a store that sites share', { buckets: ['L5.waitPart'], figures: none }),
  row('facility', 'the drain before a window without IT power: jobs are interrupted when it begins', { buckets: ['L2.plannedElec', 'L9.rework.power'], figures: none }),
  row('facility', 'racks that wait for cooling before installation, and power cuts during burn-in', { buckets: ['L4.install', 'L5.burnin', 'L3.plantDelay'] }),
  row('facility', 'equipment whose own arrival is staggered: all of a kind come at once', { buckets: ['L2.building', 'L2.commissioning', 'L3.plantDelay'] }),
  row('fire', 'how a fire grows or passes a wall, water damage, and what a fire does to racks that are not yet there'),
  row('sites', 'training that spans two sites of one file: a region of the wide-area network can be its other end'),
  row('sites', 'what copies of checkpoints take from the links between sites, and moves of running jobs', { figures: ['goodput'] }),
  row('sites', 'one fair share for all sites: each ranks tenants by what was used there; sites chosen by power to spare', { buckets: ['L7.quota'] }),
  row('sites', 'parts that are sent once another shelf fills up again: shelves are looked at when a part is asked for', { buckets: ['L5.waitPart'] }),
  row('power', 'voltage and reactive power: the power factor at design is held to the contracts of feeds before a run', { buckets: ['L2.siteElec', 'L2.grid'], figures: ['peakSiteMW'], paths: ['blocks.power'] }),
  row('power', 'what liquid fuel in a turbine emits more than gas, and export of surplus sun', { buckets: none, figures: ['carbonT', 'cue', 'energyMWh', 'totalCostUsd'] }),
  row('power', 'water of inlet cooling of turbines', { buckets: none, figures: ['waterM3', 'wue'] }),
  row('power', 'tests of standby sets that find faults: their availability stands for them', { buckets: ['L2.siteElec', 'L2.grid'], figures: none, paths: ['blocks.power'] }),
  row('power', 'the waves of ramps, for which storage keeps a reserve, and transients of racks', { buckets: ['L9.powerThrottle', 'L7.power'], figures: ['peakSiteMW'], paths: ['blocks.power'] }),
  row('power', 'cooling of a block on the reserve of several: it has its own supply or none', { buckets: ['L3.plantFault', 'L2.siteElec'], figures: none, paths: ['blocks.power'] }),
  row('power', 'reclosing of tripped breakers by hand before their repair time', { buckets: ['L2.siteElec', 'L2.rackPower'], figures: none, paths: ['blocks.power'] }),
  row('cooling', 'heat through the envelope of hot halls', { buckets: ['L3.weather'], figures: ['pue', 'budgetPue', 'energyMWh'], paths: ['blocks.cooling'] }),
  row('cooling', 'hours beyond warranty of single rows', { buckets: none, figures: none, paths: ['blocks.cooling'] }),
  row('cooling', 'failures of doors and tanks, and the washing of coolers’ coils', { buckets: ['L3.plantFault', 'L3.weather'], figures: none, paths: ['blocks.cooling'] }),
  row('cooling', 'tower water below a wet bulb of 0 °C: cells are kept from icing', { buckets: none, figures: ['wue', 'waterM3', 'pue'], paths: ['blocks.cooling'] }),
  row('cooling', 'chillers chosen one by one: all healthy ones share the load', { buckets: none, figures: ['pue', 'energyMWh'], paths: ['blocks.cooling'] }),
  row('cooling', 'blends of water sources (the saltiest sets the cycles), basins, and pipes between tanks and blocks', { buckets: ['L3.water'], figures: ['wue', 'waterM3', 'peakWaterKgps'] }),
  row('money', 'taxes, debt, and prices in more than one currency'),
  row('money', 'inflation of costs other than the tariff’s', { figures: ['totalCostUsd', 'netPresentUsd', 'costPerUsefulGpuHour', 'levelisedCostPerGpuHour'] }),
  row('tenants', 'nodes that are one tenant’s alone, as pools of their own of what can be promised'),
  row('tenants', 'stand-ins for tenants with nodes of their own'),
  row('statistics', 'intervals of the quantiles of antithetic pairs'),
  row('studies', 'an option that is taken back, and several options decided one after the other'),
  row('studies', 'events of a premortem that depend on each other, and how few people are there'),
  row('studies', 'searches over several paths at once, but by trying all of their levels'),
]

const bucketsOf = ({ area, buckets }: Limitation): readonly string[] => buckets ?? AREAS[area].buckets
const figuresOf = ({ area, figures }: Limitation): readonly FigureKey[] => figures ?? AREAS[area].figures

/** Rows that touch a figure of the summary. */
export const limitationsOfFigure = (key: FigureKey): Limitation[] => LIMITATIONS.filter(each => figuresOf(each).includes(key))

/** Rows that touch a bucket of the ledger. */
export const limitationsOfBucket = (code: string): Limitation[] => LIMITATIONS.filter(each => bucketsOf(each).some(start => code.startsWith(start)))

/** Rows that touch the largest losses of a ledger or any of the figures that stand beside it, each once. */
export function limitationsOfReport(ledger: readonly { readonly bucket: string; readonly gate: number; readonly gpuHours: number }[], figures: readonly FigureKey[], losses = 3): Limitation[] {
  const largest = ledger.filter(({ gate }) => gate > 0 && gate < 10).toSorted((a, b) => b.gpuHours - a.gpuHours).slice(0, losses)
  return [...new Set([...largest.flatMap(({ bucket }) => limitationsOfBucket(bucket)), ...figures.flatMap(limitationsOfFigure)])]
}

/** Rows of areas: what a view or a study as a whole leaves out. */
export const limitationsOfAreas = (areas: readonly LimitationArea[]): Limitation[] => LIMITATIONS.filter(({ area }) => areas.includes(area))

/** A path without what tells things of one kind apart: `blocks.hall[2].cooling.units` is `blocks.cooling.units`. */
function plainPath(path: string): string {
  const [section, ...rest] = path.replaceAll(/\[\d+\]/gu, '').split('.')
  return [section, ...(section === 'blocks' ? rest.slice(1) : rest)].join('.')
}

/** Rows about a value of the file. */
export function limitationsOfPath(path: string): Limitation[] {
  const [, own = path] = /^sites\.[^.]+\.(.*)$/u.exec(path) ?? []
  const plain = plainPath(own)
  const isBelow = (start: string): boolean => plain === start || plain.startsWith(`${start}.`)
  return LIMITATIONS.filter(({ area, paths = [] }) => AREAS[area].sections.some(isBelow) || paths.some(isBelow))
}
