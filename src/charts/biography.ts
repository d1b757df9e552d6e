/** The life of one accelerator or of one run: a strip over time, and below it what that time went to. */
import { digits, percent } from '../analysis/number-text.ts'
import { DAY_MS, HOUR_MS } from '../base/spans.ts'
import type { Life, LifePart, LifeSpan } from '../results/biography.ts'
import { BUCKETS } from '../scenario/buckets.ts'
import { defineChart, type Frame } from './chart.ts'
import { h, type Mark } from './mark.ts'
import { emptyPage, headingOf, inkOf, page } from './page.ts'
import { GATE_COLOURS, HATCHED_GATE, type Ink, SERIES } from './palette.ts'
import { hatchPath } from './parts.ts'
import { fitText } from './text-width.ts'
import { type Plot, type TimeScale, timeAxis, timeScale } from './time-axis.ts'

export interface BiographyData {
  /** Null draws the page without a life. */
  readonly life: Life | null
  /** Day number (days since 1970-01-01) of time 0. */
  readonly startDay: number
}

const MARGIN = { left: 14, right: 14 } as const
const STRIP = { height: 34, gap: 14 } as const
const PARTS = { row: 17, top: 34, label: 210, number: 96 } as const
const MOST_PARTS = 12
/** The end of a stretch of work that was lost. */
const LOST = SERIES.vermilion
const gateOf: ReadonlyMap<string, number> = new Map(BUCKETS.map(({ code, gate }) => [code, gate]))

/** Gate whose colour a state or part has; 0 for what is before and after a life. */
function gateOfState(state: string): number {
  if (state === 'run') return 10
  if (state === 'L7' || state.startsWith('wait.')) return HATCHED_GATE
  return gateOf.get(state) ?? 0
}

interface Piece {
  readonly from: number
  to: number
  readonly state: string
  readonly isLost: boolean
  readonly title: string
}

/** Spans with what was lost of them as pieces of their own. */
function piecesOf(spans: readonly LifeSpan[]): { fromMs: number; toMs: number; state: string; isLost: boolean; title: string }[] {
  return spans.flatMap(({ fromMs, toMs, state, label, lostMs }) => {
    const whole = { fromMs, toMs: toMs - lostMs, state, isLost: false, title: label }
    return lostMs === 0 ? [whole] : [...(toMs - lostMs > fromMs ? [whole] : []), { fromMs: toMs - lostMs, toMs, state, isLost: true, title: `${label}, lost and done again` }]
  })
}

/** One piece a pixel column at most: the one that takes most of it, neighbours of one kind together. */
function columnsOf(spans: readonly LifeSpan[], x: (ms: number) => number, plot: Plot): Piece[] {
  const columns = Math.max(1, Math.floor(plot.right - plot.left))
  const best: { share: number; piece: ReturnType<typeof piecesOf>[number] | undefined }[] = Array.from({ length: columns }, () => ({ share: 0, piece: undefined }))
  for (const piece of piecesOf(spans)) {
    const [from, to] = [x(piece.fromMs) - plot.left, x(piece.toMs) - plot.left]
    for (let column = Math.max(0, Math.floor(from)); column < Math.min(columns, Math.ceil(to)); column++) {
      const share = Math.min(to, column + 1) - Math.max(from, column)
      if (share > best[column].share) best[column] = { share, piece }
    }
  }
  const out: Piece[] = []
  best.forEach(({ piece }, column) => {
    if (piece === undefined) return
    const last = out.at(-1)
    const at = plot.left + column
    if (last !== undefined && last.to === at && last.state === piece.state && last.isLost === piece.isLost && last.title === piece.title) last.to = at + 1
    else out.push({ from: at, to: at + 1, state: piece.state, isLost: piece.isLost, title: piece.title })
  })
  return out
}

function stripMarks(pieces: readonly Piece[], plot: Plot, ink: Ink): Mark[] {
  const height = plot.bottom - plot.top
  return pieces.flatMap(({ from, to, state, isLost, title }) => {
    const gate = gateOfState(state)
    const isHollow = gate === HATCHED_GATE || gate === 0
    const box = h('rect', { x: from, y: plot.top, width: to - from, height, fill: isLost ? LOST : isHollow ? ink.paper : GATE_COLOURS[gate] }, h('title', {}, title))
    return isHollow ? [box, h('path', { d: hatchPath(from, plot.top, to - from, height), stroke: ink.faint, 'stroke-width': gate === 0 ? 0.4 : 0.8 })] : [box]
  })
}

/** The largest parts, the others as one. */
function shownParts(parts: readonly LifePart[]): LifePart[] {
  if (parts.length <= MOST_PARTS) return [...parts]
  const rest = parts.slice(MOST_PARTS - 1)
  return [...parts.slice(0, MOST_PARTS - 1), { code: '', label: `${rest.length} others`, ms: rest.reduce((sum, { ms }) => sum + ms, 0) }]
}

