/** Connections at right angles: where they leave and enter symbols, and the tracks on which they run between the lines of the drawing. */
import type { Layers } from './layers.ts'
import { placed } from './place.ts'

/** Where the connections of a spot may stand. */
export interface PinRoom {
  readonly x: number
  /** A bus bar takes connections where they come from, a symbol at its middle. */
  readonly isBar: boolean
  readonly above: readonly [number, number]
  readonly below: readonly [number, number]
}

export interface Routes {
  /** x of the connection of a net at a spot. */
  pinX(net: number, spot: number): number
  /** Track of each net from the top of its channel; −1 for straight ones. */
  readonly trackOf: Int32Array
  /** Tracks of each channel. */
  readonly tracks: readonly number[]
}

/** Between connections of one symbol, and of one bar, px. */
const PIN_GAP = 8
const BAR_PIN = { left: 2, right: 2 } as const
/** Nearer than this, two verticals are one line to the eye. */
const NEAR = 3
const STRAIGHT = 0.5
/** Free length between two nets on one track: less would look like one line. */
const TRACK_GAP = 48

type Side = 'above' | 'below'
const clamp = (value: number, [low, high]: readonly [number, number]): number => Math.min(Math.max(value, low), Math.max(low, high))

/** Connections of one side of a spot, by where their other ends lie. */
function pinsOf(nets: readonly number[], room: PinRoom, side: Side, otherEnd: (net: number) => number): number[] {
  const range = room[side]
  if (room.isBar) {
    const found = placed(nets.map(net => clamp(otherEnd(net), range)), nets.map(() => BAR_PIN), nets.map(() => 1))
    const over = Math.max(0, (found.at(-1) ?? 0) - range[1])
    return found.map(x => Math.max(range[0], x - over))
  }
  const gap = nets.length < 2 ? 0 : Math.min(PIN_GAP * 1.5, (range[1] - range[0]) / (nets.length - 1))
  return nets.map((_, i) => room.x + (i - (nets.length - 1) / 2) * gap)
}

function firstPins({ nets, spots }: Layers, roomOf: (spot: number) => PinRoom): Map<string, number> {
  const pins = new Map<string, number>()
  const meanOf = (list: readonly number[]): number => list.reduce((sum, spot) => sum + roomOf(spot).x, 0) / Math.max(1, list.length)
  spots.forEach((_, spot) => {
    for (const side of ['above', 'below'] as const) {
      // What lies above a spot belongs to nets that have it below, and the other way round.
      const own = nets.flatMap((net, index) => ((side === 'above' ? net.below : net.above).includes(spot) ? [index] : []))
      const otherEnd = (index: number): number => {
        const net = nets[index]
        const others = (side === 'above' ? net.above : net.below).filter(other => other !== spot)
        return others.length > 0 ? meanOf(others) : meanOf(net.above.filter(other => other !== spot))
      }
      const sorted = own.toSorted((a, b) => otherEnd(a) - otherEnd(b) || a - b)
      pinsOf(sorted, roomOf(spot), side, otherEnd).forEach((x, i) => pins.set(`${sorted[i]} ${spot}`, x))
    }
  })
  return pins
}

const SHIFTS = [0, 4, -4, 8, -8, 12, -12, 16, -16, 20, -20]

/** Moves entries aside that stand below the exit of another net. */
function partPins({ nets }: Layers, roomOf: (spot: number) => PinRoom, pins: Map<string, number>): void {
  const at = (net: number, spot: number): number => pins.get(`${net} ${spot}`) ?? 0
  nets.forEach((net, index) => {
    const neighbours = nets.flatMap((other, i) => (i !== index && other.channel === net.channel ? [i] : []))
    const exits = neighbours.flatMap(i => nets[i].above.map(spot => at(i, spot)))
    for (const spot of net.below) {
      const entries = neighbours.flatMap(i => nets[i].below.map(other => at(i, other)))
      const { above: range } = roomOf(spot)
      const x = at(index, spot)
      const isFree = (candidate: number): boolean => exits.every(exit => Math.abs(exit - candidate) >= NEAR) && entries.every(entry => Math.abs(entry - candidate) >= NEAR)
      const shift = SHIFTS.find(each => x + each >= range[0] && x + each <= range[1] && isFree(x + each))
      if (shift !== undefined) pins.set(`${index} ${spot}`, x + shift)
    }
  })
}

interface Span {
  readonly net: number
  readonly low: number
  readonly high: number
  readonly exits: readonly number[]
  readonly entries: readonly number[]
}

/** Tracks of one channel: no two nets over each other, and an exit above an entry at the same place keeps its net above. */
function assignTracks(spans: readonly Span[], trackOf: Int32Array): number {
  const isAbove = (a: Span, b: Span): boolean => a.exits.some(exit => b.entries.some(entry => Math.abs(exit - entry) < NEAR))
  const left = [...spans].sort((a, b) => a.low - b.low || a.high - b.high || a.net - b.net)
  const done: { span: Span; track: number }[] = []
  while (left.length > 0) {
    const next = Math.max(0, left.findIndex(span => left.every(other => other === span || !isAbove(other, span))))
    const [span] = left.splice(next, 1)
    const floor = done.reduce((least, { span: other, track }) => (isAbove(other, span) ? Math.max(least, track + 1) : least), 0)
    let track = floor
    const isTaken = (): boolean => done.some(({ span: other, track: taken }) => taken === track && span.low < other.high + TRACK_GAP && other.low < span.high + TRACK_GAP)
    while (isTaken()) track += 1
    done.push({ span, track })
    trackOf[span.net] = track
  }
  return done.reduce((most, { track }) => Math.max(most, track + 1), 0)
}

export function routesOf(layers: Layers, rankCount: number, roomOf: (spot: number) => PinRoom): Routes {
  const pins = firstPins(layers, roomOf)
  partPins(layers, roomOf, pins)
  const pinX = (net: number, spot: number): number => pins.get(`${net} ${spot}`) ?? 0
  const trackOf = new Int32Array(layers.nets.length).fill(-1)
  const tracks = Array.from({ length: rankCount }, (_, channel) => {
    const spans = layers.nets.flatMap((net, index): Span[] => {
      if (net.channel !== channel) return []
      const [exits, entries] = [net.above.map(spot => pinX(index, spot)), net.below.map(spot => pinX(index, spot))]
      const [low, high] = [Math.min(...exits, ...entries), Math.max(...exits, ...entries)]
      return high - low < STRAIGHT ? [] : [{ net: index, low, high, exits, entries }]
    })
    return assignTracks(spans, trackOf)
  })
  return { pinX, trackOf, tracks }
}
