/** One chart: drawn live, told in words, taken along as SVG or CSV. */
import { useMemo } from 'react'
import type { ChartDefinition } from '../../charts/chart.ts'
import type { Mark } from '../../charts/mark.ts'
import { goToCause } from '../state/chart-cause.ts'
import { useView } from '../state/view.ts'
import { useSize } from '../widgets/use-size.ts'
import { CauseWords } from './cause-words.tsx'
import { Crosshair, type TimeSpan } from './crosshair.tsx'
import { DrawingFiles } from './drawing-files.tsx'
import { MarkView } from './mark-view.tsx'

interface Props<D> {
  readonly chart: ChartDefinition<D>
  readonly data: D
  readonly height: number
  /** Name on the command line, where it is not that of the chart. */
  readonly id?: string
  /** Grey line under the chart. */
  readonly source: string
  /** Set for charts over time. */
  readonly span?: TimeSpan
  /** Told the gate of a step that was clicked. */
  readonly onGate?: (gate: number) => void
  readonly children?: React.ReactNode
}

/** A press on these goes to what took most there. */
const CAUSED: ReadonlySet<string> = new Set(['utilisation', 'power', 'power-stack', 'capacity-by-date', 'binding'])

const FILE = { width: 720, height: 400 } as const

/** The gate that a click in the drawing means. */
function gateAt(target: EventTarget): number | undefined {
  const step = target instanceof Element ? target.closest('[data-gate]') : null
  return step === null ? undefined : Number(step.getAttribute('data-gate'))
}

export function ChartCard<D>({ chart, id = chart.id, data, height, source, span, onGate, children }: Props<D>): React.ReactNode {
  const theme = useView(view => view.theme)
  const [ref, { width }] = useSize<HTMLDivElement>()
  const mark = useMemo<Mark | null>(() => (width === 0 ? null : chart.layout(data, { width, height, theme, source: '' })), [chart, data, width, height, theme])
  return (
    <figure className="chart" data-chart={chart.id}>
      <div
        ref={ref}
        className="chart-drawing"
        style={{ height }}
        onClick={event => {
          const gate = gateAt(event.target)
          if (gate !== undefined) onGate?.(gate)
        }}
      >
        <div className="chart-tools">
          <DrawingFiles chart={chart} data={data} frame={FILE} source={source} id={id} />
        </div>
        {mark === null ? null : <MarkView mark={mark} hasTips={onGate === undefined} />}
        {span === undefined || width === 0 ? null : <Crosshair span={span} width={width} height={height} {...(CAUSED.has(chart.id) ? { onPress: (atMs: number) => goToCause(chart.id, atMs) } : {})} />}
      </div>
      <CauseWords chart={chart.id} />
      {children}
      <figcaption className="out-of-sight">{chart.describe(data)}</figcaption>
    </figure>
  )
}
