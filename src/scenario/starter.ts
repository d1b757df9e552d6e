/**
 * The text of a new site: a commented scenario whose counts somebody sized. Plain text, so that the file reads as a person would have
 * written it; what is not written has the default of its key.
 */
import { civilFromDays, daysFromCivil, formatDate } from '../base/civil-date.ts'
import type { Climate } from './catalog/climates.ts'
import { type RackType, racks as rackCatalog } from './catalog/racks.ts'

/** Machines of one block, and of the site. Every number is a count unless its name says otherwise. */
export interface StarterSizes {
  /** Of each block. */
  readonly upsModules: number
  readonly blockTransformers: number
  readonly generators: number
  readonly coolers: number
  readonly trimChillers: number
  readonly airChillers: number
  readonly airHandlersSpare: number
  /** Hottest air at which chillers and coolers must run, °C; 0 where the catalog's machines do. */
  readonly ambientMaxC: number
  /** Cooling power on the hottest day per IT power, in hundredths. */
  readonly mechanicalPercent: number
  /** Of the site: capacity of each of two feeds, MW, and transformers of the substation. */
  readonly feedMw: number
  readonly substationTransformers: number
}

/** What is built: equal blocks of equal racks. */
export interface StarterSite {
  readonly climate: Climate
  readonly model: string
  readonly rack: RackType
  readonly blocks: number
  readonly racksPerBlock: number
  /** First day of the plan, days since 1970-01-01. */
  readonly startDay: number
}

/** A block up to this IT power hangs on small modules in one system; larger ones on four of which three carry it. */
const SMALL_BLOCK_W = 5e6
const BUILD_MONTHS = { small: 12, large: 18 } as const
/** Months from one block to the next, and what is simulated behind the last one. */
const STEP_MONTHS = 4
const RUN_ON_MONTHS = 24
const HORIZON_MONTHS_MAX = 180

const isSmall = ({ rack, racksPerBlock }: StarterSite): boolean => rack.max * racksPerBlock <= SMALL_BLOCK_W

/** First day of the month `months` after a day, as text. */
function monthAfter(startDay: number, months: number): string {
  const { year, month } = civilFromDays(startDay)
  const at = month - 1 + months
  return formatDate(daysFromCivil(year + Math.floor(at / 12), (at % 12) + 1, 1))
}

/** Voltage of the connection and its transformers by the power at the meter; without a substation below 34.5 kV. */
const CONNECTIONS = [
  { upToMw: 10, voltage: '13.8 kV', transformer: undefined },
  { upToMw: 60, voltage: '34.5 kV', transformer: 'hv-40mva' },
  { upToMw: 300, voltage: '138 kV', transformer: 'hv-90mva' },
  { upToMw: Infinity, voltage: '345 kV', transformer: 'hv-100mva' },
] as const

export const starterConnection = (feedMw: number): (typeof CONNECTIONS)[number] => CONNECTIONS.find(({ upToMw }) => feedMw <= upToMw) ?? CONNECTIONS[CONNECTIONS.length - 1]

/** Models of the block's machines by its size. */
export function starterModels(site: StarterSite): { readonly ups: string; readonly generator: string; readonly cooler: string; readonly systems: number; readonly topology: string } {
  return isSmall(site)
    ? { ups: 'ups-500kw', generator: 'diesel-2mw', cooler: 'dry-cooler-980kw', systems: 1, topology: 'n-plus-1' }
    : { ups: 'ups-1667kw', generator: 'diesel-3mw', cooler: 'dry-cooler-2930kw', systems: 4, topology: '4-to-make-3' }
}

function megawatts(w: number): string {
  return `${w >= 1e7 ? Math.round(w / 1e6) : (w / 1e6).toFixed(1)} MW`
}

function gridText(site: StarterSite, sizes: StarterSizes, energised: string): string {
  const { voltage, transformer } = starterConnection(sizes.feedMw)
  const feed = (name: string): string => `    ${name}: {capacity: ${sizes.feedMw} MW, voltage: ${voltage}, energised: {planned: ${energised}, slip: {p50: 2 months, p90: 9 months}}}`
  const substation = transformer === undefined ? '' : `\n  substation: {transformers: {model: ${transformer}, count: ${sizes.substationTransformers}}, redundancy: 1} # one may be out`
  return `grid:
  feeds: # two connections; either carries the site on its hottest day
${feed('east')}
${feed('west')}
  commonMode: 0.2 # share of the interruptions that take both at once${substation}
  tariff: {energy: 60 USD/MWh, demand: 12 USD/kW/month} # replace by your contract
  carbon: 380 g/kWh # yearly mean; an hourly file is better`
}

function coolingText(site: StarterSite, sizes: StarterSizes): string {
  const { cooler } = starterModels(site)
  const built = sizes.ambientMaxC === 0 ? '' : `, ambientMax: ${sizes.ambientMaxC} degC`
  const forHeat = sizes.ambientMaxC === 0 ? '' : '. Machines are ordered for the air of this yard.'
  if (site.rack.liquidFraction === 0) {
    return `    cooling: # all of it through the air of the halls${forHeat}
      air:
        chillers: {model: chiller-free-cooling, count: ${sizes.airChillers}${built}} # outdoor air does their work when it is cold
        supply: 18 degC
        return: 28 degC
        spare: ${sizes.airHandlersSpare} # air handlers beyond those that carry the heat`
  }
  const trim = sizes.trimChillers === 0 ? '' : `\n      trim: {model: chiller-screw, count: ${sizes.trimChillers}${built}} # behind the coolers on the hottest days`
  return `    cooling:
      plant: dry-adiabatic # coolers that wet their inlet air when dry air is too warm${forHeat}
      supply: 36 degC # facility water; racks see 4 K more
      wClass: W40 # the warmest facility water that is accepted
      units: {model: ${cooler}, count: ${sizes.coolers}${built}}${trim}
      air: {chillers: {model: chiller-free-cooling, count: ${sizes.airChillers}${built}}, spare: ${sizes.airHandlersSpare}} # for the heat that goes into the air`
}

