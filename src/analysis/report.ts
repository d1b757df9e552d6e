/** The whole answer of a run over its replications as one plain object: what `run --format json` prints and the app shows. */
import { formatDate } from '../base/civil-date.ts'
import { DAY_MS } from '../base/spans.ts'
import type { FabricBill } from '../results/fabric-bill.ts'
import { hashTogether, resultHash } from '../results/result-hash.ts'
import type { RunResult } from '../results/run-result.ts'
import type { MoneyReport } from '../results/money.ts'
import type { LedgerRow, Manifest, Summary, Uncertain } from '../results/summary.ts'
import { livedIn } from '../scenario/contingent/contingency.ts'
import type { Issue } from '../scenario/issue.ts'
import type { Scenario } from '../scenario/schema/scenario.ts'
import type { NamedSite } from '../scenario/sites.ts'
import type { AllocationPlan } from '../results/allocation.ts'
import { type PoolWeeks, poolWeeks } from './allocation/delivery.ts'
import { allocationPlan } from './allocation/plan.ts'
import { type EfficiencyRow, efficiencyRows } from './efficiency.ts'
import { megawattHours } from './energy.ts'
import { type BucketEnergyRow, bucketEnergyRows } from './energy-by-bucket.ts'
import { type DatastoreRow, datastoreRows } from './datastore.ts'
import { type RefreshDecision, refreshDecisions } from '../scenario/refresh-rule.ts'
import { type RefreshRow, refreshRows } from './refresh.ts'
import { type HourlyEttrRow, hourlyEttrRows } from './hourly-ettr.ts'
import { type JobClassRow, jobClassRows } from './job-classes.ts'
import { accountsOfSites } from './contracts-of-sites.ts'
import { type CriticalRow, criticalRows } from './critical.ts'
import { checkValues } from './check-values.ts'
import { type FaultRow, type GoodputRow, faultRows, goodputRows } from './faults.ts'
import { type RunFigures, runFigures, weeklyUtilisation } from './figures.ts'
import { gatherPairs } from './gather-pairs.ts'
import { gatherLists } from './gather-parts.ts'
import { type BookKind, type BookRow, bookRows } from './ledger-books.ts'
import { type GateRow, gateRows } from './ledger-gates.ts'
import { type MemoRow, memoRows } from './memos.ts'
import { type OverlapPeriod, overlapPeriods, type OverlapRow, overlapRows } from './overlap.ts'
import { type NamedRunRow, namedRunRows } from './runs.ts'
import { type ServiceRow, serviceRows } from './services.ts'
import { type StageRatio, stageRatios } from './stage-ratios.ts'
import { sustainedWords } from './sustained.ts'
import { type BudgetRow, budgetRows } from './tenant-budgets.ts'
import { type ServiceTenantRow, type TenantMoneyRow, tenantMoney } from './tenant-money.ts'
import { type TenantMonth, tenantMonths, type TenantSummary, tenantSummaries } from './tenants.ts'
import { type WorkRow, workRows } from './work.ts'
import { type CheckResult, judgeChecks, verdictOf } from './judge-checks.ts'
import { moneyReport } from './money-report.ts'
import type { Row } from './reduce.ts'
import { type SteadyRow, steadyRows } from './steady-state.ts'
import type { Achieved } from './statistics/stopping.ts'
import { ledgerRows, summaryOf } from './summarise.ts'

export interface EnergyRow extends Uncertain {
  readonly item: string
  readonly label: string
  /** Replication 0, exact, W·ms; empty for water. */
  readonly wms: string
  /** Mean over replications. */
  readonly amount: number
  readonly unit: string
}

