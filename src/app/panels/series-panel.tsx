/** Any series of the run over any stretch of time, with measured values laid over it: the wheel zooms, dragging moves, arrow keys and +/− do the same. */
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import '../styles/series.css'
import type { Calibration } from '../../analysis/calibration.ts'
import { DAY_MS } from '../../base/spans.ts'
import { series as seriesChart, type SeriesData } from '../../charts/series.ts'
import { plotOf } from '../../charts/time-axis.ts'
import type { RunResult } from '../../results/run-result.ts'
import { formatNumber, formatPercent } from '../format.ts'
import type { PixelColumns } from '../series/pyramid.ts'
import { findingsText, forgetActualsProblem, openActuals, removeActuals, restoreActuals, seriesClient, useActuals, type Actuals } from '../state/actuals.ts'
import { studySource } from '../state/figures.ts'
import { shownRun } from '../state/run.ts'
import { type RunSeries, seriesOf } from '../state/series-list.ts'
import { useDrawnStudy } from '../state/site-study.ts'
import { useView } from '../state/view.ts'
import { seek } from '../state/clock.ts'
import { useDocument } from '../state/document.ts'
import { hoverAt } from '../state/hover.ts'
import { Button } from '../widgets/button.tsx'
import { SelectMenu } from '../widgets/select-menu.tsx'
import { useSize } from '../widgets/use-size.ts'
import { ActualsDialog } from './actuals-dialog.tsx'
import { DrawingFiles } from './drawing-files.tsx'
import { MarkView } from './mark-view.tsx'
import { SeriesCursor } from './series-cursor.tsx'
import { useOptionLabel } from './option-label.ts'

const LEAST_SPAN_MS = 3_600_000
const HEIGHT = 420
const FILE = { width: 960, height: 420 } as const
const KEY_STEP = 0.15
const ZOOM_STEP = 0.75
const SIMULATED = 'simulated'
/** A press that moves farther is a drag. */
const SLOP_PX = 4

interface Stretch {
  readonly fromMs: number
  readonly toMs: number
}

/** A stretch within bounds: moved in, and no shorter than an hour. */
function within({ fromMs, toMs }: Stretch, bounds: Stretch): Stretch {
  const span = Math.min(bounds.toMs - bounds.fromMs, Math.max(LEAST_SPAN_MS, toMs - fromMs))
  const from = Math.min(bounds.toMs - span, Math.max(bounds.fromMs, fromMs))
  return { fromMs: from, toMs: from + span }
}

/** From the start of the run to its end, and as far as anything was measured. */
const boundsOf = ({ startDay, horizonMs }: RunResult, lines: readonly Actuals[]): Stretch => ({
  fromMs: Math.min(startDay * DAY_MS, ...lines.map(({ firstMs }) => firstMs)),
  toMs: Math.max(startDay * DAY_MS + horizonMs, ...lines.map(({ lastMs }) => lastMs)),
})

interface Looked extends Stretch {
  readonly columns: readonly (PixelColumns | null)[]
}

/** The simulated values that the worker holds, and what is laid over them. */
interface Asked {
  readonly values: Float64Array
  readonly lines: readonly Actuals[]
}

/** What lies under the pixels of a stretch; one question is on its way at a time, and the newest stretch is asked for next. */
function useColumns(asked: Asked, stretch: Stretch, pixels: number): Looked | null {
  const [looked, setLooked] = useState<Looked | null>(null)
  const state = useRef({ isBusy: false, wanted: null as (() => Promise<void>) | null })
  useEffect(() => {
    if (pixels <= 0) return
    const current = state.current
    current.wanted = async () => {
      const columns = await seriesClient.look([SIMULATED, ...asked.lines.map(({ key }) => key)], stretch.fromMs, stretch.toMs, pixels)
      setLooked({ ...stretch, columns })
    }
    const work = async (): Promise<void> => {
      current.isBusy = true
      while (current.wanted !== null) {
        const { wanted } = current
        current.wanted = null
        await wanted()
      }
      current.isBusy = false
    }
    if (!current.isBusy) void work()
  }, [asked, stretch, pixels])
  return looked
}

