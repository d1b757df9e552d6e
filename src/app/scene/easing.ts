/** Bytes that go to their aim over a moment in place of at once. */
import { BYTES_EACH } from './state-texture.ts'

const FULL = 255

export interface Easing {
  /** Sends a byte to an aim; at once unless things may move. */
  aim(thing: number, target: number, isMoving: boolean): void
  /** Moves on by some time; true while something is still under way. */
  step(ms: number): boolean
  readonly isUnderWay: boolean
}

/** Eases one of the four bytes of things; a full way takes `durationMs`. */
export function createEasing(data: Uint8Array, channel: number, durationMs: number): Easing {
  const aims = new Map<number, number>()
  const exact = new Map<number, number>()
  return {
    aim(thing, target, isMoving) {
      const at = thing * BYTES_EACH + channel
      if (isMoving && data[at] !== target) {
        aims.set(thing, target)
        return
      }
      aims.delete(thing)
      exact.delete(thing)
      data[at] = target
    },
    step(ms) {
      const way = (FULL * ms) / durationMs
      for (const [thing, target] of aims) {
        const at = thing * BYTES_EACH + channel
        const from = exact.get(thing) ?? data[at]
        const to = from < target ? Math.min(target, from + way) : Math.max(target, from - way)
        data[at] = Math.round(to)
        if (to === target) {
          aims.delete(thing)
          exact.delete(thing)
        } else exact.set(thing, to)
      }
      return aims.size > 0
    },
    get isUnderWay() {
      return aims.size > 0
    },
  }
}
