/** Whether the condition of an option has come true, by the run so far. */
import { DAY_MS, HOUR_MS } from '../base/spans.ts'
import type { LedgerColumns, RunResult } from '../results/run-result.ts'
import { poweredThings } from '../scenario/contingent/checks.ts'
import { type Condition, HOLDS, type ConditionFigure } from '../scenario/contingent/condition.ts'
import type { Scenario } from '../scenario/schema/scenario.ts'

const KW_PER_MW = 1000
/** Days of what is recent. */
const RECENT_DAYS = 28
/** Last gates of accelerators with power, and of those that jobs could have. */
const POWERED_GATE = 2
const ALLOCATABLE_GATE = 6

/** Windows of a run, first and end. */
type Span = readonly [number, number]

/** Accelerator-ms of the buckets that are asked for, in a span of windows. */
function bucketsMs({ buckets, acceleratorMs }: LedgerColumns, [first, end]: Span, isAsked: (code: string, gate: number) => boolean): number {
  let sum = 0
  buckets.forEach(({ code, gate }, bucket) => {
    if (isAsked(code, gate)) for (let window = first; window < end; window++) sum += acceleratorMs[window * buckets.length + bucket]
  })
  return sum
}

function contractMs({ contractedMs }: LedgerColumns, [first, end]: Span): number {
  let sum = 0
  for (let window = first; window < end; window++) sum += contractedMs[window]
  return sum
}

const PRODUCTIVE_GATE = 10
const isProductive = (_code: string, gate: number): boolean => gate === PRODUCTIVE_GATE

/** Mean accelerators that passed a gate. */
const passed = (ledger: LedgerColumns, span: Span, last: number): number =>
  (contractMs(ledger, span) - bucketsMs(ledger, span, (_code, gate) => gate >= 1 && gate <= last)) / ((span[1] - span[0]) * ledger.windowMs)

const share = (part: number, whole: number): number => (whole > 0 ? part / whole : NaN)

/** Mean MW from kWh by window. */
function megawatts({ series, ledger }: RunResult, [first, end]: Span, ids: readonly string[]): number {
  let kWh = 0
  for (const { id, values } of series) if (ids.includes(id)) for (let window = first; window < end; window++) kWh += values[window]
  return kWh / (((end - first) * ledger.windowMs) / HOUR_MS) / KW_PER_MW
}

interface Spans {
  readonly all: Span
  readonly recent: Span
  readonly lastDay: Span
}

const FIGURES: Readonly<Record<ConditionFigure, (run: RunResult, spans: Spans, bucket: string) => number>> = {
  energisedBlocks: run => (run.sites ?? [{ result: run }]).reduce((sum, { result }) => sum + new Set(result.milestones.filter(({ name, block }) => name === 'Energised' && block >= 0).map(({ block }) => block)).size, 0),
  energisedAccelerators: ({ ledger }, { lastDay }) => passed(ledger, lastDay, POWERED_GATE),
  allocatableAccelerators: ({ ledger }, { lastDay }) => passed(ledger, lastDay, ALLOCATABLE_GATE),
  productiveAccelerators: ({ ledger }, { lastDay }) => bucketsMs(ledger, lastDay, isProductive) / ((lastDay[1] - lastDay[0]) * ledger.windowMs),
  itMW: (run, { lastDay }) => megawatts(run, lastDay, ['it']),
  siteMW: (run, { lastDay }) => megawatts(run, lastDay, ['grid', 'generation']),
  utilisation: ({ ledger }, { all }) => share(bucketsMs(ledger, all, isProductive), contractMs(ledger, all)),
  recentUtilisation: ({ ledger }, { recent }) => share(bucketsMs(ledger, recent, isProductive), contractMs(ledger, recent)),
  lossShare: ({ ledger }, { all }, bucket) => share(bucketsMs(ledger, all, code => code === bucket || code.startsWith(`${bucket}.`)), contractMs(ledger, all)),
}

function spansOf({ ledger }: RunResult, atMs: number): Spans {
  const end = Math.min(ledger.windowCount, Math.floor(atMs / ledger.windowMs))
  const back = (days: number): Span => [Math.max(0, end - Math.round((days * DAY_MS) / ledger.windowMs)), end]
  return { all: [0, end], recent: back(RECENT_DAYS), lastDay: back(1) }
}

/** `run` is the run up to `atMs`, the moment of the decision. What has no value yet, such as a share of nothing, does not hold. */
export function conditionHolds(condition: Condition, scenario: Scenario, run: RunResult, atMs: number): boolean {
  if (condition.kind === 'always') return true
  if (condition.kind === 'figure') return HOLDS[condition.comparison](FIGURES[condition.figure](run, spansOf(run, atMs), condition.bucket ?? ''), condition.bound)
  const thing = poweredThings(scenario).find(({ path }) => path === condition.path)
  if (thing === undefined) return false
  const { milestones } = run.sites?.[thing.site]?.result ?? run
  const isThere = milestones.some(({ name, block, atMs: reachedMs }) => name === thing.milestone && block === thing.block && reachedMs <= atMs)
  return isThere !== condition.isNot
}
