/** Each part of a report over several replications, one replication after the other. */
import type { MoneyReport, RiskRow } from '../results/money.ts'
import { meanInterval, quantile } from './estimate.ts'
import { byCount, type FaultRow } from './faults.ts'
import { gatherFirst, type Gathering, gatherRows, type Joining } from './gather.ts'
import type { BookRow } from './ledger-books.ts'
import type { OverlapPeriod, OverlapRow } from './overlap.ts'
import type { ReportLists } from './report.ts'
import type { NamedRunRow } from './runs.ts'
import type { LedgerRow, Uncertain } from '../results/summary.ts'
import { ratioInterval } from './statistics/ratio.ts'

const nought = () => 'nought' as const
const unknown = () => 'unknown' as const

/** A gathering whose result is put in shape. */
const shaped = <T>(gathering: Gathering<T>, shape: (whole: T) => T): Gathering<T> => ({ add: gathering.add, result: () => shape(gathering.result()) })

function gatherLedger(): Gathering<readonly LedgerRow[]> {
  let replications = 0
  const rows = gatherRows<LedgerRow>({ key: ({ bucket }) => bucket, absent: nought, exact: ['acceleratorMs'] })
  return {
    add(part) {
      replications += 1
      rows.add(part)
    },
    // What is the same in all replications is certain.
    result: () => rows.result().map(row => ({ ...row, interval: replications < 2 ? null : (row.intervals?.gpuHours ?? [row.gpuHours, row.gpuHours]) })),
  }
}

interface BookCell extends Uncertain {
  readonly name: string
  readonly code: string
  readonly acceleratorMs: string
  readonly gpuHours: number
}

/** Rows of tenants or generations, cell by cell. */
function gatherBooks(): Gathering<readonly BookRow[]> {
  const cells = gatherRows<BookCell>({ key: ({ name, code }) => `${name}\n${code}`, absent: nought, exact: ['acceleratorMs'] })
  let names: readonly string[] = []
  return {
    add(rows) {
      if (names.length === 0) names = rows.map(({ name }) => name)
      cells.add(rows.flatMap(({ name, acceleratorMs, gpuHours }) => Object.keys(gpuHours).map(code => ({ name, code, acceleratorMs: acceleratorMs[code], gpuHours: gpuHours[code] }))))
    },
    result() {
      const all = cells.result()
      return names.map(name => {
        const own = all.filter(cell => cell.name === name)
        const intervals = own.flatMap(({ code, intervals: found }) => (found === undefined ? [] : [[code, found.gpuHours] as const]))
        return {
          name,
          acceleratorMs: Object.fromEntries(own.map(({ code, acceleratorMs }) => [code, acceleratorMs])),
          gpuHours: Object.fromEntries(own.map(({ code, gpuHours }) => [code, gpuHours])),
          ...(intervals.length === 0 ? {} : { intervals: Object.fromEntries(intervals) }),
        }
      })
    },
  }
}

