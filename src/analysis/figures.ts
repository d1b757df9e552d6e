/** The headline figures of one replication as plain numbers; NaN where a figure does not apply to the run. */
import { weekday } from '../base/civil-date.ts'
import { DAY_MS, HOUR_MS } from '../base/spans.ts'
import type { RunResult } from '../results/run-result.ts'
import { livedIn } from '../scenario/contingent/contingency.ts'
import type { Scenario } from '../scenario/schema/scenario.ts'
import { goodputRows } from './faults.ts'
import { allClasses, ettrOf, hoursBetweenInterruptions } from './job-classes.ts'
import { allocatableByWindow, allocatedByWindow, productiveByWindow } from './capacity.ts'
import { type CapacityFigures, capacityFigures } from './capacity-figures.ts'
import { fuelCarbonT } from './carbon.ts'
import { hasEarnings } from './contracts-of-sites.ts'
import { delayUsd, idleMegawattMonths } from './cost-of-delay.ts'
import { budgetPue, pueOf, siteEnergy } from './efficiency.ts'
import { megawattHours } from './energy.ts'
import { contractedHours, costRows, seriesValues } from './money.ts'
import { byMonth } from './money-months.ts'
import { levelisedCost, netPresent, statementOf } from './statement.ts'
import { namedRunsOnTime } from './runs.ts'
import { groupedRatios, sustainedLevel } from './sustained.ts'

const WEEK_DAYS = 7

export interface RunFigures extends CapacityFigures {
  readonly contractedGpuHours: number
  readonly productiveGpuHours: number
  readonly meanUtilisation: number
  /** Productive of the accepted fleet: contracted accelerators from their first minute in service on. */
  readonly utilisationOfAccepted: number
  readonly sustainedUtilisation: number
  readonly sustainedUtilisationFromContractStart: number
  readonly availability: number
  readonly sloAttainment: number
  readonly p95LatencyMs: number
  readonly runsOnTime: number
  /** Useful share of what jobs and services held. */
  readonly goodput: number
  /** Useful share of the time that was available to jobs: what they held, and waiting again after interruptions. */
  readonly ettr: number
  /** Hours of attempts of jobs by interruption by a fault. */
  readonly hoursBetweenInterruptions: number
  readonly pue: number
  /** Site energy per energy at the busbars inside the racks: unlike PUE, comparable between AC and DC distribution. */
  readonly sitePerBusbar: number
  /** PUE with cooling energy times the factor of `efficiency.operations`. */
  readonly budgetPue: number
  readonly wue: number
  /** Carbon of all energy per IT energy, kg/kWh. */
  readonly cue: number
  readonly energyMWh: number
  readonly peakSiteMW: number
  readonly waterM3: number
  readonly peakWaterKgps: number
  readonly carbonT: number
  readonly costPerUsefulGpuHour: number
  readonly costPerMillionTokens: number
  readonly totalCostUsd: number
  /** Revenue of all contracts, credits taken off; NaN without contracts, as the next one. */
  readonly revenueUsd: number
  /** Present value at the start of the run of results less capital, what is left at its end counted. */
  readonly netPresentUsd: number
  /** Discounted costs over discounted productive hours, USD per accelerator-hour. */
  readonly levelisedCostPerGpuHour: number
  /** Of blocks that are ready after their promised day; not part of the total. */
  readonly delayUsd: number
  /** IT power of such blocks times their delay. */
  readonly idleMegawattMonths: number
}

/** First window of the first calendar week (Monday to Sunday) that begins at or after `fromMs`. */
export function firstWeekWindow(run: RunResult, fromMs: number): number {
  const day = Math.ceil(fromMs / DAY_MS)
  const untilMonday = (7 - weekday(run.startDay + day)) % 7
  return Math.round(((day + untilMonday) * DAY_MS) / run.ledger.windowMs)
}

/** Utilisation of the whole calendar weeks from `fromMs` on; weeks without contract are left out. */
export function weeklyUtilisation(run: RunResult, fromMs: number): number[] {
  return utilisationBy(run, fromMs, WEEK_DAYS)
}

/** Utilisation of whole stretches of days from `fromMs` on: weeks and their multiples from a Monday on, others from the first whole day. */
function utilisationBy(run: RunResult, fromMs: number, days: number): number[] {
  const { ledger } = run
  const first = days % WEEK_DAYS === 0 ? firstWeekWindow(run, fromMs) : Math.round((Math.ceil(fromMs / DAY_MS) * DAY_MS) / ledger.windowMs)
  return groupedRatios(productiveByWindow(ledger), ledger.contractedMs, first, Math.round((days * DAY_MS) / ledger.windowMs))
}

