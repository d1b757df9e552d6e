/** Data of charts of power, cooling, networks, jobs, faults and carbon as a campus might have it. */
import type { FlowData } from '../../src/charts/flow.ts'
import { daysFromCivil } from '../../src/base/civil-date.ts'
import type { CarbonData, FailureData, JobGanttData, LoadDurationData, NetworkLoadData, PowerStackData, QueueData, TemperatureData, WeatherScatterData } from '../../src/charts/operation-shapes.ts'
import { SERIES } from '../../src/charts/palette.ts'
import { MONDAY } from '../analysis/runs.ts'

/** Up and down between −1 and 1, without trigonometry. */
const wave = (at: number, period: number): number => {
  const share = (at % period) / period
  return share < 0.5 ? 4 * share - 1 : 3 - 4 * share
}
/** The same numbers for everybody, between 0 and 1. */
const noise = (at: number): number => ((at * 7919) % 997) / 997

const WEEKS = 156
const week = (at: number): { fromDay: number; toDay: number } => ({ fromDay: MONDAY + 7 * at, toDay: MONDAY + 7 * at + 7 })
const frame = { startDay: MONDAY, endDay: MONDAY + 7 * WEEKS }

export const powerStack = (replications = 8): PowerStackData => ({
  ...frame, replications,
  weeks: Array.from({ length: WEEKS - 20 }, (_, at) => {
    const itMW = Math.max(0, Math.min(96, 1.4 * (at - 10))) * (0.9 + 0.05 * noise(at))
    const [coolingMW, lossMW, notServedMW] = [itMW * (0.06 + 0.03 * wave(at, 52)), itMW * 0.045, at > 60 && at < 72 ? 9 : 0]
    const site = itMW + coolingMW + lossMW
    return { ...week(at), itMW, coolingMW, lossMW, notServedMW, low: site * 0.94, high: site * 1.05 }
  }),
})

export const loadDuration = (replications = 8): LoadDurationData => ({
  replications, spanH: 6,
  points: Array.from({ length: 101 }, (_, at) => {
    const site = 108 - 0.22 * at - (at > 80 ? 3 * (at - 80) : 0)
    const band = (value: number): [number, number, number] => [value * 0.95, value, value * 1.03]
    return { share: at / 100, siteMW: band(site), itMW: band(site * 0.88) }
  }),
})

export const queue = (replications = 8): QueueData => ({
  ...frame, replications, meanWaitH: 13.4,
  weeks: Array.from({ length: WEEKS - 20 }, (_, at) => {
    const [running, waiting] = [Math.min(240, 4 * at), Math.max(0, 40 * wave(at, 60)) + (at > 60 && at < 72 ? 120 : 4)]
    return { ...week(at), waiting: [waiting * 0.6, waiting, waiting * 1.7], running: [running * 0.92, running, running * 1.04] }
  }),
})

export function jobGantt(count = 40): JobGanttData {
  const jobs = Array.from({ length: count }, (_, at): JobGanttData['jobs'][number] => {
    const submitDay = MONDAY + 40 + at * 22 + 15 * noise(at)
    const isOpen = at === count - 1
    const startDay = at === 3 ? null : submitDay + 6 * noise(at + 7)
    return { job: at + 1, label: `${at % 3 === 0 ? 'frontier' : 'training'} ${at + 1}`, entry: at % 3 === 0 ? 1 : 0, accelerators: 256 * (1 + (at % 5)), submitDay, startDay, endDay: isOpen ? null : (startDay ?? submitDay) + (at === 3 ? 30 : 20 + 60 * noise(at + 3)), outcome: at === 3 ? 'Withdrawn from the queue' : isOpen ? 'Not over yet' : 'Completed', interruptions: at % 4 }
  })
  return { ...frame, reachedDay: frame.endDay, entries: ['training', 'frontier'], jobs, count: count + 812, shownHours: 7.1e6, allHours: 1.12e7, isRecorded: true }
}

const KINDS = ['Accelerator memory error', 'Software crash of a job', 'Network interface', 'Switch tray of a scale-up domain', 'Power shelf of a rack', 'Coolant distribution unit with a very long name of its own', 'Silent data corruption', 'Host processor', 'Common cause of a zone']
export const failures = (kinds: readonly string[] = KINDS, replications = 8): FailureData => ({
  replications,
  rows: kinds.map((label, at) => ({ label, count: 420 / (at + 1), downH: at === 6 ? 0 : 5200 / ((at + 1) * (at + 1)), low: 4100 / ((at + 1) * (at + 1)), high: 6600 / ((at + 1) * (at + 1)) })).sort((a, b) => b.downH - a.downH),
})

export const carbon = (fuelT = 24_000): CarbonData => ({
  ...frame, fuelT, usefulH: 2.1e8, replications: 8,
  months: Array.from({ length: 27 }, (_, at) => {
    const [year, month] = [2029 + Math.floor(at / 12), (at % 12) + 1]
    const gridT = Math.max(0, 1100 * (at - 2)) * (0.8 + 0.1 * wave(at, 12))
    return { month: `${year}-${String(month).padStart(2, '0')}`, fromDay: daysFromCivil(year, month, 1), toDay: month === 12 ? daysFromCivil(year + 1, 1, 1) : daysFromCivil(year, month + 1, 1), gridT, low: gridT * 0.9, high: gridT * 1.06 }
  }),
})

