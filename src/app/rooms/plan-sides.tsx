/** What stands on the right in the Plan room, one tab each: figures, findings, and what else a planner wants beside the text. */
import { Tabs } from 'radix-ui'
import { lazy, Suspense } from 'react'
import { FindingsPanel, useFindingCount } from '../panels/findings-panel.tsx'
import type { StudyFigures } from '../state/figures.ts'
import { useView } from '../state/view.ts'
import { RoomCharts } from './panels-of-rooms.tsx'

const ExplainPanel = lazy(() => import('../explain/explain-panel.tsx'))

interface PlanSide {
  readonly id: string
  readonly label: string
  readonly render: (figures: StudyFigures | null) => React.ReactNode
}

/** The first is shown at first. */
const PLAN_SIDES: readonly PlanSide[] = [
  { id: 'figures', label: 'Figures', render: figures => <RoomCharts figures={figures} part="all" /> },
  { id: 'findings', label: 'Findings', render: () => <FindingsPanel /> },
  {
    id: 'explain',
    label: 'Explain',
    render: () => (
      <Suspense fallback={<p className="empty">Loading…</p>}>
        <ExplainPanel />
      </Suspense>
    ),
  },
]

export function PlanSides({ figures }: { readonly figures: StudyFigures | null }): React.ReactNode {
  const asked = useView(view => view.planSide)
  const findings = useFindingCount()
  const shown = PLAN_SIDES.find(({ id }) => id === asked) ?? PLAN_SIDES[0]
  return (
    <Tabs.Root className="plan-sides" value={shown.id} onValueChange={planSide => useView.setState({ planSide })}>
      <Tabs.List className="side-tabs" aria-label="Beside the site">
        {PLAN_SIDES.map(({ id, label }) => (
          <Tabs.Trigger key={id} value={id}>
            {label}
            {id === 'findings' && findings > 0 ? <span className="count">{findings}</span> : null}
          </Tabs.Trigger>
        ))}
      </Tabs.List>
      <Tabs.Content className="side-page charts-pane" value={shown.id}>
        {shown.render(figures)}
      </Tabs.Content>
    </Tabs.Root>
  )
}
