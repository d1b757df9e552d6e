/** From replications to the summary and the ledger table that people and machines read. */
import { HOUR_MS } from '../base/spans.ts'
import type { RunResult } from '../results/run-result.ts'
import type { Figure, LedgerRow, MoneyRow, Summary } from '../results/summary.ts'
import type { Scenario } from '../scenario/schema/scenario.ts'
import { average, censoredFigure, figure, meanInterval } from './estimate.ts'
import { AMOUNT, boundsOfFigure } from './figure-bounds.ts'
import { type RunFigures, runFigures } from './figures.ts'
import { costRows } from './money.ts'

/** Times until something is reached: where it never is, the value is later than all others, not missing. */
const CENSORED: ReadonlySet<keyof RunFigures> = new Set(['timeToCapacity50', 'timeToCapacity', 'timeToCapacity99', 'timeToProductive50', 'timeToProductive90', 'timeToProductive99'])

const NO_CONTRACT = 'nothing is contracted in the simulated time'
const NO_SERVICE = 'no inference service in the scenario'
const NO_CONTRACTS = 'nothing earns money: no `money.contracts`, no `price` of a service'
const NO_POWER = 'no IT power in the simulated time'

/** Why a figure may be missing, by key; everything else is always there. */
const REASONS: Partial<Record<keyof RunFigures, string>> = {
  meanUtilisation: NO_CONTRACT,
  utilisationOfAccepted: 'no node was ever in service',
  availability: NO_CONTRACT,
  sustainedUtilisation: 'no whole week between ramp end and the horizon',
  sustainedUtilisationFromContractStart: 'no whole contracted week',
  timeToCapacity50: 'half of the contract is not reached for good',
  timeToCapacity: '90 % of the contract is not reached for good',
  timeToCapacity99: '99 % of the contract is not reached for good',
  timeToProductive50: 'half of the contract is never productive for good',
  timeToProductive90: '90 % of the contract is never productive for good',
  timeToProductive99: '99 % of the contract is never productive for good',
  worst30DayUtilisation: 'no 30 days between ramp end and the horizon',
  hoursBelowLow: 'no contracted window between ramp end and the horizon',
  sloAttainment: NO_SERVICE,
  p95LatencyMs: NO_SERVICE,
  costPerMillionTokens: NO_SERVICE,
  runsOnTime: 'no job ended, or no date of a named run within the horizon',
  goodput: 'nothing ran',
  ettr: 'no job ran',
  hoursBetweenInterruptions: 'no job was interrupted',
  pue: NO_POWER,
  sitePerBusbar: NO_POWER,
  wue: NO_POWER,
  budgetPue: NO_POWER,
  cue: NO_POWER,
  costPerUsefulGpuHour: 'no useful accelerator-hour',
  levelisedCostPerGpuHour: 'no useful accelerator-hour',
  revenueUsd: NO_CONTRACTS,
  netPresentUsd: NO_CONTRACTS,
}

export const summarise = (scenario: Scenario, runs: readonly RunResult[]): Summary => summaryOf(runs[0].acceleratorCount, runs.map(run => runFigures(scenario, run)))

