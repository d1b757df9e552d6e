/** What the timeline draws: the axis of the scale, lanes with milestones and incidents, gaps, the loop and the cursor. */
import { useEffect, useRef } from 'react'
import { DAY_MS } from '../../base/spans.ts'
import { fitText } from '../../charts/text-width.ts'
import { formatDay, formatDuration } from '../format.ts'
import { clock, type Stretch } from '../state/clock.ts'
import { hover } from '../state/hover.ts'
import type { Happening } from '../state/happenings.ts'
import { GAP_PX, type TimeMap, timeTicks } from '../state/time-map.ts'
import type { Selection } from '../state/view.ts'

/** Milestones are drawn as late or early from a week on. */
const LATE_MS = 7 * DAY_MS
export const AXIS_PX = 20
export const LANE_PX = 15
export const TOP_PX = 12
export const MOST_LANES = 6
export const LABEL_PX = 92
const LABEL_FONT_PX = 11

/** Place and scale of what is drawn. */
export interface Lanes {
  readonly map: TimeMap
  readonly startDay: number
  readonly width: number
  readonly height: number
}

function Axis({ lanes }: { readonly lanes: Lanes }): React.ReactNode {
  const { map, startDay, width, height } = lanes
  const isOpen = (atMs: number): boolean => map.gaps.every(({ fromMs, toMs }) => atMs < fromMs || atMs > toMs)
  return (
    <g className="timeline-axis">
      {timeTicks(map, startDay, width - LABEL_PX)
        .filter(({ atMs }) => isOpen(atMs))
        .map(({ atMs, label, isMajor }) => {
          const x = map.x(atMs)
          return (
            <g key={atMs}>
              <line x1={x} x2={x} y1={isMajor ? 0 : height - AXIS_PX} y2={height - AXIS_PX + 6} />
              {x > width - 30 ? null : (
                <text x={x + 4} y={height - 5} className={isMajor ? 'major' : ''}>
                  {label}
                </text>
              )}
            </g>
          )
        })}
    </g>
  )
}

/** A zigzag through all lanes where time is left out. */
function Gap({ lanes: { map, height }, gap }: { readonly lanes: Lanes; readonly gap: Stretch }): React.ReactNode {
  const x = map.x(gap.fromMs)
  const bottom = height - AXIS_PX + 4
  const teeth = Math.max(2, Math.floor(bottom / 8))
  const path = (at: number): string => Array.from({ length: teeth + 1 }, (_, tooth) => `${tooth === 0 ? 'M' : 'L'}${(at + (tooth % 2 === 0 ? -2.5 : 2.5)).toFixed(1)} ${((tooth / teeth) * bottom).toFixed(1)}`).join('')
  return (
    <g className="timeline-gap">
      <title>{`${formatDuration(gap.toMs - gap.fromMs)} without events are left out`}</title>
      <rect x={x} y={0} width={GAP_PX} height={bottom} />
      <path d={path(x + GAP_PX / 2 - 3)} />
      <path d={path(x + GAP_PX / 2 + 3)} />
    </g>
  )
}

export type Mark = Happening & { readonly kind: Exclude<Happening['kind'], 'detail'> }
export const isMark = (happening: Happening): happening is Mark => happening.kind !== 'detail'

const SHAPES = { milestone: 'M0-4 4 0 0 4-4 0Z', contract: 'M-1-6h2v12h-2z' } as const
const INCIDENT_PX = { width: 1.5, height: 6 }

function MarkAt({ happening, lanes: { map, startDay }, y, isSelected }: { readonly happening: Mark; readonly lanes: Lanes; readonly y: number; readonly isSelected: boolean }): React.ReactNode {
  const { plannedMs, atMs, endMs, kind, label, key } = happening
  const x = map.x(Math.max(atMs, map.fromMs))
  const slip = Number.isFinite(plannedMs) ? atMs - plannedMs : 0
  const isLate = Math.abs(slip) > LATE_MS
  const length = endMs > atMs ? `, for ${formatDuration(endMs - atMs)}` : ''
  const title = `${formatDay(startDay + atMs / DAY_MS)} ${label}${length}${isLate ? `, ${formatDuration(Math.abs(slip))} ${slip > 0 ? 'late' : 'early'}` : ''}`
  return (
    <g className={`happening ${kind} ${isSelected ? 'selected' : ''}`} data-event={key}>
      <title>{title}</title>
      {isLate ? <line className="slip" x1={map.x(Math.max(map.fromMs, plannedMs))} x2={x} y1={y} y2={y} /> : null}
      {kind === 'incident' ? (
        <rect x={x - INCIDENT_PX.width / 2} y={y - INCIDENT_PX.height / 2} width={Math.max(INCIDENT_PX.width, map.x(Math.min(endMs, map.toMs)) - x)} height={INCIDENT_PX.height} />
      ) : (
        <path d={SHAPES[kind]} transform={`translate(${x.toFixed(1)},${y})`} />
      )}
    </g>
  )
}