const NOTHING: PixelColumns = { low: new Float64Array(0), high: new Float64Array(0), mean: new Float64Array(0) }

function fitText(fit: Calibration | null, stepMs: number): string {
  if (fit === null) return ''
  const windows = stepMs === DAY_MS ? 'days' : 'windows'
  return `CV(RMSE) ${formatPercent(fit.cvRmse)}, NMBE ${fit.nmbe < 0 ? '−' : '+'}${formatPercent(Math.abs(fit.nmbe))} over ${formatNumber(fit.count)} ${windows}`
}

/** How well each measured line meets the run. */
function useFits(asked: Asked): Readonly<Record<string, { readonly fit: Calibration | null; readonly stepMs: number }>> {
  const [fits, setFits] = useState<Readonly<Record<string, { fit: Calibration | null; stepMs: number }>>>({})
  useEffect(() => {
    let isOver = false
    void Promise.all(asked.lines.map(async ({ key }) => [key, await seriesClient.fit(key, SIMULATED)] as const)).then(found => {
      if (!isOver) setFits(Object.fromEntries(found))
    })
    return () => {
      isOver = true
    }
  }, [asked])
  return fits
}

interface MoveProps {
  readonly stretch: Stretch
  readonly bounds: Stretch
  readonly width: number
  readonly startDay: number
  readonly onMove: (stretch: Stretch) => void
}

/** Wheel, drag and keys over the drawing. */
function usePanZoom({ stretch, bounds, width, startDay, onMove }: MoveProps): Pick<React.ComponentProps<'div'>, 'onPointerDown' | 'onPointerMove' | 'onPointerUp' | 'onPointerLeave' | 'onKeyDown'> & { readonly ref: (element: HTMLDivElement | null) => void } {
  const live = useRef({ stretch, bounds, width, onMove })
  useEffect(() => {
    live.current = { stretch, bounds, width, onMove }
  }, [stretch, bounds, width, onMove])
  const drag = useRef<{ x: number; stretch: Stretch } | null>(null)
  /** Time under the pointer, ms since the start of the run. */
  const timeAt = (event: React.PointerEvent<HTMLElement>): number => {
    const plot = plotOf(width, HEIGHT)
    const share = (event.clientX - event.currentTarget.getBoundingClientRect().left - plot.left) / (plot.right - plot.left)
    return stretch.fromMs + Math.min(1, Math.max(0, share)) * (stretch.toMs - stretch.fromMs) - startDay * DAY_MS
  }
  const zoom = useCallback((factor: number, at: number) => {
    const { stretch: now, bounds: all, onMove: move } = live.current
    const centre = now.fromMs + at * (now.toMs - now.fromMs)
    move(within({ fromMs: centre - (centre - now.fromMs) * factor, toMs: centre + (now.toMs - centre) * factor }, all))
  }, [])
  const shift = (share: number, from: Stretch = stretch): void => {
    const by = share * (from.toMs - from.fromMs)
    onMove(within({ fromMs: from.fromMs + by, toMs: from.toMs + by }, bounds))
  }
  // React listens to wheels passively, which could not keep the page from scrolling.
  const ref = useCallback(
    (element: HTMLDivElement | null) => {
      element?.addEventListener(
        'wheel',
        event => {
          event.preventDefault()
          const box = element.getBoundingClientRect()
          const plot = plotOf(live.current.width, HEIGHT)
          const at = Math.min(1, Math.max(0, (event.clientX - box.left - plot.left) / (plot.right - plot.left)))
          zoom(Math.exp(Math.max(-1, Math.min(1, event.deltaY / 300))), at)
        },
        { passive: false },
      )
    },
    [zoom],
  )
  const keys: Readonly<Record<string, () => void>> = { ArrowLeft: () => shift(-KEY_STEP), ArrowRight: () => shift(KEY_STEP), '+': () => zoom(ZOOM_STEP, 0.5), '-': () => zoom(1 / ZOOM_STEP, 0.5), Home: () => onMove(bounds) }
  return {
    ref,
    onPointerDown(event) {
      event.currentTarget.setPointerCapture(event.pointerId)
      drag.current = { x: event.clientX, stretch }
    },
    onPointerMove(event) {
      hoverAt(timeAt(event))
      if (drag.current === null || event.buttons === 0) return
      const plot = plotOf(width, HEIGHT)
      shift((drag.current.x - event.clientX) / (plot.right - plot.left), drag.current.stretch)
    },
    onPointerUp(event) {
      const from = drag.current
      drag.current = null
      // A press that does not move sets the time, as in every chart over time.
      if (from !== null && Math.abs(event.clientX - from.x) <= SLOP_PX) seek(timeAt(event))
    },
    onPointerLeave: () => hoverAt(null),
    onKeyDown(event) {
      const act = keys[event.key]
      if (act === undefined || event.ctrlKey || event.metaKey || event.altKey) return
      event.preventDefault()
      event.stopPropagation()
      act()
    },
  }
}

