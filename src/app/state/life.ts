/** Whose life is looked at, and what it was. It is told by a worker of its own, when somebody asks. */
import { create } from 'zustand'
import { formatDate } from '../../base/civil-date.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../base/spans.ts'
import type { Life, LifePart, LifeQuery, LifeSpan } from '../../results/biography.ts'
import type { RunResult } from '../../results/run-result.ts'
import { livingSession } from '../../runner/client.ts'
import type { RemoteSession } from '../../runner/protocol.ts'
import type { Scenario } from '../../scenario/schema/scenario.ts'
import { sitesOf } from '../../scenario/sites.ts'
import { formatNumber, formatPercent } from '../format.ts'
import type { AccountTable } from './accounts.ts'
import type { PaperStudy } from './audit.ts'

export type LifeKind = 'accelerator' | 'job'

/** What is asked for. */
export interface LifeChoice {
  readonly kind: LifeKind
  /** Path of the block, such as `hall[0]`; '' until a run names one. */
  readonly block: string
  readonly rack: number
  readonly node: number
  readonly accelerator: number
  /** Entry of the workload; '' until a scenario names one. */
  readonly entry: string
  /** Which of its jobs, from 1. */
  readonly job: number
}

export interface LifeView {
  readonly choice: LifeChoice
  /** The last answer; null for a job that never came to wait. */
  readonly life: Life | null
  /** Study that the answer is about; '' for none. */
  readonly key: string
  readonly startDay: number
  readonly activity: 'idle' | 'working' | 'stopped' | 'failed'
  /** Why there is no answer. */
  readonly message: string
  /** From 0 to 1. */
  readonly progress: number
}

export const useLife = create<LifeView>(() => ({
  choice: { kind: 'accelerator', block: '', rack: 0, node: 0, accelerator: 0, entry: '', job: 1 },
  life: null,
  key: '',
  startDay: 0,
  activity: 'idle',
  message: '',
  progress: 0,
}))

export interface LifeNames {
  readonly blocks: readonly { readonly id: string; readonly label: string }[]
  readonly entries: readonly { readonly id: string; readonly label: string }[]
}

/** Blocks and workload entries that have lives; those of several sites with the site before them. */
export function lifeNames(scenario: Scenario, run: RunResult | null): LifeNames {
  const entries = sitesOf(scenario).flatMap(({ id, scenario: own }) => own.workload.filter(({ source }) => source !== 'inference').map(entry => (id === '' ? entry.id : `${id}/${entry.id}`)))
  return { blocks: (run?.efficiency ?? []).map(({ path, label }) => ({ id: path, label })), entries: entries.map(id => ({ id, label: id })) }
}

/** The choice with names filled in that it does not have, or that the scenario has no more. */
export function settledChoice(choice: LifeChoice, { blocks, entries }: LifeNames): LifeChoice {
  const known = (list: LifeNames['blocks'], id: string): string => (list.some(each => each.id === id) ? id : (list[0]?.id ?? ''))
  return { ...choice, block: known(blocks, choice.block), entry: known(entries, choice.entry) }
}

/** Null where there is nobody to ask for. */
export function queryOf({ kind, block, rack, node, accelerator, entry, job }: LifeChoice): LifeQuery | null {
  if (kind === 'job') return entry === '' ? null : { run: entry, ordinal: job }
  return block === '' ? null : { node: `${block}/rack[${rack}]/node[${node}]`, accelerator }
}

let session: RemoteSession | undefined
let asked: PaperStudy | undefined
/** Counts questions; the answer of an older one is void. */
let generation = 0

/** A study whose lives may be asked for; nothing is done until then. */
export function noteLife(study: PaperStudy): void {
  asked = study
}

/** The study of the page, as whoever works beside it takes it; undefined before the first. */
export const notedStudy = (): PaperStudy | undefined => asked

export const chooseLife = (change: Partial<LifeChoice>): void => useLife.setState(({ choice }) => ({ choice: { ...choice, ...change } }))