/** What is told of a run, whole or of one of its sites. */
export interface ReportParts {
  readonly summary: Summary
  readonly ledger: readonly LedgerRow[]
  /** The same by gate. */
  readonly gates: readonly GateRow[]
  /** What each gate of nodes took where several were unmet at once. */
  readonly overlap: readonly OverlapRow[]
  /** The same over stretches of windows. */
  readonly overlapByPeriod: readonly OverlapPeriod[]
  /** The ledger of every tenant and generation; empty where there is only one. */
  readonly ledgers: Readonly<Record<BookKind, readonly BookRow[]>>
  /** How much of each level reaches the next, and their product. */
  readonly ratios: readonly StageRatio[]
  /** Lines beside the ledger, and the accepted fleet as second denominator. */
  readonly memos: readonly MemoRow[]
  readonly energyLedger: readonly EnergyRow[]
  /** Energy and carbon by bucket of the ledger. */
  readonly energyByBucket: readonly BucketEnergyRow[]
  /** PUE by year, load and block, water, hours of cooling. */
  readonly efficiency: readonly EfficiencyRow[]
  readonly money: MoneyReport
  /** What inference services did; empty where the file has none. */
  readonly services: readonly ServiceRow[]
  /** Named model runs: when they are done, how likely on time, what delays them; empty where the file plans none. */
  readonly runs: readonly NamedRunRow[]
  /** What the crews did; empty where the file asks for none. */
  readonly work: readonly WorkRow[]
  /** Productive share once it has settled, replication 0; empty where that is too short or has not settled. */
  readonly steadyState: readonly SteadyRow[]
  /** What held each hall while it was filled, replication 0. */
  readonly critical: readonly CriticalRow[]
  /** Faults by kind that happened, most frequent first. */
  readonly faults: readonly FaultRow[]
  /** How well running work came through faults, checkpoints and restarts. */
  readonly goodput: readonly GoodputRow[]
  /** Goodput, effective training time and time between interruptions by workload entry. */
  readonly jobClasses: readonly JobClassRow[]
  /** Effective training time of runs over the last hour; empty where none trained for an hour. */
  readonly hourlyEttr: readonly HourlyEttrRow[]
  /** What lay in the datastore; empty where its capacity is not stated. */
  readonly datastore: readonly DatastoreRow[]
  /** Each generation of the file against later ones of it; empty where there is one alone. */
  readonly refresh: readonly RefreshRow[]
  /** What rules of refresh have decided; empty where no lot has one. */
  readonly refreshes: readonly RefreshDecision[]
  /** Bill of materials of the network; null for several sites together. */
  readonly fabric: FabricBill | null
  /** Tenants over the run, means over replications; their months and jobs of replication 0; empty where the file names none. */
  readonly tenants: readonly (TenantSummary & Uncertain & { readonly months: readonly TenantMonth[] })[]
  /** What tenants paid and cost; empty where the file names none. */
  readonly tenantMoney: readonly TenantMoneyRow[]
  /** What tenants spent of their budgets by period; empty where none has one. */
  readonly budgets: readonly BudgetRow[]
  /** What tenants of shared services asked for, got, paid and cost; empty without such. */
  readonly serviceTenants: readonly ServiceTenantRow[]
}

/** The parts that are tables. */
export type ReportLists = Omit<ReportParts, 'summary'>

/** The same of one of several sites. */
export interface SiteReport extends ReportParts {
  readonly id: string
  readonly label: string
}

/** What was asked of the interval of a figure, and what was reached after so many replications. */
export interface PrecisionRow extends Achieved {
  readonly figure: keyof RunFigures
  readonly text: string
  readonly replications: number
}

export interface Report extends ReportParts {
  readonly manifest: Manifest
  /** Left out where nothing was asked of the intervals. */
  readonly precision?: readonly PrecisionRow[]
  /** Each site of a file with several; everything else is then theirs together. */
  readonly sites?: readonly SiteReport[]
  /** In how many replications a contingent option was taken; left out for others. */
  readonly decision?: DecisionRow
  readonly checks: readonly CheckResult[]
  readonly issues: readonly Issue[]
  /** Which windows sustained utilisation is of: `95 % of weeks`. */
  readonly sustainedOf: string
  /** What can be promised to whom by quarter; null where nothing is promised to tenants or asked for by them. */
  readonly allocation: AllocationPlan | null
}

/** How often the condition of a contingent option came true. */
export interface DecisionRow {
  readonly option: string
  /** As written. */
  readonly when: string
  readonly taken: number
  readonly replications: number
}

