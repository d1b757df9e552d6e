/** Random valid sites in which much goes wrong, as scenario text: the ground of the invariants. Every number follows from the seed. */
import { rootKey, uniform } from '../../../src/base/rng.ts'
import { formatIssue } from '../../../src/scenario/issue.ts'
import { loadScenario } from '../../../src/scenario/load.ts'
import type { Scenario } from '../../../src/scenario/schema/scenario.ts'
import { TOPOLOGY } from '../../../src/engine/power/redundancy.ts'
import { TOPOLOGIES } from '../../../src/scenario/schema/block-power.ts'

/** Draws in order from one seed. */
export interface Draws {
  /** A whole number from low to high, both included. */
  whole(low: number, high: number): number
  pick<T>(values: readonly T[]): T
  chance(probability: number): boolean
}

export function drawsOf(seed: number): Draws {
  const key = rootKey(seed, 0)
  let n = 0
  const next = (): number => uniform(key, 0, n++)
  return {
    whole: (low, high) => low + Math.floor(next() * (high - low + 1)),
    pick: values => values[Math.floor(next() * values.length)],
    chance: probability => next() < probability,
  }
}

const CLIMATES = ['dallas', 'phoenix', 'ashburn', 'dublin'] as const
const HALL_KW = 132
/** Water of a site is drawn from this much further a seed. */
const WATER_SEED = 2_000_000
/** Extremes of a site are drawn from this much further a seed. */
const EXTREMES_SEED = 1_000_000

/** One feed or two, on the street or at a substation, interrupted every few days. */
function gridLines(draws: Draws, itKW: number): string[] {
  const isHigh = draws.chance(0.4)
  const voltage = isHigh ? '69 kV' : '13.8 kV'
  const capacity = Math.ceil(itKW * (draws.whole(7, 18) / 10))
  const outages = `outages: {scale: ${draws.whole(5, 60)}, ordinary: {duration: {p50: 20 min, p90: 3 h}}, major: {duration: {p50: 2 h, p90: 20 h}}}`
  const feed = (name: string, day: number): string => `    ${name}: {capacity: ${capacity} kW, voltage: ${voltage}, energised: {planned: 2027-01-${String(day).padStart(2, '0')}, slip: {p50: 2 days, p90: 6 days}}, ${outages}}`
  return [
    'grid:',
    '  feeds:',
    feed('first', 2),
    ...(draws.chance(0.4) ? [feed('second', draws.whole(2, 20))] : []),
    ...(isHigh ? [`  substation: {transformers: {model: hv-40mva, count: ${draws.whole(1, 2)}, failures: 5/year, repair: 20 h}, redundancy: ${draws.whole(0, 1)}}`] : []),
  ]
}

/** Pumps, controls and hoses that fail every few weeks. */
const COOLING_FAILS = 'reliability: {pump: 4/year, cduPump: 4/year, cdu: 4/year, controller: 4/year, chiller: 4/year}, leaks: {rack: 4/year, row: 2/year, racksPerRow: 2, valveFails: 0.3}'

function blockLines(draws: Draws, index: number): string[] {
  const topology = draws.pick(TOPOLOGIES)
  const racks = draws.whole(2, 6)
  // Systems of a topology are equal.
  const modules = Math.max(4, TOPOLOGY[topology].systems * draws.whole(1, 3))
  const sets = draws.whole(0, 3)
  const generators = sets === 0 ? '' : `, generators: {model: diesel-2mw, count: ${sets}, failToStart: 0.2, runMttf: 60 h, availability: 0.9}`
  return [
    `  - id: hall-${index}`,
    `    ready: 2027-01-${String(draws.whole(3, 25)).padStart(2, '0')}`,
    '    power:',
    `      {topology: ${topology}, ups: {model: ups-500kw, count: ${modules}, failures: 3/year, systemFailures: 2/year, rideThrough: ${draws.whole(20, 400)} s}, ` +
      `transformers: {model: lv-2500kva, count: ${draws.whole(1, 2)}, failures: 4/year}${generators}, distribution: {failures: 1/year}}`,
    `    cooling: {units: {model: dry-cooler-980kw, count: ${draws.whole(1, 3)}}, trim: {model: chiller-screw, count: 1}, ${COOLING_FAILS}}`,
    `    racks: [{model: gb200-nvl72, count: ${racks}, delivered: {lead: 2 days}}]`,
  ]
}

