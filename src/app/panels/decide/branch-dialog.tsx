/** The dialog in which a future leaves the run. */
import '../../styles/decide.css'
import { closeBranchForm, useFutures } from '../../state/futures.ts'
import { useRun } from '../../state/run.ts'
import { DialogFrame } from '../../widgets/dialog-frame.tsx'
import { BranchForm, branchTitle } from './branch-form.tsx'

export default function BranchDialog(): React.ReactNode {
  const atMs = useFutures(futures => futures.atMs)
  const study = useRun(run => run.base)
  const isOpened = study?.opened !== undefined
  const isReady = study !== null && study.runs.length > 0 && !isOpened
  const waits = isOpened ? 'These are opened results, and nothing is simulated for them. Choose Edit and run first; then a future can leave the run anywhere.' : 'The run must come to its end first; then a future can leave it anywhere.'
  if (atMs === null) return null
  return (
    <DialogFrame className="branch-dialog" title={isReady ? branchTitle(study, atMs) : 'Branch here'} description={isReady ? 'Up to this moment the past stays as it was, to the last bit. After it the same random numbers go on, so that what differs comes from the change.' : waits} onClose={closeBranchForm}>
      {isReady ? <BranchForm key={atMs} study={study} atMs={atMs} /> : null}
    </DialogFrame>
  )
}
