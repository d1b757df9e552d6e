/** How far a study is, and the way to ask or stop it. */
import { formatNumber } from '../format.ts'
import { type StudyAnswer, askStudy, cancelStudy, useStudy } from '../state/study.ts'
import { useRun } from '../state/run.ts'
import type { Question } from '../study/protocol.ts'
import { Button } from '../widgets/button.tsx'

interface Props {
  readonly question: Question
  /** Word on the button. */
  readonly ask?: string
  readonly isPossible?: boolean
}

/** What is to be said of the answer that stands below. */
function standing(found: StudyAnswer | undefined, key: string | undefined, isStale: boolean, isWorking: boolean): string {
  if (found === undefined) return ''
  const runs = `${formatNumber(found.replications)} replication${found.replications === 1 ? '' : 's'}`
  if (isStale || (key !== undefined && found.key !== key)) return `An answer about the text before the last change, over ${runs}.`
  if (found.isLast) return found.question.kind === 'solve' ? '' : `Over ${runs}.`
  return isWorking ? `A first answer over ${runs}; more come.` : `A first answer over ${runs}; it was stopped.`
}

export function StudyStatus({ question, ask = 'Work it out', isPossible = true }: Props): React.ReactNode {
  const { kind } = question
  const isWorking = useStudy(study => study.working === kind)
  const done = useStudy(study => study.done)
  const of = useStudy(study => study.of)
  const problem = useStudy(study => study.problems[kind]) ?? ''
  const found = useStudy(study => study.answers[kind])
  const key = useRun(run => run.base?.key)
  const isStale = useRun(run => run.isStale)
  const text = problem === '' ? standing(found, key, isStale, isWorking) : problem
  return (
    <div className="study-status">
      {isWorking ? <Button label="Stop" onClick={cancelStudy} /> : <Button className="primary" label={found === undefined ? ask : 'Work it out again'} disabled={!isPossible || key === undefined} onClick={() => askStudy(question)} />}
      <span role="status" className={problem === '' ? 'quiet' : 'problem'}>
        {isWorking ? `${of === 0 ? 'Reading the file' : `Run ${formatNumber(Math.min(of, done + 1))} of ${formatNumber(of)}`}. ` : ''}
        {text}
      </span>
      {isWorking ? <i className="study-progress" style={{ transform: `scaleX(${of === 0 ? 0.02 : Math.max(0.02, done / of)})` }} /> : null}
    </div>
  )
}