const ANY_MONTH = 'months: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]'

/** Weather and ground that go wrong now and then; drawn apart, so that the rest of a seed's site stays what it was. */
function extremeLines(draws: Draws): string[] {
  const extremes = [
    `{id: dome, kind: heat-wave, rate: 8/year, ${ANY_MONTH}, rise: ${draws.whole(2, 30)} K, duration: 3 days}`,
    `{id: norther, kind: freeze, rate: 8/year, ${ANY_MONTH}, fall: ${draws.whole(5, 30)} K, duration: 2 days}`,
    `{id: fire, kind: smoke, rate: 10/year, ${ANY_MONTH}, airSide: 0.${draws.whole(3, 9)}, duration: 5 days}`,
    `{id: storm, kind: hail, rate: 12/year, ${ANY_MONTH}, damage: 0.${draws.whole(1, 9)}, repair: ${draws.whole(1, 20)} days}`,
    `{id: river, kind: flood, rate: 6/year, duration: ${draws.whole(1, 60)} h}`,
    `{id: dry, kind: drought, rate: 6/year, ${ANY_MONTH}, supply: 0.${draws.whole(1, 9)}, duration: 20 days}`,
    `{id: bolt, kind: lightning, rate: 40/year}`,
  ].filter(() => draws.chance(0.6))
  return extremes.length === 0 ? [] : ['  extremes:', ...extremes.map(line => `    - ${line}`)]
}

/** One or two sources that are often too small and fail often, a tank for hours, drought; drawn apart as the extremes are. */
function waterLines(draws: Draws): string[] {
  if (draws.chance(0.3)) return []
  const second = draws.chance(0.5) ? [`    - {id: city, limit: ${draws.whole(1, 20) / 10} kg/s, outages: 30/year, ready: 2027-01-${String(draws.whole(2, 28)).padStart(2, '0')}}`] : []
  return [
    'water:',
    '  sources:',
    `    - {id: reuse, kind: reclaimed, limit: ${draws.whole(1, 20) / 10} kg/s, annual: ${draws.whole(200, 3000)} m^3, outages: 60/year, outage: 12 h}`,
    ...second,
    `  storage: ${draws.pick([0, 5, 20, 100])} m^3`,
    `  drought: {dates: [{start: 2027-01-20, stage: ${draws.whole(0, 3)}}], yearly: {month: 2}}`,
    `  shortage: {shedAbove: ${draws.pick(['coolantMax', 'throttle', 'shutdown'])}, dwell: ${draws.whole(1, 12)} h}`,
  ]
}

/** Scenario text of a site of one to three halls over some weeks. */
export function randomSiteText(seed: number): string {
  const draws = drawsOf(seed)
  const halls = draws.whole(1, 3)
  return [
    'format: 1',
    `name: Random site ${seed}`,
    'horizon: {start: 2027-01-01, end: 2027-03-01}',
    'replications: 1',
    'site:',
    `  location: {latitude: 35, longitude: -97, elevation: ${draws.whole(0, 1500)} m, timezone: America/Chicago}`,
    `  weather: {climate: ${draws.pick(CLIMATES)}}`,
    ...extremeLines(drawsOf(EXTREMES_SEED + seed)),
    ...waterLines(drawsOf(WATER_SEED + seed)),
    ...gridLines(draws, halls * 4 * HALL_KW),
    'blocks:',
    ...Array.from({ length: halls }, (_, index) => blockLines(draws, index)).flat(),
    'workload:',
    `  - {id: training, source: training-mix, load: 0.${draws.whole(3, 9)}, smallest: 16, largest: 128, median: 6 hours, longest: 5 days}`,
    ...(draws.chance(0.5) ? ['  - {id: chat, source: inference, peak: 200 request/s}'] : []),
    'faults: {preset: rsc-1, rateFactor: 3}',
    '',
  ].join('\n')
}

export type Edits = Readonly<Record<string, string>>

/** The scenario of a text, with values replaced by path. */
export function siteOf(text: string, edits: Edits = {}): Scenario {
  const loaded = loadScenario(text, { file: 'random', set: Object.entries(edits).map(([path, value]) => ({ path, value })) })
  if (loaded.scenario === undefined) throw new Error(`${loaded.issues.map(formatIssue).join('\n')}\n${text}`)
  return loaded.scenario
}
