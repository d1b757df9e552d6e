/** Runs one scenario and builds its report, replication by replication. */
import type { Row } from '../../analysis/reduce.ts'
import { createReport, endedOn, type Report, type ReportDraft } from '../../analysis/report.ts'
import type { RunResult } from '../../results/run-result.ts'
import type { Scenario } from '../../scenario/schema/scenario.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import type { Host } from '../host.ts'
import { type ExperimentFlags, runExperiment } from './execute.ts'
import type { ReadScenario } from '../read-scenario.ts'
import type { Reached } from './goals.ts'
import { type Point, type PointChoice, subjectOf } from './point.ts'

export interface ScenarioReport {
  readonly ok: true
  readonly report: Report
  readonly read: ReadScenario
  readonly scenario: Scenario
  /** Replication 0, whole. */
  readonly first: RunResult
  /** Of every replication: its record, and its utilisation by week from contract start on. */
  readonly rows: readonly Row[]
  readonly weekly: readonly (readonly number[])[]
}

export async function reportOfScenario(host: Host, choice: PointChoice, flags: ExperimentFlags): Promise<ScenarioReport | { readonly ok: false; readonly exit: ExitCode }> {
  let draft: ReportDraft | undefined
  let point: Point | undefined
  let first: RunResult | undefined
  const rows: Row[] = []
  const weekly: (readonly number[])[] = []
  let precision: readonly Reached[] = []
  const exit = await runExperiment(host, {
    ...flags,
    points: [choice],
    label: choice.label,
    wants: 'reports',
    onPrecision(reached) {
      precision = reached
    },
    onRow({ point: own, row, told, run }) {
      if (told === null) return
      const { inputHashes, issues, scenarioHash } = own.read
      draft ??= createReport({ scenario: subjectOf(own), option: choice.option ?? null, scenarioHash, inputHashes, issues, isAntithetic: flags.antithetic === true, until: run === null ? undefined : endedOn(own.scenario, run) })
      draft.add(row, told)
      point = own
      first ??= run ?? undefined
      rows.push(row)
      weekly.push(told.weekly)
    },
  })
  if (exit !== EXIT.pass) return { ok: false, exit }
  if (draft === undefined || point === undefined || first === undefined) throw new Error('a run ended without its result')
  return { ok: true, report: { ...draft.finish(), ...(precision.length === 0 ? {} : { precision: precision.map(({ point: _point, ...rest }) => rest) }) }, read: point.read, scenario: subjectOf(point), first, rows, weekly }
}
