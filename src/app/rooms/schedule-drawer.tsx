/** The schedule below the site, for planners; folded until one asks for it. */
import { lazy, Suspense } from 'react'
import { useView } from '../state/view.ts'
import { Icon } from '../widgets/icon.tsx'

const SchedulePanel = lazy(() => import('../panels/schedule-panel.tsx'))

export function ScheduleDrawer(): React.ReactNode {
  const isOpen = useView(view => view.isScheduleOpen)
  const isInFront = useView(view => view.siteView === 'schedule')
  // The site may be shown as the schedule; one is enough.
  if (isInFront) return null
  return (
    <section className={`schedule-drawer ${isOpen ? 'open' : ''}`} aria-label="Schedule below the site">
      <button type="button" className="drawer-handle" aria-expanded={isOpen} onClick={() => useView.setState({ isScheduleOpen: !isOpen })}>
        <Icon name="down" />
        Schedule
      </button>
      {isOpen ? (
        <div className="drawer-page">
          <Suspense fallback={<p className="empty">Drawing the schedule…</p>}>
            <SchedulePanel />
          </Suspense>
        </div>
      ) : null}
    </section>
  )
}
