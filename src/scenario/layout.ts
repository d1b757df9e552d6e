/** How far things stand from where the plan of the site would put them, by what the file says. */
import type { LayoutSection } from './schema/layout.ts'

/** m east and south. */
export interface Shift {
  readonly east: number
  readonly south: number
}

const sumOf = (layout: LayoutSection, isMeant: (at: string) => boolean): Shift =>
  layout.reduce((sum, { at, east, south }) => (isMeant(at) ? { east: sum.east + east, south: sum.south + south } : sum), { east: 0, south: 0 })

/** Of a block with all that belongs to it. */
export const blockShift = (layout: LayoutSection, block: string): Shift => sumOf(layout, at => at === block)

export const rowName = (block: string, row: number): string => `${block}.row[${row}]`

/** Of a row of racks within its block. */
export const rowShift = (layout: LayoutSection, block: string, row: number): Shift => sumOf(layout, at => at === rowName(block, row))

/** Name of equipment by its path in the file: below its block, or of the site. */
export function equipmentName(block: string | undefined, path: string): string {
  return block === undefined ? path : `${block}.${path.split('.').slice(2).join('.')}`
}

/** Of the equipment that one key states, within its block. */
export const equipmentShift = (layout: LayoutSection, block: string | undefined, path: string): Shift => sumOf(layout, at => at === equipmentName(block, path))
