/** Everything that the page is made of, side by side: widgets and parts with their states, panels over a small site, charts with the data of the tests. For those who build it. */
import { Component, Suspense, useEffect, useLayoutEffect, useState } from 'react'
import '../styles/playground.css'
import { CASES } from '../../../test/charts/cases.ts'
import type { Frame } from '../../charts/chart.ts'
import { followSystemTheme, useView } from '../state/view.ts'
import { Segments } from '../widgets/segments.tsx'
import { SelectMenu } from '../widgets/select-menu.tsx'
import { ChartDemo } from './chart-demo.tsx'
import { OpenOnes } from './dialog-demos.tsx'
import { followFixture } from './fixture.ts'
import { LIVE_DEMOS, type LiveDemo } from './live-demos.tsx'
import { PART_DEMOS } from './part-demos.tsx'
import { WIDGET_DEMOS } from './widget-demos.tsx'

const PAGES = [
  { id: 'widgets', label: 'Widgets' }, { id: 'parts', label: 'Parts' }, { id: 'site', label: 'Site' }, { id: 'drawings', label: 'Drawings' }, { id: 'time', label: 'Time' }, { id: 'figures', label: 'Figures' },
  { id: 'decide', label: 'Decide' }, { id: 'explain', label: 'Explain' }, { id: 'document', label: 'Document' }, { id: 'dialogs', label: 'Dialogs' }, { id: 'charts', label: 'Charts' },
] as const
const THEMES = [{ id: 'light', label: 'Light' }, { id: 'dark', label: 'Dark' }] as const
type PageId = (typeof PAGES)[number]['id']
type Theme = Frame['theme']

const byChart = [...new Set(CASES.map(({ id }) => id))].map(id => CASES.filter(each => each.id === id))
const isLive = (page: PageId): page is keyof typeof LIVE_DEMOS => page in LIVE_DEMOS

/** One part that breaks says so in its place and leaves the others alone. */
class Place extends Component<{ readonly children: React.ReactNode }, { readonly problem: string }> {
  override state = { problem: '' }

  static getDerivedStateFromError(error: unknown): { problem: string } {
    return { problem: error instanceof Error ? error.message : String(error) }
  }

  override render(): React.ReactNode {
    return this.state.problem === '' ? this.props.children : <p className="bad" role="alert">{this.state.problem}</p>
  }
}

function Demos({ of }: { readonly of: Readonly<Record<string, LiveDemo>> }): React.ReactNode {
  return Object.entries(of).map(([name, { Demo, height }]) => (
    <section key={name} data-demo={name} aria-label={name}>
      <h2>{name}</h2>
      <div className={height === undefined ? 'playground-demo' : 'playground-stage'} style={height === undefined ? undefined : { height }}>
        <Place>
          <Suspense fallback={<p className="empty">Loading…</p>}>
            <Demo />
          </Suspense>
        </Place>
      </div>
    </section>
  ))
}

/** Panels over the small site of the tests, and whatever they open. */
function Live({ page }: { readonly page: keyof typeof LIVE_DEMOS }): React.ReactNode {
  useEffect(() => followFixture(), [])
  return (
    <div className="playground-live">
      <Demos of={LIVE_DEMOS[page]} />
      <OpenOnes />
    </div>
  )
}

const still = (demos: Readonly<Record<string, () => React.ReactNode>>): Readonly<Record<string, LiveDemo>> => Object.fromEntries(Object.entries(demos).map(([name, Demo]) => [name, { Demo }]))
const WIDGETS = still(WIDGET_DEMOS)
const PARTS = still(PART_DEMOS)

export default function Playground(): React.ReactNode {
  const [page, setPage] = useState<PageId>(() => PAGES.find(({ id }) => id === new URLSearchParams(location.search).get('playground'))?.id ?? 'widgets')
  const theme = useView(view => view.theme)
  const chooseTheme = (chosen: Theme): void => useView.setState({ theme: chosen })
  useEffect(() => followSystemTheme(), [])
  useLayoutEffect(() => {
    document.documentElement.dataset.theme = theme
  }, [theme])
  return (
    <main className="playground">
      <header>
        <h1>Playground</h1>
        <SelectMenu label="What is shown" value={page} choices={PAGES} onChange={id => setPage(PAGES.find(each => each.id === id)?.id ?? page)} />
        <Segments label="Theme" value={theme} choices={THEMES} onChange={chooseTheme} />
      </header>
      {page === 'widgets' ? <Demos of={WIDGETS} /> : null}
      {page === 'parts' ? <Demos of={PARTS} /> : null}
      {page === 'charts' ? byChart.map(cases => <ChartDemo key={cases[0].id} cases={cases} theme={theme} />) : null}
      {isLive(page) ? <Live page={page} /> : null}
    </main>
  )
}
