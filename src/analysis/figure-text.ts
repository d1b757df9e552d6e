/** How each headline figure reads: its name, its unit, its digits. One table for the command line, charts and exports. */
import type { RunFigures } from './figures.ts'
import { digits, percent, short } from './number-text.ts'

interface FigureText {
  readonly label: string
  /** '' for shares, which read as percent. */
  readonly unit: string
  readonly isShare: boolean
  /** How it is counted, where the name does not say it. */
  readonly meaning: string
}

const share = (label: string, meaning = ''): FigureText => ({ label, unit: '', isShare: true, meaning })
const amount = (label: string, unit: string, meaning = ''): FigureText => ({ label, unit, isShare: false, meaning })

const reached = (part: string, level: string): string => `from contract start until the mean of the last 7 days has ${part} of the final contract ${level}, and keeps it for 7 more`

export const FIGURE_TEXTS: Readonly<Record<keyof RunFigures, FigureText>> = {
  contractedGpuHours: amount('Contracted GPU-hours', 'h'),
  productiveGpuHours: amount('Productive GPU-hours', 'h'),
  meanUtilisation: share('Productive of contract', 'productive accelerator-hours of those contracted, from contract start'),
  utilisationOfAccepted: share('Productive of accepted fleet', 'the same of accelerators from their first minute in service on'),
  sustainedUtilisation: share('Sustained utilisation', 'level that 95 % of the calendar weeks after ramp end reach, or the share and windows that the file names'),
  sustainedUtilisationFromContractStart: share('Sustained from contract start', 'the same of all weeks from contract start on'),
  timeToCapacity50: amount('Time to 50 % capacity', 'd', reached('50 %', 'allocatable')),
  timeToCapacity: amount('Time to 90 % capacity', 'd', reached('90 %', 'allocatable')),
  timeToCapacity99: amount('Time to 99 % capacity', 'd', reached('99 %', 'allocatable')),
  timeToProductive50: amount('Time to 50 % productive', 'd', reached('50 %', 'productive')),
  timeToProductive90: amount('Time to 90 % productive', 'd', reached('90 %', 'productive')),
  timeToProductive99: amount('Time to 99 % productive', 'd', reached('99 %', 'productive')),
  worst30DayUtilisation: share('Worst 30 days', 'least productive share of the contract over any 30 days after ramp end'),
  hoursBelowLow: amount('Hours of low utilisation', 'h', 'hours after ramp end in windows whose productive share of the contract is below ledger.lowUtilisation'),
  availability: share('Allocatable', 'accelerator-hours that the scheduler could give out, of those contracted'),
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
  costPerMillionTokens: amount('Cost per million tokens', 'USD', 'what services held, at the price of an allocated hour, over the tokens of answers in time'),
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

/** Size of a difference or of half an interval; shares differ by percentage points. */
export const figureSpread = (key: keyof RunFigures, value: number): string => (FIGURE_TEXTS[key].isShare ? `${digits(Math.abs(value) * 100, 2)}\u2009pp` : amountText(Math.abs(value)))

/** Difference with its sign unless it reads as zero. */
export function figureDifference(key: keyof RunFigures, value: number): string {
  const text = figureSpread(key, value)
  const sign = /[1-9]/.test(text) ? (value < 0 ? '−' : '+') : ''
  return `${sign}${text}`
}

/** Every headline figure as a column of a table. */
export const FIGURE_COLUMNS: readonly { readonly id: keyof RunFigures; readonly label: string; readonly unit: string }[] = (Object.keys(FIGURE_TEXTS) as (keyof RunFigures)[]).map(id => ({ id, label: FIGURE_TEXTS[id].label, unit: FIGURE_TEXTS[id].unit }))