function blockText(site: StarterSite, sizes: StarterSizes, ready: readonly string[]): string {
  const { ups, generator, systems, topology } = starterModels(site)
  const promise = systems === 1 ? 'one module may be out' : 'four systems, any three of which carry the block'
  const pumps = site.rack.liquidFraction === 0 ? '\n      mechanicalOnUps: 0.3 # air handlers' : ''
  return `blocks:
  - id: block
    count: ${site.blocks}
    label: Block
    ready: ${ready.length === 1 ? ready[0] : `[${ready.join(', ')}]`} # promised days; the contract of a block's accelerators begins here
    power:
      topology: ${topology} # ${promise}
      ups: {model: ${ups}, count: ${sizes.upsModules}}
      transformers: {model: lv-3mva, count: ${sizes.blockTransformers}}
      generators: {model: ${generator}, count: ${sizes.generators}} # standby, for outages of both feeds
      mechanicalAllowance: ${(sizes.mechanicalPercent / 100).toFixed(2)} # cooling on the hottest day per IT power${pumps}
${coolingText(site, sizes)}
    racks:
      - {model: ${site.model}, count: ${site.racksPerBlock}, delivered: {lead: {pert: [30 weeks, 38 weeks, 60 weeks]}}}`
}

/** Largest power of two that is at most `x`, at least 1. */
function powerOfTwo(x: number): number {
  let power = 1
  while (2 * power <= x) power *= 2
  return power
}

/** Requests a second that a chat service of 70 billion parameters may expect of a tenth of the site; engineering estimate. */
const REQUESTS_PER_ACCELERATOR = 0.1

function workloadText({ blocks, racksPerBlock, rack }: StarterSite): string {
  const accelerators = blocks * racksPerBlock * rack.nodes * rack.acceleratorsPerNode
  const largest = powerOfTwo(Math.min(16_384, accelerators / 2))
  const technicians = Math.max(2, Math.ceil(accelerators / 4500))
  return `fabric: {kind: rail-fat-tree, radix: 64}

workload: # what the site is asked to do
  - {id: training, source: training-mix, load: 0.8, smallest: ${Math.min(16, largest)}, largest: ${largest}, jobs: 20000}
  - {id: chat, source: inference, model: chat-70b, peak: ${Math.max(10, Math.round(accelerators * REQUESTS_PER_ACCELERATOR))} request/s}
scheduler: {policy: easy-backfill, placement: compact}
faults: {preset: rsc-1, technicians: ${technicians}, spares: {gpu: ${Math.max(4, Math.ceil(accelerators / 1400))}}}
checkpoints: {interval: daly, mode: asynchronous}`
}

/** The scenario as text. */
export function starterText(site: StarterSite, sizes: StarterSizes): string {
  const { climate, rack, blocks, racksPerBlock } = site
  const itW = rack.max * racksPerBlock * blocks
  const first = isSmall(site) ? BUILD_MONTHS.small : BUILD_MONTHS.large
  const ready = Array.from({ length: blocks }, (_, index) => monthAfter(site.startDay, first + STEP_MONTHS * index))
  const end = monthAfter(site.startDay, Math.min(HORIZON_MONTHS_MAX, first + STEP_MONTHS * (blocks - 1) + RUN_ON_MONTHS))
  const { latitudeDeg, longitudeDeg, elevationM } = climate.location
  const { label } = rackCatalog.entries[site.model]
  return `# yaml-language-server: $schema=scenario.schema.json
# For completion in the editor: npx nameplate schema > scenario.schema.json
# ${megawatts(itW)} of IT at nameplate in ${climate.name}: ${blocks === 1 ? '' : `${blocks} blocks of `}${racksPerBlock} racks, ${typeof label === 'string' ? label : site.model}.
# Sized to carry all racks at maximum on the hottest day in twenty years, with any one machine out. Change the counts and ask
#   npx nameplate validate FILE        what no longer fits        npx nameplate design-day FILE   how much room is left
#   npx nameplate audit FILE           what each loss does        npx nameplate explain FILE PATH where a value comes from
format: 1
name: ${megawatts(itW)} in ${climate.name.replace(/ \(.*\)$/u, '').replace(/,.*$/u, '')}
horizon: {start: ${monthAfter(site.startDay, 0)}, end: ${end}}
seed: 1
replications: 4

site:
  location: {latitude: ${latitudeDeg}, longitude: ${longitudeDeg}, elevation: ${elevationM} m, timezone: ${climate.timezone}}
  weather: {climate: ${climate.id}} # or a file: {epw: weather/site.epw}

${gridText(site, sizes, monthAfter(site.startDay, first - 1))}

${blockText(site, sizes, ready)}

${workloadText(site)}

options: # alternatives to compare with \`nameplate compare\`
  feeds-late:
    label: Feeds a year late
    set: {grid.feeds.east.energised.slip: 12 months, grid.feeds.west.energised.slip: 12 months}
  no-generators:
    label: No standby sets
    remove: [blocks.block.power.generators]
`
}
