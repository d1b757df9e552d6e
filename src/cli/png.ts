/** A drawing as a PNG file: resvg with fonts of its own, so that the same drawing gives the same picture on every machine. */
import { createRequire } from 'node:module'
import { digits } from '../analysis/number-text.ts'
import { MARGIN } from '../charts/mark.ts'
import { withDensity } from '../exchange/png-density.ts'
import { UsageError } from './command.ts'

/** Of `--dpi`. */
export const LEAST_DPI = 24
/** Dots per inch of a drawing at its own size: a CSS pixel is 1/96 inch. */
const CSS_DPI = 96
/**
 * Most pixels of a picture, 8000 × 8000: drawing and packing take 8 bytes a pixel (measured: 548 MB at 64 million, 821 MB at 100 million),
 * so that with the simulation before it the process stays within 1 GB.
 */
const MOST_PIXELS = 64_000_000
/** Narrow enough that words laid out for Inter keep their places. */
const FONT_FAMILY = 'DejaVu Sans Condensed'
const FONT_FILES = ['DejaVuSansCondensed.ttf', 'DejaVuSansCondensed-Bold.ttf']

/** Refuses a picture larger than memory holds; the renderer would end the process without a word. */
export function refusePixels({ width, height, dpi }: { readonly width: number; readonly height: number; readonly dpi: number }): void {
  const [across, down] = [width, height].map(length => Math.ceil(((length + 2 * MARGIN) * dpi) / CSS_DPI))
  if (across * down <= MOST_PIXELS) return
  const most = Math.floor(CSS_DPI * Math.sqrt(MOST_PIXELS / ((width + 2 * MARGIN) * (height + 2 * MARGIN))))
  throw new UsageError(`--width ${width} --height ${height} --dpi ${dpi} make a picture of ${across} × ${down} pixels with its margin, ${digits((across * down) / 1e6, 0)} million; at most ${MOST_PIXELS / 1e6} million are drawn${most < LEAST_DPI ? ': make it smaller' : `: at this size --dpi ${most}`}, or write SVG`)
}

/** `svg` is a whole document; `dpi` 96 draws a pixel a unit. */
export async function pngOf(svg: string, dpi: number): Promise<Uint8Array> {
  const { Resvg } = await import('@resvg/resvg-js').catch((error: unknown) => {
    throw new Error(`pictures as PNG need the package @resvg/resvg-js, which is not installed for this system; write SVG instead (${String(error)})`)
  })
  const { resolve } = createRequire(import.meta.url)
  const fontFiles = FONT_FILES.map(file => resolve(`dejavu-fonts-ttf/ttf/${file}`))
  const drawing = new Resvg(svg, { fitTo: { mode: 'zoom', value: dpi / CSS_DPI }, font: { loadSystemFonts: false, fontFiles, defaultFontFamily: FONT_FAMILY, sansSerifFamily: FONT_FAMILY } })
  return withDensity(drawing.render().asPng(), dpi)
}
