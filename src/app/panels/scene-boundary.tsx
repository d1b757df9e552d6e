import { Component, type ReactNode } from 'react'
import { useView } from '../state/view.ts'
import { Button } from '../widgets/button.tsx'
import { FlatPlan } from './flat-plan.tsx'

/** The plan from above with a plain word why it is shown, and ways on. */
export function WithoutScene({ word, onRetry }: { readonly word: string; readonly onRetry?: () => void }): ReactNode {
  return (
    <div className="without-scene">
      <FlatPlan />
      <p role="status">
        {word}
        <Button label="Show the table" onClick={() => useView.setState({ siteView: 'table' })} />
        {onRetry === undefined ? null : <Button label="Try again" onClick={onRetry} />}
      </p>
    </div>
  )
}

interface Props {
  readonly children: ReactNode
}

/** A browser whose graphics fail still has plan and table. React knows error boundaries as classes only. */
export class SceneBoundary extends Component<Props, { readonly hasFailed: boolean }> {
  override state = { hasFailed: false }

  static getDerivedStateFromError(): { hasFailed: boolean } {
    return { hasFailed: true }
  }

  override render(): ReactNode {
    if (!this.state.hasFailed) return this.props.children
    return <WithoutScene word="The site could not be drawn in three dimensions; the plan shows the same from above." onRetry={() => this.setState({ hasFailed: false })} />
  }
}
