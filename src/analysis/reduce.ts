/** From a finished run to the record that experiments keep of it. */
import { civilFromDays } from '../base/civil-date.ts'
import { HOUR_MS } from '../base/spans.ts'
import type { MonthlyValues, ReplicationRow } from '../results/replication.ts'
import { resultHash } from '../results/result-hash.ts'
import type { RunResult } from '../results/run-result.ts'
import type { Scenario } from '../scenario/schema/scenario.ts'
import { checkValues } from './check-values.ts'
import { capacityLevels } from './capacity.ts'
import { type RunFigures, runFigures } from './figures.ts'
import { seriesValues } from './money.ts'
import { byMonth, type RunMonths, runMonths } from './money-months.ts'
import { bucketTotal, contractTotal } from './summarise.ts'

/** What experiments keep of a replication, with the headline figures by their keys. */
export type Row = ReplicationRow<RunFigures>

const GATES = 9
/** Last gate of nodes; what is left after it could be given to work. */
const LAST_NODE_GATE = 6
const KW_PER_MW = 1000

/** The months of a run. */
export function monthlyValues(run: RunResult): MonthlyValues {
  const months = runMonths(run)
  const { year, month } = months.months[0] ?? civilFromDays(run.startDay)
  const windows = countByMonth(months)
  const mean = (values: ArrayLike<number>): number[] => Array.from(byMonth(months, values), (sum, at) => sum / windows[at])
  const { contracted, byGate, productive } = capacityLevels(run.ledger)
  const toMW = run.ledger.windowMs / HOUR_MS * KW_PER_MW
  return {
    firstYear: year,
    firstMonth: month,
    contracted: mean(contracted),
    allocatable: mean(byGate[LAST_NODE_GATE]),
    productive: mean(productive),
    itMW: mean(seriesValues(run, 'it')).map(kWh => kWh / toMW),
    lost: Array.from({ length: GATES }, (_, gate) => mean(byGate[gate].map((accelerators, window) => accelerators - byGate[gate + 1][window]))),
  }
}

function countByMonth({ months, ofWindow }: RunMonths): number[] {
  const counts = new Array<number>(months.length).fill(0)
  for (const month of ofWindow) counts[month] += 1
  return counts
}

/** The record of a run of one point of a plan; `figures` where they are known already. */
export function reduceRun(scenario: Scenario, run: RunResult, point = 0, figures: RunFigures = runFigures(scenario, run)): Row {
  const totals = run.ledger.buckets.map(({ code }, bucket) => [code, bucketTotal(run, bucket).toString()] as const)
  return {
    point,
    replication: run.replication,
    seed: run.seed,
    resultHash: resultHash([run]),
    installedAccelerators: run.acceleratorCount,
    figures,
    contractedMs: contractTotal(run).toString(),
    buckets: Object.fromEntries(totals.filter(([, ms]) => ms !== '0')),
    checks: checkValues(scenario, run),
    months: monthlyValues(run),
    ...(run.decision === undefined ? {} : { isTaken: run.decision.isTaken }),
  }
}
