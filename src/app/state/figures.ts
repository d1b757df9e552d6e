/** What the page says about a study: summary, ledger and chart data, worked out once for each set of runs. */
import { useMemo } from 'react'
import { ledgerRows, moneyRows, summarise, summaryOf } from '../../analysis/summarise.ts'
import { sustainedWords } from '../../analysis/sustained.ts'
import { type WorkRow, workRows } from '../../analysis/work.ts'
import { bindingData, capacityData, powerData, slipPoint, utilisationData, wattData, weeklyData } from '../../charts/data.ts'
import type { SlipData } from '../../charts/chart-data.ts'
import type { LedgerRow, MoneyRow, Summary } from '../../results/summary.ts'
import type { RunResult } from '../../results/run-result.ts'
import { runsOf, type Study } from './run.ts'
import { sideRows } from './side-rows.ts'
import { type SlipPoint, slipFeed, statedSlip } from './slip.ts'
import { hasContract } from './so-far.ts'

export interface StudyFigures {
  readonly summary: Summary
  readonly ledger: readonly LedgerRow[]
  readonly capacity: ReturnType<typeof capacityData>
  readonly utilisation: ReturnType<typeof utilisationData>
  readonly power: ReturnType<typeof powerData>
  readonly binding: ReturnType<typeof bindingData>
  /** Null while the first replication is not finished. */
  readonly watts: ReturnType<typeof wattData>
  /** What crews did and cost; empty where the file has none. */
  readonly people: readonly WorkRow[]
  readonly pay: readonly MoneyRow[]
  /** Grey line under downloaded charts. */
  readonly source: string
}

/** Grey line under downloads: `scenario · option · seed · hash`. */
export function studySource(study: Study, optionLabel: string): string {
  return [study.scenario.name, ...(study.site === undefined ? [] : [study.site]), optionLabel, `seed ${study.scenario.seed}`, study.key.slice(0, 8)].join(' · ')
}

/** Figures of finished runs are worked out once each: with every replication that arrives, only its own. */
const summaryOfRuns = ({ scenario, runs: finished }: Study, runs: readonly RunResult[]): Summary =>
  finished.length === 0 ? summarise(scenario, runs) : summaryOf(runs[0].acceleratorCount, sideRows(scenario, runs).map(({ figures }) => figures))

const summaries = new WeakMap<Study, Summary>()

/** The figures of a study, worked out once; null before its contract begins. */
export function studySummary(study: Study): Summary | null {
  const runs = runsOf(study)
  if (runs.length === 0 || !runs.every(hasContract)) return null
  const known = summaries.get(study)
  if (known !== undefined) return known
  const found = study.opened?.report.summary ?? summaryOfRuns(study, runs)
  summaries.set(study, found)
  return found
}

export function studyFigures(study: Study, optionLabel: string): StudyFigures | null {
  const summary = studySummary(study)
  if (summary === null) return null
  const runs = runsOf(study)
  const [first] = runs
  const { opened } = study
  const sustained = sustainedWords(study.scenario.ledger)
  return {
    summary,
    ledger: opened?.report.ledger ?? ledgerRows(runs),
    capacity: capacityData(first),
    utilisation: opened !== undefined && opened.weekly.length > 0 ? weeklyData(first, opened.weekly, summary.sustainedUtilisation, sustained) : utilisationData(runs, summary.sustainedUtilisation, sustained),
    power: powerData(first),
    binding: bindingData(first),
    watts: wattData(study.scenario, first),
    people: opened?.report.work ?? workRows(runs),
    pay: study.scenario.crews === undefined ? [] : moneyRows(study.scenario, runs).filter(({ source }) => source === 'crews.pay' || source === 'faults.technicians'),
    source: studySource(study, optionLabel),
  }
}

export function useStudyFigures(study: Study | null, optionLabel: string): StudyFigures | null {
  return useMemo(() => (study === null ? null : studyFigures(study, optionLabel)), [study, optionLabel])
}

const curveOf = (study: Study, points: readonly SlipPoint[]): ReturnType<typeof slipPoint>[] =>
  points.filter(point => point.option === study.option).map(point => slipPoint(point.slipMonths, point.meanUtilisation, point.sustained))

/** The response curve of one option, with that of the other while comparing; points that have no run yet are missing. */
export function slipData(study: Study, points: readonly SlipPoint[], other: Study | null, labels: { readonly base: string; readonly other: string }): SlipData | null {
  const feed = slipFeed(study.scenario)
  if (feed === undefined) return null
  return {
    points: curveOf(study, points),
    what: study.scenario.grid.substation === undefined ? `feed ${feed}` : 'the substation',
    present: statedSlip(study.scenario, feed).p50,
    label: labels.base,
    ...(other === null ? {} : { other: { label: labels.other, points: curveOf(other, points) } }),
  }
}
