/** Time below the site, on two scales: a lane for the site and one for each block, with what was planned, what came, and what broke. */
import { useEffect, useMemo, useRef } from 'react'
import { useStore } from 'zustand'
import '../styles/timeline.css'
import { DAY_MS } from '../../base/spans.ts'
import { formatDay, formatNumber } from '../format.ts'
import { branchHere } from '../commands/branch-commands.ts'
import { timeCommands } from '../commands/time-commands.ts'
import { isPressed } from '../commands/keys.ts'
import { eventsOf } from '../site/selection.ts'
import type { RunResult } from '../../results/run-result.ts'
import type { Scenario } from '../../scenario/schema/scenario.ts'
import { clearLoop, clock, type ClockScale, seek, setGaps, setScale, setSpeed, SPEEDS, toggleGaps, togglePlay } from '../state/clock.ts'
import { stepEvent, goToEvent } from '../state/event-list.ts'
import type { Happening } from '../state/happenings.ts'
import { hoverAt } from '../state/hover.ts'
import { shownRun } from '../state/run.ts'
import { useDrawnScenario, useDrawnStudy } from '../state/site-study.ts'
import { gapsBetween, momentWords, timeMap } from '../state/time-map.ts'
import { useView } from '../state/view.ts'
import { Button } from '../widgets/button.tsx'
import { Segments } from '../widgets/segments.tsx'
import { SelectMenu } from '../widgets/select-menu.tsx'
import { useSize } from '../widgets/use-size.ts'
import { AXIS_PX, isMark, LABEL_PX, LANE_PX, type Lanes, MOST_LANES, TimelineDrawing, TOP_PX } from './timeline-lanes.tsx'

const RIGHT_PX = 12
const SLOP_PX = 4

/** Date of the clock, with the time of day while operations are looked at; written without React. */
function DateReadout({ startDay, hasTime }: { readonly startDay: number | null; readonly hasTime: boolean }): React.ReactNode {
  const ref = useRef<HTMLOutputElement>(null)
  useEffect(() => {
    const write = (): void => {
      if (ref.current !== null) ref.current.textContent = startDay === null ? '–' : momentWords(startDay, clock.getState().atMs, formatDay, hasTime)
    }
    write()
    return clock.subscribe(write)
  }, [startDay, hasTime])
  return <output ref={ref} className={`date-readout ${hasTime ? 'with-time' : ''}`} aria-label="Date shown" />
}

const SCALES: readonly { readonly id: ClockScale; readonly label: string }[] = [
  { id: 'construction', label: 'Months' },
  { id: 'operations', label: 'Seconds' },
]

/** What a speed is on a scale: `30 days/s`, `100 s/s`. */
const speedWords = (speed: number, scale: ClockScale): string => (scale === 'construction' ? `${formatNumber(speed, speed < 1 ? 2 : 0)}\u2009${speed === 1 ? 'day' : 'days'}/s` : `${formatNumber(speed, speed < 1 ? 2 : 0)}\u2009×`)

function Controls({ startDay }: { readonly startDay: number | null }): React.ReactNode {
  const isPlaying = useStore(clock, state => state.isPlaying)
  const speed = useStore(clock, state => state.speed)
  const scale = useStore(clock, state => state.scale)
  const skipsGaps = useStore(clock, state => state.skipsGaps)
  const hasLoop = useStore(clock, state => state.loop !== null)
  return (
    <div className="timeline-controls">
      <Button icon="previous" iconOnly label="Previous event (,)" onClick={() => stepEvent(-1)} />
      <Button icon={isPlaying ? 'pause' : 'play'} iconOnly label={isPlaying ? 'Pause (Space)' : 'Play (Space)'} onClick={togglePlay} />
      <Button icon="next" iconOnly label="Next event (.)" onClick={() => stepEvent(1)} />
      <DateReadout startDay={startDay} hasTime={scale === 'operations'} />
      <Segments label="Scale of time" value={scale} choices={SCALES} onChange={setScale} />
      <SelectMenu label="Speed" value={String(speed)} choices={SPEEDS.map(each => ({ id: String(each), label: speedWords(each, scale) }))} onChange={id => setSpeed(Number(id))} />
      <Button icon="branch" label="Branch here" title="Branch here (B): change something at this moment and see both futures" onClick={branchHere} />
      <Button className="desk-only" label="Skip gaps" title="Leave out stretches without events; a zigzag stands for them" pressed={skipsGaps} onClick={toggleGaps} />
      {hasLoop ? <Button className="desk-only" label="End loop" title="Play everything again, not only the range between [ and ]" onClick={clearLoop} /> : null}
    </div>
  )
}

/** Runs the command of a key; false when the key means nothing for time. */
export function timelineKey(event: KeyboardEvent): boolean {
  const found = timeCommands.find(({ keys, isAvailable }) => isPressed(keys, event) && (isAvailable?.() ?? true))
  void found?.run()
  return found !== undefined
}

