/**
 * The document: the text of the scenario and what it says. The editor holds the undo history; every change arrives here as new text.
 * The last good reading stays while the text has errors.
 */
import { create } from 'zustand'
import type { Issue } from '../../scenario/issue.ts'
import type { Scenario } from '../../scenario/schema/scenario.ts'
import type { OptionLabel, Reading } from '../reader/protocol.ts'
import { sampleOf } from './samples.ts'
import { forgetTime } from './clock.ts'
import { MAX_FILE_BYTES } from './file-limit.ts'
import { keep, recall } from './storage.ts'
import { isTableFile, takeTable } from './tables.ts'
import { isTraceFile, takeTrace } from './trace-files.ts'
import { useView } from './view.ts'

export interface DocumentState {
  readonly text: string
  /** Name of the file, for issues and downloads. */
  readonly file: string
  /** Counts changes from outside the editor (file opened, reset), so that the editor takes them over. */
  readonly revision: number
  readonly issues: readonly Issue[]
  /** Of the last text without errors, under the option of the view. */
  readonly scenario: Scenario | null
  readonly options: readonly OptionLabel[]
  readonly lines: Readonly<Record<string, number>>
  /** True between a change and its reading. */
  readonly isReading: boolean
  /** Whether the browser keeps the text over a reload; it refuses very long ones. */
  readonly isKept: boolean
  /** What happened to the last file that was opened, if it was not taken. */
  readonly notice: string | null
}

/** Endings of spreadsheets; `.csv` may also be hourly values, which its first bytes tell. */
const SHEET_FILE = /\.(xlsx|xlsm|xls|tsv|csv)$/iu
const HEAD_BYTES = 1024

const TEXT_KEY = 'text'
const FILE_KEY = 'file'

function firstDocument(): Pick<DocumentState, 'text' | 'file'> {
  const asked = new URLSearchParams(location.search).get('scenario')
  const kept = asked === null ? recall(TEXT_KEY) : null
  if (kept !== null) return { text: kept, file: recall(FILE_KEY) ?? 'scenario.yaml' }
  const sample = sampleOf(asked)
  return { text: sample.text, file: `${sample.id}.yaml` }
}

export const useDocument = create<DocumentState>(() => ({
  ...firstDocument(),
  revision: 0,
  issues: [],
  scenario: null,
  options: [],
  lines: {},
  isReading: true,
  isKept: true,
  notice: null,
}))

/** New text from the editor. */
export function editText(text: string): void {
  if (text === useDocument.getState().text) return
  useDocument.setState({ text, isReading: true, notice: null, isKept: keep(TEXT_KEY, text) })
}

/** A whole new text: a file, a sample, a reset. The editor takes it as one edit, so that undo brings the old one back. */
export function replaceText(text: string, file: string): void {
  forgetTime()
  useView.setState({ option: null, compareWith: undefined, site: null, selection: null })
  useDocument.setState(before => ({ text, file, revision: before.revision + 1, isReading: true, notice: null, isKept: keep(TEXT_KEY, text) }))
  keep(FILE_KEY, file)
}

/** Spreadsheets of racks, milestones, assets or orders go through their own dialog; files of values by the hour do not. What reads them is loaded now. */
async function takeSheet(file: File): Promise<boolean> {
  if (!SHEET_FILE.test(file.name)) return false
  const { carbonImporters } = await import('../../exchange/importers/index.ts')
  const head = await file.slice(0, HEAD_BYTES).text()
  if (carbonImporters.some(({ sniff }) => sniff(head))) return false
  const { openSheet } = await import('./sheet-import.ts')
  openSheet(file.name, new Uint8Array(await file.arrayBuffer()), useDocument.getState().text)
  return true
}

/** Takes a file over as text, unless it is larger than any scenario may be; weather and traces go to the tables. */
export async function openFile(file: File): Promise<void> {
  const { scenario } = useDocument.getState()
  if (isTraceFile(file.name, scenario)) {
    useDocument.setState({ notice: await takeTrace(file, scenario) })
    return
  }
  if (await takeSheet(file)) return
  if (isTableFile(file.name)) {
    useDocument.setState({ notice: (await takeTable(file)) ?? `${file.name} is open` })
    return
  }
  if (file.size > MAX_FILE_BYTES) {
    useDocument.setState({ notice: `${file.name} has ${file.size} bytes; a scenario has at most ${MAX_FILE_BYTES}. Your text is unchanged.` })
    return
  }
  replaceText(await file.text(), file.name)
}

/** Notes what the present text says. */
export function takeReading(reading: Reading): void {
  useDocument.setState(before => ({
    isReading: false,
    issues: reading.issues,
    options: reading.options.length > 0 || reading.scenario !== null ? reading.options : before.options,
    scenario: reading.scenario ?? before.scenario,
    lines: reading.scenario === null ? before.lines : reading.lines,
  }))
}

/** Adds what only the engine can tell, such as a plant that is too small for the design day. */
export function addIssues(issues: readonly Issue[]): void {
  useDocument.setState(before => {
    const known = new Set(before.issues.map(issue => `${issue.path} ${issue.code}`))
    return { issues: [...before.issues, ...issues.filter(issue => !known.has(`${issue.path} ${issue.code}`))] }
  })
}

export const hasErrors = (issues: readonly Issue[]): boolean => issues.some(issue => issue.severity === 'error')
