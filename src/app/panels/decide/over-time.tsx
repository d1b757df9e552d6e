/** The sides over time, one over the other, with the one cursor: values or differences, and what binds when. */
import { useMemo, useState } from 'react'
import { DAY_MS } from '../../../base/spans.ts'
import { bindingData } from '../../../charts/data.ts'
import { charts } from '../../../charts/index.ts'
import { measureLabel, type OverlayData, overlayData, OVERLAY_MEASURES, type OverlayMeasure } from '../../../charts/overlay-data.ts'
import type { Column } from '../../state/decision.ts'
import { studySource } from '../../state/figures.ts'
import { Segments } from '../../widgets/segments.tsx'
import { SelectMenu } from '../../widgets/select-menu.tsx'
import { ChartCard } from '../chart-card.tsx'
import type { TimeSpan } from '../crosshair.tsx'
import type { Decision } from './use-columns.ts'

const OVERLAY_PX = 300
const BINDING_PX = 190

const spanOf = ({ study: { runs } }: Column): TimeSpan => ({ startDay: runs[0].startDay, endDay: runs[0].startDay + runs[0].horizonMs / DAY_MS })

function BindingStrip({ column }: { readonly column: Column }): React.ReactNode {
  const { study, side } = column
  const data = useMemo(() => bindingData(study.runs[0]), [study])
  return (
    <div>
      <h4>{side.label}</h4>
      <ChartCard chart={charts.binding} data={data} height={BINDING_PX} source={studySource(study, side.label)} span={spanOf(column)} />
    </div>
  )
}

const sideOf = ({ side, rows }: Column): { readonly label: string; readonly rows: Column['rows'] } => ({ label: side.label, rows })

/** The sides one over the other, or what they differ by from the first. */
export const overlayOf = (base: Column, others: readonly Column[], measure: OverlayMeasure, isDifference: boolean): OverlayData => overlayData(sideOf(base), others.map(sideOf), measure, isDifference, spanOf(base))

type Manner = 'values' | 'difference'
const MANNERS: readonly { readonly id: Manner; readonly label: string }[] = [
  { id: 'values', label: 'Values' },
  { id: 'difference', label: 'Difference' },
]

export function OverTime({ decision }: { readonly decision: Decision }): React.ReactNode {
  const [measure, setMeasure] = useState<OverlayMeasure>('productive')
  const [manner, setManner] = useState<Manner>('values')
  const base = decision.base.column
  const others = useMemo(() => decision.others.flatMap(({ column }) => (column === null ? [] : [column])), [decision.others])
  const data = useMemo(() => (base === null ? null : overlayOf(base, others, measure, manner === 'difference')), [base, others, measure, manner])
  if (base === null || data === null) return null
  return (
    <section className="over-time" aria-label="Options over time">
      <header>
        <h3>Over time</h3>
        <SelectMenu label="What is drawn" value={measure} choices={OVERLAY_MEASURES.map(id => ({ id, label: measureLabel(id) }))} onChange={id => setMeasure(OVERLAY_MEASURES.find(known => known === id) ?? 'productive')} />
        <Segments label="Values or differences" value={manner} choices={MANNERS} onChange={setManner} />
      </header>
      <ChartCard chart={charts.overlay} data={data} height={OVERLAY_PX} source={studySource(base.study, base.side.label)} span={spanOf(base)} />
      <h3>What binds when</h3>
      <div className="binding-strips">
        {[base, ...others].map(column => (
          <BindingStrip key={column.side.id} column={column} />
        ))}
      </div>
    </section>
  )
}
