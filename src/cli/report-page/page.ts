/** The report as one HTML file: two printed pages, drawings and data inside, nothing loaded from anywhere. */
import { figureValue } from '../../analysis/figure-text.ts'
import { type FigureDifference, compareFigures } from '../../analysis/compare.ts'
import { ledgerBridge } from '../../analysis/ledger-bridge.ts'
import { AREAS, limitationsOfReport } from '../../analysis/limitations.ts'
import { digits, percent } from '../../analysis/number-text.ts'
import { formatDate } from '../../base/civil-date.ts'
import type { Frame } from '../../charts/chart.ts'
import { fanData, weeklyData } from '../../charts/data.ts'
import { charts } from '../../charts/index.ts'
import { quarterData } from '../../charts/quarter-data.ts'
import { type Figure, isEstimate } from '../../results/summary.ts'
import type { ScenarioDocument } from '../../scenario/load.ts'
import type { FinishedResults, FinishedRun } from '../open-results.ts'
import type { ChartPicture } from '../pictures.ts'
import { assumptions } from './assumptions.ts'
import { element, figure, type Html, raw, section, table, text } from './html.ts'
import { STYLE } from './style.ts'
import { delayTable, differencesTable, optionsTable, risksTable, runsTable, serviceTable } from './tables.ts'

export interface ReportPage {
  readonly results: FinishedResults
  /** Name of an option in words. */
  readonly labelOf: (run: FinishedRun) => string
  readonly document: ScenarioDocument | undefined
  /** Drawings that were asked for beside those that every report has. */
  readonly drawings: readonly ChartPicture[]
}

const HALF: Frame = { width: 460, height: 230, theme: 'light', source: '' }
const WIDE: Frame = { width: 940, height: 250, theme: 'light', source: '' }
const LARGE: Frame = { width: 940, height: 340, theme: 'light', source: '' }
const TALL: Frame = { width: 460, height: 260, theme: 'light', source: '' }
const LEDGER: Frame = { width: 460, height: 330, theme: 'light', source: '' }
const MOST_ASSUMPTIONS = 18

/** A share with how far its interval reaches. */
function shareOf(value: Figure): string {
  if (!isEstimate(value)) return 'not known'
  const { mean, ci95 } = value
  return ci95 === null || ci95[0] === ci95[1] ? percent(mean, 1) : `${percent(mean, 1)} (± ${digits(Math.max(ci95[1] - mean, mean - ci95[0]) * 100, 1)} points)`
}

/** Paired difference of the useful hours of two runs; undefined where they have different replications. */
const gainOf = (base: FinishedRun, option: FinishedRun): FigureDifference | undefined =>
  (base.rows.length === option.rows.length ? compareFigures(base.rows.map(({ figures }) => figures), option.rows.map(({ figures }) => figures)).find(({ key }) => key === 'productiveGpuHours') : undefined)

/** The option with the most useful hours of those over the same replications; undefined where the file as written stands alone. */
function bestOther([base, ...others]: readonly FinishedRun[]): FinishedRun | undefined {
  const gain = (run: FinishedRun): number => gainOf(base, run)?.difference ?? -Infinity
  const best = others.reduce<FinishedRun | undefined>((most, run) => (most === undefined || gain(run) > gain(most) ? run : most), undefined)
  return best !== undefined && gain(best) > -Infinity ? best : undefined
}

/** Where an option is compared, how one ledger becomes the other beside the spread of the months; else the months alone. */
function bridgeFigures({ results: { runs }, labelOf }: ReportPage): Html {
  const [base] = runs
  const other = bestOther(runs)
  const fan = (frame: Frame): Html => figure(charts.quantileFan.layout(fanData(base.rows), frame))
  if (other === undefined) return fan(WIDE)
  const bridge = charts.ledgerBridge.layout({ base: labelOf(base), option: labelOf(other), bridge: ledgerBridge(base.rows, other.rows) }, TALL)
  return element('div', 'class="pair"', figure(bridge), fan(TALL))
}

/** The answer in a sentence or two. */
function finding(runs: readonly FinishedRun[], labelOf: ReportPage['labelOf']): string {
  const [{ report: { summary, sustainedOf } }] = runs
  const base = !isEstimate(summary.meanUtilisation) ? 'Nothing is contracted in the simulated time, so no share of it can be useful.' : `${shareOf(summary.meanUtilisation)} of the contracted accelerator-hours become useful work; ${isEstimate(summary.sustainedUtilisation) ? `${sustainedOf} after the ramp reach ${shareOf(summary.sustainedUtilisation)}` : 'no whole week lies after the ramp'}.`
  const known = runs.filter(run => isEstimate(run.report.summary.productiveGpuHours))
  const useful = (run: FinishedRun): number => (isEstimate(run.report.summary.productiveGpuHours) ? run.report.summary.productiveGpuHours.mean : 0)
  const best = known.reduce<FinishedRun | undefined>((most, run) => (most === undefined || useful(run) > useful(most) ? run : most), undefined)
  if (runs.length < 2 || best === undefined) return base
  if (best === runs[0]) return `${base} No other option gives more useful hours.`
  const gain = gainOf(runs[0], best)
  const more = `${figureValue('productiveGpuHours', useful(best))} against ${figureValue('productiveGpuHours', useful(runs[0]))}`
  return gain?.isClear === false ? `${base} No other option gives clearly more useful hours; “${labelOf(best)}” comes nearest, with ${more}.` : `${base} The most useful hours come with “${labelOf(best)}”: ${more}.`
}

