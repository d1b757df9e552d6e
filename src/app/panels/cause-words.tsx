/** What took most where a chart was pressed, with the line of the file; nothing for other charts. */
import { forgetCause, useChartCause } from '../state/chart-cause.ts'
import { revealLine } from '../state/view.ts'
import { Button } from '../widgets/button.tsx'

export function CauseWords({ chart }: { readonly chart: string }): React.ReactNode {
  const isHere = useChartCause(cause => cause.chart === chart)
  const words = useChartCause(cause => cause.words)
  const line = useChartCause(cause => cause.line)
  if (!isHere) return null
  return (
    <div className="chart-cause" role="status">
      <p>
        {words}
        {line === null ? null : (
          <>
            {' '}
            <button type="button" className="link" onClick={() => revealLine(line)}>
              line {line}
            </button>
          </>
        )}
      </p>
      <Button icon="close" iconOnly label="Close" onClick={forgetCause} />
    </div>
  )
}
