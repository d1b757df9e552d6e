/** What is being worked on, how far it is, how long it will take, and the way to stop it. */
import { useLayoutEffect, useRef } from 'react'
import { DAY_MS } from '../../base/spans.ts'
import { formatDay } from '../format.ts'
import { cancelRuns, resumeRuns } from '../state/conductor.ts'
import { replicationCount, useRun } from '../state/run.ts'
import { useOpened } from '../state/opened.ts'
import { bundleOfShown } from '../state/save-results.ts'
import { timeLeftText } from '../state/time-left.ts'
import { cancelAllWork, RUNS, useWork, type Work } from '../state/work.ts'
import { Button } from '../widgets/button.tsx'
import { download } from '../widgets/download.ts'

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
  if (works.some(({ id }) => id === RUNS)) cancelRuns()
}

/** Writes how far the work is, several times a second: through React, each of them would break off the drawing of what takes long. */
function ProgressText({ what }: { readonly what: string }): React.ReactNode {
  const ref = useRef<HTMLSpanElement>(null)
  useLayoutEffect(() => {
    const write = (): void => {
      const { works } = useWork.getState()
      const [first] = works
      if (ref.current === null || first === undefined) return
      ref.current.textContent = `${workText(first)}${works.length === 1 ? '' : ` +${works.length - 1}`}`
      ref.current.title = works.map(workText).join('\n')
      if (first.share === null) ref.current.removeAttribute('aria-valuenow')
      else ref.current.setAttribute('aria-valuenow', String(Math.floor(first.share * 100)))
    }
    write()
    return useWork.subscribe(write)
  }, [])
  return <span ref={ref} role="progressbar" aria-label={what} aria-valuemin={0} aria-valuemax={100} />
}

export function RunStatus(): React.ReactNode {
  const what = useWork(({ works }) => works[0]?.what ?? '')
  const kind = useRun(run => run.activity.kind)
  const count = useRun(run => (run.base === null ? 0 : replicationCount(run.base)))
  const canSave = useRun(run => run.base !== null && run.base.opened === undefined && run.base.runs.length > 0 && !run.isStale)
  const restart = useRun(run => run.restart)
  const startDay = useRun(run => (run.base?.partial ?? run.base?.runs[0])?.startDay)
  const restarted = restart === null || startDay === undefined ? null : <span title="The worker that simulated ended; another one went on from the last state that it had sent. No result depends on it.">restarted at {formatDay(startDay + restart / DAY_MS)}</span>
  if (what === '') {
    return (
      <div className="run-status" role="status">
        <span>{restText(kind, count)}</span>
        {restarted}
        {kind === 'cancelled' ? <Button label="Run" onClick={resumeRuns} /> : null}
        {kind === 'idle' && canSave ? <Button icon="save" iconOnly label="Save results: a file that opens anywhere without being run" onClick={() => void saveShown()} /> : null}
      </div>
    )
  }
  return (
    <div className="run-status">
      <ProgressText what={what} />
      {restarted}
      <Button label="Cancel" onClick={cancelAll} />
    </div>
  )
}

/** The same as a line under the header. */
export function ProgressLine(): React.ReactNode {
  const line = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    const draw = (): void => {
      const [work] = useWork.getState().works
      if (line.current === null) return
      line.current.style.transform = `scaleX(${work?.share ?? 0})`
      line.current.style.opacity = work === undefined ? '0' : '1'
    }
    draw()
    return useWork.subscribe(draw)
  }, [])
  return <div ref={line} className="progress-line" />
}
