/**
 * The runs of several sites as one: integers add up exactly, window by window, each window a local day of its site. Highest draws are summed
 * although they need not coincide; shares and means are weighted by what they are shares of.
 */
import { booksTogether } from './books-together.ts'
import { servicesTogether } from './services-together.ts'
import { tenantsTogether } from './tenants-together.ts'
import type { BlockEfficiency, WaterTotals } from './efficiency.ts'
import type { CriticalSpell } from './critical.ts'
import type { FaultBook } from './faults.ts'
import type { JobClassBook } from './job-classes.ts'
import type { Metering, MeteredMonth } from './metering.ts'
import type { EnergyTotals, Incident, LedgerColumns, Milestone, OnSiteTotals, RunCounts, RunResult, Series, SiteRun } from './run-result.ts'

const sumTexts = (texts: readonly string[]): string => texts.reduce((sum, text) => sum + BigInt(text), 0n).toString()
const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0)

function columnOf(columns: readonly Float64Array[], combine: (a: number, b: number) => number): Float64Array {
  const [first, ...others] = columns
  const out = first.slice()
  for (const column of others) for (let i = 0; i < out.length; i++) out[i] = combine(out[i], column[i])
  return out
}

const COMBINE = { sum: (a: number, b: number) => a + b, largest: Math.max, least: Math.min } as const

function ledgerOf(ledgers: readonly LedgerColumns[]): LedgerColumns {
  return {
    ...ledgers[0],
    acceleratorMs: columnOf(ledgers.map(({ acceleratorMs }) => acceleratorMs), COMBINE.sum),
    contractedMs: columnOf(ledgers.map(({ contractedMs }) => contractedMs), COMBINE.sum),
    acceptedMs: columnOf(ledgers.map(({ acceptedMs }) => acceptedMs), COMBINE.sum),
    generations: [...new Set(ledgers.flatMap(({ generations }) => generations))],
    discardedMs: sumTexts(ledgers.map(({ discardedMs }) => discardedMs)),
    surplusMs: sumTexts(ledgers.map(({ surplusMs = '0' }) => surplusMs)),
    horizonMemoMs: sumTexts(ledgers.map(({ horizonMemoMs }) => horizonMemoMs)),
    maskPeriods: { windows: ledgers[0].maskPeriods.windows, acceleratorMs: columnOf(ledgers.map(({ maskPeriods }) => maskPeriods.acceleratorMs), COMBINE.sum) },
    maskMs: ledgers[0].maskMs.map((_, mask) => sumTexts(ledgers.map(({ maskMs }) => maskMs[mask]))),
  }
}

/** Series that any site has; one without it counts as 0 there. */
function seriesOf(runs: readonly RunResult[]): Series[] {
  const known = new Map(runs.flatMap(({ series }) => series).map(each => [each.id, each]))
  return [...known.values()].map(each => {
    const columns = runs.flatMap(({ series }) => series.find(({ id }) => id === each.id)?.values ?? [])
    return { ...each, values: columnOf(columns, COMBINE[each.together ?? 'sum']) }
  })
}

/** Records whose values are decimal strings, numbers or such records. */
type Sums = { readonly [key: string]: unknown }

/** Sums every decimal string and number of like records; what else there is comes from the first. */
function sumRecords<T extends object>(records: readonly T[]): T {
  const [first] = records as readonly Sums[]
  const of = (key: string): unknown => {
    const values = (records as readonly Sums[]).flatMap(record => (record[key] === undefined ? [] : [record[key]]))
    const [value] = values
    if (typeof value === 'string') return sumTexts(values as string[])
    if (typeof value === 'number') return sumOf(values as number[])
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? sumRecords(values as object[]) : value
  }
  return Object.fromEntries(Object.keys(first).map(key => [key, of(key)])) as T
}

function onSiteOf(sites: readonly SiteRun[]): OnSiteTotals {
  const { emissions: _emissions, ...totals } = sumRecords(sites.map(({ result }) => result.onSite))
  const emissions = sites.flatMap(({ id, result }) => (result.onSite.emissions ?? []).map(permit => ({ ...permit, id: `${id}/${permit.id}` })))
  return { ...totals, ...(emissions.length === 0 ? {} : { emissions }) }
}

