/**
 * Sizes a new site by the checks that judge every site: it starts from rules of thumb, runs preflight, and adds one more of whatever a
 * finding names until none is left. So the file that comes out passes, and its counts are near the least that do.
 */
import type { Issue } from '../../scenario/issue.ts'
import type { Climate } from '../../scenario/catalog/climates.ts'
import { rackType } from '../../scenario/catalog/racks.ts'
import { loadScenario } from '../../scenario/load.ts'
import { starterConnection, starterModels, type StarterSite, type StarterSizes, starterText } from '../../scenario/starter.ts'
import { designDayReport } from './design-day.ts'
import { type Finding, preflight } from './preflight.ts'

export interface StarterRequest {
  readonly climate: Climate
  /** Id of a rack in the catalog. */
  readonly model: string
  /** IT power at nameplate, W; rounded down to whole racks. */
  readonly itW: number
  /** First day of the plan, days since 1970-01-01. */
  readonly startDay: number
}

export interface Starter {
  readonly text: string
  readonly site: StarterSite
  readonly sizes: StarterSizes
  /** What preflight still says of it; empty unless no number of machines would do. */
  readonly left: readonly (Issue | Finding)[]
}

/** IT power of a block: halls of small sites, blocks of campuses, buildings of gigawatt sites; engineering defaults. */
const BLOCKS = [
  { upToW: 5e6, blockW: 5e6 },
  { upToW: 2e8, blockW: 25e6 },
  { upToW: Infinity, blockW: 1e8 },
] as const
/** Coolers beyond this share of the first guess help no more than trim chillers would. */
const COOLERS_MAX = 1.4
const ROUNDS = 80
/** Room that a connection has above the hottest day, and the step to which it is rounded, MW. */
const FEED_ROOM = 1.05
/** Losses and cooling on the way, for the first guess. */
const CHAIN = 1.09
/** Up to this air, exhaust included, the catalog's chillers run; beyond it machines for hotter yards are ordered, with this much to spare, °C. */
const CATALOG_AMBIENT_C = 49
const AMBIENT_ROOM_K = 3
const NO_INPUTS = { weather: null } as const

/** How a site of this power is divided; no racks where it is less than one. */
export function starterSite({ climate, model, itW, startDay }: StarterRequest): StarterSite {
  const rack = rackType(model)
  const blockW = BLOCKS.find(({ upToW }) => itW <= upToW)?.blockW ?? itW
  const blocks = Math.max(1, Math.ceil(itW / blockW - 1e-9))
  return { climate, model, rack, blocks, racksPerBlock: Math.floor(itW / blocks / rack.max + 1e-9), startDay }
}

function firstGuess(site: StarterSite): StarterSizes {
  const itW = site.rack.max * site.racksPerBlock
  const { ups, generator, cooler, systems } = starterModels(site)
  const upsW = ups === 'ups-500kw' ? 5e5 : 1.667e6
  const generatorW = generator === 'diesel-2mw' ? 2e6 : 3e6
  const liquidW = itW * site.rack.liquidFraction
  const modules = systems === 1 ? Math.ceil(itW / upsW) + 1 : systems * Math.ceil(itW / (systems - 1) / upsW)
  const perCooler = cooler === 'dry-cooler-980kw' ? 0.98e6 : 2.93e6
  return {
    upsModules: modules,
    blockTransformers: Math.ceil((itW * CHAIN) / 3e6) + 1,
    generators: Math.ceil((itW * CHAIN) / (0.95 * generatorW)) + 1,
    coolers: Math.ceil((0.5 * liquidW) / perCooler) + 1,
    trimChillers: 0,
    airChillers: Math.ceil((itW - liquidW) / 1.03e6) + 1,
    airHandlersSpare: 1,
    ambientMaxC: 0,
    mechanicalPercent: site.rack.liquidFraction > 0 ? 12 : 30,
    feedMw: Math.ceil((itW * site.blocks * CHAIN * 1.15) / 1e6),
    substationTransformers: 2,
  }
}

type Count = keyof StarterSizes

/** What a finding asks for, by the end of its path; the first that fits. */
const REMEDIES: readonly (readonly [tail: string, count: Count])[] = [
  ['grid.substation.transformers', 'substationTransformers'],
  ['grid.substation.transformers.count', 'substationTransformers'],
  ['power.transformers.count', 'blockTransformers'],
  ['power.transformers', 'blockTransformers'],
  ['power.generators', 'generators'],
  ['power.topology', 'upsModules'],
  ['power.ups', 'upsModules'],
  ['power.ups.count', 'upsModules'],
  ['power', 'blockTransformers'],
  ['cooling.units', 'coolers'],
  ['cooling.trim', 'trimChillers'],
  ['cooling.air.chillers', 'airChillers'],
  ['cooling.air.spare', 'airHandlersSpare'],
  ['cooling.air.unit', 'airHandlersSpare'],
  ['cooling.air', 'airHandlersSpare'],
  ['cooling.wClass', 'coolers'],
  ['cooling', 'coolers'],
  ['feeds.east', 'feedMw'],
  ['feeds.west', 'feedMw'],
  ['grid.feeds', 'feedMw'],
  ['grid.switchgear', 'feedMw'],
]

