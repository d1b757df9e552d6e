/**
 * What has just happened, seen: pulses where machines or racks failed and where a load went over, the ways that took over, and marks above
 * what is out. Pulses begin when time passes an event or jumps behind it; marks and ways stay as long as the thing lasts.
 */
import { incidentPlaces } from '../site/incident-places.ts'
import type { Vector } from '../site/pick.ts'
import { UNKNOWN } from '../site/replay.ts'
import type { SiteNow } from '../site/site-now.ts'
import { type Transfer, transfersAt, transfersOf } from '../site/transfers.ts'
import { OUT_COLOUR } from './materials.ts'
import { createPulses, PULSE_MS, type Pulses } from './pulses.ts'
import { createTransferLines, type TransferLines } from './transfer-lines.ts'

/** A jump shows what began so shortly before its aim, ms; what began earlier is old. */
const JUST_MS = 86_400_000
/** More pulses of one moment would be noise. */
const MOST = 12

export interface Alerts {
  readonly pulses: Pulses
  readonly lines: TransferLines
  /** Takes over a moment; with `isStill` nothing pulses. */
  show(now: SiteNow, isPlaying: boolean, isStill: boolean): void
  /** Moves on; true while another frame is wanted. */
  step(ms: number, isPlaying: boolean): boolean
  dispose(): void
}

/** Whether something began within a stretch of time. */
const began = (fromMs: number, untilMs: number) => ({ atMs }: { readonly atMs: number }): boolean => atMs > fromMs && atMs <= untilMs

/** Where outages began. */
const failedSpots = (now: SiteNow, fromMs: number, untilMs: number): Vector[] => incidentPlaces(now).filter(place => place.fromMs > fromMs && place.fromMs <= untilMs).map(({ at }) => at)

/** Racks of which more nodes are down than when they were last looked at. */
function createRackWatch() {
  let before = new Int32Array(0)
  return ({ plan, replay }: SiteNow, isAsked: boolean): Vector[] => {
    const { rackDown } = replay.state
    const found: Vector[] = []
    const isKnown = before.length === rackDown.length
    if (isKnown && isAsked) {
      rackDown.forEach((down, rack) => {
        if (down !== UNKNOWN && down > Math.max(0, before[rack]) && plan.racks[rack] !== undefined) found.push([plan.racks[rack].x, plan.racks[rack].height, plan.racks[rack].z])
      })
    }
    if (isKnown) before.set(rackDown)
    else before = rackDown.slice()
    return found
  }
}

const spotOf = ({ ways }: Transfer): Vector[] => (ways[0]?.[0] === undefined ? [] : [ways[0][0]])

export function createAlerts(): Alerts {
  const pulses = createPulses(OUT_COLOUR)
  const lines = createTransferLines()
  const rackWatch = createRackWatch()
  let beforeMs = Number.NaN
  /** What went over a short while ago, however fast time runs: seen for as long as a pulse. */
  let passing: readonly { readonly transfer: Transfer; readonly leftMs: number }[] = []
  let lasting: readonly Transfer[] = []
  const draw = (): void => lines.show([...new Set([...lasting, ...passing.map(({ transfer }) => transfer)])])
  return {
    pulses,
    lines,
    show(now, isPlaying, isStill) {
      const { atMs } = now
      const transfers = transfersOf(now)
      const isForward = atMs > beforeMs
      const fromMs = isPlaying ? beforeMs : Math.max(beforeMs, atMs - JUST_MS)
      const spots = rackWatch(now, now.layer.id === 'faults' && isForward)
      lasting = transfersAt(transfers, atMs)
      if (isForward && !isStill) {
        const gone = transfers.filter(began(fromMs, atMs)).slice(-MOST)
        spots.push(...failedSpots(now, fromMs, atMs), ...gone.flatMap(spotOf))
        for (const spot of spots.slice(-MOST)) pulses.begin(spot)
        passing = [...passing, ...gone.map(transfer => ({ transfer, leftMs: PULSE_MS }))].slice(-MOST)
      }
      beforeMs = atMs
      draw()
    },
    step(ms, isPlaying) {
      const isPulsing = pulses.step(ms)
      if (passing.length > 0) {
        passing = passing.map(each => ({ ...each, leftMs: each.leftMs - ms })).filter(({ leftMs }) => leftMs > 0)
        draw()
      }
      const travels = lines.steady.visible && (isPlaying || isPulsing || passing.length > 0)
      if (travels) lines.travel(ms)
      return isPulsing || passing.length > 0
    },
    dispose() {
      pulses.dispose()
      lines.dispose()
    },
  }
}
