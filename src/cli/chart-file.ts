/** A chart as a file: SVG, or PNG where the name of the file or a flag says so. */
import type { Frame } from '../charts/chart.ts'
import { type Mark, toSvgText } from '../charts/mark.ts'
import type { Host } from './host.ts'
import { pngOf } from './png.ts'
import { writeWhole } from './write-whole.ts'

/** Size of a drawing nobody gave a size, px, and dots per inch of a PNG. */
export const CHART_SIZE = { width: 800, height: 360, dpi: 192 } as const

export const CHART_FORMATS = ['svg', 'png', 'csv', 'parquet'] as const
export type ChartFormat = (typeof CHART_FORMATS)[number]

/** What is asked for, or what the name of the file says. */
export const formatOf = (out: string | undefined, asked?: ChartFormat): ChartFormat => asked ?? CHART_FORMATS.find(format => out?.toLowerCase().endsWith(`.${format}`) === true) ?? 'svg'

/** Writes a drawing into a file and says so; `source` stands at its foot. */
export async function writeChart(host: Host, file: string, draw: (frame: Frame) => Mark, source: string): Promise<void> {
  const text = toSvgText(draw({ width: CHART_SIZE.width, height: CHART_SIZE.height, theme: 'light', source }))
  await writeWhole(file, formatOf(file) === 'png' ? await pngOf(text, CHART_SIZE.dpi) : text)
  host.say(`wrote ${file}`)
}