function remedyOf(sizes: StarterSizes, { code, path }: Pick<Issue, 'code' | 'path'>, coolersMax: number): Count | undefined {
  if (code === 'no-power') return 'feedMw'
  const found = REMEDIES.find(([tail]) => path.endsWith(tail))?.[1]
  if (found !== 'coolers') return found
  // Coolant that is too warm has a code of its own; a block that shuts down without it is too hot in its air.
  if (code === 'design-day' && path.endsWith('cooling')) return 'airChillers'
  return sizes.coolers >= coolersMax ? 'trimChillers' : 'coolers'
}

const stepOf = (site: StarterSite, count: Count, value: number): number => {
  if (count === 'upsModules') return starterModels(site).systems
  return Math.max(1, Math.floor(value * (count === 'feedMw' ? 0.02 : 0.03)))
}

interface Judged {
  readonly left: readonly (Issue | Finding)[]
  readonly wanted: ReadonlySet<Count>
}

function judge(site: StarterSite, sizes: StarterSizes, coolersMax: number): Judged {
  const { scenario, issues } = loadScenario(starterText(site, sizes), { file: 'scenario.yaml' })
  const left = [...issues, ...(scenario === undefined ? [] : preflight(scenario, NO_INPUTS))]
  const remedies = left.flatMap(({ code, path }) => remedyOf(sizes, { code, path: typeof path === 'string' ? path : path.join('.') }, coolersMax) ?? [])
  return { left, wanted: new Set(remedies) }
}

/** Adds what is wanted until nothing is, or nothing helps. */
function grow(site: StarterSite, first: StarterSizes): { sizes: StarterSizes; left: Judged['left'] } {
  const coolersMax = Math.ceil(first.coolers * 2 * COOLERS_MAX)
  let sizes = first
  for (let round = 0; ; round++) {
    const { left, wanted } = judge(site, sizes, coolersMax)
    if (left.length === 0 || wanted.size === 0 || round === ROUNDS) return { sizes, left }
    const grown: Record<Count, number> = { ...sizes }
    for (const count of [...wanted].sort()) grown[count] += stepOf(site, count, sizes[count])
    sizes = grown
  }
}

/** Cooling power and the connection follow the design day of what was found. */
function connect(site: StarterSite, sizes: StarterSizes): StarterSizes {
  const { scenario } = loadScenario(starterText(site, sizes), { file: 'scenario.yaml' })
  const report = scenario === undefined ? undefined : designDayReport(scenario, NO_INPUTS)
  if (report === undefined) return sizes
  const mechanical = Math.max(...report.cases.flatMap(({ blocks }) => blocks.map(({ mechanicalW, itW }) => mechanicalW / itW)))
  const airC = Math.max(...report.cases.flatMap(({ air, blocks }) => blocks.map(({ recirculationK }) => air.dryBulbC + recirculationK)))
  const siteMw = (Math.max(...report.cases.map(({ siteW }) => siteW)) * FEED_ROOM) / 1e6
  const step = siteMw > 100 ? 10 : siteMw > 10 ? 5 : 1
  const feedMw = Math.ceil(siteMw / step) * step
  const unitMw = { 'hv-40mva': 40, 'hv-90mva': 90, 'hv-100mva': 100 }[starterConnection(feedMw).transformer ?? 'hv-40mva']
  const ambientMaxC = airC > CATALOG_AMBIENT_C ? Math.ceil(airC + AMBIENT_ROOM_K) : 0
  return { ...sizes, ambientMaxC, mechanicalPercent: Math.ceil(mechanical * 100 + 1), feedMw, substationTransformers: Math.ceil(feedMw / (0.95 * unitMw)) + 1 }
}

/** Sizes a site: one block first, then the whole. A pure function of the request. */
export function sizeStarter(request: StarterRequest): Starter {
  const site = starterSite(request)
  const one = { ...site, blocks: 1 }
  const block = grow(one, connect(one, firstGuess(one))).sizes
  const grown = grow(one, connect(one, block)).sizes
  const { sizes, left } = grow(site, connect(site, grown))
  return { text: starterText(site, sizes), site, sizes, left }
}