/** From the figures of every replication. */
export function summaryOf(installedAccelerators: number, each: readonly RunFigures[], isAntithetic = false): Summary {
  const of = (key: keyof RunFigures): Figure => (CENSORED.has(key) ? censoredFigure : figure)(each.map(figures => figures[key]), REASONS[key], boundsOfFigure(key), isAntithetic)
  return {
    installedAccelerators,
    contractedGpuHours: of('contractedGpuHours'),
    productiveGpuHours: of('productiveGpuHours'),
    meanUtilisation: of('meanUtilisation'),
    utilisationOfAccepted: of('utilisationOfAccepted'),
    sustainedUtilisation: of('sustainedUtilisation'),
    sustainedUtilisationFromContractStart: of('sustainedUtilisationFromContractStart'),
    timeToCapacity50: of('timeToCapacity50'),
    timeToCapacity: of('timeToCapacity'),
    timeToCapacity99: of('timeToCapacity99'),
    timeToProductive50: of('timeToProductive50'),
    timeToProductive90: of('timeToProductive90'),
    timeToProductive99: of('timeToProductive99'),
    worst30DayUtilisation: of('worst30DayUtilisation'),
    hoursBelowLow: of('hoursBelowLow'),
    availability: of('availability'),
    sloAttainment: of('sloAttainment'),
    p95LatencyMs: of('p95LatencyMs'),
    runsOnTime: of('runsOnTime'),
    goodput: of('goodput'),
    ettr: of('ettr'),
    hoursBetweenInterruptions: of('hoursBetweenInterruptions'),
    pue: of('pue'),
    sitePerBusbar: of('sitePerBusbar'),
    budgetPue: of('budgetPue'),
    wue: of('wue'),
    cue: of('cue'),
    energyMWh: of('energyMWh'),
    peakSiteMW: of('peakSiteMW'),
    waterM3: of('waterM3'),
    peakWaterKgps: of('peakWaterKgps'),
    carbonT: of('carbonT'),
    costPerUsefulGpuHour: of('costPerUsefulGpuHour'),
    costPerMillionTokens: of('costPerMillionTokens'),
    totalCostUsd: of('totalCostUsd'),
    revenueUsd: of('revenueUsd'),
    netPresentUsd: of('netPresentUsd'),
    levelisedCostPerGpuHour: of('levelisedCostPerGpuHour'),
    delayUsd: of('delayUsd'),
    idleMegawattMonths: of('idleMegawattMonths'),
  }
}

/** Doubles below twice this are exact whole numbers: cells are added as such, and their sums as whole numbers of any size. */
const EXACT = 4_503_599_627_370_496

/** Sum of every `step`th cell from `first` on, exact; cells are whole numbers below 2^52. */
function exactTotal(cells: Float64Array, first: number, step: number, end: number): bigint {
  let [total, part] = [0n, 0]
  for (let at = first; at < end; at += step) {
    part += cells[at]
    if (part < EXACT) continue
    total += BigInt(part)
    part = 0
  }
  return total + BigInt(part)
}

/** Total accelerator-ms of one bucket of one run, exact. */
export function bucketTotal(run: RunResult, bucket: number): bigint {
  const { acceleratorMs, buckets, windowCount } = run.ledger
  return exactTotal(acceleratorMs, bucket, buckets.length, windowCount * buckets.length)
}

/** The contract of a run in accelerator-ms, exact. */
export const contractTotal = ({ ledger: { contractedMs } }: RunResult): bigint => exactTotal(contractedMs, 0, 1, contractedMs.length)

interface RunTotals {
  readonly buckets: readonly bigint[]
  readonly contract: number
}

// Runs are never changed, and arrive one by one: the totals of those that were there before stay.
const known = new WeakMap<RunResult, RunTotals>()

function totalsOf(run: RunResult): RunTotals {
  const found = known.get(run) ?? { buckets: run.ledger.buckets.map((_, bucket) => bucketTotal(run, bucket)), contract: Number(contractTotal(run)) }
  known.set(run, found)
  return found
}

/** Rows of all buckets in waterfall order; `acceleratorMs` of replication 0 sums to the contract exactly. */
export function ledgerRows(runs: readonly RunResult[]): LedgerRow[] {
  const each = runs.map(totalsOf)
  const totals = each.map(({ buckets }) => buckets)
  const contracts = each.map(({ contract }) => contract)
  return runs[0].ledger.buckets.map((bucket, index) => {
    const hours = totals.map(total => Number(total[index]) / HOUR_MS)
    return {
      bucket: bucket.code,
      label: bucket.label,
      gate: bucket.gate,
      acceleratorMs: totals[0][index].toString(),
      gpuHours: average(hours),
      share: average(totals.map((total, run) => (contracts[run] > 0 ? Number(total[index]) / contracts[run] : 0))),
      interval: meanInterval(hours, AMOUNT),
    }
  })
}

/** Cost lines, mean over replications. */
export function moneyRows(scenario: Scenario, runs: readonly RunResult[]): MoneyRow[] {
  const each = runs.map(run => costRows(scenario, run))
  // Some rows are there in some runs only: fire watch where it burned.
  const rows = new Map(each.flat().map(row => [row.id, row]))
  return [...rows.values()].map(row => ({ ...row, usd: average(each.map(own => own.find(({ id }) => id === row.id)?.usd ?? 0)) }))
}
