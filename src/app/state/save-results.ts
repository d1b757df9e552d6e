/** Writes what is shown as a results bundle, so that it opens anywhere at once without being run again. */
import { askOpener } from '../opening/opener.ts'
import type { SaveRequest } from '../opening/protocol.ts'
import { useDocument } from './document.ts'
import { type Study, useRun } from './run.ts'

/** Hash of the scenario that a study is of: what its key begins with. */
const hashOf = ({ key }: Study): string => key.split(' ')[0]

const savedStudy = (study: Study): SaveRequest['studies'][number] => ({ option: study.option, hash: hashOf(study), scenario: study.scenario, runs: study.runs })

/** Studies of the present text that can be saved: those with at least one finished run that were made here. */
export function savable(): readonly Study[] {
  const { base, other, isStale } = useRun.getState()
  if (isStale) return []
  return [base, other].flatMap(study => (study !== null && study.opened === undefined && study.runs.length > 0 ? [study] : []))
}

/** The bundle of what is shown, as a file of the scenario's name; null when it was cancelled, a text when it could not be written. */
export async function bundleOfShown(): Promise<{ readonly name: string; readonly bytes: Uint8Array<ArrayBuffer> } | string | null> {
  const { text, file } = useDocument.getState()
  const studies = savable()
  if (studies.length === 0) return 'There are no finished results of this text yet.'
  const answer = await askOpener({ kind: 'save', file, text, studies: studies.map(savedStudy) }, 'Saving results')
  if (answer === undefined) return null
  if (answer.kind === 'problem') return `The results were not saved: they ${answer.message}.`
  return answer.kind === 'saved' ? { name: `${file.replace(/\.[^.]*$/u, '')}.nameplate`, bytes: answer.bytes } : null
}
