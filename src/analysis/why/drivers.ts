/** Which book a figure is read from, and the lines of these books. */
import type { RunResult } from '../../results/run-result.ts'
import type { Scenario } from '../../scenario/schema/scenario.ts'
import { BUCKET_WORDS } from '../../scenario/bucket-words.ts'
import { megawattHours } from '../energy.ts'
import { average } from '../estimate.ts'
import type { RunFigures } from '../figures.ts'
import { ledgerRows, moneyRows } from '../summarise.ts'
import type { Driver } from './figure.ts'

export type Book = 'contract' | 'capacity' | 'held' | 'cost' | 'energy' | 'overhead' | 'water' | 'faults' | 'late' | 'none'

interface Rule {
  readonly of: string
  readonly book: Book
}

const rule = (of: string, book: Book): Rule => ({ of, book })
const CONTRACT = rule('Largest losses of the contract', 'contract')
const CAPACITY = rule('What kept most accelerators from being allocatable', 'capacity')
const HELD = rule('What took most of what jobs and services held', 'held')
const COST = rule('Largest lines of the cost', 'cost')
const ENERGY = rule('Where the energy went', 'energy')
const OVERHEAD = rule('Energy beyond that of IT', 'overhead')
const WATER = rule('Where the water came from', 'water')
const FAULTS = rule('Commonest faults', 'faults')
const LATE = rule('What held blocks back', 'late')

/** One rule a figure. */
export const DRIVERS: Readonly<Record<keyof RunFigures, Rule>> = {
  contractedGpuHours: rule('', 'none'),
  productiveGpuHours: CONTRACT, meanUtilisation: CONTRACT, utilisationOfAccepted: CONTRACT, sustainedUtilisation: CONTRACT, sustainedUtilisationFromContractStart: CONTRACT,
  timeToCapacity50: CAPACITY, timeToCapacity: CAPACITY, timeToCapacity99: CAPACITY, availability: CAPACITY,
  timeToProductive50: CONTRACT, timeToProductive90: CONTRACT, timeToProductive99: CONTRACT, worst30DayUtilisation: CONTRACT, hoursBelowLow: CONTRACT,
  sloAttainment: HELD, p95LatencyMs: HELD, runsOnTime: HELD, goodput: HELD, ettr: HELD, hoursBetweenInterruptions: FAULTS,
  pue: OVERHEAD, sitePerBusbar: OVERHEAD, budgetPue: OVERHEAD, wue: WATER, cue: ENERGY, energyMWh: ENERGY, peakSiteMW: ENERGY, waterM3: WATER, peakWaterKgps: WATER, carbonT: ENERGY,
  costPerUsefulGpuHour: COST, costPerMillionTokens: COST, totalCostUsd: COST, revenueUsd: CONTRACT, netPresentUsd: COST, levelisedCostPerGpuHour: COST,
  delayUsd: LATE, idleMegawattMonths: LATE,
}

const PRODUCTIVE = 10
const LAST_NODE_GATE = 6
const FIRST_HELD_GATE = 8
const LAST_DELAY_GATE = 4

/** Lines as shares of their sum. */
function shares(lines: readonly Driver[]): Driver[] {
  const all = lines.reduce((sum, { share }) => sum + share, 0)
  return all <= 0 ? [] : lines.map(line => ({ ...line, share: line.share / all }))
}

/** Buckets of the ledger as shares of the contract, or of those that are asked for together with what became useful. */
function buckets(runs: readonly RunResult[], wanted: (gate: number) => boolean, isOfHeld: boolean): Driver[] {
  const rows = ledgerRows(runs)
  const whole = isOfHeld ? rows.reduce((sum, { gate, share }) => sum + (gate >= FIRST_HELD_GATE || gate === 0 ? share : 0), 0) : 1
  return rows.filter(({ gate }) => gate !== PRODUCTIVE && wanted(gate)).map(({ bucket, label, gate, share }) => ({ id: bucket, label, gate, share: whole > 0 ? share / whole : 0, path: BUCKET_WORDS[bucket]?.paths[0] ?? '' }))
}

const line = (id: string, label: string, share: number, path: string): Driver => ({ id, label, share, path, gate: null })

const energyOf = (runs: readonly RunResult[], key: 'itWms' | 'mechanicalWms' | 'lossWms'): number => average(runs.map(({ energy }) => megawattHours(energy[key])))

function overhead(runs: readonly RunResult[]): Driver[] {
  return [line('mechanical', 'Cooling', energyOf(runs, 'mechanicalWms'), 'blocks.*.cooling'), line('loss', 'Losses on the way', energyOf(runs, 'lossWms'), 'blocks.*.power')]
}

function water([first]: readonly RunResult[]): Driver[] {
  return first.water.sources.map(({ id, ug }) => line(id, id, Number(BigInt(ug)), `water.sources.${id}`))
}

const BOOKS: Readonly<Record<Book, (scenario: Scenario, runs: readonly RunResult[]) => Driver[]>> = {
  none: () => [],
  contract: (_, runs) => buckets(runs, () => true, false),
  capacity: (_, runs) => buckets(runs, gate => gate >= 1 && gate <= LAST_NODE_GATE, false),
  late: (_, runs) => buckets(runs, gate => gate >= 1 && gate <= LAST_DELAY_GATE, false),
  held: (_, runs) => buckets(runs, gate => gate === 8 || gate === 9, true),
  cost: (scenario, runs) => shares(moneyRows(scenario, runs).filter(({ usd }) => usd > 0).map(({ id, label, usd, source }) => line(id, label, usd, source))),
  energy: (_, runs) => shares([line('it', 'IT', energyOf(runs, 'itWms'), 'workload'), ...overhead(runs)]),
  overhead: (_, runs) => shares(overhead(runs)),
  water: (_, runs) => shares(water(runs)),
  faults: (_, [first]) => shares((first.faults ?? []).map(({ id, label, count }) => line(id, label, count, 'faults'))),
}

/** The lines of a book, with their shares. */
export const bookOf = (book: Book, scenario: Scenario, runs: readonly RunResult[]): Driver[] => BOOKS[book](scenario, runs)
