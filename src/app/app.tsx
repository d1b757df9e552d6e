/** The page: text, site and charts side by side on a desk, one after the other on a phone. */
import { Tabs } from 'radix-ui'
import { lazy, Suspense, useEffect, useState, useSyncExternalStore } from 'react'
import { followAsking, useWhy } from './explain/why.ts'
import { ChartsColumn } from './panels/charts-column.tsx'
import { ComparePanel } from './panels/compare-panel.tsx'
import { FailureDialog } from './panels/failure-dialog.tsx'
import { Header } from './panels/header.tsx'
import { useOptionLabel } from './panels/option-label.ts'
import { SitePanel } from './panels/site-panel.tsx'
import { TextPanel } from './panels/text-panel.tsx'
import { Timeline, useTimelineKeys } from './panels/timeline.tsx'
import { followLine } from './site/follow-line.ts'
import { followLink } from './site/selection-link.ts'
import { followSite } from './site/site-now.ts'
import { conduct } from './state/conductor.ts'
import { openFile } from './state/document.ts'
import { type StudyFigures, useStudyFigures } from './state/figures.ts'
import { useRun } from './state/run.ts'
import { useChosenStudy } from './state/site-study.ts'
import { followRoom, followSystemTheme, isColoured, type PhoneTab, useView, type View } from './state/view.ts'
import { Splitter } from './widgets/splitter.tsx'
import { PHONE, useMedia } from './widgets/use-media.ts'

const AuditPanel = lazy(() => import('./panels/audit-panel.tsx'))
const PlacePanel = lazy(() => import('./panels/place-panel.tsx'))
const WhyCard = lazy(() => import('./explain/why-card.tsx'))
const ImportDialog = lazy(() => import('./panels/import-dialog.tsx'))

/** Widths of the side panes: a share of the screen until one drags them, px. */
const TEXT_WIDTH = { share: 0.208, least: 280, most: 440, min: 240, max: 720 }
const CHARTS_WIDTH = { share: 0.29, least: 320, most: 600, min: 280, max: 760 }
const PLACE_WIDTH = { share: 0.26, least: 320, most: 480, min: 300, max: 760 }
const AUDIT_WIDTH = { share: 0.21, least: 300, most: 460, min: 280, max: 760 }

interface WidthRule {
  readonly share: number
  readonly least: number
  readonly most: number
}

const widthFor = ({ share, least, most }: WidthRule, screen: number): number => Math.round(Math.min(most, Math.max(least, screen * share)))

/** Width of the window, kept up to date. */
function useScreenWidth(): number {
  return useSyncExternalStore(
    changed => {
      addEventListener('resize', changed)
      return () => removeEventListener('resize', changed)
    },
    () => innerWidth,
  )
}

interface Props {
  readonly figures: StudyFigures | null
}

/** Site and timeline, or the comparison in their place. */
function Centre(): React.ReactNode {
  const isComparing = useView(view => view.compareWith !== undefined)
  return (
    <main className="centre">
      {isComparing ? <ComparePanel /> : <SitePanel />}
      <Timeline />
    </main>
  )
}

type Side = 'charts' | 'audit' | 'place'

/** What stands beside the site: the charts, unless the site shows something that has a panel of its own. */
const SIDES: Readonly<Record<Side, { readonly label: string; readonly rule: typeof CHARTS_WIDTH; readonly content?: React.ReactNode }>> = {
  charts: { label: 'Charts', rule: CHARTS_WIDTH },
  audit: { label: 'Audit', rule: AUDIT_WIDTH, content: <AuditPanel /> },
  place: { label: 'Room for racks', rule: PLACE_WIDTH, content: <PlacePanel /> },
}

function sideOf({ siteView, layer, compareWith }: View): Side {
  if (compareWith !== undefined) return 'charts'
  if (siteView === 'line') return 'audit'
  return layer === 'room' && isColoured(siteView) ? 'place' : 'charts'
}

