/** Jobs over time, by job or by rack, and how many wait; over the stretch that the timeline shows. Laid out in a worker, drawn on a canvas. */
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { useStore } from 'zustand'
import '../styles/racks.css'
import '../styles/jobs.css'
import { formatNumber } from '../format.ts'
import { createGanttClient, type GanttClient } from '../jobs/gantt-client.ts'
import type { GanttMode, GanttPicture } from '../jobs/gantt-layout.ts'
import { jobWords } from '../site/job-facts.ts'
import { rackName } from '../site/racks.ts'
import { useSiteNow } from '../site/site-now.ts'
import { clock, seek } from '../state/clock.ts'
import { hover, hoverAt, hovered, hoverOver } from '../state/hover.ts'
import { timeTicks } from '../state/time-map.ts'
import { select, useView } from '../state/view.ts'
import { Segments } from '../widgets/segments.tsx'
import { useSize } from '../widgets/use-size.ts'
import { begin, drawBars, drawHovered, drawQueue, barAt, entryColour, lookOf } from './jobs-drawing.ts'

const LANE_PX = 12
const QUEUE_PX = 56
const AXIS_PX = 22
const MODES: readonly { readonly id: GanttMode; readonly label: string }[] = [
  { id: 'job', label: 'By job' },
  { id: 'rack', label: 'By rack' },
]

/** The worker and its last picture, for the run that is shown. */
function useGantt(): { readonly client: React.RefObject<GanttClient | null>; readonly picture: GanttPicture | null } {
  const run = useSiteNow()?.run ?? null
  const client = useRef<GanttClient | null>(null)
  const [picture, setPicture] = useState<GanttPicture | null>(null)
  useEffect(() => {
    const made = createGanttClient(setPicture)
    client.current = made
    return () => {
      made.close()
      client.current = null
    }
  }, [])
  useEffect(() => {
    if (run !== null) client.current?.show(run)
  }, [run])
  return { client, picture }
}

/** Lines of the present and of the pointer, moved without React. */
function useTimeLines(fromMs: number, toMs: number, width: number) {
  const present = useRef<HTMLDivElement>(null)
  const pointed = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const place = (element: HTMLElement | null, atMs: number | null): void => {
      if (element === null) return
      element.hidden = atMs === null || atMs < fromMs || atMs > toMs
      if (atMs !== null) element.style.transform = `translateX(${(((atMs - fromMs) / (toMs - fromMs)) * width).toFixed(1)}px)`
    }
    const move = (): void => {
      place(present.current, clock.getState().atMs)
      place(pointed.current, hover.getState().atMs)
    }
    move()
    const stops = [clock.subscribe(move), hover.subscribe(move)]
    return () => stops.forEach(stop => stop())
  }, [fromMs, toMs, width])
  return { present, pointed }
}

/** Bars and lanes of what is pointed at in any view, on a sheet of their own over the others. */
function useHoverSheet(picture: GanttPicture | null, mode: GanttMode, width: number, height: number, topPx: number): React.RefObject<HTMLCanvasElement | null> {
  const sheet = useRef<HTMLCanvasElement>(null)
  const theme = useView(view => view.theme)
  useEffect(() => {
    let isMarked = true
    const draw = (): void => {
      const { taken } = hovered.getState()
      const isAny = taken !== null && taken.jobs.size + taken.racks.size > 0
      if (sheet.current === null || (!isAny && !isMarked)) return
      isMarked = isAny
      const context = begin(sheet.current, width, height)
      if (context !== null && isAny && picture !== null && picture.question.mode === mode) drawHovered(context, picture, lookOf(sheet.current, theme), { lanePx: LANE_PX, topPx }, taken)
    }
    draw()
    return hovered.subscribe(draw)
  }, [picture, mode, width, height, topPx, theme])
  return sheet
}

function Axis({ fromMs, toMs, startDay, width }: { readonly fromMs: number; readonly toMs: number; readonly startDay: number; readonly width: number }): React.ReactNode {
  return (
    <svg className="jobs-axis timeline-axis" width={width} height={AXIS_PX} aria-hidden="true">
      {timeTicks({ fromMs, toMs }, startDay, width).map(({ atMs, label }) => {
        const x = ((atMs - fromMs) / (toMs - fromMs)) * width
        return (
          <g key={atMs}>
            <line x1={x} x2={x} y1={0} y2={5} />
            {x > width - 34 ? null : (
              <text x={x + 3} y={16}>
                {label}
              </text>
            )}
          </g>
        )
      })}
    </svg>
  )
}

interface PlotProps {
  readonly mode: GanttMode
  readonly startDay: number
  readonly client: React.RefObject<GanttClient | null>
  readonly picture: GanttPicture | null
}