interface LevelSums {
  readonly level: string
  readonly hours: number[]
  readonly usd: number[]
  readonly straightUsd: number[]
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length

/** Cost over hours, each over all replications: a ratio of means with the interval of one. */
function gatherLevels(): Gathering<MoneyReport['levels']> & { readonly costs: (usd: number) => void } {
  const sums: LevelSums[] = []
  let usd = 0
  return {
    costs(total) {
      usd = total
    },
    add(levels) {
      const [{ gpuHours: contracted, straightUsdPerHour }] = levels
      const straight = (straightUsdPerHour ?? 0) * contracted
      levels.forEach(({ level, gpuHours }, at) => {
        sums[at] ??= { level, hours: [], usd: [], straightUsd: [] }
        sums[at].hours.push(gpuHours)
        sums[at].usd.push(usd)
        sums[at].straightUsd.push(straight)
      })
    },
    result: () => sums.map(({ level, hours, usd: costs, straightUsd }) => {
      const gpuHours = mean(hours)
      if (gpuHours <= 0) return { level, gpuHours, usdPerHour: null, straightUsdPerHour: null }
      const usdPerHour = ratioInterval(costs, hours)
      const straightUsdPerHour = ratioInterval(straightUsd, hours)
      return {
        level, gpuHours, usdPerHour: mean(costs) / gpuHours, straightUsdPerHour: mean(straightUsd) / gpuHours,
        ...(usdPerHour === null || straightUsdPerHour === null ? {} : { intervals: { usdPerHour, straightUsdPerHour } }),
      }
    }),
  }
}

/** Interval of the mean where it is uncertain; money at risk is never below 0. */
function meanUsdInterval(usd: readonly number[]): Uncertain {
  const found = meanInterval(usd, { low: 0, high: Infinity })
  return found === null || found[0] === found[1] ? {} : { intervals: { meanUsd: found } }
}

/** Revenue at risk needs its quantiles over replications: one number a bucket and replication is kept. */
function gatherRisk(): Gathering<readonly RiskRow[]> {
  const held = new Map<string, { readonly label: string; readonly usd: number[] }>()
  let replications = 0
  return {
    add(rows) {
      for (const { bucket, label, meanUsd } of rows) {
        const own = held.get(bucket) ?? { label, usd: new Array<number>(replications).fill(0) }
        own.usd.push(meanUsd)
        held.set(bucket, own)
      }
      replications += 1
      for (const { usd } of held.values()) if (usd.length < replications) usd.push(0)
    },
    result: () => [...held].map(([bucket, { label, usd }]): RiskRow => {
      const sorted = usd.toSorted((a, b) => a - b)
      return { bucket, label, meanUsd: mean(sorted), p50Usd: quantile(sorted, 0.5), p90Usd: quantile(sorted, 0.9), ...meanUsdInterval(usd) }
    }).toSorted((a, b) => b.meanUsd - a.meanUsd || (a.bucket < b.bucket ? -1 : 1)),
  }
}

const YEAR: Joining<MoneyReport['years'][number]> = { key: ({ year }) => year, absent: nought }
const MONTH: Joining<MoneyReport['months'][number]> = { key: ({ month }) => month, absent: nought }

function gatherMoney(): Gathering<MoneyReport> {
  const costs = gatherRows<MoneyReport['costs'][number]>({ key: ({ id }) => id, absent: nought })
  const capital = gatherFirst<MoneyReport['capital']>()
  const levels = gatherLevels()
  const revenue = gatherRows<MoneyReport['revenue'][number]>({ key: ({ id }) => id, absent: unknown })
  const months = gatherRows(MONTH)
  const years = gatherRows(YEAR)
  const atRisk = gatherRisk()
  const delay = gatherRows<MoneyReport['delay'][number]>({ key: ({ months: late }) => String(late), absent: unknown })
  return {
    add(part) {
      levels.costs(part.costs.reduce((usd, row) => usd + row.usd, 0))
      costs.add(part.costs)
      capital.add(part.capital)
      levels.add(part.levels)
      revenue.add(part.revenue)
      months.add(part.months)
      years.add(part.years)
      atRisk.add(part.atRisk)
      delay.add(part.delay)
    },
    result: () => ({ costs: costs.result(), capital: capital.result(), levels: levels.result(), revenue: revenue.result(), months: months.result(), years: years.result(), atRisk: atRisk.result(), delay: delay.result() }),
  }
}

/** Dates of named runs need their quantiles: one date a run and replication is kept. */
function gatherRuns(): Gathering<readonly NamedRunRow[]> {
  type Flat = Omit<NamedRunRow, 'endDay' | 'delays'>
  const flat = gatherRows<Flat>({ key: ({ id }) => id, absent: unknown })
  const ends = new Map<string, number[]>()
  const delays = new Map<string, Gathering<readonly (NamedRunRow['delays'][number] & Uncertain)[]>>()
  const dayAt = (days: readonly number[], p: number): number | null => {
    const day = days.includes(Infinity) ? days[Math.min(days.length - 1, Math.floor(p * days.length))] : quantile(days, p)
    return day === Infinity ? null : day
  }
  return {
    add(rows) {
      flat.add(rows.map(({ endDay: _endDay, delays: _delays, ...rest }) => rest))
      for (const { id, endDay, delays: own } of rows) {
        ends.set(id, [...(ends.get(id) ?? []), endDay.p50 ?? Infinity])
        const gathered = delays.get(id) ?? gatherRows({ key: ({ cause }) => cause, absent: nought })
        gathered.add(own)
        delays.set(id, gathered)
      }
    },
    result: () => flat.result().map(row => {
      const days = (ends.get(row.id) ?? []).toSorted((a, b) => a - b)
      return {
        ...row,
        endDay: { p10: dayAt(days, 0.1), p50: dayAt(days, 0.5), p90: dayAt(days, 0.9) },
        replications: days.length,
        delays: (delays.get(row.id)?.result() ?? []).toSorted((a, b) => b.days - a.days || (a.cause < b.cause ? -1 : 1)),
      }
    }),
  }
}

type PeriodRow = OverlapPeriod['gates'][number] & Pick<OverlapPeriod, 'from' | 'to'>

/** Stretches of time, gate by gate. */
function gatherPeriods(): Gathering<readonly OverlapPeriod[]> {
  const rows = gatherRows<PeriodRow>({ key: ({ from, gate }) => `${from}\n${gate}`, absent: nought, names: ['gate'] })
  return {
    add: periods => rows.add(periods.flatMap(({ from, to, gates }) => gates.map(gate => ({ ...gate, from, to })))),
    result() {
      const all = rows.result()
      const begins = [...new Map(all.map(({ from, to }) => [from, to]))].toSorted(([a], [b]) => (a < b ? -1 : 1))
      return begins.map(([from, to]) => ({ from, to, gates: all.filter(row => row.from === from).map(({ from: _from, to: _to, ...gate }) => gate).toSorted((a, b) => a.gate - b.gate) }))
    },
  }
}

type Gatherers = { readonly [K in keyof ReportLists]: () => Gathering<ReportLists[K]> }

const GATHERERS: Gatherers = {
  ledger: gatherLedger,
  gates: () => gatherRows({ key: ({ gate }) => String(gate), absent: nought, names: ['gate'] }),
  overlap: () => shaped(gatherRows<OverlapRow>({ key: ({ gate }) => String(gate), absent: nought, names: ['gate'] }), rows => rows.toSorted((a, b) => a.gate - b.gate)),
  overlapByPeriod: gatherPeriods,
  ledgers: () => {
    const [tenant, generation] = [gatherBooks(), gatherBooks()]
    return {
      add(part) {
        tenant.add(part.tenant)
        generation.add(part.generation)
      },
      result: () => ({ tenant: tenant.result(), generation: generation.result() }),
    }
  },
  ratios: () => gatherRows({ key: ({ stage }) => stage, absent: unknown }),
  memos: () => gatherRows({ key: ({ code }) => code, absent: nought, exact: ['acceleratorMs'] }),
  energyLedger: () => gatherRows({ key: ({ item }) => item, absent: nought, exact: ['wms'] }),
  energyByBucket: () => gatherRows({ key: ({ bucket }) => bucket, absent: nought, exact: ['itWms', 'siteWms'] }),
  // A shortage that did not happen took no time; a load that was never met has no PUE.
  efficiency: () => gatherRows({ key: ({ id }) => id, absent: id => (id.startsWith('shortage.') ? 'nought' : 'unknown') }),
  money: gatherMoney,
  services: () => gatherRows({ key: ({ service, item }) => `${service}\n${item}`, absent: unknown }),
  runs: gatherRuns,
  work: () => gatherRows({ key: ({ item }) => item, absent: nought }),
  steadyState: gatherFirst,
  critical: gatherFirst,
  faults: () => shaped(gatherRows<FaultRow>({ key: ({ kind }) => kind, absent: nought }), rows => rows.toSorted(byCount)),
  goodput: () => gatherRows({ key: ({ item }) => item, absent: unknown }),
  jobClasses: () => gatherRows({ key: ({ entry }) => entry, absent: unknown }),
  // Quantiles of the hours of a run are not pooled with those of other runs: each row is a mean over replications.
  hourlyEttr: () => gatherRows({ key: ({ entry }) => entry, absent: unknown }),
  datastore: () => gatherRows({ key: ({ item }) => item, absent: unknown }),
  refresh: () => gatherRows({ key: ({ old, successor }) => `${old}\n${successor}`, absent: unknown }),
  refreshes: gatherFirst,
  fabric: gatherFirst,
  tenants: () => gatherRows({ key: ({ tenant }) => tenant, absent: unknown }),
  tenantMoney: () => gatherRows({ key: ({ tenant }) => tenant, absent: nought }),
  budgets: () => gatherRows({ key: ({ tenant, from }) => `${tenant}\n${from}`, absent: nought }),
  serviceTenants: () => gatherRows({ key: ({ service, tenant }) => `${service}\n${tenant}`, absent: nought }),
}

interface PartGathering<K extends keyof ReportLists> {
  readonly part: K
  add(lists: ReportLists): void
  result(): ReportLists[K]
}

function gatherPart<K extends keyof ReportLists>(part: K): PartGathering<K> {
  const own: Gathering<ReportLists[K]> = GATHERERS[part]()
  return { part, add: lists => own.add(lists[part]), result: own.result }
}

/** All lists of a report over replications. */
export function gatherLists(): Gathering<ReportLists> {
  const parts = (Object.keys(GATHERERS) as (keyof ReportLists)[]).map(part => gatherPart(part))
  return {
    add: lists => {
      for (const part of parts) part.add(lists)
    },
    result: () => Object.fromEntries(parts.map(({ part, result }) => [part, result()])) as unknown as ReportLists,
  }
}
