/**
 * How many more racks each resource of a block takes, found by trying: the racks are added to the plan and every check that judges a
 * scenario judges it. What the checks say first is what binds.
 */
import { PLACE_RESOURCES, type PlaceResource, type PlaceRooms } from '../../results/placement.ts'
import type { DesignDay } from '../../scenario/inputs.ts'
import { RULES } from '../../scenario/rules/index.ts'
import type { Scenario } from '../../scenario/schema/scenario.ts'
import { assembleWorld } from '../assemble.ts'
import { auditFindings } from './audit-checks.ts'
import { auditSite } from './audit/audit-site.ts'
import { coolingFindings } from './cooling-checks.ts'
import { powerFindings } from './power-checks.ts'

export type Lot = Scenario['blocks'][number]['racks'][number]

/** Resource of a finding by its code; the end of the path decides where a code stands for several. */
const OF_CODE: Readonly<Record<string, PlaceResource | undefined>> = {
  HALL_AREA: 'space',
  FLOOR_LOAD: 'weight',
  RACK_DENSITY: 'density',
  SHELF: 'density',
  'no-pipes': 'distribution',
  CDU_SUM: 'distribution',
  AIR_FORGOTTEN: 'distribution',
  TCS_UPS: 'distribution',
  BUSWAY_A: 'power',
  XF_THERMAL: 'power',
  OVERSUB: 'power',
  W_CLASS: 'cooling',
  redundancy: 'failover',
  'single-failure': 'failover',
  'utility-loss': 'failover',
  UPS_RIDE: 'failover',
}
/** Machines by which cooling is handed out inside the hall. */
const DISTRIBUTION_TAILS = ['cooling.cdu', 'cooling.air']

function resourceOf(code: string, path: string): PlaceResource | undefined {
  if (code !== 'design-day') return OF_CODE[code]
  if (path.endsWith('power')) return 'power'
  if (path.endsWith('cooling')) return 'cooling'
  return DISTRIBUTION_TAILS.some(tail => path.endsWith(tail)) ? 'distribution' : 'coolingFailover'
}

/** Resources that are short with `racks` more racks of a lot at the end of a block. */
type Trial = (racks: number) => ReadonlySet<PlaceResource>

function withRacks(scenario: Scenario, block: number, lot: Lot, racks: number): Scenario {
  if (racks === 0) return scenario
  return { ...scenario, blocks: scenario.blocks.map((own, index) => (index === block ? { ...own, racks: [...own.racks, { ...lot, count: racks }] } : own)) }
}

/** More power than any block asks for, W. */
const ENDLESS_W = 1e11

/** The block alone on a feed without end: what it shares with others, the supply, is counted apart. */
function standAlone(scenario: Scenario, block: number): Scenario {
  const { substation: _, ...grid } = scenario.grid
  const [feed] = Object.values(grid.feeds)
  const feeds = feed === undefined ? grid.feeds : { endless: { ...feed, capacity: ENDLESS_W, steps: [], energised: { ...feed.energised, planned: scenario.horizon.start } } }
  return { ...scenario, grid: { ...grid, feeds }, blocks: [scenario.blocks[block]] }
}

/** Checks that need physics look at the block alone. */
function physicsOf(scenario: Scenario, block: number, day: DesignDay | undefined): PlaceResource[] {
  const alone = standAlone(scenario, block)
  const site = auditSite(alone, assembleWorld(alone, { seed: alone.seed, replication: 0 }), day)
  const cooling = coolingFindings(site, day)
  const findings = [...powerFindings(site.power), ...auditFindings(site, () => cooling.length === 0), ...cooling]
  return findings.flatMap(({ code, path }) => (path[0] === 'blocks' ? (resourceOf(code, path.join('.')) ?? []) : []))
}

function rulesOf(scenario: Scenario, block: number): PlaceResource[] {
  return RULES.flatMap(({ code, find }) =>
    find(scenario).flatMap(({ path }) => ((path[0] === 'blocks' && path[1] === block) || (path[0] === 'site' && path[1] === 'buildings') ? (OF_CODE[code] ?? []) : [])))
}

function trialOf(scenario: Scenario, block: number, lot: Lot, day: DesignDay | undefined): Trial {
  const known = new Map<number, ReadonlySet<PlaceResource>>()
  return racks => {
    const found = known.get(racks)
    if (found !== undefined) return found
    const tried = withRacks(scenario, block, lot, racks)
    const short = new Set([...rulesOf(tried, block), ...physicsOf(tried, block, day)])
    // Labels are not judged while the healthy chain is short already.
    if (short.has('power')) short.add('failover')
    known.set(racks, short)
    return short
  }
}

/** A search that stops for breath after every trial, and says how many resources of the block are looked up. */
export type Search<T> = Generator<number, T, undefined>

/** The most racks, up to `most`, with which a resource is not short; more racks never help. `done` resources came before. */
function* roomOf(trial: Trial, resource: PlaceResource, most: number, done: number): Search<number> {
  const isShort = trial(0).has(resource)
  yield done
  if (isShort) return 0
  const isShortWithAll = trial(most).has(resource)
  yield done
  if (!isShortWithAll) return most
  let fits = 0
  let short = most
  while (short - fits > 1) {
    const middle = (fits + short) >> 1
    if (trial(middle).has(resource)) short = middle
    else fits = middle
    yield done
  }
  return fits
}

/**
 * Racks of a lot that each resource of a block takes, at most `most`; null where nothing is short before that. Supply and network are counted
 * elsewhere. Where cooling is short the electrical checks are not asked, so the others are looked for up to there.
 */
export function* blockRooms(scenario: Scenario, block: number, lot: Lot, most: number, day: DesignDay | undefined): Search<PlaceRooms> {
  const trial = trialOf(scenario, block, lot, day)
  const cooled = yield* roomOf(trial, 'cooling', most, 0)
  const rooms: Partial<Record<PlaceResource, number | null>> = {}
  for (const [done, { id }] of PLACE_RESOURCES.entries()) {
    const racks = id === 'cooling' ? cooled : yield* roomOf(trial, id, cooled, done)
    rooms[id] = racks < cooled || (cooled < most && (id === 'cooling' || id === 'coolingFailover')) ? racks : null
  }
  return rooms as PlaceRooms
}
