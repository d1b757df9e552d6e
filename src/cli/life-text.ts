/** A life as a page: what came when, then what its time went to. */
import { digits, percent } from '../analysis/number-text.ts'
import { formatDate } from '../base/civil-date.ts'
import { DAY_MS, HOUR_MS } from '../base/spans.ts'
import type { Life, LifePart, LifeSpan } from '../results/biography.ts'
import type { Paint } from './report-text.ts'
import { wrapped } from './wrapped.ts'

const WIDTH = 96
/** Stretches that the page tells; the others are counted. */
const MOST_SPANS = 40
const THIN = '\u2009'

/** Date and time of day of an instant, standard time. */
function timeText(startDay: number, ms: number): string {
  const day = Math.floor(ms / DAY_MS)
  const minutes = Math.floor((ms - day * DAY_MS) / 60_000)
  const two = (n: number): string => String(n).padStart(2, '0')
  return `${formatDate(startDay + day)} ${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`
}

function lengthText(ms: number): string {
  if (ms >= 2 * DAY_MS) return `${digits(ms / DAY_MS, 1)}${THIN}d`
  return ms >= HOUR_MS ? `${digits(ms / HOUR_MS, 1)}${THIN}h` : `${digits(ms / 60_000, 1)}${THIN}min`
}

function spanLines(spans: readonly LifeSpan[], startDay: number): string[] {
  const shown = spans.slice(0, MOST_SPANS)
  const line = ({ fromMs, toMs, label, job, lostMs }: LifeSpan): string => {
    const lost = lostMs > 0 ? `, ${lengthText(lostMs)} of it lost` : ''
    return `  ${timeText(startDay, fromMs)}  ${lengthText(toMs - fromMs).padStart(9)}  ${label}${job < 0 ? '' : ` (job ${job})`}${lost}`
  }
  return [...shown.map(line), ...(spans.length > MOST_SPANS ? [`  … ${digits(spans.length - MOST_SPANS)} stretches more: --format json or csv has all`] : [])]
}

function partLines(parts: readonly LifePart[], unit: string): string[] {
  const total = parts.reduce((sum, { ms }) => sum + ms, 0)
  return parts.map(({ code, label, ms }) => `  ${code.padEnd(20)}${label.padEnd(38)}${percent(ms / Math.max(1, total), 1).padStart(9)}${digits(ms / HOUR_MS, 1).padStart(16)}${THIN}${unit}`)
}

/** The page; `startDay` is the day of time 0. */
export function lifeText(life: Life, startDay: number, paint: Paint): string {
  const sum = (parts: readonly LifePart[]): number => parts.reduce((total, { ms }) => total + ms, 0)
  if (life.kind === 'accelerator') {
    return `${[
      paint.strong(`Accelerator ${life.accelerator} of ${life.node}, ${life.model}, ${life.block}`),
      ...wrapped(`${life.orderedMs === null ? 'Stands at the start' : `Ordered ${timeText(startDay, life.orderedMs)}`}; contract from ${timeText(startDay, life.contractMs)} to ${timeText(startDay, life.contractEndMs)}`, WIDTH),
      '',
      ...spanLines(life.spans, startDay),
      '',
      paint.strong('What its contract went to'),
      ...partLines(life.parts, 'h'),
      `  ${'sum'.padEnd(67)}${digits(sum(life.parts) / HOUR_MS, 1).padStart(16)}${THIN}h, the contract to the millisecond`,
    ].join('\n')}\n`
  }
  return `${[
    paint.strong(`${life.name}, job ${life.job}: ${digits(life.accelerators)} accelerators, ${life.outcome}, ${life.interruptions} interruptions`),
    `Submitted ${timeText(startDay, life.submitMs)}, ${life.outcome === 'unfinished' ? 'still there' : 'ended'} ${timeText(startDay, life.endMs)}`,
    '',
    ...spanLines(life.spans, startDay),
    '',
    ...(life.waits.length === 0 ? [] : [paint.strong('Waits'), ...partLines(life.waits, 'h'), '']),
    paint.strong('What the time that it held accelerators went to'),
    ...partLines(life.parts, 'GPU·h'),
    `  ${'sum'.padEnd(67)}${digits(life.heldMs / HOUR_MS, 1).padStart(16)}${THIN}GPU·h, exactly what it held`,
  ].join('\n')}\n`
}