/** Queue, axis and lanes; a press selects a job and sets the time. */
function Plot({ mode, startDay, client, picture }: PlotProps): React.ReactNode {
  const now = useSiteNow()
  const { fromMs, toMs } = useStore(clock, state => state.shown)
  const theme = useView(view => view.theme)
  const selection = useView(view => view.selection)
  const selected = selection?.kind === 'job' ? selection.number : -1
  const [ref, { width, height }] = useSize<HTMLDivElement>()
  const [top, setTop] = useState(0)
  const bars = useRef<HTMLCanvasElement>(null)
  const queue = useRef<HTMLCanvasElement>(null)
  const { present, pointed } = useTimeLines(fromMs, toMs, width)
  const room = Math.max(0, height - QUEUE_PX - AXIS_PX)
  const sheet = useHoverSheet(picture, mode, width, room, top)
  const run = now?.run
  useEffect(() => {
    if (width === 0 || run == null) return
    client.current?.ask({ mode, fromMs, toMs, width, firstLane: Math.floor(top / LANE_PX), lanes: Math.ceil(room / LANE_PX) + 1 })
  }, [client, run, mode, fromMs, toMs, width, top, room])
  useEffect(() => {
    if (picture === null || bars.current === null || queue.current === null) return
    const look = lookOf(bars.current, theme)
    const [above, below] = [begin(queue.current, width, QUEUE_PX), begin(bars.current, width, room)]
    if (above !== null) drawQueue(above, picture, look, QUEUE_PX)
    if (below !== null && picture.question.mode === mode) drawBars(below, picture, look, { lanePx: LANE_PX, topPx: top, selected })
  }, [picture, width, room, top, selected, theme, mode])
  const under = useCallback(
    (event: React.PointerEvent<HTMLElement>): { job: number; lane: number; atMs: number } => {
      const bounds = event.currentTarget.getBoundingClientRect()
      const [x, y] = [event.clientX - bounds.left, event.clientY - bounds.top]
      const lane = Math.floor((y + event.currentTarget.scrollTop) / LANE_PX)
      const timeAt = (px: number): number => fromMs + (px / Math.max(1, width)) * (toMs - fromMs)
      // After a change of mode the old bars stand until the new ones are laid out.
      const bar = picture === null || picture.question.mode !== mode ? -1 : barAt(picture, lane, x)
      if (picture === null || bar < 0) return { lane, job: -1, atMs: timeAt(x) }
      // The time of a press on a bar lies within it, so that its job holds its racks then.
      const [x0, x1] = [picture.x0[bar], picture.x1[bar]]
      const inset = (x1 - x0) / 100
      return { lane, job: picture.job[bar], atMs: timeAt(Math.min(Math.max(x, x0 + inset), x1 - inset)) }
    },
    [picture, mode, fromMs, toMs, width],
  )
  const [tip, setTip] = useState('')
  const point = (event: React.PointerEvent<HTMLElement>): void => {
    const { job, lane, atMs } = under(event)
    hoverAt(atMs)
    hoverOver(job >= 0 ? { kind: 'job', number: job } : null)
    const place = mode === 'rack' && now !== null && lane < now.blockOfRack.length ? `${rackName(now, lane)}: ` : ''
    setTip(job >= 0 && now !== null ? `${place}${jobWords(now, job)}` : place.replace(/: $/u, ''))
  }
  const press = (event: React.PointerEvent<HTMLElement>): void => {
    const { job, lane, atMs } = under(event)
    seek(atMs)
    if (job >= 0) select({ kind: 'job', number: job })
    else select(mode === 'rack' && now !== null && lane < now.blockOfRack.length ? { kind: 'rack', index: lane } : null)
  }
  return (
    <>
      <div ref={ref} className="jobs-plot">
        <canvas ref={queue} className="jobs-queue" style={{ width, height: QUEUE_PX }} role="img" aria-label={`Jobs that wait for their first start: at most ${formatNumber(picture?.mostWaiting ?? 0)} in the stretch that is shown`} />
        <span className="jobs-queue-label">{`Waiting, at most ${formatNumber(picture?.mostWaiting ?? 0)}`}</span>
        <Axis fromMs={fromMs} toMs={toMs} startDay={startDay} width={width} />
        <div className="jobs-lanes" data-own-hover style={{ height: room }} tabIndex={0} role="region" aria-label="Jobs over time; events and racks list the same" onScroll={event => setTop(event.currentTarget.scrollTop)} onPointerMove={point} onPointerUp={press} onPointerLeave={() => { hoverAt(null); hoverOver(null); setTip('') }}>
          <canvas ref={bars} style={{ width, height: room }} />
          <canvas ref={sheet} className="jobs-hovered" style={{ width, height: room, marginTop: -room }} aria-hidden="true" />
          <div style={{ height: Math.max(0, (picture?.laneCount ?? 0) * LANE_PX - room) }} />
        </div>
        <div ref={pointed} className="jobs-line ghost" hidden />
        <div ref={present} className="jobs-line" />
      </div>
      <p className="rack-note quiet" aria-live="off">
        {tip === '' ? (mode === 'job' ? 'From first start to end, waiting again after interruptions included. A grey bar is several jobs on one pixel: zoom in with W.' : 'The job with most nodes of each rack, as written down at the close of each window.') : tip}
      </p>
    </>
  )
}

export default function JobsPanel(): React.ReactNode {
  const now = useSiteNow()
  const [mode, setMode] = useState<GanttMode>('job')
  const { client, picture } = useGantt()
  const log = now?.run?.jobLog
  const entries = useMemo(() => [...new Set(log?.entry ?? [])].sort((a, b) => a - b), [log])
  if (now === null || log === undefined || log.job.length === 0) {
    return <p className="empty">{now?.run == null ? 'Jobs follow the first run of the scenario.' : log === undefined ? 'This result was made without a record of its jobs; run the scenario to see them.' : 'No job has come yet. Jobs are written under workload.'}</p>
  }
  return (
    <div className="jobs-panel">
      <div className="rack-tools">
        <Segments label="Lanes" value={mode} choices={MODES} onChange={setMode} />
        <ul className="rack-key" aria-label="Workload entries">
          {entries.map(entry => (
            <li key={entry}>
              <i className="swatch" style={{ background: entryColour(entry) }} aria-hidden="true" />
              {log.entries[entry]}
            </li>
          ))}
        </ul>
        <span className="quiet">{`${formatNumber(log.job.length)} jobs${log.leftOut > 0 ? `; ${formatNumber(log.leftOut)} later ones are not written down` : ''}`}</span>
      </div>
      <Plot mode={mode} startDay={now.scenario.horizon.start} client={client} picture={picture} />
    </div>
  )
}
