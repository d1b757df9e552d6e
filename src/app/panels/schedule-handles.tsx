/** Dates of the file as handles over the drawing of the schedule: dragged with a ghost on the way, or moved by keys; one step of the history each. */
import { useEffect, useMemo, useRef, useState } from 'react'
import { DAY_MS } from '../../base/spans.ts'
import type { PlacedSchedule } from '../../charts/schedule/layout.ts'
import type { ScheduleReport } from '../../results/schedule.ts'
import { parse } from '../../scenario/parse.ts'
import { changeText, presentText } from '../editor/text-history.ts'
import { useDocument } from '../state/document.ts'
import { changeCells } from '../state/plan-rows.ts'
import { useSchedule } from '../state/schedule.ts'
import { dayText, type ScheduleHandle, scheduleHandles, shiftText, SNAP_WORDS, snapOf, snappedDay } from '../state/schedule-handles.ts'

/** Days by key; with Shift an arrow is a week. */
const STEPS: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowLeft: -1, PageUp: 30, PageDown: -30 }
const WEEK = 7
/** Room that the words beside a ghost need, px. */
const WORDS_PX = 250

const tell = (notice: string): void => useDocument.setState({ notice })

/** Writes the day; what the file does not allow is told and changes nothing. */
function move({ table, index, label }: ScheduleHandle, day: number): void {
  const { file } = useDocument.getState()
  const result = changeCells(presentText(), file, table, [{ row: index, column: 0, text: dayText(day) }])
  if ('text' in result) {
    changeText(result.text)
    tell(`${label}: ${dayText(day)}; undo brings the old day back`)
  } else tell(`${label} stays: ${result.problems[0]?.message ?? 'this day cannot be written'}`)
}

interface HandleProps {
  readonly handle: ScheduleHandle
  readonly x: (day: number) => number
  readonly top: number
  readonly daysAPixel: number
  readonly plot: PlacedSchedule['plot']
}

interface Gesture {
  /** The day on the way; null while nothing is moved. */
  readonly ghost: number | null
  readonly snap: string
  readonly events: Pick<React.ComponentProps<'span'>, 'onKeyDown' | 'onBlur' | 'onClick' | 'onPointerDown' | 'onPointerMove' | 'onPointerUp' | 'onPointerCancel'>
}

/** A drag or a series of keys: Escape gives up, letting go, Enter and leaving take over. */
function useGesture(handle: ScheduleHandle, daysAPixel: number): Gesture {
  const { day } = handle
  const [ghost, setGhost] = useState<number | null>(null)
  const [snap, setSnap] = useState('')
  const [isHeld, setHeld] = useState(false)
  // Moves of the pointer come faster than pictures of them.
  const way = useRef<{ startX: number; ghost: number | null }>({ startX: 0, ghost: null })
  const show = (shown: number | null): void => {
    way.current.ghost = shown
    setGhost(shown)
  }
  const end = (isTaken: boolean): void => {
    const { ghost: last } = way.current
    setHeld(false)
    show(null)
    if (isTaken && last !== null && last !== day) move(handle, last)
  }
  // While the button is down the focus may be anywhere.
  useEffect(() => {
    if (!isHeld) return undefined
    const pressed = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape') return
      event.preventDefault()
      event.stopPropagation()
      way.current.ghost = null
      setHeld(false)
      setGhost(null)
    }
    addEventListener('keydown', pressed, { capture: true })
    return () => removeEventListener('keydown', pressed, { capture: true })
  }, [isHeld])
  return {
    ghost,
    snap,
    events: {
      onKeyDown(event) {
        const step = STEPS[event.key]
        const actions: Readonly<Record<string, () => void>> = { Enter: () => end(true), ' ': () => end(true), Escape: () => end(false) }
        if (event.altKey || event.ctrlKey || event.metaKey || (step === undefined && actions[event.key] === undefined)) return
        event.preventDefault()
        event.stopPropagation()
        if (step === undefined) return actions[event.key]()
        setSnap('')
        show((way.current.ghost ?? day) + step * (event.shiftKey && event.key.startsWith('Arrow') ? WEEK : 1))
      },
      onBlur: () => end(true),
      onClick: event => event.stopPropagation(),
      onPointerDown(event) {
        if (event.button !== 0) return
        event.currentTarget.setPointerCapture(event.pointerId)
        way.current.startX = event.clientX
        setHeld(true)
        show(day)
      },
      onPointerMove(event) {
        if (!isHeld) return
        const unit = event.shiftKey ? 'day' : snapOf(daysAPixel)
        setSnap(unit === 'day' ? '' : ` · ${SNAP_WORDS[unit]}, with Shift days`)
        show(snappedDay(day + (event.clientX - way.current.startX) * daysAPixel, unit, day))
      },
      onPointerUp: () => end(true),
      onPointerCancel: () => end(false),
    },
  }
}

function Handle({ handle, x, top, daysAPixel, plot }: HandleProps): React.ReactNode {
  const { day, label } = handle
  const { ghost, snap, events } = useGesture(handle, daysAPixel)
  const shown = ghost ?? day
  const way = shiftText(shown - day)
  const words = `${dayText(shown)}${way === '' ? '' : ` · ${way}`}${snap}`
  return (
    <>
      {ghost === null ? null : (
        <span className="schedule-ghost" style={{ left: x(ghost), top: plot.top, height: plot.bottom - plot.top }} aria-hidden="true">
          <span className={x(ghost) + WORDS_PX > plot.right ? 'before' : ''} style={{ top: top - plot.top }}>
            {words}
          </span>
        </span>
      )}
      <span
        role="slider"
        tabIndex={0}
        className={`schedule-handle ${ghost === null ? '' : 'moving'}`}
        style={{ left: x(shown), top }}
        aria-label={`Day of ${label}`}
        aria-valuenow={shown}
        aria-valuetext={`${dayText(shown)}${way === '' ? '' : `, ${way}`}`}
        title={`${label}, ${dayText(shown)}: drag, or move by the arrow keys (Shift: weeks) and take over with Enter; Escape leaves it`}
        {...events}
      />
    </>
  )
}

export default function ScheduleHandles({ report, placed }: { readonly report: ScheduleReport; readonly placed: PlacedSchedule }): React.ReactNode {
  const text = useDocument(document => document.text)
  const scenario = useSchedule(schedule => schedule.scenario)
  const handles = useMemo(() => {
    const parsed = parse(text)
    return parsed.ok ? scheduleHandles(parsed.value.data, report, scenario) : []
  }, [text, report, scenario])
  const { plot } = placed
  const x = (day: number): number => Math.min(plot.right, Math.max(plot.left, placed.x((day - report.startDay) * DAY_MS)))
  const daysAPixel = 1 / Math.max(1e-9, placed.x(DAY_MS) - placed.x(0))
  return (
    <>
      {handles.map(handle => {
        const row = placed.rows.find(({ id }) => id === handle.row)
        return row === undefined ? null : <Handle key={`${handle.label} ${handle.row}`} handle={handle} x={x} top={row.middle} daysAPixel={daysAPixel} plot={plot} />
      })}
    </>
  )
}