function partMarks(parts: readonly LifePart[], top: number, frame: Frame, unit: string): Mark[] {
  const ink = inkOf(frame)
  const total = parts.reduce((sum, { ms }) => sum + ms, 0)
  const label = Math.min(PARTS.label, frame.width * 0.4)
  const room = Math.max(1, frame.width - label - PARTS.number - MARGIN.right)
  return shownParts(parts).map(({ code, label: text, ms }, i) => {
    const y = top + i * PARTS.row
    const gate = gateOfState(code)
    const width = Math.max(0.5, (ms / Math.max(1, total)) * room)
    return h(
      'g',
      { 'font-size': 11 },
      h('text', { x: MARGIN.left, y: y + 10 }, fitText(text, label - MARGIN.left - 6, 11)),
      h('rect', { x: label, y: y + 1, width, height: PARTS.row - 5, fill: gate === HATCHED_GATE || gate === 0 ? ink.faint : code.startsWith('L9.rework') ? LOST : GATE_COLOURS[gate] }),
      h('text', { x: frame.width - MARGIN.right, y: y + 10, 'text-anchor': 'end', fill: ink.muted }, `${percent(ms / Math.max(1, total), 1)} · ${digits(ms / HOUR_MS, ms < 10 * HOUR_MS ? 1 : 0)} ${unit}`),
    )
  })
}

const productiveOf = (parts: readonly LifePart[]): number => parts.find(({ code }) => code === 'P')?.ms ?? 0
const totalOf = (parts: readonly LifePart[]): number => parts.reduce((sum, { ms }) => sum + ms, 0)

function finding(life: Life): string {
  const total = totalOf(life.parts)
  const worst = life.parts.find(({ code }) => code !== 'P')
  const lost = worst === undefined ? '' : `; most of the rest: ${worst.label.toLowerCase()} (${percent(worst.ms / Math.max(1, total), 1)})`
  if (life.kind === 'accelerator') return total === 0 ? 'This accelerator has no contract in the simulated time' : `${percent(productiveOf(life.parts) / total, 1)} of the contract of this accelerator was useful${lost}`
  const days = digits((life.endMs - life.submitMs) / DAY_MS, 1)
  const waited = totalOf(life.waits)
  return `${life.name} ${life.outcome} ${life.outcome === 'unfinished' ? 'after' : 'in'} ${days} days, ${life.interruptions} interruptions, ${digits(waited / DAY_MS, 1)} days in the queue${total === 0 ? '' : `; ${percent(productiveOf(life.parts) / total, 1)} of the time it held was useful`}`
}

const subtitle = (life: Life): string =>
  life.kind === 'accelerator' ? `Accelerator ${life.accelerator} of ${life.node}, ${life.model}; parts of its contract, which they sum to exactly` : `Job ${life.job}, ${digits(life.accelerators)} accelerators; parts of the accelerator-hours that it held, which they sum to exactly`

function drawn(life: Life, startDay: number, frame: Frame): Mark {
  const ink = inkOf(frame)
  const heading = headingOf(frame, finding(life), subtitle(life), { title: 3, subtitle: 2 })
  const top = heading.bottom + STRIP.gap
  const plot: Plot = { left: MARGIN.left, right: Math.max(MARGIN.left + 1, frame.width - MARGIN.right), top, bottom: top + STRIP.height }
  const [first, last] = [life.spans[0].fromMs, life.spans[life.spans.length - 1].toMs]
  const scale: TimeScale = timeScale(startDay + first / DAY_MS, startDay + Math.max(first + 1, last) / DAY_MS, plot)
  const pieces = columnsOf(life.spans, ms => scale.x(startDay + ms / DAY_MS), plot)
  const parts = partMarks(life.parts, plot.bottom + PARTS.top, frame, life.kind === 'run' ? 'GPU·h' : 'h')
  const height = plot.bottom + PARTS.top + parts.length * PARTS.row + 16
  return page({ ...frame, height: Math.max(frame.height, Math.ceil(height)) }, heading, [h('g', { class: 'strip' }, stripMarks(pieces, plot, ink)), timeAxis(scale, plot, ink), ...parts])
}

export const biography = defineChart<BiographyData>({
  id: 'biography',
  label: 'Life of one accelerator or run',
  layout: ({ life, startDay }, frame) => (life === null || life.spans.length === 0 ? emptyPage(frame, 'Life of one accelerator or run', 'Choose an accelerator or a run') : drawn(life, startDay, frame)),
  rows: ({ life }) => ({
    columns: [{ name: 'from', unit: 'h' }, { name: 'to', unit: 'h' }, { name: 'state', unit: '' }, { name: 'what', unit: '' }, { name: 'job', unit: '' }, { name: 'lost', unit: 'h' }],
    rows: (life?.spans ?? []).map(({ fromMs, toMs, state, label, job, lostMs }) => [fromMs / HOUR_MS, toMs / HOUR_MS, state, label, job < 0 ? null : job, lostMs / HOUR_MS]),
  }),
  describe: ({ life }) => (life === null || life.spans.length === 0 ? 'Life of one accelerator or run: nobody is chosen.' : `${finding(life)}. ${life.spans.length} stretches.`),
})
