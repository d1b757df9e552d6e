/** Panels of rooms that are loaded after the first picture of the page: what they need is more than the page itself. */
import { lazy, Suspense } from 'react'
import type { StudyFigures } from '../state/figures.ts'

const Charts = lazy(() => import('../panels/charts-column.tsx').then(({ ChartsColumn }) => ({ default: ChartsColumn })))
const Text = lazy(() => import('../panels/text-panel.tsx').then(({ TextPanel }) => ({ default: TextPanel })))

export function RoomCharts({ figures, part }: { readonly figures: StudyFigures | null; readonly part: 'all' | 'ledger' | 'time' }): React.ReactNode {
  return (
    <Suspense fallback={<p className="empty">Drawing the charts…</p>}>
      <Charts figures={figures} part={part} />
    </Suspense>
  )
}

export function RoomText(): React.ReactNode {
  return (
    <Suspense fallback={<p className="empty">Opening the text…</p>}>
      <Text />
    </Suspense>
  )
}
