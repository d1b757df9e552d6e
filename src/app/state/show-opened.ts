/** Puts opened results in the place of runs: the study of the chosen option, and the one to compare with. */
import type { Scenario } from '../../scenario/schema/scenario.ts'
import type { Reader } from '../reader/reader.ts'
import { useDocument } from './document.ts'
import { openedOptions, openedStudy, type resultsFor } from './opened.ts'
import { useRun } from './run.ts'
import { MOST_OTHERS, showSide, sideOfOption } from './sides.ts'
import { useView } from './view.ts'
import { followWhole } from './worth-seeing.ts'

/** Shows what a file tells of the present text; nothing is run for it. */
export async function showOpened(file: NonNullable<ReturnType<typeof resultsFor>>, scenario: Scenario, hash: string, reader: Reader): Promise<void> {
  const { option, compareWith } = useView.getState()
  const options = openedOptions(file)
  const study = openedStudy(file, option, scenario, hash)
  if (study === null) return useView.setState({ option: options[0] })
  followWhole(study.runs[0])
  // Other options than those of the file have not been run.
  useDocument.setState(before => ({ options: before.options.filter(({ id }) => options.includes(id)) }))
  useRun.setState({ base: study, other: null, isStale: false, slip: [], activity: { kind: 'idle' }, progress: null })
  showSide(sideOfOption(option), study)
  const { text, file: name } = useDocument.getState()
  for (const each of options.filter(other => other !== option).slice(0, MOST_OTHERS)) {
    const reading = await reader.read({ text, file: name, option: each })
    if (reading?.scenario == null || useRun.getState().base !== study) return
    const other = openedStudy(file, each, reading.scenario, reading.hash)
    if (other === null) continue
    showSide(sideOfOption(each), other)
    if (each === compareWith) useRun.setState({ other })
  }
}
