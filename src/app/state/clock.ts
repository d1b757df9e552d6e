/** The time cursor, shared by scene, timeline and charts. It changes every frame while playing, so it lives outside React. */
import { createStore } from 'zustand/vanilla'

export interface Clock {
  /** ms since the start of the scenario. */
  readonly atMs: number
  readonly isPlaying: boolean
  /** Simulated days per second of playing. */
  readonly daysPerSecond: number
  readonly horizonMs: number
}

export const SPEEDS = [7, 30, 90, 180] as const
const DAY_MS = 86_400_000

export const clock = createStore<Clock>(() => ({ atMs: 0, isPlaying: false, daysPerSecond: 30, horizonMs: DAY_MS }))

/** The user has chosen a time; runs no longer move the cursor. */
let isChosen = false

export function seek(atMs: number): void {
  const { horizonMs, atMs: before } = clock.getState()
  isChosen = true
  const next = Math.min(horizonMs, Math.max(0, atMs))
  if (next !== before) clock.setState({ atMs: next })
}

/** A run reaches `untilMs` of its horizon. The cursor follows it up to the time worth seeing first, until the user moves it. */
export function follow(horizonMs: number, untilMs: number, worthSeeingMs: number): void {
  clock.setState(before => ({ horizonMs, atMs: isChosen ? Math.min(before.atMs, horizonMs) : Math.min(untilMs, worthSeeingMs, horizonMs) }))
}

/** A text of its own begins at its own time. */
export function forgetTime(): void {
  isChosen = false
}

export function setSpeed(daysPerSecond: number): void {
  clock.setState({ daysPerSecond })
}

export function pause(): void {
  clock.setState({ isPlaying: false })
}

/** Plays from the cursor, from the start when it stands at the end. */
export function play(): void {
  isChosen = true
  clock.setState(before => ({ isPlaying: true, atMs: before.atMs >= before.horizonMs ? 0 : before.atMs }))
  let last = performance.now()
  const step = (now: number): void => {
    const { isPlaying, atMs, daysPerSecond, horizonMs } = clock.getState()
    if (!isPlaying) return
    const next = atMs + ((now - last) / 1000) * daysPerSecond * DAY_MS
    last = now
    clock.setState({ atMs: Math.min(next, horizonMs), isPlaying: next < horizonMs })
    if (next < horizonMs) requestAnimationFrame(step)
  }
  requestAnimationFrame(step)
}

export function togglePlay(): void {
  if (clock.getState().isPlaying) pause()
  else play()
}