export const temperatures = (blocks = 4): TemperatureData => ({
  ...frame, binDays: 3,
  rows: Array.from({ length: 2 * blocks }, (_, row) => {
    const isCoolant = row < blocks
    const [base, limitC] = isCoolant ? [38, 45] : [26, 32]
    return { label: `Hall ${(row % blocks) + 1}, ${isCoolant ? 'coolant' : 'air'}`, limitC, limitName: isCoolant ? 'warmest that the vendor allows' : 'warning of the hall air', values: Array.from({ length: 364 }, (_each, at) => (at < 20 * (row % blocks) + 10 ? NaN : base + 5 * wave(at, 122) + 3 * noise(at + row) + (row === 1 && at === 200 ? 8 : 0))) }
  }),
})

export const networkLoads = (blocks = 3): NetworkLoadData => ({
  ...frame, binDays: 3,
  rows: ['leaf groups', 'spines', 'links to others'].flatMap((tier, of) => Array.from({ length: blocks }, (_, block) => ({ label: `Hall ${block + 1}, ${tier}`, values: Array.from({ length: 364 }, (_each, at) => (at < 15 * block ? NaN : Math.max(0, 0.35 + 0.3 * noise(at + block) + 0.25 * wave(at, 90) + (of === 2 && at > 190 && at < 205 ? 0.7 : 0)))) }))),
})

export function weatherPoints(kind: 'pue' | 'wue', count = 4000): WeatherScatterData {
  const celsius = Float64Array.from({ length: count }, (_, at) => 14 + 17 * wave(at, 1460) + 8 * noise(at) - 4)
  const load = Float64Array.from({ length: count }, (_, at) => (at < count / 8 ? 0.2 : 0.7) + 0.3 * noise(at + 5))
  return { celsius, load, isRecorded: true, value: celsius.map((c, at) => (kind === 'pue' ? 1.08 + 0.004 * Math.max(0, c - 12) + 0.02 * noise(at + 11) + (load[at] < 0.5 ? 0.05 : 0) : Math.max(0, 0.06 * (c - 15)) * (0.8 + 0.3 * noise(at)))) }
}

export function flows(blocks = 2): FlowData {
  const halls = Array.from({ length: blocks }, (_, at) => at)
  const link = (from: string, to: string, amount: number) => ({ from, to, amount, low: amount * 0.96, high: amount * 1.03 })
  const each = 900_000 / blocks
  return {
    replications: 8,
    nodes: [
      { id: 'grid', label: 'Grid', column: 0, colour: SERIES.blue }, { id: 'plant', label: 'Plants on site', column: 0, colour: SERIES.vermilion }, { id: 'site', label: 'Site', column: 1, colour: SERIES.blue },
      ...halls.map(at => ({ id: `block${at}`, label: `Hall ${at + 1}`, column: 2, colour: SERIES.sky })), { id: 'ways', label: 'Yard and feeders', column: 2, colour: SERIES.orange },
      { id: 'it', label: 'IT', column: 3, colour: SERIES.green }, { id: 'cooling', label: 'Cooling', column: 3, colour: SERIES.sky }, { id: 'losses', label: 'Losses', column: 3, colour: SERIES.orange },
    ],
    links: [link('grid', 'site', 700_000), link('plant', 'site', 230_000), ...halls.flatMap(at => [link('site', `block${at}`, each), link(`block${at}`, 'it', each * 0.86), link(`block${at}`, 'cooling', each * 0.1), link(`block${at}`, 'losses', each * 0.04)]), link('site', 'ways', 30_000), link('ways', 'losses', 30_000)],
  }
}

export const heatFlows = (): FlowData => ({
  replications: 1,
  nodes: [
    { id: 'block0', label: 'IT of Hall 1', column: 0, colour: SERIES.green }, { id: 'block1', label: 'IT of Hall 2', column: 0, colour: SERIES.green }, { id: 'machines', label: 'Fans, pumps, compressors', column: 0, colour: SERIES.sky },
    { id: 'liquid', label: 'Liquid loops', column: 1, colour: SERIES.blue }, { id: 'mixed', label: 'Liquid and air, not told apart', column: 1, colour: SERIES.grey, isHatched: true }, { id: 'air', label: 'Air', column: 1, colour: SERIES.sky },
    { id: 'heat', label: 'Heat to reject', column: 2, colour: SERIES.vermilion }, { id: 'vapour', label: 'Water vapour', column: 3, colour: SERIES.blue }, { id: 'dry', label: 'Outdoor air', column: 3, colour: SERIES.grey },
  ],
  links: [['block0', 'liquid', 340_000], ['block0', 'air', 60_000], ['block1', 'mixed', 380_000], ['machines', 'heat', 70_000], ['liquid', 'heat', 340_000], ['mixed', 'heat', 380_000], ['air', 'heat', 60_000], ['heat', 'vapour', 120_000], ['heat', 'dry', 730_000]].map(([from, to, amount]) => ({ from: String(from), to: String(to), amount: Number(amount), low: Number(amount), high: Number(amount) })),
})
