/** Finished runs made by hand, so that expected values can be computed on paper. */
import type { MeteredMonth } from '../../src/results/metering.ts'
import type { EnergyTotals, LedgerColumns, RunCounts, RunResult, Series } from '../../src/results/run-result.ts'
import { bucketIndex, BUCKETS } from '../../src/scenario/buckets.ts'

export const HOUR_MS = 3_600_000
export const DAY_MS = 86_400_000

/** One window: accelerator-hours by bucket code; the contract is their sum unless stated. */
export type Window = Readonly<Record<string, number>>

/** A ledger whose cells are given in accelerator-hours; every window's contract is the sum of its cells. */
export function handLedger(windows: readonly Window[], windowMs = DAY_MS): LedgerColumns {
  const acceleratorMs = new Float64Array(windows.length * BUCKETS.length)
  const contractedMs = new Float64Array(windows.length)
  windows.forEach((window, index) => {
    for (const [code, hours] of Object.entries(window)) {
      const ms = Math.round(hours * HOUR_MS)
      acceleratorMs[index * BUCKETS.length + bucketIndex(code)] += ms
      contractedMs[index] += ms
    }
  })
  return { windowMs, windowCount: windows.length, buckets: BUCKETS, acceleratorMs, contractedMs, generations: [''], acceptedMs: contractedMs.slice(), horizonMemoMs: '0', discardedMs: '0', maskMs: [], maskPeriods: { windows: 1, acceleratorMs: new Float64Array(0) } }
}

const NO_ENERGY: EnergyTotals = { gridWms: '0', generationWms: '0', itWms: '0', mechanicalWms: '0', lossWms: '0', fuelWms: '0', busbarWms: '0', waterL: 0 }

const NO_COUNTS: RunCounts = {
  jobsQueued: 0,
  jobsStarted: 0,
  jobsCompleted: 0,
  jobsWithdrawn: 0,
  jobInterruptions: 0,
  jobsOnTimeShare: NaN,
  waitMsMean: 0,
  waitMsP95: 0,
  nodeFaults: 0,
  events: 0,
  sloAttainment: NaN,
  p95LatencyMs: NaN,
  tokensServed: 0,
}

export interface HandRun {
  readonly windows: readonly Window[]
  readonly windowMs?: number
  readonly replication?: number
  /** Day number of the first window; default Monday 2029-01-01. */
  readonly startDay?: number
  readonly acceleratorCount?: number
  readonly contractStartMs?: number
  readonly rampEndMs?: number
  readonly energy?: Partial<EnergyTotals>
  readonly counts?: Partial<RunCounts>
  readonly months?: readonly HandMonth[]
  readonly series?: Readonly<Record<string, { unit: string; values: readonly number[] }>>
}

/** A metered month: energy in MWh by period, demand in MW. */
export interface HandMonth {
  readonly year: number
  readonly month: number
  readonly mwh: readonly number[]
  readonly peakMW?: number
  readonly coincidentMW?: number
  /** Metered days; all of them when left out. */
  readonly days?: number
  readonly monthDays: number
  readonly carbonKg?: number
}

export function monthOf({ year, month, mwh, peakMW = 0, coincidentMW, days, monthDays, carbonKg = 0 }: HandMonth): MeteredMonth {
  return {
    year, month, monthDays, days: days ?? monthDays, carbonKg,
    energyWms: mwh.map(amount => String(BigInt(Math.round(amount * 1e6)) * BigInt(HOUR_MS))),
    peakW: peakMW * 1e6,
    coincidentW: (coincidentMW ?? 0) * 1e6,
    coincidentInterval: coincidentMW === undefined ? -1 : 0,
  }
}

/** Monday 2029-01-01. */
export const MONDAY = 21_550

export function handRun(run: HandRun): RunResult {
  const ledger = handLedger(run.windows, run.windowMs)
  const series: Series[] = Object.entries(run.series ?? {}).map(([id, { unit, values }]) => ({ id, label: id, unit, values: Float64Array.from(values) }))
  return {
    seed: 1,
    replication: run.replication ?? 0,
    horizonMs: ledger.windowCount * ledger.windowMs,
    startDay: run.startDay ?? MONDAY,
    acceleratorCount: run.acceleratorCount ?? 1,
    rampEndMs: run.rampEndMs ?? 0,
    contractStartMs: run.contractStartMs ?? 0,
    ledger,
    series,
    milestones: [],
    incidents: [],
    energy: { ...NO_ENERGY, ...run.energy },
    onSite: { standbyWms: '0', upsWms: '0', plantWms: '0', solarWms: '0', storageOutWms: '0', storageInWms: '0', dieselWms: '0', gasWms: '0', emergencyH: 0, testH: 0, responseH: 0, violationH: 0, fineUsd: 0 },
    efficiency: [],
    water: { sources: [], tankStartUg: '0', tankEndUg: '0', evaporatedUg: '0', blowdownUg: '0', driftUg: '0' },
    counts: { ...NO_COUNTS, ...run.counts },
    metering: { periods: ['energy'], intervalsWms: new Float64Array(0), months: (run.months ?? []).map(monthOf) },
    logs: [],
    equipment: [],
    capacity: [],
    stateHash: '0000000000000000',
  }
}
