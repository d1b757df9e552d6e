/** Tables of the report page: options, service, runs, delay, risks. */
import { compareFigures } from '../../analysis/compare.ts'
import { FIGURE_TEXTS, figureDifference, figureLabel, figureValue } from '../../analysis/figure-text.ts'
import type { RunFigures } from '../../analysis/figures.ts'
import { lostValue } from '../../analysis/lost-value.ts'
import { digits, percent, short } from '../../analysis/number-text.ts'
import { formatDate } from '../../base/civil-date.ts'
import { type Figure, isEstimate, type Uncertain } from '../../results/summary.ts'
import { reachOf } from '../half-width.ts'
import type { FinishedRun } from '../open-results.ts'
import { type Html, raw, table } from './html.ts'

/** Columns of the options table. */
const OPTION_KEYS = ['sustainedUtilisation', 'meanUtilisation', 'timeToCapacity', 'productiveGpuHours', 'peakSiteMW', 'pue', 'costPerUsefulGpuHour', 'totalCostUsd', 'delayUsd'] as const satisfies readonly (keyof RunFigures)[]

/** A figure, and below it how far its interval reaches where there is one. */
export function shown(key: keyof RunFigures, value: Figure): string {
  if (!isEstimate(value)) return '–'
  const mean = figureValue(key, value.mean)
  return value.ci95 === null || value.ci95[0] === value.ci95[1] ? mean : `${mean}\n± ${figureDifference(key, Math.max(value.ci95[1] - value.mean, value.mean - value.ci95[0])).replace('+', '')}`
}

/** A number of a row, and below it how far its interval reaches. */
function below(row: Uncertain, field: string, mean: number, text: (value: number) => string, reach = text): string {
  const half = reachOf(row, field, mean)
  return half === undefined ? text(mean) : `${text(mean)}\n± ${reach(half)}`
}

export function optionsTable(runs: readonly FinishedRun[], labelOf: (run: FinishedRun) => string): Html {
  const rows = runs.map(run => [labelOf(run), ...OPTION_KEYS.map(key => shown(key, run.report.summary[key]))])
  return table([{ name: 'Option' }, ...OPTION_KEYS.map(key => ({ name: figureLabel(key), isNumber: true }))], rows, 0)
}

/** Share of the base below which a difference is not worth a line. */
const LEAST_CHANGE = 0.001

/** Paired differences to the first run that are clear; nothing with one option. */
export function differencesTable([first, ...others]: readonly FinishedRun[], labelOf: (run: FinishedRun) => string): Html {
  const rows = others.flatMap(run => {
    if (run.rows.length !== first.rows.length) return []
    const clear = compareFigures(first.rows.map(row => row.figures), run.rows.map(row => row.figures)).filter(({ key, base, difference, isClear }) => isClear && Math.abs(difference) > LEAST_CHANGE * Math.abs(base) && (OPTION_KEYS as readonly string[]).includes(key))
    return clear.map(({ key, difference, ci95 }) => [labelOf(run), figureLabel(key), figureDifference(key, difference), ci95 === null ? '' : `${figureDifference(key, ci95[0])} … ${figureDifference(key, ci95[1])}`])
  })
  return table([{ name: 'Against the first option' }, { name: 'Figure' }, { name: 'Paired difference', isNumber: true }, { name: '95 % interval', isNumber: true }], rows)
}

/** Availability and latency: of the site, of services, of tenants. */
export function serviceTable({ report: { summary, services, tenants } }: FinishedRun): Html {
  const amount = (service: string, item: string, text: (value: number) => string): string => {
    const row = services.find(each => each.service === service && each.item === item)
    return row === undefined ? '–' : below(row, 'amount', row.amount, text)
  }
  const share = (value: number): string => percent(value, 2)
  const latency = (value: number): string => `${digits(value)}\u2009ms`
  const ids = [...new Set(services.map(({ service }) => service))]
  const rows = [
    ['Accelerators, allocatable of the contract', shown('availability', summary.availability), '–', '–'],
    ...ids.map(id => [`Service ${id}`, amount(id, 'availability', share), amount(id, 'sloAttainment', share), amount(id, 'firstTokenP95', latency)]),
    ...tenants.flatMap(row => (row.availability === null ? [] : [[`Tenant ${row.tenant}, of what is committed`, below(row, 'availability', row.availability, share), '–', '–']])),
  ]
  return table([{ name: 'What' }, { name: 'Available', isNumber: true }, { name: 'In time', isNumber: true }, { name: 'First token, 95 %', isNumber: true }], rows)
}

export function runsTable({ report: { runs }, first: { startDay } }: FinishedRun): Html {
  const date = (day: number | null): string => (day === null ? 'later' : formatDate(startDay + Math.floor(day)))
  const rows = runs.map(row => {
    const { id, accelerators, deadlineDay, endDay, onTime, delays } = row
    return [id, digits(accelerators), deadlineDay === null ? 'none' : date(deadlineDay), date(endDay.p50), date(endDay.p90), onTime === null ? '–' : below(row, 'onTime', onTime, value => percent(value)), delays[0] === undefined ? '' : below(delays[0], 'days', delays[0].days, value => `${delays[0].label}, ${digits(value, 1)}\u2009d`, value => `${digits(value, 1)}\u2009d`)]
  })
  return table([{ name: 'Run' }, { name: 'Accelerators', isNumber: true }, { name: 'Due' }, { name: 'Done, 50 %' }, { name: 'Done, 90 %' }, { name: 'On time', isNumber: true }, { name: 'Largest delay' }], rows)
}

export function delayTable({ report: { summary, money } }: FinishedRun): Html {
  const own = [summary.delayUsd, summary.idleMegawattMonths].every(isEstimate) ? [['Blocks that are ready later than promised', shown('delayUsd', summary.delayUsd), shown('idleMegawattMonths', summary.idleMegawattMonths)]] : []
  const usd = (value: number): string => `${short(value)}\u2009USD`
  // What is carried is certain: the uncertainty is that of what is missed.
  const later = money.delay.map(row => [`A start ${row.months} ${row.months === 1 ? 'month' : 'months'} later`, below(row, 'missedUsd', row.missedUsd, value => usd(value + row.carriedUsd), usd), '–'])
  return table([{ name: 'Delay' }, { name: 'Cost', isNumber: true }, { name: FIGURE_TEXTS.idleMegawattMonths.label, isNumber: true }], [...own, ...later])
}

const MOST_RISKS = 6

/** Committed hours at risk by their price where there are contracts, else lost hours at what they cost. */
export function risksTable({ report: { ledger, summary, money } }: FinishedRun): Html {
  if (money.atRisk.length > 0) {
    const usd = (value: number): string => `${short(value)}\u2009USD`
    const rows = money.atRisk.slice(0, MOST_RISKS).map(row => [row.label, row.bucket, below(row, 'meanUsd', row.meanUsd, usd), usd(row.p90Usd)])
    return table([{ name: 'Risk to committed hours' }, { name: 'Bucket' }, { name: 'Mean', isNumber: true }, { name: '90 %', isNumber: true }], rows)
  }
  const rows = lostValue(ledger, summary).slice(0, MOST_RISKS).map(row => [row.label, row.bucket, below(row, 'share', row.share, value => percent(value, 2), value => `${digits(value * 100, 2)}\u2009pp`), Number.isFinite(row.usd) ? below(row, 'usd', row.usd, value => `${short(value)}\u2009USD`) : '–'])
  return rows.length === 0 ? raw('') : table([{ name: 'What takes the most' }, { name: 'Bucket' }, { name: 'Of the contract', isNumber: true }, { name: 'At full cost', isNumber: true }], rows)
}
