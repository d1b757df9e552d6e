/** How each headline figure reads: its name, its unit, its digits. One table for the command line, charts and exports. */
import type { RunFigures } from './figures.ts'
import { digits, percent, short } from './number-text.ts'

interface FigureText {
  readonly label: string
  /** '' for shares, which read as percent. */
  readonly unit: string
  readonly isShare: boolean
}

const share = (label: string): FigureText => ({ label, unit: '', isShare: true })
const amount = (label: string, unit: string): FigureText => ({ label, unit, isShare: false })

export const FIGURE_TEXTS: Readonly<Record<keyof RunFigures, FigureText>> = {
  contractedGpuHours: amount('Contracted GPU-hours', 'h'),
  productiveGpuHours: amount('Productive GPU-hours', 'h'),
  meanUtilisation: share('Productive of contract'),
  utilisationOfAccepted: share('Productive of accepted fleet'),
  sustainedUtilisation: share('Sustained utilisation'),
  sustainedUtilisationFromContractStart: share('Sustained from contract start'),
  timeToCapacity: amount('Time to 90 % capacity', 'd'),
  availability: share('Allocatable'),
  sloAttainment: share('Service-level attainment'),
  p95LatencyMs: amount('P95 latency', 'ms'),
  runsOnTime: share('Runs on time'),
  goodput: share('Goodput'),
  ettr: share('Effective training time'),
  hoursBetweenInterruptions: amount('Time between interruptions of a job', 'h'),
  pue: amount('PUE', ''),
  sitePerBusbar: amount('Site per 50 V busbar power', ''),
  budgetPue: amount('PUE for a budget', ''),
  wue: amount('WUE', 'L/kWh'),
  cue: amount('CUE', 'kg/kWh'),
  energyMWh: amount('Energy', 'MWh'),
  peakSiteMW: amount('Peak site draw', 'MW'),
  waterM3: amount('Water', 'm³'),
  peakWaterKgps: amount('Peak water', 'kg/s'),
  carbonT: amount('Carbon', 't'),
  costPerUsefulGpuHour: amount('Cost per useful GPU-hour', 'USD'),
  costPerMillionTokens: amount('Cost per million tokens', 'USD'),
  totalCostUsd: amount('Total cost', 'USD'),
  revenueUsd: amount('Revenue', 'USD'),
  netPresentUsd: amount('Net present value', 'USD'),
  levelisedCostPerGpuHour: amount('Levelised GPU-hour', 'USD'),
  delayUsd: amount('Cost of delay', 'USD'),
  idleMegawattMonths: amount('IT power of late blocks', 'MW·month'),
}

/** Label with unit, for tables whose cells are bare numbers. */
export function figureLabel(key: keyof RunFigures): string {
  const { label, unit } = FIGURE_TEXTS[key]
  return unit === '' ? label : `${label}, ${unit}`
}

/** From here on amounts read as millions or billions. */
const SHORT_FROM = 1e7

/** About four digits. */
function amountText(value: number): string {
  const size = Math.abs(value)
  if (size >= SHORT_FROM) return short(value)
  return digits(value, value === 0 || size >= 1000 ? 0 : size >= 100 ? 1 : 3)
}

/** Bare value: percent for shares, otherwise about four digits. */
export const figureValue = (key: keyof RunFigures, value: number): string => (FIGURE_TEXTS[key].isShare ? percent(value, 2) : amountText(value))

/** Difference with its sign unless it reads as zero; shares differ by percentage points. */
export function figureDifference(key: keyof RunFigures, value: number): string {
  const { isShare } = FIGURE_TEXTS[key]
  const text = isShare ? `${digits(Math.abs(value) * 100, 2)}\u2009pp` : amountText(Math.abs(value))
  const sign = /[1-9]/.test(text) ? (value < 0 ? '−' : '+') : ''
  return `${sign}${text}`
}
