/** The schedule and its order-by dates as a page of 80 columns, most urgent first. */
import { digits, percent } from '../analysis/number-text.ts'
import { type OrderRow, idleUsd } from '../analysis/order-by.ts'
import { formatDate } from '../base/civil-date.ts'
import { DAY_MS } from '../base/spans.ts'
import type { BlockSchedule, DateBand, ScheduleReport, SlipCase } from '../results/schedule.ts'
import type { Scenario } from '../scenario/schema/scenario.ts'
import type { Paint } from './report-text.ts'
import { wrapped } from './wrapped.ts'

const WIDTH = 80
const LABEL_WIDTH = 20
const THIN = '\u2009'
/** Drivers of a block that are told. */
const MOST_DRIVERS = 4

/** Widths of the columns of an order: two dates, the float, the item, its price. */
const COLUMNS = { date: 11, float: 9, what: 39, usd: 10 } as const

const labelled = (label: string, text: string): string[] => wrapped(text, WIDTH - LABEL_WIDTH - 2).map((line, i) => `  ${(i === 0 ? label : '').padEnd(LABEL_WIDTH)}${line}`)
const millions = (usd: number): string => `${digits(usd / 1e6, 1)}${THIN}M USD`

/** Days since the epoch as a date; a word for what is not reached. */
export const dateText = (startDay: number, ms: number | null): string => (ms === null ? 'not reached' : formatDate(startDay + Math.floor(ms / DAY_MS)))

const bandText = (startDay: number, { p10Ms, p50Ms, p90Ms }: DateBand): string => [p10Ms, p50Ms, p90Ms].map(ms => dateText(startDay, ms)).join(' · ')

/** The chain of steps that sets a date, by item: `Block transformers → cooling system → level 5`. */
function pathText(report: ScheduleReport, { criticalPath }: BlockSchedule): string {
  const words: string[] = []
  for (const id of criticalPath) {
    const item = report.items.find(({ steps }) => steps.some(step => step.id === id))
    const step = item?.steps.find(each => each.id === id)
    const word = item === undefined || step === undefined ? id : item.group === 'block' ? step.label.toLowerCase() : item.label.toLowerCase()
    if (words[words.length - 1] !== word && step?.kind !== 'ready') words.push(word)
  }
  return words.join(' → ')
}

function blockLines(report: ScheduleReport, block: BlockSchedule, paint: Paint): string[] {
  const { startDay } = report
  const { label, promisedMs, ready, inService, onTimeFraction, idle, drivers } = block
  if (promisedMs === 0 && onTimeFraction === 1 && inService.p90Ms === 0) return [`  ${label} stands from the start`, '']
  return [
    paint.strong(`  ${label}, promised for ${dateText(startDay, promisedMs)}`),
    ...labelled('  Ready', `${bandText(startDay, ready)} (P10 · P50 · P90), in time in ${percent(onTimeFraction)} of draws`),
    ...labelled('  All racks serve', bandText(startDay, inService)),
    ...labelled('  Idle', `${digits(idle.mean, 0)}${THIN}MW·months on average, ${digits(idle.p50, 0)} at P50, ${digits(idle.p90, 0)} at P90`),
    ...labelled('  Sets the date', drivers.slice(0, MOST_DRIVERS).map(driver => `${driver.label} ${percent(driver.fraction)}`).join(', ')),
    ...labelled('  Path at medians', pathText(report, block)),
    '',
  ]
}

function caseLine(scenario: Scenario, { slipQuantile, blockMonths, idleMegawattMonths }: SlipCase): string[] {
  const name = slipQuantile === null ? 'No slip' : `All slips at P${slipQuantile * 100}`
  const late = blockMonths.map(months => digits(months, 1)).join(', ')
  return labelled(name, `${digits(idleMegawattMonths, 0)}${THIN}MW·months idle, ${millions(idleUsd(scenario, idleMegawattMonths))} of margin; blocks ${late} months late`)
}

/** Float in weeks. */
const weeks = (ms: number): string => `${digits(ms / (7 * DAY_MS), 1)}${THIN}wk`

function orderLine(report: ScheduleReport, { item, order, owner, monthLaterUsd }: OrderRow, paint: Paint): string {
  const { startDay } = report
  const what = `${order.isStated ? '' : '~'}${owner} ${item.label}`
  const cells = [
    dateText(startDay, order.orderByP50Ms).padEnd(COLUMNS.date),
    dateText(startDay, order.orderByP90Ms).padEnd(COLUMNS.date),
    weeks(order.floatP50Ms).padStart(COLUMNS.float),
    `  ${what.length > COLUMNS.what - 2 ? `${what.slice(0, COLUMNS.what - 3)}…` : what}`.padEnd(COLUMNS.what),
    digits(monthLaterUsd / 1e6, 1).padStart(COLUMNS.usd),
  ].join('')
  return order.isStated && order.floatP50Ms < 0 ? paint.strong(cells) : cells
}

export function orderByText(title: string, scenario: Scenario, report: ScheduleReport, rows: readonly OrderRow[], paint: Paint): string {
  const { draws, seed, runDraws } = report
  const asPlanned = [...(runDraws.procurement ? [] : ['procurement']), ...(runDraws.commissioning ? [] : ['commissioning'])]
  const note = asPlanned.length === 0 ? '' : ` Runs take ${asPlanned.join(' and ')} as planned; these dates are uncertain all the same.`
  const header = `${'by P50'.padEnd(COLUMNS.date)}${'by P90'.padEnd(COLUMNS.date)}${'float'.padStart(COLUMNS.float)}${'  item (~ counted back from the plan)'.padEnd(COLUMNS.what)}${'M USD/mo'.padStart(COLUMNS.usd)}`
  return [
    ...wrapped(title, WIDTH).map(paint.strong),
    ...wrapped(`${draws} draws of lead times, slips, durations and tests, seed ${seed}.${note}`, WIDTH).map(paint.dim),
    '',
    paint.strong('When blocks are ready'),
    ...report.blocks.flatMap(block => blockLines(report, block, paint)),
    paint.strong('Slips of land, grid and plants alone, all else at its median'),
    ...report.cases.flatMap(each => caseLine(scenario, each)),
    '',
    paint.strong('Latest order dates, and what a month later costs'),
    rows.length === 0 ? '  Nothing with a long lead time is still to come.' : paint.dim(header),
    ...rows.map(row => orderLine(report, row, paint)),
    '',
  ].join('\n')
}
