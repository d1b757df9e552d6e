/** Schedules made by rule: blocks with building, systems, equipment and racks; some dates never come. */
import { entityKey, rootKey, uniform } from '../../src/base/rng.ts'
import type { ScheduleData } from '../../src/charts/schedule.ts'
import type { BlockSchedule, DateBand, ScheduleItem, ScheduleReport, ScheduleStep, ScheduleStepKind } from '../../src/results/schedule.ts'

const DAY_MS = 86_400_000
const NOTHING_LATER = { months: 0.4, megawattMonths: 11.2, acceleratorHours: 120_000, blockMonths: [0.4] }

export interface ScheduleShape {
  readonly blocks: number
  readonly equipment: number
  readonly seed: number
  /** Share of steps that never end within the horizon. */
  readonly never?: number
}

export function sampleSchedule({ blocks, equipment, seed, never = 0 }: ScheduleShape): ScheduleReport {
  const key = entityKey(rootKey(seed, 0), 'schedule')
  let draws = 0
  const draw = (): number => uniform(key, 1, draws++)
  const band = (dayOf: number, spread: number): DateBand => {
    const isNever = draw() < never
    return { plannedMs: dayOf * DAY_MS, p10Ms: (dayOf - spread * 0.4) * DAY_MS, p50Ms: isNever ? null : dayOf * DAY_MS, p90Ms: isNever ? null : (dayOf + spread) * DAY_MS }
  }
  const step = (id: string, kind: ScheduleStepKind, from: number, to: number, after: readonly string[] = []): ScheduleStep => ({ id: `${id}/${kind}`, kind, label: kind, start: band(from, 0), finish: band(to, (to - from) * draw()), after, isCritical: draw() < 0.4, criticalFraction: draw() })
  const items: ScheduleItem[] = [{ id: 'grid/feed[main]', label: 'Feed main', group: 'energisation', block: -1, count: 1, path: ['grid', 'feeds', 'main'], steps: [step('grid/feed[main]', 'energisation', 400, 400)], order: null }]
  const schedules: BlockSchedule[] = []
  for (let block = 0; block < blocks; block++) {
    const id = `block[${block}]`
    const at = 60 + block * 120
    items.push({ id, label: `Hall ${block + 1}`, group: 'block', block, count: null, path: ['blocks', block], steps: [step(id, 'shell', at, at + 200), step(id, 'fitOut', at + 200, at + 330), step(id, 'level5', at + 420, at + 440)], order: null })
    for (let i = 0; i < equipment; i++) {
      const own = `${id}/machine${i}`
      const ordered = at - 300 * draw()
      const lead = 100 + 300 * draw()
      const floatMs = (draw() - 0.6) * 200 * DAY_MS
      items.push({
        id: own, label: `Machines of kind ${i + 1}`, group: 'equipment', block, count: 3 * i + 1, path: ['blocks', block, 'power', 'ups'],
        steps: [step(own, 'order', ordered, ordered), step(own, 'manufacture', ordered, ordered + lead), step(own, 'level1', ordered + lead, ordered + lead + 7), step(own, 'shipping', ordered + lead + 7, ordered + lead + 21)],
        order: { orderedMs: ordered * DAY_MS, isStated: i % 2 === 0, neededMs: (at + 330) * DAY_MS, orderByP50Ms: ordered * DAY_MS + floatMs * 0.3, orderByP90Ms: ordered * DAY_MS + floatMs, floatP50Ms: floatMs * 0.3, floatP90Ms: floatMs, leadP50Ms: lead * DAY_MS, leadP90Ms: lead * 1.4 * DAY_MS, source: 'trade press', confidence: 'low', monthLater: NOTHING_LATER },
      })
    }
    const ready = at + 440 + 60 * draw()
    schedules.push({ id, label: `Hall ${block + 1}`, block, itW: 25e6, accelerators: 13_600, delayMonths: 1.2, promisedMs: (at + 440) * DAY_MS, ready: band(ready, 60), inService: band(ready + 10, 60), onTimeFraction: draw(), idle: { mean: 20, p50: 18, p90: 40 }, criticalPath: [`${id}/shell`, `${id}/fitOut`, `${id}/machine0/shipping`, `${id}/level5`], drivers: [{ item: `${id}/machine0`, label: 'Machines of kind 1', fraction: 0.4 }] })
  }
  return { startDay: 20_000, horizonMs: 2000 * DAY_MS, seed, draws: 200, runDraws: { procurement: false, commissioning: true }, blocks: schedules, idle: { mean: 20, p50: 18, p90: 40 }, cases: [], items }
}

export function scheduleData(shape: ScheduleShape, more: Partial<ScheduleData> = {}): ScheduleData {
  const report = sampleSchedule(shape)
  return { report, open: ['site', ...report.blocks.map(({ id }) => id)], selected: null, todayMs: 300 * DAY_MS, ...more }
}
