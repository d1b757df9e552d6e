/**
 * The time cursor, shared by scene, timeline, charts and all other views, and the stretch of time that is looked at. It changes every frame
 * while playing, so it lives outside React. Two scales: months of construction, seconds of operation.
 */
import { createStore } from 'zustand/vanilla'
import { DAY_MS, HOUR_MS } from '../../base/spans.ts'

export type ClockScale = 'construction' | 'operations'

/** A stretch of time, ms since the start of the scenario. */
export interface Stretch {
  readonly fromMs: number
  readonly toMs: number
}

export interface Clock {
  /** ms since the start of the scenario. */
  readonly atMs: number
  readonly isPlaying: boolean
  readonly scale: ClockScale
  /** Simulated days (construction) or seconds (operations) per second of playing. */
  readonly speed: number
  readonly horizonMs: number
  /** What the timeline shows. */
  readonly shown: Stretch
  /** What is played over and over; null for everything once. */
  readonly loop: Stretch | null
  /** Stretches without events are left out. */
  readonly skipsGaps: boolean
}

export const SPEEDS = [0.25, 1, 4, 10, 30, 100, 300, 1000] as const
const FIRST_SPEED = { construction: 30, operations: 100 } as const
/** Simulated ms per second of playing at speed 1. */
const UNIT_MS = { construction: DAY_MS, operations: 1000 } as const
/** What operations are looked at over first, and the shortest and longest stretch of the scale. */
const OPERATIONS_MS = { first: 2 * HOUR_MS, least: 10_000 }
/** Steps of the arrow keys, small and large, ms. */
export const STEPS = { construction: [DAY_MS, 30 * DAY_MS], operations: [1000, 60_000] } as const

export const clock = createStore<Clock>(() => ({
  atMs: 0, isPlaying: false, scale: 'construction', speed: FIRST_SPEED.construction, horizonMs: DAY_MS, shown: { fromMs: 0, toMs: DAY_MS }, loop: null, skipsGaps: false,
}))

/** The user has chosen a time; runs no longer move the cursor. */
let isChosen = false
/** Left out while playing; told by the timeline, which knows the events. */
let gaps: readonly Stretch[] = []

export function setGaps(found: readonly Stretch[]): void {
  gaps = found
}

/** The stretch of a length within the horizon that begins as near to `fromMs` as it can. */
function within(fromMs: number, lengthMs: number, horizonMs: number): Stretch {
  const length = Math.min(Math.max(lengthMs, Math.min(OPERATIONS_MS.least, horizonMs)), horizonMs)
  const from = Math.min(horizonMs - length, Math.max(0, fromMs))
  return { fromMs: from, toMs: from + length }
}

/** The stretch with the cursor in it: moved no farther than it must be. */
function withCursor({ shown, horizonMs }: Clock, atMs: number): Stretch {
  if (atMs >= shown.fromMs && atMs <= shown.toMs) return shown
  const length = shown.toMs - shown.fromMs
  return within(atMs - length / 2, length, horizonMs)
}

function moveTo(atMs: number, more: Partial<Clock> = {}): void {
  clock.setState(before => ({ atMs, shown: withCursor(before, atMs), ...more }))
}

export function seek(atMs: number): void {
  const { horizonMs, atMs: before } = clock.getState()
  isChosen = true
  const next = Math.min(horizonMs, Math.max(0, atMs))
  if (next !== before) moveTo(next)
}

/** Some run has said how far there is to go. */
let isFollowed = false

/** A text is read: how many days there are to go is known before its first run. */
export function foresee(days: number): void {
  if (!isFollowed) clock.setState(({ atMs }) => ({ atMs, horizonMs: Math.max(atMs, days * DAY_MS), shown: { fromMs: 0, toMs: days * DAY_MS } }))
}

/** A run reaches `untilMs` of its horizon. The cursor follows it up to the time worth seeing first, until the user moves it. */
export function follow(horizonMs: number, untilMs: number, worthSeeingMs: number): void {
  isFollowed = true
  clock.setState(before => {
    const isWhole = before.shown.fromMs === 0 && before.shown.toMs === before.horizonMs
    const shown = isWhole || before.shown.toMs > horizonMs ? { fromMs: 0, toMs: horizonMs } : before.shown
    const loop = before.loop !== null && before.loop.toMs > horizonMs ? null : before.loop
    return { horizonMs, shown, loop, atMs: isChosen ? Math.min(before.atMs, horizonMs) : Math.min(untilMs, worthSeeingMs, horizonMs) }
  })
}

