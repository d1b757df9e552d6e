/** A fault of the page itself: says so, and leads to what helps. The document is kept by the browser as it was last saved. */
import { Component, type ReactNode } from 'react'

interface State {
  readonly message: string | null
}

export class RootBoundary extends Component<{ readonly children: ReactNode }, State> {
  override state: State = { message: null }

  static getDerivedStateFromError(error: unknown): State {
    return { message: error instanceof Error ? error.message : String(error) }
  }

  override render(): ReactNode {
    if (this.state.message === null) return this.props.children
    return (
      <main className="reset-page" role="alert">
        <h1>The page stopped because of a fault in Nameplate</h1>
        <p>Your text is kept on this machine as it was last saved. Reload the page; if it stops again, begin anew.</p>
        <pre>{this.state.message}</pre>
        <p className="dialog-tools">
          <a className="button" href={location.pathname}>
            Reload
          </a>
          <a className="button" href="?reset">
            Take documents along and begin anew
          </a>
        </p>
      </main>
    )
  }
}
