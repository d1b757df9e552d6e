import { Component, type ReactNode } from 'react'
import { useView } from '../state/view.ts'
import { Button } from '../widgets/button.tsx'

interface Props {
  readonly children: ReactNode
}

/** A browser without WebGL still has the table. React knows error boundaries as classes only. */
export class SceneBoundary extends Component<Props, { readonly hasFailed: boolean }> {
  override state = { hasFailed: false }

  static getDerivedStateFromError(): { hasFailed: boolean } {
    return { hasFailed: true }
  }

  override render(): ReactNode {
    if (!this.state.hasFailed) return this.props.children
    return (
      <div className="empty">
        <p>This browser cannot draw the site in three dimensions.</p>
        <Button label="Show the table" onClick={() => useView.setState({ siteView: 'table' })} />
      </div>
    )
  }
}
