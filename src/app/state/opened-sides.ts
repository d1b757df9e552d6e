/** Results from files that stand beside the baseline: finished runs, which nothing is simulated for and which the document does not follow. */
import { create } from 'zustand'
import { askOpener } from '../opening/opener.ts'
import { createReader } from '../reader/reader.ts'
import { openedStudy } from './opened.ts'
import { hasContract } from './so-far.ts'
import { type Looked, MOST_OTHERS, type Side, useSides } from './sides.ts'

export interface OpenedSides {
  readonly sides: readonly Side[]
  /** Why the last file does not stand beside the others. */
  readonly problem: string | null
}

export const useOpenedSides = create<OpenedSides>(() => ({ sides: [], problem: null }))

let opened = 0

/** Reads a bundle and puts its runs beside what is shown, as many as there is room for. */
export async function openBeside(file: File, { others }: Looked): Promise<void> {
  useOpenedSides.setState({ problem: null })
  const refuse = (why: string): void => useOpenedSides.setState({ problem: `${file.name} ${why}.` })
  const answer = await askOpener({ kind: 'open', name: file.name, file }, `Opening ${file.name}`)
  if (answer === undefined) return
  if (answer.kind === 'problem') return refuse(answer.message)
  if (answer.kind !== 'opened' || answer.opened.kind !== 'bundle') return refuse('is a merged sweep, not the results of a run; open it on its own')
  const { opened: content } = answer
  const about = { name: file.name, savedMs: file.lastModified, content }
  const reader = createReader()
  const found: Side[] = []
  for (const { label, report } of content.runs) {
    const { option } = report.manifest
    const reading = await reader.read({ text: content.text, file: content.file, option })
    const study = reading?.scenario == null ? null : openedStudy(about, option, reading.scenario, reading.hash)
    if (study === null || !study.runs.every(hasContract)) continue
    opened += 1
    found.push({ id: `opened:${opened}`, label: option === null ? report.manifest.scenario : `${report.manifest.scenario}, ${label}`, kind: 'opened', option: null, opened: study })
  }
  if (found.length === 0) return refuse('holds no run with a contract that can be compared')
  useOpenedSides.setState(before => ({ sides: [...before.sides, ...found] }))
  useSides.setState({ chosen: [...others, ...found].map(({ id }) => id).slice(0, MOST_OTHERS) })
}