function head({ results: { runs }, labelOf }: ReportPage): Html {
  const [{ report: { manifest, summary }, first }] = runs
  const span = `${formatDate(first.startDay)} to ${formatDate(first.startDay + Math.floor(first.horizonMs / 86_400_000) - 1)}`
  const facts = [span, ...(manifest.until === undefined ? [] : [`ended early, at the beginning of ${manifest.until}`]), `${summary.installedAccelerators} accelerators`, `${manifest.replications} ${manifest.replications === 1 ? 'replication' : 'replications'}, seed ${manifest.seed}`]
  return element('header', '', element('h1', '', manifest.scenario), element('p', 'class="facts"', facts.join(' · ')), element('p', 'class="finding"', finding(runs, labelOf)))
}

function firstPage(page: ReportPage): Html {
  const { results: { runs }, labelOf } = page
  const [run] = runs
  return element(
    'main', 'class="sheet"',
    head(page),
    section('Options', optionsTable(runs, labelOf), differencesTable(runs, labelOf)),
    section('What comes when', element('div', 'class="pair"', figure(charts.quarterPower.layout(quarterData(run.rows, 'itMW'), HALF)), figure(charts.quarterUseful.layout(quarterData(run.rows, 'productive'), HALF)))),
    section('How much of it is useful', bridgeFigures(page), figure(charts.utilisation.layout(weeklyData(run.first, run.weekly, run.report.summary.sustainedUtilisation, run.report.sustainedOf), WIDE))),
  )
}

/** What the model leaves out of the figures and losses that the page shows, in small words. */
function leftOut({ report }: FinishedRun): Html {
  const rows = limitationsOfReport(report.ledger, ['costPerUsefulGpuHour', 'delayUsd', 'timeToCapacity'])
  return element('ul', 'class="left-out"', ...rows.map(({ area, text: words }) => element('li', '', `${AREAS[area].label}: ${words}`)))
}

/** Where nothing of the kind is in the file there is no table. */
function secondPage({ results: { runs }, document }: ReportPage): Html {
  const [run] = runs
  const rest = document === undefined ? [] : assumptions(document, MOST_ASSUMPTIONS).map(({ path, value, source, confidence }) => [path, value, source, confidence])
  const ledger = element('div', 'class="pair"', figure(charts.ledgerWaterfall.layout({ rows: run.report.ledger }, LEDGER)), element('div', '', risksTable(run), delayTable(run)))
  return element(
    'main', 'class="sheet"',
    section('Where the contract went, and what it is worth', ledger),
    section('Availability and latency', serviceTable(run)),
    section('Model runs', runsTable(run)),
    section('Assumptions, the least certain first', table([{ name: 'Value' }, { name: 'Taken as' }, { name: 'Source' }, { name: 'Confidence' }], rest)),
    section('Not modelled, of the largest losses and of cost', leftOut(run)),
    foot(run),
  )
}

/** Pages of the drawings that were asked for; none where there are none. */
function morePages({ drawings }: ReportPage): Html {
  return drawings.length === 0 ? raw('') : element('main', 'class="sheet"', section('More drawings', ...drawings.map(({ draw }) => figure(draw(LARGE)))))
}

function foot({ report: { manifest } }: FinishedRun): Html {
  const { tool, scenarioHash, resultHash, seed, replications } = manifest
  return element('footer', '', `${tool} · scenario ${scenarioHash} · result ${resultHash} · seed ${seed} · ${replications} ${replications === 1 ? 'replication' : 'replications'}. ± is how far the 95 % interval of the mean reaches. A planning model: no protection study, no CFD.`)
}

/** Data for programs, in a form that no browser takes for markup. */
function dataOf({ runs }: FinishedResults): Html {
  const data = runs.map(({ label, report: { manifest, summary, ledger, checks } }) => ({ label, manifest, summary, ledger, checks }))
  return raw(`<script type="application/json" id="nameplate-data">${JSON.stringify(data).replaceAll('<', '\\u003c')}</script>`)
}

export function reportPage(page: ReportPage): string {
  const title = page.results.runs[0].report.manifest.scenario
  const top = element('head', '', raw('<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta http-equiv="Content-Security-Policy" content="default-src \'none\'; style-src \'unsafe-inline\'; img-src data:">'), element('title', '', text(title)), raw(`<style>${STYLE}</style>`))
  return `<!doctype html>\n<html lang="en">${top.html}<body>${firstPage(page).html}${secondPage(page).html}${morePages(page).html}${dataOf(page.results).html}</body></html>\n`
}
