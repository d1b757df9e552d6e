/** Time below the site: a lane for the site and one for each block, with what was planned, what came, and what broke. */
import { useEffect, useMemo, useRef } from 'react'
import { civilFromDays, daysFromCivil } from '../../base/civil-date.ts'
import { branchHere } from '../commands/branch-commands.ts'
import { formatDay, formatDuration } from '../format.ts'
import { clock, seek, setSpeed, SPEEDS, togglePlay } from '../state/clock.ts'
import { type Happening, neighbour } from '../state/happenings.ts'
import { shownRun } from '../state/run.ts'
import { useDrawnStudy } from '../state/site-study.ts'
import { useStore } from 'zustand'
import { eventsOf } from '../site/selection.ts'
import { Button } from '../widgets/button.tsx'
import { SelectMenu } from '../widgets/select-menu.tsx'
import { useSize } from '../widgets/use-size.ts'

const DAY_MS = 86_400_000
const SMALL_STEP_DAYS = 1
const LARGE_STEP_DAYS = 30
const LABEL_WIDTH = 92
const RIGHT = 12
const AXIS = 20
const MOST_LANES = 6

interface Scale {
  readonly startDay: number
  readonly horizonMs: number
  readonly width: number
}

const xOf = ({ horizonMs, width }: Scale, atMs: number): number => LABEL_WIDTH + (atMs / horizonMs) * (width - LABEL_WIDTH - RIGHT)

/** Years, and quarters where there is room. */
function Axis({ scale, height }: { readonly scale: Scale; readonly height: number }): React.ReactNode {
  const { startDay, horizonMs } = scale
  const endDay = startDay + horizonMs / DAY_MS
  const ticks: { day: number; label: string; isYear: boolean }[] = []
  const first = civilFromDays(startDay)
  for (let month = first.year * 12 + Math.ceil((first.month - 1) / 3) * 3; ; month += 3) {
    const day = daysFromCivil(Math.floor(month / 12), (month % 12) + 1, 1)
    if (day > endDay) break
    if (day >= startDay) ticks.push({ day, label: month % 12 === 0 ? String(Math.floor(month / 12)) : '', isYear: month % 12 === 0 })
  }
  return (
    <g className="timeline-axis">
      {ticks.map(({ day, label, isYear }) => {
        const x = xOf(scale, (day - startDay) * DAY_MS)
        return (
          <g key={day}>
            <line x1={x} x2={x} y1={isYear ? 0 : 4} y2={isYear ? height - AXIS + 6 : 8} />
            {label === '' || x > scale.width - 24 ? null : (
              <text x={x + 4} y={height - 5}>
                {label}
              </text>
            )}
          </g>
        )
      })}
    </g>
  )
}

type Mark = Happening & { readonly kind: Exclude<Happening['kind'], 'detail'> }
const isMark = (happening: Happening): happening is Mark => happening.kind !== 'detail'

const SHAPES = { milestone: 'M0-4 4 0 0 4-4 0Z', contract: 'M-1-6h2v12h-2z' } as const
const INCIDENT_PX = { width: 1.5, height: 6 }

function MarkAt({ happening, scale, y }: { readonly happening: Mark; readonly scale: Scale; readonly y: number }): React.ReactNode {
  const { plannedMs, atMs, endMs, kind, label } = happening
  const x = xOf(scale, atMs)
  const slip = Number.isFinite(plannedMs) ? atMs - plannedMs : 0
  const isLate = Math.abs(slip) > 7 * DAY_MS
  const length = endMs > atMs ? `, for ${formatDuration(endMs - atMs)}` : ''
  const title = `${formatDay(scale.startDay + atMs / DAY_MS)} ${label}${length}${isLate ? `, ${formatDuration(Math.abs(slip))} ${slip > 0 ? 'late' : 'early'}` : ''}`
  return (
    <g className={`happening ${kind}`}>
      <title>{title}</title>
      {isLate ? <line className="slip" x1={xOf(scale, plannedMs)} x2={x} y1={y} y2={y} /> : null}
      {kind === 'incident' ? (
        <rect x={x - INCIDENT_PX.width / 2} y={y - INCIDENT_PX.height / 2} width={Math.max(INCIDENT_PX.width, xOf(scale, endMs) - x)} height={INCIDENT_PX.height} />
      ) : (
        <path d={SHAPES[kind]} transform={`translate(${x.toFixed(1)},${y})`} />
      )}
    </g>
  )
}

