/** Symbols of the field in one stroke weight, around (0, 0) = the middle of their top, 24 px wide and 28 px tall. */
import type { OneLineKind } from '../../results/one-line.ts'
import { h, type Mark } from '../mark.ts'
import type { Ink } from '../palette.ts'

export const SYMBOL = { half: 12, height: 28 } as const
export const STROKE = 1.25

type Draw = (paper: string, ink: string) => Mark[]

const path = (d: string, paper = 'none'): Mark => h('path', { d, fill: paper })
const circle = (cy: number, r: number, paper = 'none'): Mark => h('circle', { cx: 0, cy, r, fill: paper })
const letter = (text: string, y: number, ink: string, size = 11): Mark => h('text', { x: 0, y, 'text-anchor': 'middle', 'font-size': size, 'font-weight': 600, fill: ink, stroke: 'none', 'aria-hidden': 'true' }, text)
const box = (y: number, width: number, height: number, paper: string): Mark => h('rect', { x: -width / 2, y, width, height, fill: paper })
/** What connects a symbol that is smaller than its place. */
const lead = (from: number, to: number): Mark => path(`M0 ${from}V${to}`)

const SYMBOLS: Readonly<Record<Exclude<OneLineKind, 'bus' | 'racks'>, Draw>> = {
  // A source with waves: the utility.
  feed: paper => [circle(12, 12, paper), path('M-7 12q3.5-7 7 0t7 0'), lead(24, 28)],
  transformer: paper => [circle(10, 8, paper), circle(18, 8), lead(0, 2), lead(26, 28)],
  // A breaker is a square in the line.
  switchgear: paper => [lead(0, 7), box(7, 14, 14, paper), path('M-7 7l14 14M7 7l-14 14'), lead(21, 28)],
  generator: (paper, ink) => [circle(12, 12, paper), letter('G', 16, ink), lead(24, 28)],
  turbine: (paper, ink) => [path('M-12 7v10l24 6V1z', paper), letter('G', 15.5, ink, 10), lead(20, 28)],
  storage: paper => [lead(0, 6), path('M-10 6H10M-5 10.5H5M-10 15H10M-5 19.5H5', paper), lead(19.5, 28)],
  solar: paper => [box(2, 24, 18, paper), path('M-12 2 12 20M-4 2v18M4 2v18M-12 11H12'), lead(20, 28)],
  rectifier: (paper, ink) => [box(2, 24, 24, paper), path('M-12 26 12 2'), path('M-9 8q2-4 4 0t4 0'), letter('=', 23, ink, 10), lead(0, 2), lead(26, 28)],
  // Two halves of a converter: alternating in, direct between, and the battery is inside.
  ups: (paper, ink) => [box(2, 24, 24, paper), path('M-12 26 12 2'), path('M-9.5 8q2-4 4 0t4 0'), letter('=', 22.5, ink, 11), lead(0, 2), lead(26, 28)],
  transferSwitch: paper => [box(2, 24, 24, paper), path('M-6 2v6M6 2v6M-6 8 0 18M0 18v8'), h('circle', { cx: 6, cy: 8, r: 1.5, fill: paper }), lead(26, 28)],
  // A busway seen along its length.
  distribution: paper => [lead(0, 10), box(10, 24, 8, paper), path('M-6 10v8M0 10v8M6 10v8'), lead(18, 28)],
  // A fan, which stands for fans and pumps alike.
  cooling: paper => [circle(14, 12, paper), path('M0 14C-7 12-7 5-1 5c2 3 1 6 1 9 7-2 9 5 3 8-3-2-3-5-3-8-1 7-9 7-9 0 2-2 6-2 9 0'), lead(0, 2)],
}

/** The symbol of a kind at a place; buses and racks are drawn by their width. */
export function symbolMark(kind: Exclude<OneLineKind, 'bus' | 'racks'>, x: number, y: number, ink: Ink, colour: string): Mark {
  return h('g', { transform: `translate(${x.toFixed(1)},${y.toFixed(1)})`, stroke: colour, 'stroke-width': STROKE, 'stroke-linejoin': 'round', 'stroke-linecap': 'round', fill: 'none' }, SYMBOLS[kind](ink.paper, colour))
}
