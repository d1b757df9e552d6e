/** The page of a chart: title as the finding, subtitle as measure and unit, source line at the foot. */
import type { Frame } from './chart.ts'
import { h, type Mark } from './mark.ts'
import { FONT, INK, type Ink } from './palette.ts'
import { fitText, wrapText } from './text-width.ts'
import { TITLE_LINES, type TitleLines } from './time-axis.ts'

const TITLE = { size: 13, line: 16, first: 13 } as const
const SUBTITLE = { size: 11, line: 14, gap: 3 } as const
/** The paper reaches beyond the drawing, for files with a margin; on the page it is cut off. */
const BLEED = 16

export const inkOf = (frame: Frame): Ink => INK[frame.theme]

export interface Heading {
  readonly title: readonly string[]
  readonly subtitle: readonly string[]
  /** y below the last line. */
  readonly bottom: number
}

/** Breaks title and subtitle to the width of the frame; `most` lines each. */
export function headingOf(frame: Frame, title: string, subtitle: string, most: TitleLines = { title: 2, subtitle: 2 }): Heading {
  const titleLines = wrapText(title, frame.width, TITLE.size, most.title, true)
  const subtitleLines = subtitle === '' ? [] : wrapText(subtitle, frame.width, SUBTITLE.size, most.subtitle)
  const bottom = TITLE.first + (titleLines.length - 1) * TITLE.line + SUBTITLE.gap + subtitleLines.length * SUBTITLE.line
  return { title: titleLines, subtitle: subtitleLines, bottom }
}

type Content = readonly (Mark | null)[]

/** The SVG root with a heading and what is drawn below it. */
export function page(frame: Frame, heading: Heading, content: Content): Mark {
  const ink = inkOf(frame)
  const { width, height } = frame
  const below = TITLE.first + (heading.title.length - 1) * TITLE.line + SUBTITLE.gap
  return h(
    'svg',
    { viewBox: `0 0 ${width} ${height}`, width, height, 'font-family': FONT, 'font-size': 12, fill: ink.text, role: 'img' },
    h('rect', { x: -BLEED, y: -BLEED, width: width + 2 * BLEED, height: height + 2 * BLEED, fill: ink.paper }),
    heading.title.map((line, i) => h('text', { x: 0, y: TITLE.first + i * TITLE.line, 'font-size': TITLE.size, 'font-weight': 600 }, line)),
    heading.subtitle.map((line, i) => h('text', { x: 0, y: below + (i + 1) * SUBTITLE.line, 'font-size': SUBTITLE.size, fill: ink.muted }, line)),
    content,
    frame.source === '' ? null : h('text', { x: 0, y: height - 3, 'font-size': 9, fill: ink.muted }, fitText(frame.source, width, 9)),
  )
}

/** A page whose heading takes the room that all charts over time keep for it, so that their plots align. */
export const alignedPage = (frame: Frame, title: string, subtitle: string, content: Content): Mark => page(frame, headingOf(frame, title, subtitle, TITLE_LINES(frame.width)), content)

/** Says why there is nothing to draw. */
export function emptyPage(frame: Frame, title: string, why: string): Mark {
  const lines = wrapText(why, frame.width * 0.8, 12, 3)
  const first = frame.height / 2 - ((lines.length - 1) * 16) / 2
  const text = lines.map((line, i) => h('text', { x: frame.width / 2, y: first + i * 16, 'text-anchor': 'middle', fill: inkOf(frame).muted }, line))
  return page(frame, headingOf(frame, title, ''), text)
}