/** The decisions of replications; undefined where the option is not contingent. */
export function decisionOf({ contingent }: Pick<Scenario, 'contingent'>, rows: readonly Pick<Row, 'isTaken'>[]): DecisionRow | undefined {
  return contingent === undefined ? undefined : { option: contingent.option, when: contingent.condition.text, taken: rows.filter(({ isTaken }) => isTaken === true).length, replications: rows.length }
}

export const TOOL = 'nameplate 0.1.0'

const ENERGY_LABELS = {
  gridWms: 'Drawn from the grid',
  generationWms: 'Generated on site',
  itWms: 'IT',
  mechanicalWms: 'Mechanical',
  lossWms: 'Electrical losses',
  fuelWms: 'Fuel (lower heating value)',
  busbarWms: 'At the busbars inside the racks',
} as const

function energyRows({ energy }: RunResult): EnergyRow[] {
  const items = Object.keys(ENERGY_LABELS) as (keyof typeof ENERGY_LABELS)[]
  const rows = items.map(item => ({
    item: item.replace('Wms', ''),
    label: ENERGY_LABELS[item],
    wms: energy[item],
    amount: megawattHours(energy[item]),
    unit: 'MWh',
  }))
  return [...rows, { item: 'water', label: 'Make-up water', wms: '', amount: energy.waterL / 1000, unit: 'm³' }]
}

export interface ReportSource {
  readonly scenario: Scenario
  readonly option: string | null
  readonly scenarioHash: string
  readonly inputHashes: Readonly<Record<string, string>>
  readonly issues: readonly Issue[]
  /** Neighbouring replications mirror each other. */
  readonly isAntithetic?: boolean
  /** See `endedOn`. */
  readonly until?: string | undefined
}

/** Day at whose beginning a run was ended before the horizon of its scenario, YYYY-MM-DD; undefined where it was not. */
export function endedOn({ horizon }: Scenario, { startDay, horizonMs }: RunResult): string | undefined {
  const day = startDay + Math.floor(horizonMs / DAY_MS)
  return day < horizon.end ? formatDate(day) : undefined
}

function tenantRows(scenario: Scenario, run: RunResult): ReportParts['tenants'] {
  const months = tenantMonths(scenario, run)
  return tenantSummaries(scenario, run).map(each => ({ ...each, months: months.filter(({ tenant }) => tenant === each.tenant) }))
}

function listsOf(scenario: Scenario, run: RunResult, figures: RunFigures): ReportLists {
  const runs = [run]
  const ledger = ledgerRows(runs)
  const byTenant = tenantMoney(scenario, run)
  return {
    ledger,
    gates: gateRows(ledger),
    overlap: overlapRows(runs),
    overlapByPeriod: overlapPeriods(runs),
    ledgers: { tenant: bookRows(runs, 'tenant'), generation: bookRows(runs, 'generation') },
    ratios: stageRatios(scenario, run),
    memos: memoRows(scenario, runs),
    energyLedger: energyRows(run),
    energyByBucket: bucketEnergyRows(scenario, runs),
    efficiency: efficiencyRows(scenario, runs, [figures.cue]),
    money: moneyReport(scenario, runs),
    services: serviceRows(runs),
    runs: namedRunRows(runs),
    work: workRows(runs),
    steadyState: steadyRows(run),
    critical: criticalRows(run),
    faults: faultRows(runs),
    goodput: goodputRows(runs),
    jobClasses: jobClassRows(runs),
    hourlyEttr: hourlyEttrRows(runs),
    datastore: datastoreRows(runs),
    refresh: refreshRows(scenario, run),
    refreshes: refreshDecisions(scenario),
    fabric: run.fabric ?? null,
    tenants: tenantRows(scenario, run),
    tenantMoney: byTenant.tenants,
    serviceTenants: byTenant.services,
    budgets: budgetRows(scenario, run),
  }
}

/** What a report needs of one replication of a site, or of all sites together. */
interface Told {
  readonly figures: RunFigures
  readonly installedAccelerators: number
  readonly lists: ReportLists
}

