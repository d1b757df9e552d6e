/**
 * The document: the text of the scenario and what it says. The editor holds the undo history; every change arrives here as new text.
 * The last good reading stays while the text has errors.
 */
import { create } from 'zustand'
import type { Issue } from '../../scenario/issue.ts'
import type { Scenario } from '../../scenario/schema/scenario.ts'
import { isResultsFile } from '../opening/linked-address.ts'
import type { OptionLabel, Reading } from '../reader/protocol.ts'
import { sampleOf } from './samples.ts'
import { foresee, forgetTime } from './clock.ts'
import { MAX_TABLE_BYTES } from '../files/limits.ts'
import { readText } from '../files/read-text.ts'
import { newId } from './new-id.ts'
import { MAX_FILE_BYTES } from './file-limit.ts'
import { isTableFile, takeTable } from './tables.ts'
import { isTraceFile, takeTrace } from './trace-files.ts'
import { useView } from './view.ts'

/** What of a file is not in its text here: the ends of its lines, and a mark at its beginning. */
export interface FileForm {
  readonly lineEnd: '\n' | '\r\n'
  readonly hasMark: boolean
}

export const PLAIN_FORM: FileForm = { lineEnd: '\n', hasMark: false }
const MARK = '\uFEFF'

export interface DocumentState {
  readonly text: string
  /** The text with the files that it extends in their place, as it was read last: what is simulated. */
  readonly wholeText: string
  /** Name of the file, for issues and downloads. */
  readonly file: string
  /** Tells documents apart: every file that is opened is one. */
  readonly id: string
  /** How the file was written, for saving it back. */
  readonly form: FileForm
  readonly issues: readonly Issue[]
  /** Of the last text without errors, under the option of the view. */
  readonly scenario: Scenario | null
  readonly options: readonly OptionLabel[]
  readonly lines: Readonly<Record<string, number>>
  /** True between a change and its reading. */
  readonly isReading: boolean
  /** What happened to the last file that was opened, if it was not taken. */
  readonly notice: string | null
}

/** Endings of spreadsheets; `.csv` may also be hourly values, which its first bytes tell. */
const SHEET_FILE = /\.(xlsx|xlsm|xls|tsv|csv)$/iu
const HEAD_BYTES = 1024

/** The sample that the address asks for. */
export const askedSample = (): string | null => (typeof location === 'undefined' ? null : new URLSearchParams(location.search).get('scenario'))

function firstDocument(): Pick<DocumentState, 'text' | 'file' | 'notice'> {
  const asked = askedSample()
  const sample = sampleOf(asked)
  const isOther = asked !== null && asked !== sample.id
  return { text: sample.text, file: `${sample.id}.yaml`, notice: isOther ? `There is no scenario “${asked}” here; this is ${sample.label}` : null }
}

export const useDocument = create<DocumentState>(() => ({
  ...firstDocument(),
  wholeText: '',
  id: newId(),
  form: PLAIN_FORM,
  issues: [],
  scenario: null,
  options: [],
  lines: {},
  isReading: true,
}))

/** New text from the editor. */
export function editText(text: string): void {
  if (text === useDocument.getState().text) return
  useDocument.setState({ text, isReading: true, notice: null })
}

/** What tells a document from others. */
export type DocumentName = Pick<DocumentState, 'file' | 'id' | 'form'>

/** Makes a text that is opened a step that can be undone. */
export type KeepStep = (text: string, before: DocumentName, after: DocumentName) => void

/** Texts that were replaced before the history was loaded wait for it. */
const steps: { keep: KeepStep | null; readonly earlier: { readonly text: string; readonly name: DocumentName }[] } = { keep: null, earlier: [] }

/** The history is loaded: it takes every further text that is opened; returns what there was before. */
export function keepSteps(keep: KeepStep): readonly { readonly text: string; readonly name: DocumentName }[] {
  steps.keep = keep
  return steps.earlier
}

const nameOf = ({ file, id, form }: DocumentState): DocumentName => ({ file, id, form })

/** The document as this machine kept it, before anything else is done with the page. */
export const takeStored = ({ text, file, id, form }: Pick<DocumentState, 'text'> & DocumentName): void => useDocument.setState({ text, file, id, form, isReading: true, notice: null })

/** Another document is looked at: what was chosen belongs to the one before. */
export function nameDocument(name: DocumentName): void {
  forgetTime()
  useView.setState({ option: null, compareWith: undefined, site: null, selection: null })
  useDocument.setState({ ...name, notice: null })
}

/** The text as the app holds it, and what of the file is not in it. */
function formOf(text: string): { readonly text: string; readonly form: FileForm } {
  const hasMark = text.startsWith(MARK)
  return { text: text.slice(hasMark ? 1 : 0).replaceAll('\r\n', '\n').replaceAll('\r', '\n'), form: { hasMark, lineEnd: text.includes('\r\n') ? '\r\n' : '\n' } }
}

/** A text of a file as the app holds it. */
export const plainText = (written: string): string => formOf(written).text

/** The document as its file is written. */
export function fileText(): string {
  const { text, form } = useDocument.getState()
  return (form.hasMark ? MARK : '') + (form.lineEnd === '\n' ? text : text.replaceAll('\n', form.lineEnd))
}

/** A whole new text: a file, a sample. It is a document of its own, and one step of the history, so that undo brings the old one back. */
export function replaceText(written: string, file: string): void {
  openDocument({ ...formOf(written), file, id: newId() })
}

/** A document that this machine kept takes the place of the present one, as one step. */
export function openDocument({ text, file, id, form }: Pick<DocumentState, 'text'> & DocumentName): void {
  const before = useDocument.getState()
  const after: DocumentName = { file, id, form }
  if (steps.keep === null) steps.earlier.push({ text: before.text, name: nameOf(before) })
  else steps.keep(text, nameOf(before), after)
  nameDocument(after)
  useDocument.setState({ text, isReading: true, notice: null })
}

/** Spreadsheets of racks, milestones, assets or orders go through their own dialog; files of values by the hour do not. What reads them is loaded now. */
async function takeSheet(file: File): Promise<boolean> {
  if (!SHEET_FILE.test(file.name)) return false
  const { carbonImporters } = await import('../../exchange/importers/index.ts')
  const head = await file.slice(0, HEAD_BYTES).text()
  if (carbonImporters.some(({ sniff }) => sniff(head))) return false
  if (file.size > MAX_TABLE_BYTES) {
    useDocument.setState({ notice: `${file.name} has ${file.size} bytes; a spreadsheet has at most ${MAX_TABLE_BYTES}. Nothing was changed.` })
    return true
  }
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
  if (isResultsFile(file.name)) {
    const { openResults } = await import('./opened.ts')
    return openResults(file)
  }
  // Where one looks at series, values by date are what was measured.
  if (useView.getState().siteView === 'series' && /\.(?:csv|tsv|txt)$/iu.test(file.name)) {
    const { openActuals } = await import('./actuals.ts')
    return openActuals(file)
  }
  if (await takeSheet(file)) return
  if (isTableFile(file.name)) {
    useDocument.setState({ notice: (await takeTable(file)) ?? `${file.name} is open` })
    return
  }
  const read = await readText(file, MAX_FILE_BYTES)
  if (read.ok) replaceText(read.value, file.name)
  else useDocument.setState({ notice: read.error })
}

/** Notes what the present text says. */
export function takeReading(reading: Reading): void {
  if (reading.scenario !== null) foresee(reading.scenario.horizon.end - reading.scenario.horizon.start)
  useDocument.setState(before => ({
    isReading: false,
    wholeText: reading.text,
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
