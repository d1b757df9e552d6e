/** The time of the clock as a hairline over a chart over time, and the time under the pointer in all of them; a press sets the clock. Moves without React. */
import { useEffect, useRef } from 'react'
import { DAY_MS } from '../../base/spans.ts'
import { plotOf, timeScale } from '../../charts/time-axis.ts'
import { clock, seek } from '../state/clock.ts'
import { hover, hoverAt } from '../state/hover.ts'

/** Days of the shared time axis. */
export interface TimeSpan {
  readonly startDay: number
  readonly endDay: number
}

interface Props {
  readonly span: TimeSpan
  readonly width: number
  readonly height: number
  /** Told the time of a press that did not move. */
  readonly onPress?: (atMs: number) => void
}

const SLOP_PX = 4

export function Crosshair({ span, width, height, onPress }: Props): React.ReactNode {
  const line = useRef<HTMLDivElement>(null)
  const ghost = useRef<HTMLDivElement>(null)
  const pressedAt = useRef<number | null>(null)
  const plot = plotOf(width, height)
  useEffect(() => {
    const scale = timeScale(span.startDay, span.endDay, plotOf(width, height))
    const move = (element: HTMLElement | null, atMs: number): void => {
      if (element !== null) element.style.transform = `translateX(${scale.x(span.startDay + atMs / DAY_MS).toFixed(1)}px)`
    }
    const moveLine = (): void => move(line.current, clock.getState().atMs)
    const moveGhost = (): void => {
      const { atMs } = hover.getState()
      if (ghost.current !== null) ghost.current.hidden = atMs === null
      if (atMs !== null) move(ghost.current, atMs)
    }
    moveLine()
    moveGhost()
    const stops = [clock.subscribe(moveLine), hover.subscribe(moveGhost)]
    return () => stops.forEach(stop => stop())
  }, [span.startDay, span.endDay, width, height])
  const timeAt = (event: React.PointerEvent<HTMLDivElement>): number => {
    const bounds = event.currentTarget.getBoundingClientRect()
    return Math.min(1, Math.max(0, (event.clientX - bounds.left) / bounds.width)) * (span.endDay - span.startDay) * DAY_MS
  }
  const take = (event: React.PointerEvent<HTMLDivElement>): void => {
    hoverAt(timeAt(event))
    if (event.buttons !== 0) seek(timeAt(event))
  }
  return (
    <>
      <div ref={ghost} className="crosshair ghost" style={{ top: plot.top, height: plot.bottom - plot.top }} />
      <div ref={line} className="crosshair" style={{ top: plot.top, height: plot.bottom - plot.top }} />
      <div
        className="crosshair-field"
        style={{ left: plot.left, top: plot.top, width: plot.right - plot.left, height: plot.bottom - plot.top }}
        onPointerDown={event => {
          event.currentTarget.setPointerCapture(event.pointerId)
          pressedAt.current = event.clientX
          take(event)
        }}
        onPointerMove={take}
        onPointerUp={event => {
          const from = pressedAt.current
          pressedAt.current = null
          if (from !== null && Math.abs(event.clientX - from) <= SLOP_PX) onPress?.(timeAt(event))
        }}
        onPointerLeave={() => hoverAt(null)}
      />
    </>
  )
}
