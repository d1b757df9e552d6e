/** A chart as a file: SVG, or PNG where the name of the file or a flag says so. */
import { extname } from 'node:path'
import type { Frame } from '../charts/chart.ts'
import { type Mark, toSvgText } from '../charts/mark.ts'
import { UsageError } from './command.ts'
import type { Host } from './host.ts'
import { fileToWrite } from './out-path.ts'
import { pngOf } from './png.ts'
import { writeWhole } from './write-whole.ts'

/** Size of a drawing nobody gave a size, px, and dots per inch of a PNG. */
export const CHART_SIZE = { width: 800, height: 360, dpi: 192 } as const

export const CHART_FORMATS = ['svg', 'png', 'csv', 'parquet'] as const
export type ChartFormat = (typeof CHART_FORMATS)[number]

const isFormat = (ending: string): ending is ChartFormat => (CHART_FORMATS as readonly string[]).includes(ending)

const endingOf = (file: string): string => extname(file).slice(1).toLowerCase()

/** What is asked for, or what the name of the file says; a name without an ending says nothing. */
export function formatOf(out: string | undefined, asked?: ChartFormat): ChartFormat {
  const ending = endingOf(out ?? '')
  return asked ?? (isFormat(ending) ? ending : 'svg')
}

/** The file of `chart --out`; refuses an ending that says another format than the one that is written. */
export function chartOut(out: string, asked: ChartFormat | undefined): string {
  const ending = endingOf(out)
  const endings = CHART_FORMATS.map(format => `.${format}`).join(', ')
  if (ending !== '' && !isFormat(ending)) throw new UsageError(`--out ${out}: no chart is written as .${ending}; the endings are ${endings}`)
  if (ending !== '' && asked !== undefined && asked !== ending) throw new UsageError(`--out ${out} says ${ending} and --format says ${asked}: leave --format out, or end the name with .${asked}; the endings are ${endings}`)
  return fileToWrite('--out')(out)
}

/** The file of a drawing beside an answer. */
export function drawingFile(text: string): string {
  if (!['', 'svg', 'png'].includes(endingOf(text))) throw new UsageError(`--chart ${text}: no drawing is written as .${endingOf(text)}; the endings are .svg, .png`)
  return fileToWrite('--chart')(text)
}

/** Writes a drawing into a file and says so; `source` stands at its foot. */
export async function writeChart(host: Host, file: string, draw: (frame: Frame) => Mark, source: string): Promise<void> {
  const text = toSvgText(draw({ width: CHART_SIZE.width, height: CHART_SIZE.height, theme: 'light', source }))
  await writeWhole(file, formatOf(file) === 'png' ? await pngOf(text, CHART_SIZE.dpi) : text)
  host.say(`wrote ${file}`)
}
