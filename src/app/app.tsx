/** The page: text, site and charts side by side on a desk, one after the other on a phone. */
import { Tabs } from 'radix-ui'
import { useEffect, useState } from 'react'
import { ChartsColumn } from './panels/charts-column.tsx'
import { ComparePanel } from './panels/compare-panel.tsx'
import { FailureDialog } from './panels/failure-dialog.tsx'
import { Header } from './panels/header.tsx'
import { useOptionLabel } from './panels/option-label.ts'
import { SitePanel } from './panels/site-panel.tsx'
import { TextPanel } from './panels/text-panel.tsx'
import { Timeline, useTimelineKeys } from './panels/timeline.tsx'
import { followSite } from './site/site-now.ts'
import { conduct } from './state/conductor.ts'
import { openFile } from './state/document.ts'
import { type StudyFigures, useStudyFigures } from './state/figures.ts'
import { useRun } from './state/run.ts'
import { followSystemTheme, type PhoneTab, useView } from './state/view.ts'
import { Splitter } from './widgets/splitter.tsx'
import { useMedia } from './widgets/use-media.ts'

const PHONE = '(max-width: 760px)'
const TEXT_WIDTH = { first: 340, min: 240, max: 720 }
const CHARTS_WIDTH = { first: 420, min: 320, max: 760 }

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

function Desk({ figures }: Props): React.ReactNode {
  const isTextOpen = useView(view => view.isTextOpen)
  const [textWidth, setTextWidth] = useState(TEXT_WIDTH.first)
  const [chartsWidth, setChartsWidth] = useState(CHARTS_WIDTH.first)
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
      <Splitter label="Width of the charts" value={chartsWidth} min={CHARTS_WIDTH.min} max={CHARTS_WIDTH.max} sign={-1} onChange={setChartsWidth} />
      <aside className="pane charts-pane" style={{ width: chartsWidth }} aria-label="Charts">
        <ChartsColumn figures={figures} part="all" />
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
  const label = useOptionLabel(option)
  const figures = useStudyFigures(base, label)
  const isPhone = useMedia(PHONE)
  useEffect(() => conduct(), [])
  useEffect(() => followSite(), [])
  useEffect(() => followSystemTheme(), [])
  useEffect(() => {
    document.documentElement.dataset.theme = theme
  }, [theme])
  useDrop()
  useTimelineKeys()
  return (
    <div className="app">
      <Header figures={figures} />
      {isPhone ? <Phone figures={figures} /> : <Desk figures={figures} />}
      <FailureDialog />
    </div>
  )
}
