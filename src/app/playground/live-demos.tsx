/** Panels of the app over the small site of the tests, page by page; each stands alone, as large as it needs. */
import { lazy, useMemo } from 'react'
import { limitationsOfAreas } from '../../analysis/limitations.ts'
import { charts } from '../../charts/index.ts'
import { useStudyFigures } from '../state/figures.ts'
import { useRun } from '../state/run.ts'
import { useChosenStudy } from '../state/site-study.ts'
import { BranchDemo, DIALOG_DEMOS } from './dialog-demos.tsx'

const SitePanel = lazy(async () => ({ default: (await import('../panels/site-panel.tsx')).SitePanel }))
const FlatPlan = lazy(async () => ({ default: (await import('../panels/flat-plan.tsx')).FlatPlan }))
const SiteTable = lazy(async () => ({ default: (await import('../panels/site-table.tsx')).SiteTable }))
const Inspector = lazy(async () => ({ default: (await import('../panels/inspector.tsx')).Inspector }))
const Legend = lazy(async () => ({ default: (await import('../panels/legend.tsx')).Legend }))
const WithoutScene = lazy(async () => ({ default: (await import('../panels/scene-boundary.tsx')).WithoutScene }))
const Racks = lazy(() => import('../panels/racks-panel.tsx'))
const Network = lazy(() => import('../panels/network-panel.tsx'))
const Place = lazy(() => import('../panels/place-panel.tsx'))
const OneLine = lazy(() => import('../panels/one-line-panel.tsx'))
const Audit = lazy(() => import('../panels/audit-panel.tsx'))
const Cooling = lazy(() => import('../panels/cooling-panel.tsx'))
const Schedule = lazy(() => import('../panels/schedule-panel.tsx'))
const PlanTables = lazy(() => import('../panels/plan-tables.tsx'))
const Timeline = lazy(async () => ({ default: (await import('../panels/timeline.tsx')).Timeline }))
const Events = lazy(() => import('../panels/events-panel.tsx'))
const Jobs = lazy(() => import('../panels/jobs-panel.tsx'))
const Series = lazy(() => import('../panels/series-panel.tsx'))
const Header = lazy(async () => ({ default: (await import('../panels/header.tsx')).Header }))
const Hero = lazy(async () => ({ default: (await import('../panels/hero.tsx')).Hero }))
const ChartsColumn = lazy(async () => ({ default: (await import('../panels/charts-column.tsx')).ChartsColumn }))
const LedgerDetail = lazy(async () => ({ default: (await import('../panels/ledger-detail.tsx')).LedgerDetail }))
const ChartCard = lazy(async () => ({ default: (await import('../panels/chart-card.tsx')).ChartCard }))
const Efficiency = lazy(() => import('../panels/efficiency-panel.tsx'))
const Accounts = lazy(() => import('../panels/accounts-panel.tsx'))
const Life = lazy(() => import('../panels/life-page.tsx'))
const Decide = lazy(() => import('../panels/decide/decide-panel.tsx'))
const ValuePanel = lazy(async () => ({ default: (await import('../explain/value-panel.tsx')).ValuePanel }))
const InputsPanel = lazy(async () => ({ default: (await import('../explain/inputs-panel.tsx')).InputsPanel }))
const SolvePanel = lazy(async () => ({ default: (await import('../explain/solve-panel.tsx')).SolvePanel }))
const CalendarPanel = lazy(async () => ({ default: (await import('../explain/calendar-panel.tsx')).CalendarPanel }))
const PremortemPanel = lazy(async () => ({ default: (await import('../explain/premortem-panel.tsx')).PremortemPanel }))
const AssumptionsPanel = lazy(async () => ({ default: (await import('../explain/assumptions-panel.tsx')).AssumptionsPanel }))
const NotModelled = lazy(async () => ({ default: (await import('../explain/not-modelled.tsx')).NotModelled }))
const TextPanel = lazy(async () => ({ default: (await import('../panels/text-panel.tsx')).TextPanel }))
const FormPanel = lazy(() => import('../panels/form-panel.tsx'))
const Findings = lazy(async () => ({ default: (await import('../panels/findings-panel.tsx')).FindingsPanel }))
const SavedState = lazy(async () => ({ default: (await import('../panels/saved-state.tsx')).SavedState }))