function waterOf(sites: readonly SiteRun[]): WaterTotals {
  const sum = (key: Exclude<keyof WaterTotals, 'sources'>): string => sumTexts(sites.map(({ result }) => result.water[key]))
  return {
    sources: sites.flatMap(({ id, result }) => result.water.sources.map(source => ({ ...source, id: `${id}/${source.id}` }))),
    tankStartUg: sum('tankStartUg'), tankEndUg: sum('tankEndUg'), evaporatedUg: sum('evaporatedUg'), blowdownUg: sum('blowdownUg'), driftUg: sum('driftUg'),
  }
}

/** Weighted mean over the runs that have the figure; NaN if none has. */
function meanOf(runs: readonly RunResult[], value: (counts: RunCounts) => number, weight: (counts: RunCounts) => number): number {
  const known = runs.map(({ counts }) => counts).filter(counts => !Number.isNaN(value(counts)))
  if (known.length === 1) return value(known[0])
  const total = sumOf(known.map(weight))
  return sumOf(known.map(counts => value(counts) * weight(counts))) / total
}

function countsOf(runs: readonly RunResult[]): RunCounts {
  // No site waits longer in its own worst twentieth than the worst of them.
  const waits = runs.map(({ counts }) => counts.waitMsP95).filter(p95 => !Number.isNaN(p95))
  return {
    ...sumRecords(runs.map(({ counts }) => counts)),
    jobsOnTimeShare: meanOf(runs, ({ jobsOnTimeShare }) => jobsOnTimeShare, ({ jobsCompleted, jobsWithdrawn }) => jobsCompleted + jobsWithdrawn),
    waitMsMean: meanOf(runs, ({ waitMsMean }) => waitMsMean, ({ jobsStarted }) => jobsStarted),
    waitMsP95: waits.length === 0 ? Number.NaN : waits.reduce((most, p95) => Math.max(most, p95)),
    sloAttainment: meanOf(runs, ({ sloAttainment }) => sloAttainment, ({ tokensServed }) => tokensServed),
    p95LatencyMs: meanOf(runs, ({ p95LatencyMs }) => p95LatencyMs, ({ tokensServed }) => tokensServed),
  }
}

/** Books of the same entry at all sites together. */
const classesOf = (runs: readonly RunResult[]): JobClassBook[] =>
  (runs[0].jobClasses ?? []).map(({ id }) => ({ ...sumRecords(runs.flatMap(({ jobClasses = [] }) => jobClasses.flatMap(({ id: own, ...book }) => (own === id ? [book] : [])))), id }))

/** Each run trains at one site. */
const hourlyOf = (runs: readonly RunResult[]): Pick<RunResult, 'hourlyEttr'> =>
  runs.some(({ hourlyEttr }) => hourlyEttr !== undefined) ? { hourlyEttr: runs.flatMap(({ hourlyEttr = [] }) => hourlyEttr) } : {}

/** Months of the calendar, each what the meters of all sites read in it; one price period. */
function meteringOf(runs: readonly RunResult[]): Metering {
  const months = new Map<number, MeteredMonth>()
  for (const { metering } of runs) {
    for (const month of metering.months) {
      const key = month.year * 12 + month.month
      const before = months.get(key)
      const energy = sumTexts(month.energyWms)
      months.set(key, {
        ...month,
        days: Math.max(month.days, before?.days ?? 0),
        energyWms: [sumTexts([energy, before?.energyWms[0] ?? '0'])],
        peakW: month.peakW + (before?.peakW ?? 0),
        coincidentW: month.coincidentW + (before?.coincidentW ?? 0),
        coincidentInterval: -1,
        carbonKg: month.carbonKg + (before?.carbonKg ?? 0),
      })
    }
  }
  const length = runs.reduce((least, { metering }) => Math.min(least, metering.intervalsWms.length), Infinity)
  const intervalsWms = columnOf(runs.map(({ metering }) => metering.intervalsWms.slice(0, length)), COMBINE.sum)
  return { periods: ['all'], months: [...months.entries()].sort(([a], [b]) => a - b).map(([, month]) => month), intervalsWms }
}