function Lines({ lines, fits }: { readonly lines: readonly Actuals[]; readonly fits: ReturnType<typeof useFits> }): React.ReactNode {
  return (
    <table className="actuals-table">
      <caption>Measured, by ASHRAE Guideline 14 (one parameter); NMBE is positive where less was simulated than measured</caption>
      <thead>
        <tr>
          <th>Measured</th>
          <th>File</th>
          <th className="number">Values</th>
          <th className="number">CV(RMSE)</th>
          <th className="number">NMBE</th>
          <th className="number">Compared</th>
          <th>
            <span className="out-of-sight">Remove</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {lines.map(({ key, label, file, count, findings }) => {
          const fit = fits[key]?.fit ?? null
          const said = findingsText(findings)
          return (
            <tr key={key}>
              <td>{label}</td>
              <td>
                {file}
                {said === '' ? null : <small className="warn">{said}</small>}
              </td>
              <td className="number">{formatNumber(count)}</td>
              <td className="number">{fit === null ? '–' : formatPercent(fit.cvRmse)}</td>
              <td className="number">{fit === null ? '–' : `${fit.nmbe < 0 ? '−' : '+'}${formatPercent(Math.abs(fit.nmbe))}`}</td>
              <td className="number">{fit === null ? 'nothing at the same time' : `${formatNumber(fit.count)} windows`}</td>
              <td>
                <Button icon="close" iconOnly label={`Remove ${label} of ${file}`} onClick={() => removeActuals(key)} />
              </td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}

function OpenButton(): React.ReactNode {
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <Button label="Lay measured values over it" title="A CSV file with a column of dates and a column of values" onClick={() => input.current?.click()} />
      <input
        ref={input}
        type="file"
        hidden
        accept=".csv,.tsv,.txt"
        aria-label="Open measured values"
        onChange={event => {
          const [file] = event.currentTarget.files ?? []
          if (file !== undefined) void openActuals(file)
          event.currentTarget.value = ''
        }}
      />
    </>
  )
}

interface DrawingProps {
  readonly run: RunResult
  readonly chosen: RunSeries
  readonly source: string
  readonly lines: readonly Actuals[]
}

function Drawing({ run, chosen, source, lines }: DrawingProps): React.ReactNode {
  const theme = useView(view => view.theme)
  const [box, { width }] = useSize<HTMLDivElement>()
  const bounds = useMemo(() => boundsOf(run, lines), [run, lines])
  const [moved, setMoved] = useState<Stretch | null>(null)
  const stretch = useMemo(() => (moved === null ? bounds : within(moved, bounds)), [moved, bounds])
  const values = useMemo(() => chosen.values(run), [chosen, run])
  // Before anything is asked of it below.
  useEffect(() => seriesClient.put(SIMULATED, run.startDay * DAY_MS, run.ledger.windowMs, values), [run, values])
  const asked = useMemo(() => ({ values, lines }), [values, lines])
  const plot = plotOf(width, HEIGHT)
  const looked = useColumns(asked, stretch, Math.floor(plot.right - plot.left))
  const fits = useFits(asked)
  const { ref, ...moves } = usePanZoom({ stretch, bounds, width, startDay: run.startDay, onMove: setMoved })
  const first = lines[0] === undefined ? undefined : fits[lines[0].key]
  const data = useMemo<SeriesData | null>(
    () =>
      looked === null
        ? null
        : {
            fromDay: looked.fromMs / DAY_MS, toDay: looked.toMs / DAY_MS, label: chosen.label, unit: chosen.unit, simulated: { label: 'simulated', ...(looked.columns[0] ?? NOTHING) },
            actuals: lines.map(({ label }, at) => ({ label, ...(looked.columns[at + 1] ?? NOTHING) })),
            fit: first === undefined ? '' : fitText(first.fit, first.stepMs),
          },
    [looked, chosen, lines, first],
  )
  const mark = useMemo(() => (data === null || width === 0 ? null : seriesChart.layout(data, { width, height: HEIGHT, theme, source: '' })), [data, width, theme])
  return (
    <>
      <figure className="chart series-chart" data-chart="series">
        <div className="chart-tools">{data === null ? null : <DrawingFiles chart={seriesChart} data={data} frame={FILE} source={source} />}</div>
        <div ref={box}>
          <div ref={ref} className="chart-drawing series-drawing" style={{ height: HEIGHT }} tabIndex={0} role="application" aria-label={`${chosen.label} over time. Arrow keys move, plus and minus zoom, Home shows all.`} {...moves}>
            {mark === null ? null : <MarkView mark={mark} />}
            {looked === null || width === 0 ? null : <SeriesCursor startDay={run.startDay} fromMs={looked.fromMs} toMs={looked.toMs} width={width} height={HEIGHT} />}
          </div>
        </div>
        <figcaption className="out-of-sight">{data === null ? '' : seriesChart.describe(data)}</figcaption>
      </figure>
      {lines.length === 0 ? null : <Lines lines={lines} fits={fits} />}
      {moved === null ? null : <Button className="series-all" label="Show all of it" onClick={() => setMoved(null)} />}
    </>
  )
}

export default function SeriesPanel(): React.ReactNode {
  const study = useDrawnStudy()
  const label = useOptionLabel(useView(view => view.option))
  const file = useDocument(document => document.file)
  const problem = useActuals(state => state.problem)
  const all = useActuals(state => state.lines)
  const [id, setId] = useState('site')
  const run = shownRun(study)
  const list = useMemo(() => (run === null ? [] : seriesOf(run)), [run])
  const chosen = list.find(each => each.id === id) ?? list[0]
  const lines = useMemo(() => all.filter(({ seriesId }) => seriesId === chosen?.id), [all, chosen])
  useEffect(() => void restoreActuals(file), [file])
  if (study === null || run === null || chosen === undefined) return <p className="empty">Series appear as soon as the first windows are simulated.</p>
  return (
    <section className="series-panel" aria-label="Series">
      <header>
        <SelectMenu label="Series" value={chosen.id} choices={list.map(each => ({ id: each.id, label: each.label }))} onChange={setId} />
        <div className="spread" />
        <OpenButton />
      </header>
      {problem === null ? null : (
        <p className="bad" role="alert">
          {problem} <Button label="Dismiss" onClick={forgetActualsProblem} />
        </p>
      )}
      <Drawing run={run} chosen={chosen} source={studySource(study, label)} lines={lines} />
      <ActualsDialog series={list} chosen={chosen.id} />
    </section>
  )
}