/** Before the first run, what the file states. */
function useHappenings(scenario: Scenario | null, run: RunResult | null): readonly Happening[] {
  return useMemo(() => (scenario === null ? [] : eventsOf({ scenario, run })), [scenario, run])
}

/** The lanes as they are drawn now; null while there is no scenario, or no room. */
function useLanes(startDay: number | null, { width, height }: { readonly width: number; readonly height: number }, all: readonly Happening[]): Lanes | null {
  const shown = useStore(clock, state => state.shown)
  const skipsGaps = useStore(clock, state => state.skipsGaps)
  const gaps = useMemo(() => (skipsGaps ? gapsBetween(all.flatMap(({ atMs, endMs }) => (endMs > atMs ? [atMs, endMs] : [atMs])).sort((a, b) => a - b), shown) : []), [all, shown, skipsGaps])
  useEffect(() => setGaps(gaps), [gaps])
  return useMemo(() => (startDay === null || width < 200 ? null : { map: timeMap(shown, gaps, LABEL_PX, width - RIGHT_PX), startDay, width, height }), [startDay, shown, gaps, width, height])
}

/** Lanes under the pointer: a press that does not move takes the event below it, a drag moves the cursor. */
function usePointer(lanes: Lanes | null, all: readonly Happening[]) {
  const pressed = useRef<{ readonly x: number; readonly key: string | null } | null>(null)
  const timeAt = (event: React.PointerEvent<SVGSVGElement>): number => (lanes === null ? 0 : lanes.map.at(event.clientX - event.currentTarget.getBoundingClientRect().left))
  return {
    onPointerDown(event: React.PointerEvent<SVGSVGElement>) {
      const mark = event.target instanceof Element ? event.target.closest('[data-event]') : null
      pressed.current = { x: event.clientX, key: mark?.getAttribute('data-event') ?? null }
      event.currentTarget.setPointerCapture(event.pointerId)
      seek(timeAt(event))
    },
    onPointerMove(event: React.PointerEvent<SVGSVGElement>) {
      hoverAt(timeAt(event))
      if (event.buttons !== 0) seek(timeAt(event))
    },
    onPointerUp(event: React.PointerEvent<SVGSVGElement>) {
      const from = pressed.current
      pressed.current = null
      const found = from === null || Math.abs(event.clientX - from.x) > SLOP_PX ? undefined : all.find(({ key }) => key === from.key)
      if (found !== undefined) goToEvent(found)
    },
    onPointerLeave: () => hoverAt(null),
  }
}

/** A slider tells its value; React hears of it a few times a second only. */
function useSliderValue(ref: React.RefObject<HTMLDivElement | null>): void {
  useEffect(() => {
    const tell = (): void => ref.current?.setAttribute('aria-valuenow', String(Math.round(clock.getState().atMs / DAY_MS)))
    tell()
    return clock.subscribe(tell)
  }, [ref])
}

export function Timeline(): React.ReactNode {
  const scenario = useDrawnScenario()
  const run = shownRun(useDrawnStudy())
  const startDay = scenario?.horizon.start ?? null
  const all = useHappenings(scenario, run)
  const [ref, { width }] = useSize<HTMLDivElement>()
  const loop = useStore(clock, state => state.loop)
  const selection = useView(view => view.selection)
  const blocks = scenario?.blocks ?? []
  const labels = ['Site', ...blocks.slice(0, MOST_LANES - 1).map((block, index) => (index === MOST_LANES - 2 && blocks.length > MOST_LANES - 1 ? 'Other blocks' : block.label))]
  const height = TOP_PX + labels.length * LANE_PX + AXIS_PX
  const lanes = useLanes(startDay, { width, height }, all)
  const pointer = usePointer(lanes, all)
  const marks = useMemo(() => all.filter(isMark), [all])
  useSliderValue(ref)
  return (
    <section className="timeline" aria-label="Timeline">
      <Controls startDay={startDay} />
      <div
        ref={ref}
        className="timeline-lanes"
        style={{ height }}
        tabIndex={0}
        role="slider"
        aria-label="Time. Arrow keys step, with Shift farther; comma and full stop go from event to event; Space plays; W and S zoom, A and D move along; square brackets set a loop."
        aria-valuemin={0}
        aria-valuemax={scenario === null ? 0 : scenario.horizon.end - scenario.horizon.start}
        aria-valuenow={Math.round(clock.getState().atMs / DAY_MS)}
        onKeyDown={event => {
          if (!timelineKey(event.nativeEvent)) return
          event.preventDefault()
          event.stopPropagation()
        }}
      >
        {lanes === null ? null : (
          <svg width={width} height={height} {...pointer}>
            <TimelineDrawing lanes={lanes} labels={labels} marks={marks} loop={loop} selection={selection} />
          </svg>
        )}
      </div>
    </section>
  )
}
