/** The site in the middle: layers, picture or table, legend, inspector. */
import { lazy, Suspense } from 'react'
import { useSiteNow } from '../site/site-now.ts'
import { type LayerId, type SiteView, useView } from '../state/view.ts'
import { Button } from '../widgets/button.tsx'
import { Segments } from '../widgets/segments.tsx'
import { Inspector } from './inspector.tsx'
import { Legend } from './legend.tsx'
import { SceneBoundary } from './scene-boundary.tsx'
import { SiteTable } from './site-table.tsx'

const Scene = lazy(() => import('../scene/site-view.tsx'))
const OneLine = lazy(() => import('./one-line-panel.tsx'))
const Schedule = lazy(() => import('./schedule-panel.tsx'))
const Cooling = lazy(() => import('./cooling-panel.tsx'))
/** Part of the scene's bundle, asked for only when it is there. */
const frameSite = (): void => void import('../scene/scene-commands.ts').then(commands => commands.frameSite())

const LAYERS: readonly { readonly id: LayerId; readonly label: string }[] = [
  { id: 'state', label: 'State' },
  { id: 'power', label: 'Power' },
  { id: 'temperature', label: 'Temperature' },
  { id: 'job', label: 'Job' },
  { id: 'faults', label: 'Faults' },
]
const VIEWS: readonly { readonly id: SiteView; readonly label: string }[] = [
  { id: 'scene', label: '3D' },
  { id: 'line', label: 'One-line' },
  { id: 'cooling', label: 'Cooling' },
  { id: 'schedule', label: 'Schedule' },
  { id: 'table', label: 'Table' },
]

/** Brings the text back on a desk; a phone has a tab for it. */
function TextToggle(): React.ReactNode {
  const isTextOpen = useView(view => view.isTextOpen)
  if (isTextOpen) return null
  return <Button icon="panel" iconOnly label="Show the text" onClick={() => useView.setState({ isTextOpen: true })} />
}

export function SitePanel(): React.ReactNode {
  const now = useSiteNow()
  const layer = useView(view => view.layer)
  const siteView = useView(view => view.siteView)
  const isDrawing = siteView === 'line' || siteView === 'cooling' || siteView === 'schedule'
  return (
    <section className="site-panel" aria-label="Site">
      <div className="site-tools">
        <TextToggle />
        {isDrawing ? null : <Segments label="Colour racks by" value={layer} choices={LAYERS} onChange={id => useView.setState({ layer: id })} />}
        <div className="spread" />
        {siteView === 'scene' ? <Button icon="frame" iconOnly label="Show the whole site (Home)" onClick={frameSite} /> : null}
        <Segments label="Show the site as" value={siteView} choices={VIEWS} onChange={id => useView.setState({ siteView: id })} />
      </div>
      <div className="site-stage">
        {now === null && !isDrawing ? <p className="empty">Reading the scenario…</p> : null}
        {now !== null && siteView === 'table' ? <SiteTable /> : null}
        {siteView === 'line' ? (
          <Suspense fallback={<p className="empty">Drawing the one-line…</p>}>
            <OneLine />
          </Suspense>
        ) : null}
        {siteView === 'schedule' ? (
          <Suspense fallback={<p className="empty">Drawing the schedule…</p>}>
            <Schedule />
          </Suspense>
        ) : null}
        {siteView === 'cooling' ? (
          <Suspense fallback={<p className="empty">Drawing the cooling…</p>}>
            <Cooling />
          </Suspense>
        ) : null}
        {now !== null && siteView === 'scene' ? (
          <SceneBoundary>
            <Suspense fallback={<p className="empty">Building the model…</p>}>
              <Scene plan={now.plan} scenario={now.scenario} />
            </Suspense>
          </SceneBoundary>
        ) : null}
        {isDrawing ? null : <Inspector />}
      </div>
      {isDrawing ? null : <Legend />}
    </section>
  )
}
