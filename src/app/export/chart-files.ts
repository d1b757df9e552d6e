/** A chart in every form that one can take along; the same marks and rows as on the page, and as the command line writes. */
import type { ChartDefinition, Frame } from '../../charts/chart.ts'
import { toSvgText } from '../../charts/mark.ts'
import { writeCsv } from '../../exchange/csv.ts'
import { drawnTable } from '../../exchange/drawn-table.ts'
import { tableParquet } from '../../exchange/parquet-table.ts'
import { withDensity } from '../../exchange/png-density.ts'
import { paintMark } from './paint-marks.ts'

/** A chart with what it draws, and how large its files are. */
export interface TakenChart<D> {
  readonly chart: ChartDefinition<D>
  /** What pictures show, and what tables list where that differs. */
  readonly data: D
  readonly listed: D
  readonly frame: Pick<Frame, 'width' | 'height'>
  /** Grey line at the foot. */
  readonly source: string
}

export interface PictureChoice {
  /** Of the drawing without its margin, px of 1/96 inch. */
  readonly width: number
  readonly height: number
  readonly dpi: number
  readonly theme: Frame['theme']
}

/** Dots per inch of a drawing at its own size: a CSS pixel is 1/96 inch. */
const CSS_DPI = 96
/** White space around a picture, px. */
const MARGIN = 16
/** Largest canvas that every browser makes. */
export const MOST_PIXELS = 64_000_000

/** Width and height of a picture, dots. */
export function dotsOf({ width, height, dpi }: Pick<PictureChoice, 'width' | 'height' | 'dpi'>): readonly [number, number] {
  const scale = dpi / CSS_DPI
  return [Math.round((width + 2 * MARGIN) * scale), Math.round((height + 2 * MARGIN) * scale)]
}

export const svgOf = <D>({ chart, data, frame, source }: TakenChart<D>): string => toSvgText(chart.layout(data, { ...frame, theme: 'light', source }))

export function csvOf<D>({ chart, listed }: TakenChart<D>, hasByteOrderMark = true): string {
  const { columns, rows } = chart.rows(listed)
  return writeCsv(columns, rows, { hasByteOrderMark })
}

export function parquetOf<D>({ chart, listed, source }: TakenChart<D>): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(tableParquet(drawnTable(chart.rows(listed)), { chart: chart.id, source }))
}

/** The picture as a PNG of the chosen size that knows its dots per inch. */
export async function pngOf<D>({ chart, data, source }: TakenChart<D>, choice: PictureChoice): Promise<Uint8Array<ArrayBuffer>> {
  const { width, height, dpi, theme } = choice
  await document.fonts.ready
  const mark = chart.layout(data, { width, height, theme, source })
  const size = { width: Number(mark.attributes.width), height: Number(mark.attributes.height) }
  const [dotsWide, dotsHigh] = dotsOf({ ...size, dpi })
  if (dotsWide * dotsHigh > MOST_PIXELS) throw new RangeError(`a picture of ${dotsWide} × ${dotsHigh} dots is too large; choose fewer dots per inch`)
  const canvas = new OffscreenCanvas(dotsWide, dotsHigh)
  const paint = canvas.getContext('2d')
  if (paint === null) throw new Error('this browser gives no canvas to draw on')
  paint.scale(dpi / CSS_DPI, dpi / CSS_DPI)
  paint.translate(MARGIN, MARGIN)
  paintMark(paint, mark)
  const blob = await canvas.convertToBlob({ type: 'image/png' })
  return Uint8Array.from(withDensity(new Uint8Array(await blob.arrayBuffer()), dpi))
}
