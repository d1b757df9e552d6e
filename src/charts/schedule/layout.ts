/** From a schedule to rows and bars in pixels: groups that open and close, a row an item, a bar a step. Nothing is drawn here. */
import { DAY_MS } from '../../base/spans.ts'
import type { BlockSchedule, DateBand, ScheduleItem, ScheduleReport, ScheduleStep } from '../../results/schedule.ts'

export interface PlacedBar {
  readonly step: ScheduleStep
  readonly from: number
  readonly to: number
  /** True for a step that has no end within the horizon. */
  readonly isOpen: boolean
}

export interface PlacedRow {
  /** Id of the group or item. */
  readonly id: string
  readonly kind: 'group' | 'item'
  readonly group: string
  readonly item: ScheduleItem | null
  readonly block: BlockSchedule | null
  readonly label: string
  readonly isOpen: boolean
  readonly top: number
  readonly height: number
  /** Middle of the bars. */
  readonly middle: number
  readonly bars: readonly PlacedBar[]
  /** Where its end lies in eight of ten cases, and by plan. */
  readonly band: { readonly from: number; readonly to: number } | null
}

/** A piece of the critical path between two rows. */
export interface PlacedLink {
  readonly from: { readonly x: number; readonly y: number }
  readonly to: { readonly x: number; readonly y: number }
}

export interface PlacedSchedule {
  readonly rows: readonly PlacedRow[]
  readonly links: readonly PlacedLink[]
  readonly plot: { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number }
  /** Days at the ends of the axis. */
  readonly fromDay: number
  readonly toDay: number
  /** True where labels stand above their bars. */
  readonly isNarrow: boolean
  x(ms: number): number
}

const NARROW = 620
export const AXIS_PX = 22
const ROW = { wide: 22, narrow: 34, groupWide: 26, groupNarrow: 38 } as const
const LABEL_PX = 178
const FLOAT_PX = 62
export const BAR = { height: 9, narrowOffset: 23 } as const
/** Share of the span that stays free at either end. */
const PAD = 0.02
export const SITE_GROUP = 'site'

export const groupOf = ({ block }: Pick<ScheduleItem, 'block'>, { blocks }: ScheduleReport): string => (block < 0 ? SITE_GROUP : (blocks[block]?.id ?? `block ${block}`))

/** All groups in order: the site, then block by block. */
export const groupsOf = (report: ScheduleReport): string[] => [...(report.items.some(({ block }) => block < 0) ? [SITE_GROUP] : []), ...report.blocks.map(({ id }) => id)]

const timesOf = ({ plannedMs, p10Ms, p50Ms, p90Ms }: DateBand): number[] => [plannedMs, p10Ms, p50Ms, p90Ms].filter(ms => ms !== null)

/** First and last time that anything has, at least a month apart. */
function spanOf({ items, blocks, horizonMs }: ScheduleReport): readonly [number, number] {
  let low = Infinity
  let high = -Infinity
  const take = (ms: number): void => {
    low = Math.min(low, ms)
    high = Math.max(high, Math.min(ms, horizonMs))
  }
  for (const { steps, order } of items) {
    for (const { start, finish } of steps) {
      timesOf(start).forEach(take)
      timesOf(finish).forEach(take)
    }
    if (order !== null) [order.orderedMs, order.orderByP90Ms, order.orderByP50Ms].forEach(take)
  }
  for (const { promisedMs, ready, inService } of blocks) [promisedMs, ...timesOf(ready), ...timesOf(inService)].forEach(take)
  if (!Number.isFinite(low)) return [0, 31 * DAY_MS]
  return [low, Math.max(high, low + 31 * DAY_MS)]
}

function barOf(step: ScheduleStep, x: (ms: number) => number, endMs: number): PlacedBar | null {
  const from = step.start.p50Ms ?? step.start.plannedMs
  if (from === null) return null
  const to = step.finish.p50Ms
  return { step, from: x(Math.min(from, endMs)), to: x(Math.min(to ?? endMs, endMs)), isOpen: to === null }
}

