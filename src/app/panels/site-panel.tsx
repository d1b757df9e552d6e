/** The site in the middle: layers, picture or table, legend, inspector. */
import { lazy, Suspense, useEffect } from 'react'
import { askCamera } from '../site/camera.ts'
import { useSiteNow } from '../site/site-now.ts'
import { hasWebGl } from '../site/webgl.ts'
import { watchPlace } from '../state/place.ts'
import { LAYERS, SITE_VIEWS } from '../state/view-choices.ts'
import { isColoured, type SiteView, useView } from '../state/view.ts'
import { Button } from '../widgets/button.tsx'
import { Segments } from '../widgets/segments.tsx'
import { SelectMenu } from '../widgets/select-menu.tsx'
import { PHONE, useMedia } from '../widgets/use-media.ts'
import { useSize } from '../widgets/use-size.ts'
import { FlatPlan } from './flat-plan.tsx'
import { Inspector } from './inspector.tsx'
import { Legend } from './legend.tsx'
import { SceneBoundary, WithoutScene } from './scene-boundary.tsx'
import { SiteTable } from './site-table.tsx'

const Scene = lazy(() => import('../scene/site-view.tsx'))
const OneLine = lazy(() => import('./one-line-panel.tsx'))
const Schedule = lazy(() => import('./schedule-panel.tsx'))
const Cooling = lazy(() => import('./cooling-panel.tsx'))
const Efficiency = lazy(() => import('./efficiency-panel.tsx'))
const Accounts = lazy(() => import('./accounts-panel.tsx'))
const Racks = lazy(() => import('./racks-panel.tsx'))
const Jobs = lazy(() => import('./jobs-panel.tsx'))
const Network = lazy(() => import('./network-panel.tsx'))
const Events = lazy(() => import('./events-panel.tsx'))
const Series = lazy(() => import('./series-panel.tsx'))
const SceneMenu = lazy(() => import('./scene-menu.tsx'))
const PlacePanel = lazy(() => import('./place-panel.tsx'))
const frameSite = (): void => askCamera({ kind: 'whole' })

/** Narrower than this, the ways to show the site wait in a menu, px. */
const SEGMENTS_FROM = 1080

/** Narrower than this, the inspector stands below a drawing instead of beside it, px. */
const BESIDE_FROM = 640

/** Views that show what is selected, beside those that a layer colours. */
const INSPECTED: readonly SiteView[] = ['events', 'racks', 'jobs', 'network']

/** Where there is ground to spare the inspector floats; beside drawings and tables it has a place of its own, so that it covers nothing that one presses. */
const FLOATS_OVER: readonly SiteView[] = ['scene', 'plan']

/** Views of figures, which may be those of all sites together. */
const OF_ALL: readonly SiteView[] = ['efficiency', 'accounts']

const chooseLayer = (id: string): void => useView.setState({ layer: LAYERS.find(layer => layer.id === id)?.id ?? 'state' })
const chooseView = (id: string): void => useView.setState({ siteView: SITE_VIEWS.find(view => view.id === id)?.id ?? 'scene' })

/** Brings the text back on a desk; a phone has a tab for it. */
function TextToggle(): React.ReactNode {
  const isTextOpen = useView(view => view.isTextOpen)
  if (isTextOpen) return null
  return <Button className="desk-only" icon="panel" iconOnly label="Show the text" onClick={() => useView.setState({ isTextOpen: true })} />
}

/** Which site a drawing shows while figures are those of all sites. */
function DrawnSite({ siteView }: { readonly siteView: SiteView }): React.ReactNode {
  const label = useSiteNow()?.siteLabel ?? ''
  const isAll = useView(view => view.site === null)
  // The legend of coloured views says it as well.
  if (label === '' || !isAll || isColoured(siteView) || OF_ALL.includes(siteView)) return null
  return (
    <span className="quiet" title="Drawings show one site; the menu Site chooses another">
      {label}
    </span>
  )
}

