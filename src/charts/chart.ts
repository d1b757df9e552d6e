/** What every chart is: data in, marks out, with the same data as rows and as a sentence. */
import type { Mark } from './mark.ts'

export interface Frame {
  readonly width: number
  readonly height: number
  readonly theme: 'light' | 'dark'
  /** Small grey line under the chart: scenario, option, seed, hash. '' leaves it out. */
  readonly source: string
}

export interface Column {
  readonly name: string
  /** '' for texts and plain numbers. */
  readonly unit: string
}

export interface Rows {
  readonly columns: readonly Column[]
  readonly rows: readonly (readonly (string | number | null)[])[]
}

export interface ChartDefinition<D> {
  readonly id: string
  /** What is measured, for menus. */
  readonly label: string
  /** The picture; never fails on empty data, gaps or a single point. */
  layout(data: D, frame: Frame): Mark
  /** What is drawn, as a table. */
  rows(data: D): Rows
  /** Text alternative: the finding in a sentence or two. */
  describe(data: D): string
}

/** Completes a definition: every picture carries its text alternative. */
export function defineChart<D>(definition: ChartDefinition<D>): ChartDefinition<D> {
  return Object.freeze({
    ...definition,
    layout(data: D, frame: Frame): Mark {
      const drawing = definition.layout(data, frame)
      return { ...drawing, attributes: { ...drawing.attributes, 'aria-label': definition.describe(data) } }
    },
  })
}
