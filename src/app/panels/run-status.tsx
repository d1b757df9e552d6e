/** What is being worked on, how far it is, how long it will take, and the way to stop it. */
import { formatDay } from '../format.ts'
import { cancelRuns, resumeRuns } from '../state/conductor.ts'
import { replicationCount, useRun } from '../state/run.ts'
import { useOpened } from '../state/opened.ts'
import { bundleOfShown } from '../state/save-results.ts'
import { timeLeftText } from '../state/time-left.ts'
import { cancelAllWork, useWork, type Work } from '../state/work.ts'
import { Button } from '../widgets/button.tsx'
import { download } from '../widgets/download.ts'

const DAY_MS = 86_400_000

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

/** Hands the results to the user as a file; says why it cannot. */
export async function saveShown(): Promise<void> {
  const saved = await bundleOfShown()
  if (typeof saved === 'string') useOpened.setState({ problem: saved })
  else if (saved !== null) download(saved.name, saved.bytes, 'application/zip')
}

function cancelAll(): void {
  const { works } = useWork.getState()
  cancelAllWork()
  if (works.some(({ id }) => id === 'runs')) cancelRuns()
}

export function RunStatus(): React.ReactNode {
  const works = useWork(state => state.works)
  const kind = useRun(run => run.activity.kind)
  const count = useRun(run => (run.base === null ? 0 : replicationCount(run.base)))
  const canSave = useRun(run => run.base !== null && run.base.opened === undefined && run.base.runs.length > 0 && !run.isStale)
  const restart = useRun(run => run.restart)
  const startDay = useRun(run => (run.base?.partial ?? run.base?.runs[0])?.startDay)
  const restarted = restart === null || startDay === undefined ? null : <span title="The worker that simulated ended; another one went on from the last state that it had sent. No result depends on it.">restarted at {formatDay(startDay + restart / DAY_MS)}</span>
  const [first] = works
  if (first === undefined) {
    return (
      <div className="run-status" role="status">
        <span>{restText(kind, count)}</span>
        {restarted}
        {kind === 'cancelled' ? <Button label="Run" onClick={resumeRuns} /> : null}
        {kind === 'idle' && canSave ? <Button icon="save" iconOnly label="Save results: a file that opens anywhere without being run" onClick={() => void saveShown()} /> : null}
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
      {restarted}
      <Button label="Cancel" onClick={cancelAll} />
    </div>
  )
}

/** The same as a line under the header. */
export function ProgressLine(): React.ReactNode {
  const work = useWork(({ works }) => works[0])
  return <div className="progress-line" style={{ transform: `scaleX(${work?.share ?? 0})`, opacity: work === undefined ? 0 : 1 }} />
}