/** What happened, in words that say where; blocks are those of a site, so none is named by its index. */
function named<T extends Milestone | Incident>(sites: readonly SiteRun[], rows: (run: RunResult) => readonly T[], rename: (row: T, where: string) => T): T[] {
  return sites.flatMap(({ label, result }) => rows(result).map(row => ({ ...rename(row, row.block < 0 ? label : `${label}, ${result.efficiency[row.block].label}`), block: -1 }))).sort((a, b) => a.atMs - b.atMs)
}

const blocksOf = (sites: readonly SiteRun[]): BlockEfficiency[] =>
  sites.flatMap(({ id, label, result }) => result.efficiency.map(block => ({ ...block, path: `${id}/${block.path}`, label: `${label}, ${block.label}` })))

/** Blocks of all sites follow each other, as in `efficiency`. */
function criticalOf(runs: readonly RunResult[]): CriticalSpell[] {
  let before = 0
  return runs.flatMap(({ critical, efficiency }) => {
    const spells = (critical ?? []).map(spell => ({ ...spell, block: spell.block + before }))
    before += efficiency.length
    return spells
  })
}

/** Faults by kind over all sites: kinds that any of them knows. */
function faultsOf(runs: readonly RunResult[]): FaultBook[] {
  const known = new Map<string, FaultBook>()
  for (const book of runs.flatMap(({ faults }) => faults ?? [])) {
    const before = known.get(book.id)
    known.set(book.id, before === undefined ? book : { ...before, count: before.count + book.count, downMs: before.downMs + book.downMs })
  }
  return [...known.values()]
}

/** A named run is that of the site where it came to. */
function namedRunsOf(runs: readonly RunResult[]): Pick<RunResult, 'runs'> {
  const [first] = runs
  if (first.runs === undefined) return {}
  return { runs: first.runs.map((record, index) => runs.flatMap(run => run.runs?.[index] ?? []).find(({ submitMs }) => submitMs >= 0) ?? record) }
}

/** Everything that sites have in common as one run, with the runs of the sites. */
export function runTogether(sites: readonly SiteRun[], stateHash: string): RunResult {
  const runs = sites.map(({ result }) => result)
  const [first] = runs
  const books = booksTogether(runs)
  const services = servicesTogether(runs)
  const tenants = tenantsTogether(runs)
  const energy: EnergyTotals = sumRecords(runs.map(run => run.energy))
  return {
    seed: first.seed,
    replication: first.replication,
    horizonMs: first.horizonMs,
    startDay: first.startDay,
    acceleratorCount: sumOf(runs.map(({ acceleratorCount }) => acceleratorCount)),
    rampEndMs: runs.reduce((last, { rampEndMs }) => Math.max(last, rampEndMs), 0),
    contractStartMs: runs.reduce((begin, { contractStartMs }) => Math.min(begin, contractStartMs), first.horizonMs),
    ledger: ledgerOf(runs.map(({ ledger }) => ledger)),
    ...(books === undefined ? {} : { books }),
    ...(services === undefined ? {} : { services }),
    ...(tenants === undefined ? {} : { tenants }),
    series: seriesOf(runs),
    milestones: named(sites, run => run.milestones, (row, where) => ({ ...row, name: `${where}: ${row.name}` })),
    incidents: named(sites, run => run.incidents, (row, where) => ({ ...row, label: `${where}: ${row.label}` })),
    energy,
    onSite: onSiteOf(sites),
    efficiency: blocksOf(sites),
    water: waterOf(sites),
    counts: countsOf(runs),
    jobClasses: classesOf(runs),
    ...hourlyOf(runs),
    metering: meteringOf(runs),
    faults: faultsOf(runs),
    ...namedRunsOf(runs),
    ...(runs.some(({ critical }) => critical !== undefined) ? { critical: criticalOf(runs) } : {}),
    // What is drawn and walked through is one site at a time.
    logs: [],
    equipment: [],
    capacity: [],
    stateHash,
    sites,
  }
}
