/** What is wrong with the conditions of options: things that are not there, days that are not simulated, and what can never come true. */
import { formatDate } from '../../base/civil-date.ts'
import type { Distribution } from '../../base/distribution.ts'
import { DAY_MS } from '../../base/spans.ts'
import { lotAccelerators } from '../lots.ts'
import { nearestName } from '../nearest.ts'
import type { Scenario } from '../schema/scenario.ts'
import { sitesOf } from '../sites.ts'
import type { Problem } from '../validate.ts'
import { type Condition, SHARE_FIGURES } from './condition.ts'

/** Something with power, as a condition names it and as its milestone is called. */
export interface PoweredThing {
  readonly path: string
  readonly site: number
  readonly milestone: string
  /** Block index, −1 for feeds and plants. */
  readonly block: number
  /** Bounds of its day, ms after the start; Infinity where it may be as late as it likes. */
  readonly earliestMs: number
  readonly latestMs: number
}

/** Ends of a distribution; infinite where it has none. */
function endsOf(slip: Distribution): readonly [number, number] {
  if (slip.kind === 'fixed') return [slip.value, slip.value]
  if (slip.kind === 'pert' || slip.kind === 'uniform') return [slip.low, slip.high]
  return [slip.kind === 'normal' ? -Infinity : 0, Infinity]
}

interface Milestone {
  readonly planned: number
  readonly slip: Distribution
}

function spanOf({ planned, slip }: Milestone, startDay: number): readonly [number, number] {
  const [low, high] = endsOf(slip)
  return [(planned - startDay) * DAY_MS + low, (planned - startDay) * DAY_MS + high]
}

/** Feeds, plants and blocks of all sites, with the paths that conditions name them by. */
export function poweredThings(scenario: Scenario): PoweredThing[] {
  return sitesOf(scenario).flatMap(({ id, scenario: { grid, generation, blocks, horizon, procurement } }, site) => {
    const prefix = id === '' ? '' : `sites.${id}.`
    const isSampled = procurement.mode === 'sampled'
    const feeds = Object.entries(grid.feeds).map(([name, feed]): PoweredThing => {
      const [earliestMs, latestMs] = spanOf(feed.energised, horizon.start)
      return { path: `${prefix}grid.feeds.${name}`, site, milestone: `Feed ${name} energised`, block: -1, earliestMs, latestMs: feed.needs.length > 0 || isSampled ? Infinity : latestMs }
    })
    const plants = generation.map((plant): PoweredThing => {
      const [earliestMs, latestMs] = spanOf(plant.inService, horizon.start)
      return { path: `${prefix}generation.${plant.id}`, site, milestone: `Generation ${plant.id} in service`, block: -1, earliestMs, latestMs: isSampled ? Infinity : latestMs }
    })
    const halls = blocks.map((block, index): PoweredThing => ({ path: `${prefix}blocks.${block.id}`, site, milestone: 'Energised', block: index, earliestMs: -Infinity, latestMs: Infinity }))
    return [...feeds, ...plants, ...halls]
  })
}

const acceleratorsOf = ({ blocks }: Scenario): number => blocks.reduce((sum, { racks }) => sum + racks.reduce((of, lot) => of + lotAccelerators(lot), 0), 0)

/** Most and least that a figure can be. */
function rangeOf(condition: Extract<Condition, { kind: 'figure' }>, scenario: Scenario): readonly [number, number] {
  const parts = sitesOf(scenario).map(site => site.scenario)
  if (SHARE_FIGURES.has(condition.figure)) return [0, 1]
  if (condition.figure === 'energisedBlocks') return [0, parts.reduce((sum, { blocks }) => sum + blocks.length, 0)]
  return condition.figure.endsWith('Accelerators') ? [0, parts.reduce((sum, part) => sum + acceleratorsOf(part), 0)] : [0, Infinity]
}

/** Why a condition can never come true; undefined when it may. */
function whyNever(condition: Condition, scenario: Scenario): string | undefined {
  const atMs = (condition.day - scenario.horizon.start) * DAY_MS
  if (condition.kind === 'energised') {
    const thing = poweredThings(scenario).find(({ path }) => path === condition.path)
    if (thing === undefined) return undefined
    if (condition.isNot) return thing.latestMs <= atMs ? `${thing.path} is there by then whatever happens` : undefined
    return thing.earliestMs > atMs ? `${thing.path} cannot be there by then` : undefined
  }
  if (condition.kind === 'always') return undefined
  const { comparison, bound, figure } = condition
  const [low, high] = rangeOf(condition, scenario)
  const isOut = { '>': bound >= high, '>=': bound > high, '<': bound <= low, '<=': bound < low }[comparison]
  if (isOut) return `${figure} lies between ${low} and ${high}`
  const firstContract = Math.min(...sitesOf(scenario).flatMap(site => site.scenario.blocks.map(({ ready }) => ready)))
  return SHARE_FIGURES.has(figure) && condition.day <= firstContract ? `nothing is contracted before ${formatDate(firstContract)}` : undefined
}

/** Everything that is wrong with the condition of one option. */
function problemsOf(id: string, condition: Condition, scenario: Scenario): Problem[] {
  const path = ['options', id, 'when']
  const { start, end } = scenario.horizon
  const found: Problem[] = []
  if (condition.day < start || condition.day >= end) found.push({ severity: 'error', code: 'option-when', path, message: 'is decided on a day that is not simulated', value: formatDate(condition.day), allowed: `from ${formatDate(start)} to ${formatDate(end - 1)}` })
  if (condition.kind === 'energised') {
    const known = poweredThings(scenario).map(thing => thing.path)
    const nearest = nearestName(condition.path, known)
    if (!known.includes(condition.path)) found.push({ severity: 'error', code: 'option-when', path, message: `asks for '${condition.path}', which is no feed, plant or block of the file`, value: condition.path, allowed: known.slice(0, 12).join(', '), ...(nearest === undefined ? {} : { nearest }) })
  }
  const never = found.length > 0 ? undefined : whyNever(condition, scenario)
  return never === undefined ? found : [{ severity: 'warn', code: 'option-when-never', path, message: 'can never come true, so the option is never taken', value: never, allowed: 'a condition that may come true in some future' }]
}

/** The same for all options of a scenario. */
export const conditionProblems = (scenario: Scenario): Problem[] =>
  Object.entries(scenario.options).flatMap(([id, { when }]) => (when === undefined ? [] : problemsOf(id, when, scenario)))
