/** The time of the clock and the time under the pointer of any view as lines over the series; they move without React. */
import { useEffect, useRef } from 'react'
import { DAY_MS } from '../../base/spans.ts'
import { plotOf } from '../../charts/time-axis.ts'
import { clock } from '../state/clock.ts'
import { hover } from '../state/hover.ts'

interface Props {
  /** First day of the run, days since 1970-01-01. */
  readonly startDay: number
  /** What is drawn, ms since 1970-01-01. */
  readonly fromMs: number
  readonly toMs: number
  readonly width: number
  readonly height: number
}

export function SeriesCursor({ startDay, fromMs, toMs, width, height }: Props): React.ReactNode {
  const line = useRef<HTMLDivElement>(null)
  const ghost = useRef<HTMLDivElement>(null)
  const plot = plotOf(width, height)
  useEffect(() => {
    const { left, right } = plotOf(width, height)
    const place = (element: HTMLElement | null, atMs: number | null): void => {
      if (element === null) return
      const share = atMs === null ? -1 : (startDay * DAY_MS + atMs - fromMs) / (toMs - fromMs)
      element.hidden = share < 0 || share > 1
      if (!element.hidden) element.style.transform = `translateX(${(left + share * (right - left)).toFixed(1)}px)`
    }
    const moveLine = (): void => place(line.current, clock.getState().atMs)
    const moveGhost = (): void => place(ghost.current, hover.getState().atMs)
    moveLine()
    moveGhost()
    const stops = [clock.subscribe(moveLine), hover.subscribe(moveGhost)]
    return () => stops.forEach(stop => stop())
  }, [startDay, fromMs, toMs, width, height])
  const style = { top: plot.top, height: plot.bottom - plot.top }
  return (
    <>
      <div ref={ghost} className="crosshair ghost" style={style} hidden />
      <div ref={line} className="crosshair" style={style} hidden />
    </>
  )
}
