/** A bug of ours, said as one: scenario, seed and version are the report. */
import { useState } from 'react'
import { useDocument } from '../state/document.ts'
import { type Failure, useRun } from '../state/run.ts'
import { useView } from '../state/view.ts'
import { Button } from '../widgets/button.tsx'
import { DialogFrame } from '../widgets/dialog-frame.tsx'

/** Version of the app and its engine. */
export const VERSION = '0.1.0'

export function reportText(failure: Failure, scenario: { readonly text: string; readonly file: string; readonly option: string | null; readonly seed: number | undefined }): string {
  return [
    `Nameplate ${VERSION}: the simulation stopped`,
    `${failure.message} (at ${failure.atMs} ms of simulated time)`,
    `option: ${scenario.option ?? 'none'} · seed: ${scenario.seed ?? 'of the file'}`,
    ...(failure.trace.length === 0 ? [] : ['last events:', ...failure.trace.slice(-20).map(line => `  ${line}`)]),
    `${scenario.file}:`,
    scenario.text,
  ].join('\n')
}

export function FailureDialog(): React.ReactNode {
  const activity = useRun(run => run.activity)
  const text = useDocument(document => document.text)
  const file = useDocument(document => document.file)
  const seed = useDocument(document => document.scenario?.seed)
  const option = useView(view => view.option)
  const [closed, setClosed] = useState<Failure | null>(null)
  const failure = activity.kind === 'failed' ? activity.failure : null
  if (failure === null) return null
  const report = reportText(failure, { text, file, option, seed })
  return (
    <DialogFrame title="The simulation stopped because of a fault in Nameplate" description="Your text is safe. The text below reproduces the fault; it stays on this machine until you send it." isOpen={closed !== failure} onClose={() => setClosed(failure)}>
      <pre tabIndex={0}>{report}</pre>
      <div className="dialog-tools">
        <Button label="Copy the report" onClick={() => void navigator.clipboard?.writeText(report)} />
      </div>
    </DialogFrame>
  )
}
