/** Dialogs, messages and pages of files, each behind the button that brings it about. */
import { lazy, Suspense, useMemo } from 'react'
import { openExplain } from '../explain/topic.ts'
import { useOpening } from '../files/opening.ts'
import { Dialogs } from '../rooms/dialogs.tsx'
import { MessageBar } from '../rooms/message-bar.tsx'
import { openActuals, useActuals } from '../state/actuals.ts'
import { type DialogId, openDialog } from '../state/dialogs.ts'
import { useDocument } from '../state/document.ts'
import { useFutures } from '../state/futures.ts'
import { tell } from '../state/messages.ts'
import { useOpened } from '../state/opened.ts'
import { shownRun, useRun } from '../state/run.ts'
import { seriesOf } from '../state/series-list.ts'
import { openSheet } from '../state/sheet-import.ts'
import { sideRow } from '../state/side-rows.ts'
import { useView } from '../state/view.ts'
import { useSaving } from '../storage/saving.ts'
import { useTour } from '../tour/tour.ts'
import { Button } from '../widgets/button.tsx'

const ChooseScenario = lazy(() => import('../panels/choose-scenario.tsx'))
const VersionsDialog = lazy(() => import('../panels/versions-dialog.tsx'))
const ImportDialog = lazy(() => import('../panels/import-dialog.tsx'))
const FailureDialog = lazy(async () => ({ default: (await import('../panels/failure-dialog.tsx')).FailureDialog }))
const ActualsDialog = lazy(async () => ({ default: (await import('../panels/actuals-dialog.tsx')).ActualsDialog }))
const SweepPanel = lazy(() => import('../panels/sweep-panel.tsx'))
const OpenedStrip = lazy(async () => ({ default: (await import('../panels/opened-strip.tsx')).OpenedStrip }))
const TourCard = lazy(() => import('../tour/tour-card.tsx'))
const WhyCard = lazy(() => import('../explain/why-card.tsx'))
const ExplainPanel = lazy(() => import('../explain/explain-panel.tsx'))

const SHEET = 'Hall;Rack type;Qty;Ordered\nhall;gb200-nvl72;6;2026-03-01\nhall;gb200-nvl72;many;soon\n'
const METER = ['date,Meter [kW]', ...Array.from({ length: 60 }, (_, day) => `2027-0${day < 31 ? 1 : 2}-${String((day % 31) + 1).padStart(2, '0')},${500 + 3 * day}`)].join('\n')
const SHELL: readonly (readonly [label: string, id: DialogId])[] = [['Commands', 'palette'], ['Gallery', 'gallery'], ['Help', 'help'], ['Shortcuts', 'shortcuts']]
const MOMENT_MS = 30 * 86_400_000

const candidate = (path: string) => ({ path, text: '', handle: undefined })
const fail = (): void => useRun.setState({ activity: { kind: 'failed', failure: { message: 'a node was released twice: node 17', atMs: MOMENT_MS, trace: ['jobEnded 41', 'nodeReleased 17'] } } })

function Row({ children }: { readonly children: React.ReactNode }): React.ReactNode {
  return <p className="playground-row">{children}</p>
}

const OfShell = (): React.ReactNode => (
  <Row>
    {SHELL.map(([label, id]) => (
      <Button key={id} label={label} onClick={() => openDialog(id)} />
    ))}
  </Row>
)

const OfDocument = (): React.ReactNode => (
  <Row>
    <Button label="Several scenarios" onClick={() => useOpening.setState({ choices: [candidate('plan.yaml'), candidate('sites/annex.yaml')], others: [], texts: {} })} />
    <Button label="Versions" onClick={() => useSaving.setState({ isVersionsOpen: true })} />
    <Button label="A spreadsheet" onClick={() => openSheet('racks.csv', new TextEncoder().encode(SHEET), useDocument.getState().text)} />
    <Button label="Measured values" onClick={() => void openActuals(new File([METER], 'meter.csv', { type: 'text/csv' }))} />
  </Row>
)

const Told = (): React.ReactNode => (
  <Row>
    <Button label="Done" onClick={() => tell('Saved as site.yaml')} />
    <Button label="A problem" onClick={() => tell('site.yaml was not saved: the disk is full. Free some space and save again.', 'problem')} />
    <Button label="A fault of ours" onClick={fail} />
    <Button label="A file that is none" onClick={() => useOpened.setState({ problem: 'cut.parquet is damaged or cut off: the length at its end is not that of the file.' })} />
  </Row>
)

const Cards = (): React.ReactNode => (
  <Row>
    <button type="button" className="button" data-why="figure:pue" aria-haspopup="dialog">
      Why is PUE so
    </button>
    <Button label="Step of the tour" onClick={() => useTour.setState({ step: 'deliver' })} />
    <Button label="What would mending be worth" onClick={() => openExplain('value')} />
  </Row>
)

/** A sweep whose points are the replications that are there. */
function Sweep(): React.ReactNode {
  const base = useRun(run => run.base)
  const isOpen = useOpened(({ sweep }) => sweep !== null)
  const sweep = useMemo(() => {
    if (base === null || base.runs.length === 0) return null
    const { scenario } = base
    const points = base.runs.map((run, point) => ({ point, values: [String(scenario.seed + point), `${2 + point} MW`], rows: [{ replication: 0, seed: scenario.seed + point, figures: sideRow(scenario, run).figures }] }))
    return { kind: 'sweep' as const, scenario: scenario.name, scenarioHash: base.key, engine: 'nameplate', design: 'grid', seed: scenario.seed, option: null, axes: ['seed', 'grid.feeds.street.capacity'], set: [], points, text: null, isChecked: true }
  }, [base])
  if (sweep === null) return <p className="empty">Simulating…</p>
  if (isOpen) return <SweepPanel />
  return <Button label="A merged sweep" onClick={() => useOpened.setState({ sweep: { name: 'results.parquet', savedMs: 0, content: sweep } })} />
}

export const DIALOG_DEMOS = {
  'Of the shell': { Demo: OfShell }, 'Of the document': { Demo: OfDocument }, 'What is told': { Demo: Told }, Cards: { Demo: Cards }, 'Panel of questions': { Demo: ExplainPanel }, 'A sweep': { Demo: Sweep },
} as const

export function BranchDemo(): React.ReactNode {
  return <Button label="Branch a month in" onClick={() => useFutures.setState({ atMs: MOMENT_MS })} />
}

/** Whatever is open. */
export function OpenOnes(): React.ReactNode {
  const isImporting = useView(view => view.isImporting)
  const isVersionsOpen = useSaving(saving => saving.isVersionsOpen)
  const isChoosing = useOpening(opening => opening.choices.length > 0)
  const isOnTour = useTour(tour => tour.step !== null)
  const isLaying = useActuals(actuals => actuals.pending !== null)
  const base = useRun(run => run.base)
  const run = shownRun(base)
  return (
    <Suspense fallback={null}>
      <Dialogs />
      <MessageBar />
      <FailureDialog />
      <OpenedStrip />
      <WhyCard />
      {isVersionsOpen ? <VersionsDialog /> : null}
      {isChoosing ? <ChooseScenario /> : null}
      {isImporting ? <ImportDialog /> : null}
      {isOnTour ? <TourCard figures={null} /> : null}
      {isLaying && run !== null ? <ActualsDialog series={seriesOf(run)} chosen="site" /> : null}
    </Suspense>
  )
}
