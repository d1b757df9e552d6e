/** What a layer is: the state of a rack or of a piece of the site as one byte, a palette that turns bytes into colours, and both in words. */
import type { LayerId } from '../state/view.ts'
import type { SiteItem } from './plan/site-plan.ts'
import type { SiteState } from './replay.ts'

/** Byte of a rack that is not on site, and of a piece that keeps its neutral colour. */
export const ABSENT = 0
export const BYTES = 256

/** Patterns beside colours, by their number: the scene and the swatches of the legend draw the same ones. */
export const PATTERNS = ['solid', 'rising', 'falling', 'lines', 'posts', 'dots', 'cross', 'checks'] as const
export type Pattern = (typeof PATTERNS)[number]

export interface LegendEntry {
  readonly byte: number
  readonly colour: string
  readonly label: string
  /** Second cue beside the colour; plain when left out. */
  readonly pattern?: Pattern
}

/** What the legend counts where it does not count racks. */
export interface Tally {
  readonly counts: Uint32Array
  /** How many there are of what, such as `5 zones`. */
  readonly note: string
}

export interface Layer {
  readonly id: LayerId
  readonly label: string
  /** What one rack shows, for the subtitle of the legend. */
  readonly measure: string
  /** Colours by byte, `#rrggbb`; ABSENT is not drawn. */
  readonly palette: readonly string[]
  /** Number of the pattern by byte. */
  readonly patterns: Uint8Array
  /** Classes with their colour; of a scale, its ends and middle. */
  readonly legend: readonly LegendEntry[]
  /** True when bytes between the entries of the legend are shades of a scale. */
  readonly isScale: boolean
  /** Byte of one rack. */
  read(site: SiteState, rack: number, block: number): number
  /** The value in words, for tooltips and the table. */
  describe(site: SiteState, rack: number, block: number): string
  /** Byte of a hall or a machine; left out by layers about racks alone. */
  readItem?(site: SiteState, item: SiteItem): number
  /** What a hall or a machine shows, in words; '' where the layer says nothing of it. */
  describeItem?(site: SiteState, item: SiteItem): string
  /** Said beside the name of a hall in place of its power. */
  hallNote?(site: SiteState, block: number): string
  tally?(site: SiteState): Tally
}

const NEUTRAL = '#8a8f94'

/** Colours of all bytes from those of the legend. */
export function paletteOf(entries: readonly LegendEntry[]): string[] {
  const palette = new Array<string>(BYTES).fill(NEUTRAL)
  for (const { byte, colour } of entries) palette[byte] = colour
  return palette
}

/** Patterns of all bytes from those of the legend. */
export function patternsOf(entries: readonly LegendEntry[]): Uint8Array {
  const patterns = new Uint8Array(BYTES)
  for (const { byte, pattern = 'solid' } of entries) patterns[byte] = PATTERNS.indexOf(pattern)
  return patterns
}