/** Goes to a time that a link asks for, before a run has said how far there is to go. */
export function askFor(atMs: number): void {
  isChosen = true
  clock.setState(before => ({ atMs, horizonMs: Math.max(before.horizonMs, atMs) }))
}

/** A text of its own begins at its own time. */
export function forgetTime(): void {
  isChosen = false
  clock.setState(before => ({ loop: null, scale: 'construction', speed: FIRST_SPEED.construction, shown: { fromMs: 0, toMs: before.horizonMs } }))
}

export function setSpeed(speed: number): void {
  clock.setState({ speed })
}

/** The next speed up (1) or down (−1). */
export function changeSpeed(direction: 1 | -1): void {
  const { speed } = clock.getState()
  const next = direction === 1 ? SPEEDS.find(each => each > speed) : SPEEDS.findLast(each => each < speed)
  if (next !== undefined) setSpeed(next)
}

/** Looks at a stretch of time. */
export function show(fromMs: number, toMs: number): void {
  const { horizonMs } = clock.getState()
  clock.setState({ shown: within(fromMs, toMs - fromMs, horizonMs) })
}

/** Construction shows everything, operations the hours around the cursor. */
export function setScale(scale: ClockScale): void {
  const { atMs, horizonMs } = clock.getState()
  const length = scale === 'construction' ? horizonMs : OPERATIONS_MS.first
  clock.setState({ scale, speed: FIRST_SPEED[scale], shown: within(atMs - length / 2, length, horizonMs) })
}

/** Shows `factor` times the stretch, about the cursor. */
export function zoomTime(factor: number): void {
  const { shown, atMs, horizonMs } = clock.getState()
  const length = (shown.toMs - shown.fromMs) * factor
  const share = (atMs - shown.fromMs) / (shown.toMs - shown.fromMs)
  clock.setState({ shown: within(atMs - share * length, length, horizonMs) })
}

/** Moves along by a share of the stretch. */
export function panTime(share: number): void {
  const { shown, horizonMs } = clock.getState()
  const length = shown.toMs - shown.fromMs
  clock.setState({ shown: within(shown.fromMs + share * length, length, horizonMs) })
}

/** The loop begins or ends at the cursor; the other end is that of what is shown until it is set, too. */
export function setLoopEnd(end: 'fromMs' | 'toMs'): void {
  const { atMs, loop, shown } = clock.getState()
  const next = { ...(loop ?? shown), [end]: atMs }
  clock.setState({ loop: next.fromMs < next.toMs ? next : end === 'fromMs' ? { fromMs: atMs, toMs: Math.max(shown.toMs, atMs + 1) } : { fromMs: Math.min(shown.fromMs, atMs - 1), toMs: atMs } })
}

export function clearLoop(): void {
  clock.setState({ loop: null })
}

export function toggleGaps(): void {
  clock.setState(before => ({ skipsGaps: !before.skipsGaps }))
}

export function pause(): void {
  clock.setState({ isPlaying: false })
}

/** Where the cursor is after so many ms of playing: round the loop, over gaps, not beyond the horizon. */
export function playedOn({ atMs, scale, speed, horizonMs, loop, skipsGaps }: Pick<Clock, 'atMs' | 'scale' | 'speed' | 'horizonMs' | 'loop' | 'skipsGaps'>, elapsedMs: number, left: readonly Stretch[]): number {
  const next = atMs + (elapsedMs / 1000) * speed * UNIT_MS[scale]
  const gap = skipsGaps ? left.find(({ fromMs, toMs }) => next > fromMs && next < toMs) : undefined
  const behind = gap?.toMs ?? next
  if (loop !== null && (behind >= loop.toMs || behind < loop.fromMs)) return loop.fromMs
  return Math.min(behind, horizonMs)
}

/** Plays from the cursor, from the start when it stands at the end. */
export function play(): void {
  isChosen = true
  const { atMs, horizonMs } = clock.getState()
  moveTo(atMs >= horizonMs ? 0 : atMs, { isPlaying: true })
  let last = performance.now()
  const step = (now: number): void => {
    const present = clock.getState()
    if (!present.isPlaying) return
    const next = playedOn(present, now - last, gaps)
    last = now
    const isOver = next >= present.horizonMs && present.loop === null
    moveTo(next, { isPlaying: !isOver })
    if (!isOver) requestAnimationFrame(step)
  }
  requestAnimationFrame(step)
}

export function togglePlay(): void {
  if (clock.getState().isPlaying) pause()
  else play()
}