/** What a report needs of one replication; plain data that can be written down. */
export interface RunTold extends Told {
  readonly sites: readonly Told[]
  /** Utilisation of the whole calendar weeks from contract start on. */
  readonly weekly: readonly number[]
  /** What pools could deliver week by week; none where nothing is promised to tenants or asked for by them. */
  readonly pools: readonly PoolWeeks[]
}

function tellOne(scenario: Scenario, run: RunResult): Told {
  const figures = runFigures(scenario, run)
  return { figures, installedAccelerators: run.acceleratorCount, lists: listsOf(scenario, run, figures) }
}

/** Everything that a report takes from a run; the run itself is not needed any more. */
export function tellRun(planned: Scenario, run: RunResult): RunTold {
  const scenario = livedIn(planned, run.decision?.isTaken)
  const sites = run.sites === undefined ? [] : accountsOfSites(scenario, run).map(site => tellOne(site.scenario, site.run))
  return { ...tellOne(scenario, run), sites, weekly: weeklyUtilisation(run, run.contractStartMs), pools: poolWeeks(scenario, run) }
}

/** Takes in replications in order; what it holds hardly grows with their number. */
export interface ReportDraft {
  add(row: Pick<Row, 'seed' | 'resultHash' | 'checks' | 'isTaken'>, told: RunTold): void
  finish(): Report
}

interface Part {
  add(told: Told): void
  finish(): ReportParts
}

function createPart(isAntithetic: boolean): Part {
  const lists = isAntithetic ? gatherPairs() : gatherLists()
  const figures: RunFigures[] = []
  let installed = 0
  return {
    add(told) {
      figures.push(told.figures)
      installed = told.installedAccelerators
      lists.add(told.lists)
    },
    finish: () => ({ summary: summaryOf(installed, figures, isAntithetic), ...lists.result() }),
  }
}

export function createReport({ scenario, option, scenarioHash, inputHashes, issues, isAntithetic = false, until }: ReportSource): ReportDraft {
  const hashes: string[] = []
  const whole = createPart(isAntithetic)
  const sites = (scenario.sites ?? []).map(({ id, label }: NamedSite) => ({ id, label, part: createPart(isAntithetic) }))
  const values: (readonly number[])[] = []
  const decisions: Pick<Row, 'isTaken'>[] = []
  const pools: (readonly PoolWeeks[])[] = []
  let seed = 0
  return {
    add(row, told) {
      values.push(row.checks)
      decisions.push({ isTaken: row.isTaken })
      seed = row.seed
      hashes.push(row.resultHash)
      whole.add(told)
      pools.push(told.pools)
      told.sites.forEach((site, index) => sites[index].part.add(site))
    },
    finish() {
      const checks = judgeChecks(scenario.checks, option, values, isAntithetic)
      const decision = decisionOf(scenario, decisions)
      return {
        manifest: { tool: TOOL, format: 1, scenario: scenario.name, option, scenarioHash, inputHashes, seed, replications: hashes.length, ...(isAntithetic ? { antithetic: true } : {}), ...(until === undefined ? {} : { until }), resultHash: hashTogether(hashes), verdict: verdictOf(checks) },
        ...whole.finish(),
        ...(scenario.sites === undefined ? {} : { sites: sites.map(({ id, label, part }) => ({ id, label, ...part.finish() })) }),
        ...(decision === undefined ? {} : { decision }),
        checks,
        issues,
        sustainedOf: sustainedWords(scenario.ledger),
        allocation: allocationPlan(scenario, pools),
      }
    },
  }
}

/** `runs` in replication order, at least one. */
export function buildReport(source: ReportSource, runs: readonly RunResult[]): Report {
  const draft = createReport({ ...source, until: endedOn(source.scenario, runs[0]) })
  for (const run of runs) draft.add({ seed: run.seed, resultHash: resultHash([run]), checks: checkValues(source.scenario, run), isTaken: run.decision?.isTaken }, tellRun(source.scenario, run))
  return draft.finish()
}
