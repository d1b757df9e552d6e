/** Measured values that are laid over series: read from CSV in a worker, kept on this machine beside the document of that name. */
import { openDB } from 'idb'
import { create } from 'zustand'
import type { ActualsFindings, ActualsHead } from '../../exchange/actuals.ts'
import { createSeriesClient } from '../series/series-client.ts'
import { useDocument } from './document.ts'
import type { RunSeries } from './series-list.ts'
import { endWork, noteWork } from './work.ts'

export const seriesClient = createSeriesClient()

/** Measured values over one series. */
export interface Actuals {
  /** Key in the worker. */
  readonly key: string
  readonly seriesId: string
  readonly label: string
  readonly file: string
  readonly count: number
  readonly firstMs: number
  readonly lastMs: number
  readonly findings: ActualsFindings
}

interface StoredActuals extends Actuals {
  readonly times: Float64Array
  readonly values: Float64Array
}

export interface ActualsState {
  /** A file before it is laid over. */
  readonly pending: { readonly file: File; readonly head: ActualsHead } | null
  readonly lines: readonly Actuals[]
  readonly problem: string | null
}

export const useActuals = create<ActualsState>(() => ({ pending: null, lines: [], problem: null }))

const DATABASE = 'nameplate-actuals'
const STORE = 'documents'
const store = () => openDB(DATABASE, 1, { upgrade: database => void database.createObjectStore(STORE) })

let kept: StoredActuals[] = []
let keptFor = ''

/** Keeps what is laid over; a browser that keeps nothing shows it all the same. */
async function keepAll(): Promise<void> {
  try {
    await (await store()).put(STORE, kept, keptFor)
  } catch {
    useActuals.setState({ problem: 'These measured values are shown, but this browser does not keep them over a reload.' })
  }
}

const factsOf = ({ times: _times, values: _values, ...facts }: StoredActuals): Actuals => facts

/** Brings back what was laid over the series of a document. */
export async function restoreActuals(file: string): Promise<void> {
  if (file === keptFor) return
  keptFor = file
  kept = []
  useActuals.setState({ lines: [], pending: null, problem: null })
  try {
    const found = ((await (await store()).get(STORE, file)) ?? []) as StoredActuals[]
    if (keptFor !== file) return
    kept = found
    for (const { key, times, values } of found) seriesClient.restore(key, times, values)
    useActuals.setState({ lines: found.map(factsOf) })
  } catch {
    // A browser that keeps nothing has nothing to bring back.
  }
}

/** Looks into a file; what it holds is mapped in a dialog. */
export async function openActuals(file: File): Promise<void> {
  useActuals.setState({ problem: null })
  const { head, problem } = await seriesClient.head(file)
  useActuals.setState(head === null ? { problem: `${file.name} ${problem}.` } : { pending: { file, head } })
}

export const closeActuals = (): void => useActuals.setState({ pending: null })
export const forgetActualsProblem = (): void => useActuals.setState({ problem: null })

/** Reads a column of the pending file and lays it over a series. */
export async function layOver(series: Pick<RunSeries, 'id'>, dateColumn: number, valueColumn: number, factor: number): Promise<void> {
  const { pending } = useActuals.getState()
  if (pending === null) return
  await restoreActuals(useDocument.getState().file)
  const { file, head } = pending
  const key = `actual ${series.id} ${head.columns[valueColumn].name} ${file.name}`
  const work = `actuals ${file.name}`
  noteWork({ id: work, what: `Reading ${file.name}`, share: null, leftMs: null, cancel: () => seriesClient.drop(key) })
  const { count, findings, times, values, problem } = await seriesClient.read(key, file, { dateColumn, valueColumn, factor })
  endWork(work)
  if (problem !== '') return useActuals.setState({ problem: `${file.name} ${problem}.`, pending: null })
  const line: StoredActuals = { key, seriesId: series.id, label: head.columns[valueColumn].name, file: file.name, count, firstMs: times[0], lastMs: times[count - 1], findings, times, values }
  kept = [...kept.filter(each => each.key !== key), line]
  useActuals.setState({ pending: null, lines: kept.map(factsOf) })
  void keepAll()
}

export function removeActuals(key: string): void {
  seriesClient.drop(key)
  kept = kept.filter(each => each.key !== key)
  useActuals.setState({ lines: kept.map(factsOf) })
  void keepAll()
}

/** What was wrong with lines, in words; '' when nothing was. */
export function findingsText({ badDates, badValues, empty, outOfOrder, twice, firstLine }: ActualsFindings): string {
  const parts = [[badDates, 'without a date'], [badValues, 'without a number'], [empty, 'empty'], [outOfOrder, 'put in order'], [twice, 'of a time that came twice']] as const
  const told = parts.filter(([count]) => count > 0).map(([count, words]) => `${count} ${words}`)
  return told.length === 0 ? '' : `Lines: ${told.join(', ')}${firstLine === null ? '' : `; the first is line ${firstLine}`}`
}