/** The handle, and the time under the pointer of any chart; both move without React. */
function Cursor({ lanes: { map, height } }: { readonly lanes: Lanes }): React.ReactNode {
  const handle = useRef<SVGGElement>(null)
  const ghost = useRef<SVGLineElement>(null)
  useEffect(() => {
    const place = (element: SVGElement | null, atMs: number | null): void => {
      if (element === null) return
      const isSeen = atMs !== null && atMs >= map.fromMs && atMs <= map.toMs
      element.setAttribute('visibility', isSeen ? 'visible' : 'hidden')
      if (isSeen) element.setAttribute('transform', `translate(${map.x(atMs).toFixed(1)},0)`)
    }
    const moveHandle = (): void => place(handle.current, clock.getState().atMs)
    const moveGhost = (): void => place(ghost.current, hover.getState().atMs)
    moveHandle()
    moveGhost()
    const stops = [clock.subscribe(moveHandle), hover.subscribe(moveGhost)]
    return () => stops.forEach(stop => stop())
  }, [map])
  return (
    <>
      <line ref={ghost} className="timeline-ghost" y1={2} y2={height - AXIS_PX + 4} visibility="hidden" />
      <g ref={handle} className="timeline-cursor">
        <line y1={2} y2={height - AXIS_PX + 4} />
        <path d="M-5 0h10v5l-5 5-5-5z" />
      </g>
    </>
  )
}

function Loop({ lanes: { map, height }, loop }: { readonly lanes: Lanes; readonly loop: Stretch }): React.ReactNode {
  const [from, to] = [Math.max(loop.fromMs, map.fromMs), Math.min(loop.toMs, map.toMs)]
  if (to <= from) return null
  return <rect className="timeline-loop" x={map.x(from)} width={Math.max(1, map.x(to) - map.x(from))} y={0} height={height - AXIS_PX + 4} />
}

interface Props {
  readonly lanes: Lanes
  readonly labels: readonly string[]
  readonly marks: readonly Mark[]
  readonly loop: Stretch | null
  readonly selection: Selection | null
}

export function TimelineDrawing({ lanes, labels, marks, loop, selection }: Props): React.ReactNode {
  const { map, width } = lanes
  const y = (lane: number): number => TOP_PX + Math.min(lane, MOST_LANES - 1) * LANE_PX
  const chosen = selection?.kind === 'event' || selection?.kind === 'milestone' ? selection.key : ''
  return (
    <>
      {loop === null ? null : <Loop lanes={lanes} loop={loop} />}
      <Axis lanes={lanes} />
      {labels.map((label, lane) => (
        <g key={label} className="lane">
          <text x={0} y={y(lane) + 4}>
            <title>{label}</title>
            {fitText(label, LABEL_PX - 8, LABEL_FONT_PX)}
          </text>
          <line x1={LABEL_PX} x2={width} y1={y(lane)} y2={y(lane)} />
        </g>
      ))}
      {marks
        .filter(({ atMs, endMs, plannedMs }) => atMs <= map.toMs && Math.max(endMs, Number.isNaN(plannedMs) ? 0 : plannedMs) >= map.fromMs)
        .map(happening => (
          <MarkAt key={happening.key} happening={happening} lanes={lanes} y={y(happening.lane)} isSelected={happening.key === chosen} />
        ))}
      {map.gaps.map(gap => (
        <Gap key={gap.fromMs} lanes={lanes} gap={gap} />
      ))}
      <Cursor lanes={lanes} />
    </>
  )
}