/** The handle moves without React. */
function Cursor({ scale, height }: { readonly scale: Scale; readonly height: number }): React.ReactNode {
  const ref = useRef<SVGGElement>(null)
  useEffect(() => {
    const move = (): void => ref.current?.setAttribute('transform', `translate(${xOf(scale, clock.getState().atMs).toFixed(1)},0)`)
    move()
    return clock.subscribe(move)
  }, [scale])
  return (
    <g ref={ref} className="timeline-cursor">
      <line y1={2} y2={height - AXIS + 4} />
      <path d="M-5 0h10v5l-5 5-5-5z" />
    </g>
  )
}

/** Date of the clock, written without React. */
function DateReadout({ startDay }: { readonly startDay: number }): React.ReactNode {
  const ref = useRef<HTMLOutputElement>(null)
  useEffect(() => {
    const write = (): void => {
      if (ref.current !== null) ref.current.textContent = formatDay(startDay + clock.getState().atMs / DAY_MS)
    }
    write()
    return clock.subscribe(write)
  }, [startDay])
  return <output ref={ref} className="date-readout" aria-label="Date shown" />
}

/** Steps of the timeline by key; false when the key means nothing here. */
export function timelineKey(event: Pick<KeyboardEvent, 'key' | 'shiftKey'>, all: readonly Happening[]): boolean {
  const { atMs, horizonMs } = clock.getState()
  const step = (event.shiftKey ? LARGE_STEP_DAYS : SMALL_STEP_DAYS) * DAY_MS
  const jump = (direction: 1 | -1): void => {
    const found = neighbour(all, atMs, direction)
    if (found !== undefined) seek(found.atMs)
  }
  const actions: Readonly<Record<string, () => void>> = {
    ' ': togglePlay,
    ArrowLeft: () => seek(atMs - step),
    ArrowRight: () => seek(atMs + step),
    Home: () => seek(0),
    End: () => seek(horizonMs),
    ',': () => jump(-1),
    '.': () => jump(1),
  }
  const action = actions[event.key]
  action?.()
  return action !== undefined
}

function Controls({ all, startDay }: { readonly all: readonly Happening[]; readonly startDay: number }): React.ReactNode {
  const isPlaying = useStore(clock, state => state.isPlaying)
  const speed = useStore(clock, state => state.daysPerSecond)
  const jump = (direction: 1 | -1): void => {
    const found = neighbour(all, clock.getState().atMs, direction)
    if (found !== undefined) seek(found.atMs)
  }
  return (
    <div className="timeline-controls">
      <Button icon="previous" iconOnly label="Previous event (,)" onClick={() => jump(-1)} />
      <Button icon={isPlaying ? 'pause' : 'play'} iconOnly label={isPlaying ? 'Pause (Space)' : 'Play (Space)'} onClick={togglePlay} />
      <Button icon="next" iconOnly label="Next event (.)" onClick={() => jump(1)} />
      <DateReadout startDay={startDay} />
      <SelectMenu label="Speed" value={String(speed)} choices={SPEEDS.map(days => ({ id: String(days), label: `${days} days/s` }))} onChange={id => setSpeed(Number(id))} />
      <Button icon="branch" label="Branch here" title="Branch here (B): change something at this moment and see both futures" onClick={branchHere} />
    </div>
  )
}

function useHappenings(): readonly Happening[] {
  const base = useDrawnStudy()
  return useMemo(() => (base === null ? [] : eventsOf({ scenario: base.scenario, run: shownRun(base) })), [base])
}

