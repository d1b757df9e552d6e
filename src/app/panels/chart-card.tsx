/** One chart: drawn live, told in words, taken along as SVG or CSV. */
import { useEffect, useMemo, useRef } from 'react'
import type { ChartDefinition } from '../../charts/chart.ts'
import type { Mark } from '../../charts/mark.ts'
import { plotOf, timeScale } from '../../charts/time-axis.ts'
import { clock, seek } from '../state/clock.ts'
import { useView } from '../state/view.ts'
import { useSize } from '../widgets/use-size.ts'
import { DrawingFiles } from './drawing-files.tsx'
import { MarkView } from './mark-view.tsx'

const DAY_MS = 86_400_000

/** Days of the shared time axis. */
export interface TimeSpan {
  readonly startDay: number
  readonly endDay: number
}

interface CrosshairProps {
  readonly span: TimeSpan
  readonly width: number
  readonly height: number
}

/** The time of the clock as a hairline over a time chart; a click sets it. Moves without React. */
function Crosshair({ span, width, height }: CrosshairProps): React.ReactNode {
  const line = useRef<HTMLDivElement>(null)
  const plot = plotOf(width, height)
  useEffect(() => {
    const scale = timeScale(span.startDay, span.endDay, plotOf(width, height))
    const move = (): void => {
      const x = scale.x(span.startDay + clock.getState().atMs / DAY_MS)
      if (line.current !== null) line.current.style.transform = `translateX(${x.toFixed(1)}px)`
    }
    move()
    return clock.subscribe(move)
  }, [span.startDay, span.endDay, width, height])
  const take = (event: React.PointerEvent<HTMLDivElement>): void => {
    if (event.buttons === 0) return
    const bounds = event.currentTarget.getBoundingClientRect()
    const share = (event.clientX - bounds.left) / bounds.width
    seek(share * (span.endDay - span.startDay) * DAY_MS)
  }
  return (
    <>
      <div ref={line} className="crosshair" style={{ top: plot.top, height: plot.bottom - plot.top }} />
      <div
        className="crosshair-field"
        style={{ left: plot.left, top: plot.top, width: plot.right - plot.left, height: plot.bottom - plot.top }}
        onPointerDown={event => {
          event.currentTarget.setPointerCapture(event.pointerId)
          take(event)
        }}
        onPointerMove={take}
      />
    </>
  )
}

interface Props<D> {
  readonly chart: ChartDefinition<D>
  readonly data: D
  readonly height: number
  /** Grey line under the chart. */
  readonly source: string
  /** Set for charts over time. */
  readonly span?: TimeSpan
  /** Told the gate of a step that was clicked. */
  readonly onGate?: (gate: number) => void
  readonly children?: React.ReactNode
}

const FILE = { width: 720, height: 400 } as const

/** The gate that a click in the drawing means. */
function gateAt(target: EventTarget): number | undefined {
  const step = target instanceof Element ? target.closest('[data-gate]') : null
  return step === null ? undefined : Number(step.getAttribute('data-gate'))
}

export function ChartCard<D>({ chart, data, height, source, span, onGate, children }: Props<D>): React.ReactNode {
  const theme = useView(view => view.theme)
  const [ref, { width }] = useSize<HTMLDivElement>()
  const mark = useMemo<Mark | null>(() => (width === 0 ? null : chart.layout(data, { width, height, theme, source: '' })), [chart, data, width, height, theme])
  return (
    <figure className="chart" data-chart={chart.id}>
      <div className="chart-tools">
        <DrawingFiles chart={chart} data={data} frame={FILE} source={source} />
      </div>
      <div
        ref={ref}
        className="chart-drawing"
        style={{ height }}
        onClick={event => {
          const gate = gateAt(event.target)
          if (gate !== undefined) onGate?.(gate)
        }}
      >
        {mark === null ? null : <MarkView mark={mark} />}
        {span === undefined || width === 0 ? null : <Crosshair span={span} width={width} height={height} />}
      </div>
      {children}
      <figcaption className="out-of-sight">{chart.describe(data)}</figcaption>
    </figure>
  )
}
