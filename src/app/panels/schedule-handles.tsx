/** Dates of the file as handles over the drawing of the schedule: dragged by days, with a ghost on the way, or moved by keys; one step of the history each. */
import { useMemo, useRef, useState } from 'react'
import type { PlacedSchedule } from '../../charts/schedule/layout.ts'
import type { ScheduleReport } from '../../results/schedule.ts'
import { parse } from '../../scenario/parse.ts'
import { changeText, presentText } from '../editor/text-history.ts'
import { useDocument } from '../state/document.ts'
import { changeCells } from '../state/plan-rows.ts'
import { useSchedule } from '../state/schedule.ts'
import { dayText, type ScheduleHandle, scheduleHandles } from '../state/schedule-handles.ts'

const DAY_MS = 86_400_000
/** Days by key; with Shift a week, by page a month. */
const STEPS: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowLeft: -1, PageUp: 30, PageDown: -30 }
const WEEK = 7

interface Props {
  readonly report: ScheduleReport
  readonly placed: PlacedSchedule
}

/** Writes the day; what the file does not allow is told and changes nothing. */
function move({ table, index, label }: ScheduleHandle, day: number): void {
  const { file } = useDocument.getState()
  const result = changeCells(presentText(), file, table, [{ row: index, column: 0, text: dayText(day) }])
  if ('text' in result) {
    changeText(result.text)
    useDocument.setState({ notice: `${label}: ${dayText(day)}; undo brings the old day back` })
  } else useDocument.setState({ notice: `${label} stays: ${result.problems[0]?.message ?? 'this day cannot be written'}` })
}

interface HandleProps {
  readonly handle: ScheduleHandle
  readonly x: (day: number) => number
  readonly top: number
  readonly daysAPixel: number
  readonly bounds: { readonly top: number; readonly bottom: number }
}

function Handle({ handle, x, top, daysAPixel, bounds }: HandleProps): React.ReactNode {
  const { day, label } = handle
  const [ghost, setGhost] = useState<number | null>(null)
  const start = useRef<number | null>(null)
  const end = (isTaken: boolean): void => {
    start.current = null
    setGhost(null)
    if (isTaken && ghost !== null && ghost !== day) move(handle, ghost)
  }
  const pressed = (event: React.KeyboardEvent): void => {
    const step = STEPS[event.key]
    const actions: Readonly<Record<string, () => void>> = { Enter: () => end(true), ' ': () => end(true), Escape: () => end(false) }
    if (step === undefined && actions[event.key] === undefined) return
    event.preventDefault()
    event.stopPropagation()
    if (step === undefined) actions[event.key]()
    else setGhost((ghost ?? day) + step * (event.shiftKey ? WEEK : 1))
  }
  const shown = ghost ?? day
  return (
    <>
      {ghost === null ? null : (
        <span className="schedule-ghost" style={{ left: x(ghost), top: bounds.top, height: bounds.bottom - bounds.top }} aria-hidden="true">
          <span style={{ top: top - bounds.top }}>{dayText(ghost)}</span>
        </span>
      )}
      <span
        role="slider"
        tabIndex={0}
        className={`schedule-handle ${ghost === null ? '' : 'moving'}`}
        style={{ left: x(shown), top }}
        aria-label={`Day of ${label}`}
        aria-valuenow={shown}
        aria-valuetext={dayText(shown)}
        title={`${label}, ${dayText(shown)}: drag, or move by the arrow keys and take over with Enter`}
        onKeyDown={pressed}
        onBlur={() => end(true)}
        onClick={event => event.stopPropagation()}
        onPointerDown={event => {
          if (event.button !== 0) return
          event.currentTarget.setPointerCapture(event.pointerId)
          start.current = event.clientX
          setGhost(day)
        }}
        onPointerMove={event => {
          if (start.current !== null) setGhost(day + Math.round((event.clientX - start.current) * daysAPixel))
        }}
        onPointerUp={() => end(true)}
        onPointerCancel={() => end(false)}
      />
    </>
  )
}

export default function ScheduleHandles({ report, placed }: Props): React.ReactNode {
  const text = useDocument(document => document.text)
  const scenario = useSchedule(schedule => schedule.scenario)
  const handles = useMemo(() => {
    const parsed = parse(text)
    return parsed.ok ? scheduleHandles(parsed.value.data, report, scenario) : []
  }, [text, report, scenario])
  const x = (day: number): number => Math.min(placed.plot.right, Math.max(placed.plot.left, placed.x((day - report.startDay) * DAY_MS)))
  const daysAPixel = 1 / Math.max(1e-9, placed.x(DAY_MS) - placed.x(0))
  return (
    <>
      {handles.map(handle => {
        const row = placed.rows.find(({ id }) => id === handle.row)
        return row === undefined ? null : <Handle key={`${handle.label} ${handle.row}`} handle={handle} x={x} top={row.middle} daysAPixel={daysAPixel} bounds={placed.plot} />
      })}
    </>
  )
}
