/** Options side by side, loaded when somebody wants to compare. */
import { lazy, Suspense } from 'react'

const DecidePanel = lazy(() => import('./decide/decide-panel.tsx'))

export function ComparePanel(): React.ReactNode {
  return (
    <Suspense fallback={<p className="empty">Loading…</p>}>
      <DecidePanel />
    </Suspense>
  )
}
