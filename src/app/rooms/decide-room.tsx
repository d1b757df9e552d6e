/** Options side by side for those who decide. */
import { ComparePanel } from '../panels/compare-panel.tsx'

export function DecideRoom(): React.ReactNode {
  return (
    <main className="decide-room">
      <ComparePanel />
    </main>
  )
}
