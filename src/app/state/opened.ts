/**
 * Results that were opened from files: a bundle stands beside its text for as long as the text is as it was run, without anything being
 * simulated again; a merged sweep is a table of its own. Choosing to edit, or another text, leaves them.
 */
import { create } from 'zustand'
import type { Report } from '../../analysis/report.ts'
import { askOpener } from '../opening/opener.ts'
import type { OpenedBundle, OpenedRun, OpenedSweep } from '../opening/protocol.ts'
import type { Scenario } from '../../scenario/schema/scenario.ts'
import { replaceText, useDocument } from './document.ts'
import type { Study } from './run.ts'
import { useView } from './view.ts'

interface OpenedFile<C> {
  /** Name and last change of the file. */
  readonly name: string
  readonly savedMs: number
  readonly content: C
}

export interface OpenedState {
  readonly results: OpenedFile<OpenedBundle> | null
  readonly sweep: OpenedFile<OpenedSweep> | null
  /** One has chosen to edit the text of the results: they are computed anew from then on. */
  readonly isEditing: boolean
  /** Why the last file was not opened. */
  readonly problem: string | null
}

export const useOpened = create<OpenedState>(() => ({ results: null, sweep: null, isEditing: false, problem: null }))

/** The opened results that a text belongs to; undefined for every other text, and once one edits it. */
export function resultsFor(text: string): OpenedFile<OpenedBundle> | undefined {
  const { results, isEditing } = useOpened.getState()
  return results !== null && !isEditing && results.content.text === text ? results : undefined
}

/** Whether the present text belongs to opened results, so that it is not to be changed by accident. */
export const isTextFixed = (): boolean => resultsFor(useDocument.getState().text) !== undefined

/** The option that a run was made with. */
const optionOf = ({ report }: OpenedRun): string | null => report.manifest.option

export const openedOptions = ({ content: { runs } }: OpenedFile<OpenedBundle>): readonly (string | null)[] => runs.map(optionOf)

/** What stands beside a study that was opened: who made it, and all that it tells over its replications. */
export interface OpenedStudy {
  readonly file: string
  readonly savedMs: number
  readonly report: Report
  readonly rows: OpenedRun['rows']
  readonly weekly: OpenedRun['weekly']
}

/** The run of an option as a study; null where the file has no such option. */
export function openedStudy(file: OpenedFile<OpenedBundle>, option: string | null, scenario: Scenario, hash: string): Study | null {
  const run = file.content.runs.find(each => optionOf(each) === option)
  if (run === undefined) return null
  const { report, rows, weekly, first } = run
  return { key: `${hash} of ${file.name}`, option, scenario, runs: [first], partial: null, opened: { file: file.name, savedMs: file.savedMs, report, rows, weekly } }
}

/** Opens a file of results; the page stays as it is when the file cannot be read. */
export async function openResults(file: File): Promise<void> {
  useOpened.setState({ problem: null })
  const answer = await askOpener({ kind: 'open', name: file.name, file }, `Opening ${file.name}`)
  if (answer === undefined) return
  if (answer.kind === 'problem') return useOpened.setState({ problem: `${file.name} ${answer.message}. What was open stays open.` })
  if (answer.kind !== 'opened') return
  const { opened } = answer
  const about = { name: file.name, savedMs: file.lastModified }
  if (opened.kind === 'sweep') return useOpened.setState({ sweep: { ...about, content: opened } })
  useOpened.setState({ results: { ...about, content: opened }, sweep: null, isEditing: false })
  replaceText(opened.text, opened.file.replace(/^.*[/\\]/u, ''))
  useView.setState({ option: optionOf(opened.runs[0]) })
}

/** The text may be changed from now on, and is run. */
export const editOpened = (): void => useOpened.setState({ isEditing: true })

/** The results are looked at again, where the text is still theirs. */
export const keepOpened = (): void => useOpened.setState({ isEditing: false })

export const closeSweep = (): void => useOpened.setState({ sweep: null })
export const forgetProblem = (): void => useOpened.setState({ problem: null })
