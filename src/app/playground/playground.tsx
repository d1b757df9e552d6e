/** Everything that the page is made of, side by side: widgets and parts with their states, charts with the data of the tests. For those who build it. */
import { useEffect, useMemo, useState } from 'react'
import '../styles/playground.css'
import { type Case, CASES } from '../../../test/charts/cases.ts'
import type { Frame } from '../../charts/chart.ts'
import { MarkView } from '../panels/mark-view.tsx'
import { Segments } from '../widgets/segments.tsx'
import { PART_DEMOS } from './part-demos.tsx'
import { WIDGET_DEMOS } from './widget-demos.tsx'

const WIDTHS = [320, 640, 1200] as const
const PAGES = [{ id: 'widgets', label: 'Widgets' }, { id: 'parts', label: 'Parts' }, { id: 'charts', label: 'Charts' }] as const
const THEMES = [{ id: 'light', label: 'Light' }, { id: 'dark', label: 'Dark' }] as const
type PageId = (typeof PAGES)[number]['id']
type Theme = Frame['theme']

/** Height that suits a width. */
const heightOf = (width: number): number => (width < 400 ? 260 : 320)

function Drawing({ of, width, theme }: { readonly of: Case; readonly width: number; readonly theme: Theme }): React.ReactNode {
  const mark = useMemo(() => of.layout({ width, height: heightOf(width), theme, source: 'Dallas campus · as written · seed 1' }), [of, width, theme])
  return (
    <div className="playground-drawing">
      <MarkView mark={mark} hasTips={false} />
    </div>
  )
}

/** A chart in all of its cases; other cases than the first are drawn once somebody opens them. */
function ChartDemo({ cases, theme }: { readonly cases: readonly Case[]; readonly theme: Theme }): React.ReactNode {
  const [isOpen, setOpen] = useState(false)
  const [first] = cases
  const nothing = cases.find(({ title }) => /: (nothing|nobody)/u.test(title))
  return (
    <section data-chart={first.id}>
      <h2>
        {first.label} <code>{first.id}</code>
      </h2>
      <div className="playground-widths">
        {WIDTHS.map(width => (
          <Drawing key={width} of={first} width={width} theme={theme} />
        ))}
        {nothing === undefined ? null : <Drawing of={nothing} width={320} theme={theme} />}
      </div>
      <details onToggle={event => setOpen(event.currentTarget.open)}>
        <summary>{cases.length} cases of the tests</summary>
        {isOpen ? cases.map(each => (
          <div key={each.title}>
            <h3>{each.title}</h3>
            <Drawing of={each} width={640} theme={theme} />
            <p className="quiet">{each.describe().slice(0, 400)}</p>
          </div>
        )) : null}
      </details>
    </section>
  )
}

function Demos({ of }: { readonly of: Readonly<Record<string, () => React.ReactNode>> }): React.ReactNode {
  return Object.entries(of).map(([name, Demo]) => (
    <section key={name} data-demo={name}>
      <h2>{name}</h2>
      <div className="playground-demo">
        <Demo />
      </div>
    </section>
  ))
}

const byChart: readonly (readonly Case[])[] = [...new Set(CASES.map(({ id }) => id))].map(id => CASES.filter(each => each.id === id))

export default function Playground(): React.ReactNode {
  const [page, setPage] = useState<PageId>(() => PAGES.find(({ id }) => id === new URLSearchParams(location.search).get('playground'))?.id ?? 'widgets')
  const [theme, setTheme] = useState<Theme>(() => (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'))
  useEffect(() => {
    document.documentElement.dataset.theme = theme
  }, [theme])
  return (
    <main className="playground">
      <header>
        <h1>Playground</h1>
        <Segments label="What is shown" value={page} choices={PAGES} onChange={setPage} />
        <Segments label="Theme" value={theme} choices={THEMES} onChange={setTheme} />
      </header>
      {page === 'widgets' ? <Demos of={WIDGET_DEMOS} /> : page === 'parts' ? <Demos of={PART_DEMOS} /> : byChart.map(cases => <ChartDemo key={cases[0].id} cases={cases} theme={theme} />)}
    </main>
  )
}
