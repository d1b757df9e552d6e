/** A drawing as a PNG file: resvg with fonts of its own, so that the same drawing gives the same picture on every machine. */
import { createRequire } from 'node:module'
import { withDensity } from '../exchange/png-density.ts'

/** Dots per inch of a drawing at its own size: a CSS pixel is 1/96 inch. */
const CSS_DPI = 96
/** Narrow enough that words laid out for Inter keep their places. */
const FONT_FAMILY = 'DejaVu Sans Condensed'
const FONT_FILES = ['DejaVuSansCondensed.ttf', 'DejaVuSansCondensed-Bold.ttf']

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