/** Tells the life that is chosen; the old answer stays until the new one is there. */
export async function tellLife(names: LifeNames): Promise<void> {
  const query = queryOf(settledChoice(useLife.getState().choice, names))
  if (asked === undefined || query === null) return
  const study = asked
  const mine = ++generation
  session = livingSession(session)
  useLife.setState({ activity: 'working', message: '', progress: 0 })
  const outcome = await session.life(study.source, study.inputs, query, progress => {
    if (mine === generation) useLife.setState({ progress })
  })
  if (mine !== generation) return
  if (outcome.status === 'finished') {
    const none = outcome.life === null ? 'This job never came to wait within the simulated time.' : ''
    useLife.setState({ life: outcome.life, key: study.key, startDay: study.scenario.horizon.start, activity: 'idle', message: none })
  }
  if (outcome.status === 'unknown') useLife.setState({ activity: 'failed', message: `${outcome.problem.message}; there is ${outcome.problem.allowed}` })
  if (outcome.status === 'invalid') useLife.setState({ activity: 'failed', message: outcome.issues[0]?.message ?? 'the scenario has errors' })
  if (outcome.status === 'failed') {
    // Whatever broke may have taken the worker along.
    session.terminate()
    session = undefined
    useLife.setState({ activity: 'failed', message: outcome.message })
  }
}

/** Stops the telling; what is there stays. */
export function cancelLife(): void {
  if (useLife.getState().activity !== 'working') return
  generation += 1
  void session?.cancel()
  useLife.setState({ activity: 'stopped' })
}

/** Most stretches that the page lists; the CSV has all. */
export const MOST_STRETCHES = 400

const two = (value: number): string => String(value).padStart(2, '0')

/** Standard time of the site, to the minute. */
export function momentText(startDay: number, atMs: number): string {
  const day = Math.floor(atMs / DAY_MS)
  const minutes = Math.floor((atMs - day * DAY_MS) / MINUTE_MS)
  return `${formatDate(startDay + day)} ${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`
}

const hours = (value: number): string => formatNumber(value, Math.abs(value) < 10 ? 2 : 1)

function partsTable(caption: string, parts: readonly LifePart[], unit: string): AccountTable {
  const all = parts.reduce((sum, { ms }) => sum + ms, 0)
  return {
    caption,
    columns: [{ label: 'What', unit: '', format: null }, { label: unit, unit, format: hours }, { label: 'Share', unit: '1', format: value => formatPercent(value, 2) }],
    rows: parts.map(({ label, ms }) => [label, ms / HOUR_MS, all === 0 ? null : ms / all]),
  }
}

/** The stretches of a life, the first so many. */
function stretchTable(spans: readonly LifeSpan[], startDay: number): AccountTable {
  const shown = spans.slice(0, MOST_STRETCHES)
  return {
    caption: shown.length < spans.length ? `The first ${formatNumber(shown.length)} of ${formatNumber(spans.length)} stretches; the CSV of the drawing has all` : `All ${formatNumber(spans.length)} stretches`,
    columns: [{ label: 'From', unit: '', format: null }, { label: 'Until', unit: '', format: null }, { label: 'Hours', unit: 'h', format: hours }, { label: 'What', unit: '', format: null }, { label: 'Lost, h', unit: 'h', format: hours }],
    rows: shown.map(({ fromMs, toMs, label, lostMs }) => [momentText(startDay, fromMs), momentText(startDay, toMs), (toMs - fromMs) / HOUR_MS, label, lostMs === 0 ? null : lostMs / HOUR_MS]),
  }
}

/** A life as tables: what its time went to, why it waited, and every stretch of it. */
export function lifeTables(life: Life, startDay: number): AccountTable[] {
  const parts = life.kind === 'accelerator' ? partsTable('What its contract went to', life.parts, 'h') : partsTable('What the accelerators did that it held', life.parts, 'GPU·h')
  const waits = life.kind === 'run' ? [partsTable('Why it waited in the queue', life.waits, 'h')] : []
  return [parts, ...waits, stretchTable(life.spans, startDay)].filter(({ rows }) => rows.length > 0)
}

/** Path of the block of a rack of the shown run, with its site where there are several, and the place of the rack within the block. */
export function placeOfRack(site: string, shown: RunResult | null, blockOfRack: Int32Array, rack: number): Pick<LifeChoice, 'block' | 'rack'> | null {
  const path = shown?.efficiency[blockOfRack[rack]]?.path
  if (path === undefined) return null
  return { block: site === '' ? path : `${site}/${path}`, rack: rack - blockOfRack.indexOf(blockOfRack[rack]) }
}
