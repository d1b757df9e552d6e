/** The headline figures of one replication as plain numbers; NaN where a figure does not apply to the run. */
import { weekday } from '../base/civil-date.ts'
import type { LedgerColumns, RunResult } from '../results/run-result.ts'
import { livedIn } from '../scenario/contingent/contingency.ts'
import type { Scenario } from '../scenario/schema/scenario.ts'
import { goodputRows } from './faults.ts'
import { allClasses, ettrOf, hoursBetweenInterruptions } from './job-classes.ts'
import { allocatableByWindow, productiveByWindow } from './capacity.ts'
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

const MS_PER_HOUR = 3_600_000
const DAY_MS = 86_400_000
/** Defaults of the sustained figure: 7-day windows, 95 % of them. Source: model specification §9.7. */
export const SUSTAINED_DAYS = 7
export const SUSTAINED_FRACTION = 0.95

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

/** Ledger windows in a week; windows divide a day. */
export const windowsPerWeek = (ledger: LedgerColumns): number => Math.round((SUSTAINED_DAYS * DAY_MS) / ledger.windowMs)

/** First window of the first calendar week (Monday to Sunday) that begins at or after `fromMs`. */
export function firstWeekWindow(run: RunResult, fromMs: number): number {
  const day = Math.ceil(fromMs / DAY_MS)
  const untilMonday = (7 - weekday(run.startDay + day)) % 7
  return Math.round(((day + untilMonday) * DAY_MS) / run.ledger.windowMs)
}

/** Utilisation of the whole calendar weeks from `fromMs` on; weeks without contract are left out. */
export function weeklyUtilisation(run: RunResult, fromMs: number): number[] {
  return groupedRatios(productiveByWindow(run.ledger), run.ledger.contractedMs, firstWeekWindow(run, fromMs), windowsPerWeek(run.ledger))
}

const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0)
const highest = (values: Float64Array): number => values.reduce((most, value) => Math.max(most, value), 0)

/** Tokens of answers whose first token came in time; all served ones where services kept no books. Source: model specification §9.7. */
const goodTokens = ({ services, counts }: RunResult): number => services?.reduce((tokens, { total }) => tokens + total.goodTokens, 0) ?? counts.tokensServed

/** Figures that need the books of money. */
function moneyFigures(scenario: Scenario, run: RunResult): Pick<RunFigures, 'revenueUsd' | 'netPresentUsd' | 'levelisedCostPerGpuHour'> {
  const { discountRate } = scenario.money
  const statement = statementOf(scenario, run)
  const earns = hasEarnings(scenario)
  const productive = byMonth(statement.months, productiveByWindow(run.ledger)).map(ms => ms / MS_PER_HOUR)
  return {
    revenueUsd: earns ? sum(statement.revenueUsd) : NaN,
    netPresentUsd: earns ? netPresent(statement, discountRate) : NaN,
    levelisedCostPerGpuHour: levelisedCost(statement, productive, discountRate),
  }
}

export function runFigures(planned: Scenario, run: RunResult): RunFigures {
  const scenario = livedIn(planned, run.decision?.isTaken)
  const contracted = contractedHours(run)
  const productive = sum(productiveByWindow(run.ledger)) / MS_PER_HOUR
  const allocatable = allocatableByWindow(run.ledger)
  const energy = siteEnergy(run)
  const { it: itMWh, site: siteMWh } = energy
  const carbonT = run.metering.months.reduce((kg, month) => kg + month.carbonKg, 0) / 1000 + fuelCarbonT(run)
  const totalCostUsd = costRows(scenario, run).reduce((total, row) => total + row.usd, 0)
  const servingHours = sum(seriesValues(run, 'servingAcceleratorHours'))
  const jobs = allClasses(run)
  const goodput = goodputRows([run]).find(({ item }) => item === 'goodput')?.amount
  return {
    contractedGpuHours: contracted,
    productiveGpuHours: productive,
    meanUtilisation: productive / contracted,
    utilisationOfAccepted: (productive * MS_PER_HOUR) / sum(run.ledger.acceptedMs),
    sustainedUtilisation: sustainedLevel(weeklyUtilisation(run, run.rampEndMs), SUSTAINED_FRACTION),
    sustainedUtilisationFromContractStart: sustainedLevel(weeklyUtilisation(run, run.contractStartMs), SUSTAINED_FRACTION),
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
    costPerMillionTokens: ((totalCostUsd / contracted) * servingHours) / (goodTokens(run) / 1e6),
    totalCostUsd,
    ...moneyFigures(scenario, run),
    delayUsd: delayUsd(scenario, run),
    idleMegawattMonths: idleMegawattMonths(scenario, run),
  }
}