function bandOf(finish: DateBand | undefined, x: (ms: number) => number, endMs: number): PlacedRow['band'] {
  if (finish === undefined || finish.p10Ms === null || finish.p10Ms === finish.p90Ms) return null
  return { from: x(Math.min(finish.p10Ms, endMs)), to: x(Math.min(finish.p90Ms ?? endMs, endMs)) }
}

/** The step that an item is there with: the last one to end. */
export const lastStep = ({ steps }: ScheduleItem): ScheduleStep | undefined => steps.reduce<ScheduleStep | undefined>((last, step) => (last === undefined || (step.finish.p50Ms ?? Infinity) >= (last.finish.p50Ms ?? Infinity) ? step : last), undefined)

/** Pieces of the critical paths between rows that are in sight. */
function linksOf({ blocks }: ScheduleReport, rows: readonly PlacedRow[]): PlacedLink[] {
  const places = new Map(rows.flatMap(({ bars, middle }) => bars.map(bar => [bar.step.id, { ...bar, middle }] as const)))
  const seen = new Set<string>()
  return blocks.flatMap(({ criticalPath }) =>
    criticalPath.slice(1).flatMap((id, index): PlacedLink[] => {
      const before = criticalPath[index]
      const [from, to] = [places.get(before), places.get(id)]
      const key = `${before} ${id}`
      if (from === undefined || to === undefined || from.middle === to.middle || seen.has(key)) return []
      seen.add(key)
      return [{ from: { x: from.to, y: from.middle }, to: { x: to.from, y: to.middle } }]
    }),
  )
}

/** Places the rows of a schedule below `top`. Items of closed groups are left out. */
export function placeSchedule(report: ScheduleReport, open: readonly string[], width: number, top: number): PlacedSchedule {
  const isNarrow = width < NARROW
  const [low, high] = spanOf(report)
  const pad = (high - low) * PAD
  const [fromMs, toMs] = [low - pad, high + pad]
  const left = isNarrow ? 4 : LABEL_PX
  const right = isNarrow ? width - 4 : width - FLOAT_PX
  const x = (ms: number): number => left + ((ms - fromMs) / (toMs - fromMs)) * Math.max(1, right - left)
  const rows: PlacedRow[] = []
  let y = top + AXIS_PX
  const add = (row: Omit<PlacedRow, 'top' | 'height' | 'middle'>): void => {
    const height = row.kind === 'group' ? (isNarrow ? ROW.groupNarrow : ROW.groupWide) : isNarrow ? ROW.narrow : ROW.wide
    rows.push({ ...row, top: y, height, middle: isNarrow ? y + BAR.narrowOffset : y + height / 2 })
    y += height
  }
  for (const group of groupsOf(report)) {
    const block = report.blocks.find(({ id }) => id === group) ?? null
    const isOpen = open.includes(group)
    add({ id: group, kind: 'group', group, item: null, block, label: block?.label ?? 'Site', isOpen, bars: [], band: block === null ? null : bandOf(block.ready, x, toMs) })
    if (!isOpen) continue
    for (const item of report.items) {
      if (groupOf(item, report) !== group) continue
      const bars = item.steps.flatMap(step => (step.kind === 'order' ? [] : (barOf(step, x, toMs) ?? [])))
      // The id of a block's own row is that of its group.
      add({ id: item.id === group ? `${item.id}/building` : item.id, kind: 'item', group, item, block: null, label: item.id === group ? 'Building' : item.label, isOpen: false, bars, band: bandOf(lastStep(item)?.finish, x, toMs) })
    }
  }
  const plot = { left, right, top: top + AXIS_PX, bottom: y }
  const dayOf = (ms: number): number => report.startDay + ms / DAY_MS
  return { rows, links: linksOf(report, rows), plot, fromDay: dayOf(fromMs), toDay: dayOf(toMs), isNarrow, x }
}