/** Sustained utilisation of the windows from `fromMs` on, as the file defines it; NaN without a whole window. */
export const sustainedFrom = ({ ledger }: Pick<Scenario, 'ledger'>, run: RunResult, fromMs: number): number =>
  sustainedLevel(utilisationBy(run, fromMs, Math.round(ledger.sustainedWindow / DAY_MS)), ledger.sustainedFraction)

const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0)
const highest = (values: Float64Array): number => values.reduce((most, value) => Math.max(most, value), 0)

/** Tokens of answers whose first token came in time; all served ones where services kept no books. Source: model specification §9.7. */
const goodTokens = ({ services, counts }: RunResult): number => services?.reduce((tokens, { total }) => tokens + total.goodTokens, 0) ?? counts.tokensServed

/** Accelerator-hours that services held, headroom and start-ups included; those at the ends of windows where services kept no books. */
const servingHours = (run: RunResult): number =>
  run.services?.reduce((hours, { total }) => hours + total.heldAcceleratorMs / HOUR_MS, 0) ?? sum(seriesValues(run, 'servingAcceleratorHours'))

/** What services held at the price of an allocated hour, over the tokens of answers in time. Source: model specification §9.7. */
function costPerMillionTokens(run: RunResult, totalCostUsd: number): number {
  const allocatedHours = sum(allocatedByWindow(run.ledger)) / HOUR_MS
  return ((totalCostUsd / allocatedHours) * servingHours(run)) / (goodTokens(run) / 1e6)
}

/** Figures that need the books of money. */
function moneyFigures(scenario: Scenario, run: RunResult): Pick<RunFigures, 'revenueUsd' | 'netPresentUsd' | 'levelisedCostPerGpuHour'> {
  const { discountRate } = scenario.money
  const statement = statementOf(scenario, run)
  const earns = hasEarnings(scenario)
  const productive = byMonth(statement.months, productiveByWindow(run.ledger)).map(ms => ms / HOUR_MS)
  return {
    revenueUsd: earns ? sum(statement.revenueUsd) : NaN,
    netPresentUsd: earns ? netPresent(statement, discountRate) : NaN,
    levelisedCostPerGpuHour: levelisedCost(statement, productive, discountRate),
  }
}

export function runFigures(planned: Scenario, run: RunResult): RunFigures {
  const scenario = livedIn(planned, run.decision?.isTaken)
  const contracted = contractedHours(run)
  const productive = sum(productiveByWindow(run.ledger)) / HOUR_MS
  const allocatable = allocatableByWindow(run.ledger)
  const energy = siteEnergy(run)
  const { it: itMWh, site: siteMWh } = energy
  const carbonT = run.metering.months.reduce((kg, month) => kg + month.carbonKg, 0) / 1000 + fuelCarbonT(run)
  const totalCostUsd = costRows(scenario, run).reduce((total, row) => total + row.usd, 0)
  const jobs = allClasses(run)
  const goodput = goodputRows([run]).find(({ item }) => item === 'goodput')?.amount
  return {
    contractedGpuHours: contracted,
    productiveGpuHours: productive,
    meanUtilisation: productive / contracted,
    utilisationOfAccepted: (productive * HOUR_MS) / sum(run.ledger.acceptedMs),
    sustainedUtilisation: sustainedFrom(scenario, run, run.rampEndMs),
    sustainedUtilisationFromContractStart: sustainedFrom(scenario, run, run.contractStartMs),
    ...capacityFigures(run, scenario.ledger.lowUtilisation),
    availability: sum(allocatable) / sum(run.ledger.contractedMs),
    sloAttainment: run.counts.sloAttainment,
    p95LatencyMs: run.counts.p95LatencyMs,
    runsOnTime: run.runs?.some(({ deadlineMs }) => deadlineMs >= 0) === true ? namedRunsOnTime(run) : run.counts.jobsOnTimeShare,
    goodput: goodput ?? Number.NaN,
    ettr: jobs === undefined ? Number.NaN : ettrOf(jobs),
    hoursBetweenInterruptions: jobs === undefined ? Number.NaN : hoursBetweenInterruptions(jobs),
    pue: pueOf(energy),
    budgetPue: budgetPue(scenario, run),
    sitePerBusbar: siteMWh / megawattHours(run.energy.busbarWms),
    wue: run.energy.waterL / (itMWh * 1000),
    energyMWh: siteMWh,
    peakSiteMW: highest(seriesValues(run, 'peakSite')) / 1e6,
    cue: carbonT / itMWh,
    waterM3: run.energy.waterL / 1000,
    peakWaterKgps: highest(seriesValues(run, 'peakWater')),
    carbonT,
    costPerUsefulGpuHour: totalCostUsd / productive,
    costPerMillionTokens: costPerMillionTokens(run, totalCostUsd),
    totalCostUsd,
    ...moneyFigures(scenario, run),
    delayUsd: delayUsd(scenario, run),
    idleMegawattMonths: idleMegawattMonths(scenario, run),
  }
}
