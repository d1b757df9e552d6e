/** The linked charts: ledger first, then the question on the card, then what happened by date. */
import { lazy, Suspense, useMemo, useState } from 'react'
import { DAY_MS } from '../../base/spans.ts'
import { charts } from '../../charts/index.ts'
import { GATE_LABELS } from '../../scenario/buckets.ts'
import { QuestionsFold } from '../explain/questions-fold.tsx'
import { useCalmRun } from '../state/run.ts'
import { slipData, type StudyFigures } from '../state/figures.ts'
import { noFigures } from '../state/no-figures.ts'
import { useMeasured } from '../state/measured.ts'
import { useView } from '../state/view.ts'
import { ChartCard } from './chart-card.tsx'
import type { TimeSpan } from './crosshair.tsx'
import { LedgerDetail } from './ledger-detail.tsx'
import { PeopleCard } from './people-card.tsx'
import { useOptionLabel } from './option-label.ts'

const ChartLibrary = lazy(() => import('./chart-library.tsx'))

const HEIGHTS = { ledger: 316, slip: 226, time: 214 } as const

/** The span of the time axis: the whole horizon, also while the run is under way. */
export function useSpan(): TimeSpan | null {
  const base = useCalmRun(run => run.base)
  const first = base?.runs[0] ?? base?.partial ?? null
  return useMemo(() => (first === null ? null : { startDay: first.startDay, endDay: first.startDay + first.horizonMs / DAY_MS }), [first])
}

interface Props {
  readonly figures: StudyFigures | null
  readonly part: 'all' | 'ledger' | 'time'
}

/** The bars of the ledger for the keyboard: each leads to its card. */
function LedgerSteps({ rows }: { readonly rows: StudyFigures['ledger'] }): React.ReactNode {
  const gates = GATE_LABELS.filter(({ gate }) => rows.some(row => row.gate === gate && row.gpuHours > 0))
  return (
    <div className="chart-steps" role="group" aria-label="Why each bar is as long as it is">
      {gates.map(({ gate, loss }) => (
        <button key={gate} type="button" className="button" data-gate={gate} data-why={loss === '' ? 'bucket:P' : `gate:${gate}`} aria-haspopup="dialog">
          Why: {loss === '' ? 'productive' : loss.toLowerCase()}
        </button>
      ))}
    </div>
  )
}

function LedgerCard({ figures }: { readonly figures: StudyFigures }): React.ReactNode {
  const [gate, setGate] = useState<number | null>(null)
  const data = useMemo(() => ({ rows: figures.ledger }), [figures.ledger])
  return (
    <ChartCard chart={charts.ledgerWaterfall} data={data} height={HEIGHTS.ledger} source={figures.source} onGate={setGate}>
      <LedgerSteps rows={figures.ledger} />
      {gate === null ? null : <LedgerDetail gate={gate} rows={figures.ledger} onClose={() => setGate(null)} />}
    </ChartCard>
  )
}

function SlipCard({ source }: { readonly source: string }): React.ReactNode {
  const base = useCalmRun(run => run.base)
  const points = useCalmRun(run => run.slip)
  const other = useCalmRun(run => run.other)
  const baseLabel = useOptionLabel(useView(view => view.option))
  const otherLabel = useOptionLabel(useView(view => view.compareWith))
  const data = useMemo(() => (base === null ? null : slipData(base, points, other, { base: baseLabel, other: otherLabel })), [base, points, other, baseLabel, otherLabel])
  // Opened results are not simulated, so that nobody asks this of them.
  if (data === null || base?.opened !== undefined) return null
  return <ChartCard chart={charts.slipResponse} data={data} height={HEIGHTS.slip} source={source} />
}

/** What the cards over time draw: the simulated values, and what was measured. */
function TimeCards({ figures, span }: { readonly figures: StudyFigures; readonly span: TimeSpan }): React.ReactNode {
  const { source } = figures
  const measured = useMeasured(span)
  const capacity = useMemo(() => ({ ...figures.capacity, measured: measured.capacity }), [figures.capacity, measured.capacity])
  const utilisation = useMemo(() => ({ ...figures.utilisation, measured: measured.utilisation }), [figures.utilisation, measured.utilisation])
  const power = useMemo(() => ({ ...figures.power, ...measured.power }), [figures.power, measured.power])
  return (
    <>
      <ChartCard chart={charts.capacityByDate} data={capacity} height={HEIGHTS.time} source={source} span={span} />
      <ChartCard chart={charts.utilisation} data={utilisation} height={HEIGHTS.time} source={source} span={span} />
      <ChartCard chart={charts.power} data={power} height={HEIGHTS.time} source={source} span={span} />
    </>
  )
}

export function ChartsColumn({ figures, part }: Props): React.ReactNode {
  const span = useSpan()
  const room = useView(view => view.room)
  const base = useCalmRun(run => run.base)
  if (figures === null || span === null) return <p className="empty">{noFigures(base)}</p>
  const { source } = figures
  return (
    <div className="charts-column">
      {part === 'time' ? null : (
        <>
          <LedgerCard figures={figures} />
          <SlipCard source={source} />
          {part === 'ledger' ? <QuestionsFold /> : null}
        </>
      )}
      {part === 'ledger' ? null : (
        <>
          <TimeCards figures={figures} span={span} />
          <ChartCard chart={charts.binding} data={figures.binding} height={HEIGHTS.time} source={source} span={span} />
          {figures.watts === null ? null : <ChartCard chart={charts.wattsPerAccelerator} data={figures.watts} height={HEIGHTS.slip} source={source} />}
          <PeopleCard figures={figures} />
          <Suspense fallback={null}>
            <ChartLibrary source={source} />
          </Suspense>
          {part === 'all' && room === 'watch' ? <QuestionsFold /> : null}
        </>
      )}
    </div>
  )
}