function Tools({ width }: { readonly width: number }): React.ReactNode {
  const layer = useView(view => view.layer)
  const siteView = useView(view => view.siteView)
  const isPlacing = layer === 'room'
  return (
    <div className="site-tools">
      <TextToggle />
      {isColoured(siteView) ? (
        <>
          <SelectMenu label="Colour the site by" value={layer} choices={LAYERS} onChange={chooseLayer} />
          {siteView === 'scene' && hasWebGl() ? (
            <Suspense fallback={null}>
              <SceneMenu />
            </Suspense>
          ) : null}
          <Button label="Place racks" title="Where more racks fit, what binds there, and what unlocks most for the money" pressed={isPlacing} onClick={() => chooseLayer(isPlacing ? 'state' : 'room')} />
        </>
      ) : null}
      <DrawnSite siteView={siteView} />
      <div className="spread" />
      {width < SEGMENTS_FROM ? <SelectMenu label="Show the site as" value={siteView} choices={SITE_VIEWS} onChange={chooseView} /> : <Segments label="Show the site as" value={siteView} choices={SITE_VIEWS} onChange={chooseView} />}
    </div>
  )
}

const DRAWINGS: Readonly<Partial<Record<SiteView, { readonly wait: string; readonly Panel: React.ComponentType }>>> = {
  line: { wait: 'Drawing the one-line…', Panel: OneLine },
  schedule: { wait: 'Drawing the schedule…', Panel: Schedule },
  efficiency: { wait: 'Working out the efficiency…', Panel: Efficiency },
  cooling: { wait: 'Drawing the cooling…', Panel: Cooling },
  accounts: { wait: 'Opening the accounts…', Panel: Accounts },
  network: { wait: 'Drawing the network…', Panel: Network },
  racks: { wait: 'Drawing the racks…', Panel: Racks },
  jobs: { wait: 'Laying out the jobs…', Panel: Jobs },
  events: { wait: 'Listing the events…', Panel: Events },
  series: { wait: 'Opening the series…', Panel: Series },
}

function Stage({ siteView }: { readonly siteView: SiteView }): React.ReactNode {
  const now = useSiteNow()
  const drawing = DRAWINGS[siteView]
  if (drawing !== undefined) {
    return (
      <Suspense fallback={<p className="empty">{drawing.wait}</p>}>
        <drawing.Panel />
      </Suspense>
    )
  }
  if (now === null) return <p className="empty">Reading the scenario…</p>
  if (siteView === 'table') return <SiteTable />
  if (siteView === 'plan') return <FlatPlan />
  if (!hasWebGl()) return <WithoutScene word="This browser does not draw in three dimensions; the plan shows the same from above." />
  return (
    <>
      <SceneBoundary>
        <Suspense fallback={<p className="empty">Building the model…</p>}>
          <Scene plan={now.plan} scenario={now.scenario} run={now.run} />
        </Suspense>
      </SceneBoundary>
      <Button className="frame-site" icon="frame" iconOnly label="Show the whole site (Home)" onClick={frameSite} />
    </>
  )
}

export function SitePanel(): React.ReactNode {
  const siteView = useView(view => view.siteView)
  const isPlacing = useView(view => view.layer === 'room') && isColoured(siteView)
  const isPhone = useMedia(PHONE)
  const [ref, { width }] = useSize<HTMLElement>()
  useEffect(() => (isPlacing ? watchPlace() : undefined), [isPlacing])
  return (
    <section ref={ref} className={`site-panel ${siteView === 'scene' ? 'in-scene' : ''} ${FLOATS_OVER.includes(siteView) ? '' : 'docks'} ${width > 0 && width < BESIDE_FROM ? 'narrow' : ''} ${isPlacing && isPhone ? 'placing' : ''}`} aria-label="Site">
      <Tools width={width === 0 ? innerWidth : width} />
      <div className="site-stage">
        <div className="site-drawing">
          <Stage siteView={siteView} />
        </div>
        {(isColoured(siteView) || INSPECTED.includes(siteView)) && !(isPlacing && isPhone) ? <Inspector /> : null}
      </div>
      {isColoured(siteView) ? <Legend /> : null}
      {isPlacing && isPhone ? (
        <Suspense fallback={<p className="empty">Loading…</p>}>
          <PlacePanel />
        </Suspense>
      ) : null}
    </section>
  )
}
