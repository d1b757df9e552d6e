/** What is being worked on, how far it is, how long it will take, and the way to stop it. */
import { cancelRuns, resumeRuns } from '../state/conductor.ts'
import { useRun } from '../state/run.ts'
import { timeLeftText } from '../state/time-left.ts'
import { cancelAllWork, useWork, type Work } from '../state/work.ts'
import { Button } from '../widgets/button.tsx'

/** `Simulating 34 %`, with the time left where it is known. */
function workText({ what, share, leftMs }: Work): string {
  const part = share === null ? '…' : ` ${Math.floor(share * 100)}\u2009%`
  return `${what}${part}${leftMs === null ? '' : `, ${timeLeftText(leftMs)}`}`
}

/** What the runs say while nothing goes on. */
function restText(kind: string, count: number): string {
  if (kind === 'cancelled') return 'Cancelled'
  if (kind === 'failed') return 'Stopped'
  return count === 0 ? '' : `${count} replication${count === 1 ? '' : 's'}`
}

function cancelAll(): void {
  const { works } = useWork.getState()
  cancelAllWork()
  if (works.some(({ id }) => id === 'runs')) cancelRuns()
}

export function RunStatus(): React.ReactNode {
  const works = useWork(state => state.works)
  const kind = useRun(run => run.activity.kind)
  const count = useRun(run => run.base?.runs.length ?? 0)
  const [first] = works
  if (first === undefined) {
    return (
      <div className="run-status" role="status">
        <span>{restText(kind, count)}</span>
        {kind === 'cancelled' ? <Button label="Run" onClick={resumeRuns} /> : null}
      </div>
    )
  }
  const more = works.length === 1 ? '' : ` +${works.length - 1}`
  return (
    <div className="run-status">
      <span role="progressbar" aria-label={first.what} aria-valuemin={0} aria-valuemax={100} aria-valuenow={first.share === null ? undefined : Math.floor(first.share * 100)} title={works.map(workText).join('\n')}>
        {workText(first)}
        {more}
      </span>
      <Button label="Cancel" onClick={cancelAll} />
    </div>
  )
}

/** The same as a line under the header. */
export function ProgressLine(): React.ReactNode {
  const work = useWork(({ works }) => works[0])
  return <div className="progress-line" style={{ transform: `scaleX(${work?.share ?? 0})`, opacity: work === undefined ? 0 : 1 }} />
}