function Desk({ figures }: Props): React.ReactNode {
  const isTextOpen = useView(view => view.isTextOpen)
  const side = useView(sideOf)
  const screen = useScreenWidth()
  const [textDragged, setTextWidth] = useState<number | null>(null)
  const [sideDragged, setSideWidth] = useState<Partial<Record<Side, number>>>({})
  const textWidth = textDragged ?? widthFor(TEXT_WIDTH, screen)
  const { label, rule, content } = SIDES[side]
  const sideWidth = sideDragged[side] ?? widthFor(rule, screen)
  return (
    <div className="desk">
      {isTextOpen ? (
        <>
          <div className="pane" style={{ width: textWidth }}>
            <TextPanel />
          </div>
          <Splitter label="Width of the text" value={textWidth} min={TEXT_WIDTH.min} max={TEXT_WIDTH.max} sign={1} onChange={setTextWidth} />
        </>
      ) : null}
      <Centre />
      <Splitter label={`Width of the ${label.toLowerCase()}`} value={sideWidth} min={rule.min} max={rule.max} sign={-1} onChange={width => setSideWidth(before => ({ ...before, [side]: width }))} />
      <aside className={`pane ${side === 'charts' ? 'charts-pane' : ''}`} style={{ width: sideWidth }} aria-label={label}>
        {content === undefined ? (
          <ChartsColumn figures={figures} part="all" />
        ) : (
          <Suspense fallback={<p className="empty">Loading…</p>}>{content}</Suspense>
        )}
      </aside>
    </div>
  )
}

const TABS: readonly { readonly id: PhoneTab; readonly label: string }[] = [
  { id: 'site', label: 'Site' },
  { id: 'ledger', label: 'Ledger' },
  { id: 'charts', label: 'Charts' },
  { id: 'text', label: 'Text' },
]

function Phone({ figures }: Props): React.ReactNode {
  const tab = useView(view => view.phoneTab)
  const take = (id: string): void => {
    const found = TABS.find(candidate => candidate.id === id)
    if (found !== undefined) useView.setState({ phoneTab: found.id })
  }
  return (
    <Tabs.Root className="phone" value={tab} onValueChange={take}>
      <Tabs.Content value="site" className="phone-page">
        <Centre />
      </Tabs.Content>
      <Tabs.Content value="ledger" className="phone-page scrolls">
        <ChartsColumn figures={figures} part="ledger" />
      </Tabs.Content>
      <Tabs.Content value="charts" className="phone-page scrolls">
        <ChartsColumn figures={figures} part="time" />
      </Tabs.Content>
      <Tabs.Content value="text" className="phone-page">
        <TextPanel />
      </Tabs.Content>
      <Tabs.List className="phone-tabs" aria-label="Parts of the page">
        {TABS.map(({ id, label }) => (
          <Tabs.Trigger key={id} value={id}>
            {label}
          </Tabs.Trigger>
        ))}
      </Tabs.List>
    </Tabs.Root>
  )
}

/** A file dropped anywhere is opened. */
function useDrop(): void {
  useEffect(() => {
    const over = (event: DragEvent): void => event.preventDefault()
    const drop = (event: DragEvent): void => {
      const [file] = event.dataTransfer?.files ?? []
      if (file === undefined) return
      event.preventDefault()
      void openFile(file)
    }
    addEventListener('dragover', over)
    addEventListener('drop', drop)
    return () => {
      removeEventListener('dragover', over)
      removeEventListener('drop', drop)
    }
  }, [])
}

export function App(): React.ReactNode {
  const theme = useView(view => view.theme)
  const option = useView(view => view.option)
  const base = useRun(run => run.base)
  const chosen = useChosenStudy()
  const label = useOptionLabel(option)
  const whole = useStudyFigures(base, label)
  const ofSite = useStudyFigures(chosen === base ? null : chosen, label)
  const figures = chosen === base ? whole : ofSite
  const isPhone = useMedia(PHONE)
  const isImporting = useView(view => view.isImporting)
  const isAsking = useWhy(why => why.topic !== null)
  useEffect(() => conduct(), [])
  useEffect(() => followSite(), [])
  useEffect(() => followLine(), [])
  useEffect(() => followLink(), [])
  useEffect(() => followSystemTheme(), [])
  useEffect(() => followRoom(), [])
  useEffect(() => followAsking(), [])
  useEffect(() => {
    document.documentElement.dataset.theme = theme
  }, [theme])
  useDrop()
  useTimelineKeys()
  return (
    <div className="app">
      <Header figures={whole} />
      {isPhone ? <Phone figures={figures} /> : <Desk figures={figures} />}
      <FailureDialog />
      {isAsking ? (
        <Suspense fallback={null}>
          <WhyCard />
        </Suspense>
      ) : null}
      {isImporting ? (
        <Suspense fallback={null}>
          <ImportDialog />
        </Suspense>
      ) : null}
    </div>
  )
}