export interface LiveDemo {
  readonly Demo: React.ComponentType
  /** Height of its place, px; what grows with its content has none. */
  readonly height?: number
}

const useFigures = () => useStudyFigures(useChosenStudy(), 'As written')

function HeaderDemo(): React.ReactNode {
  return <Header />
}

function HeroDemo(): React.ReactNode {
  return <Hero />
}

function ColumnDemo({ part }: { readonly part: 'ledger' | 'time' }): React.ReactNode {
  return <ChartsColumn figures={useFigures()} part={part} />
}

function DetailDemo(): React.ReactNode {
  const figures = useFigures()
  const gate = figures?.ledger.filter(row => row.gate > 0 && row.gate < 10).toSorted((a, b) => b.gpuHours - a.gpuHours)[0]?.gate
  return figures === null || gate === undefined ? <p className="empty">The first figures appear as soon as accelerators are contracted.</p> : <LedgerDetail gate={gate} rows={figures.ledger} onClose={() => undefined} />
}

function CardDemo(): React.ReactNode {
  const figures = useFigures()
  const first = useRun(run => run.base?.runs[0])
  const span = useMemo(() => (first === undefined ? undefined : { startDay: first.startDay, endDay: first.startDay + first.horizonMs / 86_400_000 }), [first])
  return figures === null || span === undefined ? null : <ChartCard chart={charts.power} data={figures.power} height={214} source={figures.source} span={span} />
}

const nothing = (): void => undefined

/** By page and name. */
export const LIVE_DEMOS = {
  site: {
    'The site with its tools': { Demo: SitePanel, height: 640 }, Legend: { Demo: Legend }, 'From above': { Demo: FlatPlan, height: 480 },
    'Without three dimensions': { Demo: () => <WithoutScene word="This browser does not draw in three dimensions; the plan shows the same from above." onRetry={nothing} />, height: 480 },
    'As a table': { Demo: SiteTable, height: 420 }, Inspector: { Demo: Inspector, height: 480 }, Racks: { Demo: Racks, height: 560 }, Network: { Demo: Network, height: 560 }, 'Room for racks': { Demo: Place, height: 560 },
  },
  drawings: {
    'One-line': { Demo: OneLine, height: 640 }, Redundancy: { Demo: Audit, height: 480 }, Cooling: { Demo: Cooling, height: 640 }, Schedule: { Demo: Schedule, height: 560 },
    Milestones: { Demo: () => <PlanTables page="milestones" />, height: 320 }, Orders: { Demo: () => <PlanTables page="orders" />, height: 320 },
  },
  time: { Timeline: { Demo: Timeline, height: 200 }, Events: { Demo: Events, height: 480 }, Jobs: { Demo: Jobs, height: 560 }, Series: { Demo: Series, height: 600 } },
  figures: {
    Header: { Demo: HeaderDemo }, Headline: { Demo: HeroDemo }, 'Ledger and slip': { Demo: () => <ColumnDemo part="ledger" /> }, 'What took the share of a gate': { Demo: DetailDemo }, 'A chart with the cursor': { Demo: CardDemo },
    'Charts over time, and more charts': { Demo: () => <ColumnDemo part="time" /> }, Efficiency: { Demo: Efficiency, height: 640 }, Accounts: { Demo: Accounts, height: 640 }, 'A life': { Demo: Life, height: 320 },
  },
  decide: { 'Side by side': { Demo: Decide }, 'Branch here': { Demo: BranchDemo } },
  explain: {
    'Value of fixing': { Demo: ValuePanel }, 'Which input matters': { Demo: InputsPanel }, 'How many I need': { Demo: SolvePanel }, 'Decide by when': { Demo: CalendarPanel },
    'What may go wrong': { Demo: PremortemPanel }, Assumptions: { Demo: AssumptionsPanel }, 'What is left out': { Demo: () => <NotModelled rows={limitationsOfAreas(['studies', 'money'])} /> },
  },
  document: { Text: { Demo: TextPanel, height: 480 }, Form: { Demo: FormPanel, height: 480 }, Findings: { Demo: Findings, height: 320 }, Saved: { Demo: SavedState } },
  dialogs: DIALOG_DEMOS,
} as const satisfies Readonly<Record<string, Readonly<Record<string, LiveDemo>>>>