const LANE_PX = 15

interface LanesProps {
  readonly scale: Scale
  readonly labels: readonly string[]
  readonly all: readonly Happening[]
  readonly height: number
}

function Lanes({ scale, labels, all, height }: LanesProps): React.ReactNode {
  const y = (lane: number): number => 12 + Math.min(lane, MOST_LANES - 1) * LANE_PX
  return (
    <>
      <Axis scale={scale} height={height} />
      {labels.map((label, lane) => (
        <g key={label} className="lane">
          <text x={0} y={y(lane) + 4}>
            {label}
          </text>
          <line x1={LABEL_WIDTH} x2={scale.width - RIGHT} y1={y(lane)} y2={y(lane)} />
        </g>
      ))}
      {all.filter(isMark).map((happening, index) => (
        <MarkAt key={index} happening={happening} scale={scale} y={y(happening.lane)} />
      ))}
      <Cursor scale={scale} height={height} />
    </>
  )
}

export function Timeline(): React.ReactNode {
  const base = useDrawnStudy()
  const all = useHappenings()
  const [ref, { width }] = useSize<HTMLDivElement>()
  const run = shownRun(base)
  const scale = useMemo<Scale | null>(() => (run === null || width < 200 ? null : { startDay: run.startDay, horizonMs: run.horizonMs, width }), [run, width])
  const blocks = base?.scenario.blocks ?? []
  const labels = ['Site', ...blocks.slice(0, MOST_LANES - 1).map((block, index) => (index === MOST_LANES - 2 && blocks.length > MOST_LANES - 1 ? 'Other blocks' : block.label))]
  const height = 12 + labels.length * LANE_PX + AXIS
  const atPointer = (event: React.PointerEvent<SVGSVGElement>): void => {
    if (scale === null || event.buttons === 0) return
    const x = event.clientX - event.currentTarget.getBoundingClientRect().left
    seek(((x - LABEL_WIDTH) / (scale.width - LABEL_WIDTH - RIGHT)) * scale.horizonMs)
  }
  return (
    <section className="timeline" aria-label="Timeline">
      <Controls all={all} startDay={run?.startDay ?? 0} />
      <div
        ref={ref}
        className="timeline-lanes"
        style={{ height }}
        tabIndex={0}
        role="slider"
        aria-label="Time. Arrow keys step a day, with Shift a month; comma and full stop jump between events; Space plays."
        aria-valuemin={0}
        aria-valuemax={Math.round((run?.horizonMs ?? 0) / DAY_MS)}
        aria-valuenow={Math.round(clock.getState().atMs / DAY_MS)}
        onKeyDown={event => {
          if (event.ctrlKey || event.metaKey || event.altKey || !timelineKey(event, all)) return
          event.preventDefault()
          event.stopPropagation()
        }}
      >
        {scale === null ? null : (
          <svg
            width={scale.width}
            height={height}
            onPointerDown={event => {
              event.currentTarget.setPointerCapture(event.pointerId)
              atPointer(event)
            }}
            onPointerMove={atPointer}
          >
            <Lanes scale={scale} labels={labels} all={all} height={height} />
          </svg>
        )}
      </div>
    </section>
  )
}

/** Keys that work wherever nothing else wants them: not in text, menus or on the site itself. */
export function useTimelineKeys(): void {
  const all = useHappenings()
  useEffect(() => {
    const pressed = (event: KeyboardEvent): void => {
      const target = event.target instanceof Element ? event.target : null
      const isTaken = target?.closest('input, textarea, button, select, [contenteditable], [role="listbox"], [role="menu"], [role="dialog"], [role="separator"], .site-view, .cm-editor') !== null
      if (isTaken || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return
      if (timelineKey(event, all)) event.preventDefault()
    }
    addEventListener('keydown', pressed)
    return () => removeEventListener('keydown', pressed)
  }, [all])
}
