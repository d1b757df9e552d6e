/** Widths of text without a browser: advance widths of Inter in hundredths of the font size, measured once. */

/** Letters by width at regular weight; semibold is a little wider. */
const CLASSES: readonly (readonly [number, string])[] = [
  [18, '\u2009'],
  [25, 'ijlI'],
  [30, ' .,;:·’\''],
  [37, '/frt()[]|'],
  [45, '1“”"-'],
  [56, '7JcksvxyzLF–'],
  [62, 'abdeghnopqu02345689EPRSTZB+−…'],
  [71, 'AVKXYC'],
  [76, 'DGHNOQU'],
  [86, 'wmM'],
  [100, 'W%—'],
]
const UNKNOWN = 66
const SEMIBOLD = 1.04

const widths: ReadonlyMap<string, number> = new Map(CLASSES.flatMap(([width, letters]) => Array.from(letters, letter => [letter, width] as const)))

/** Width in pixels of one line, within a few percent of the truth. */
export function textWidth(text: string, size: number, isBold = false): number {
  let hundredths = 0
  for (const letter of text) hundredths += widths.get(letter) ?? UNKNOWN
  return (hundredths / 100) * size * (isBold ? SEMIBOLD : 1)
}

/** The text, or as much of it as fits with an ellipsis. */
export function fitText(text: string, width: number, size: number, isBold = false): string {
  if (textWidth(text, size, isBold) <= width) return text
  const letters = Array.from(text)
  while (letters.length > 0 && textWidth(`${letters.join('').trimEnd()}…`, size, isBold) > width) letters.pop()
  return `${letters.join('').trimEnd()}…`
}

/** The text, or as much of its end as fits: paths differ at their ends. */
export function fitTail(text: string, width: number, size: number): string {
  if (textWidth(text, size) <= width) return text
  const letters = Array.from(text)
  while (letters.length > 0 && textWidth(`…${letters.join('').trimStart()}`, size) > width) letters.shift()
  return `…${letters.join('').trimStart()}`
}

/** Lines of at most `width`, broken at spaces; what does not fit in `most` lines ends with an ellipsis. */
export function wrapText(text: string, width: number, size: number, most: number, isBold = false): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`
    if (line === '' || lines.length === most - 1 || textWidth(longer, size, isBold) <= width) {
      line = longer
    } else {
      lines.push(line)
      line = word
    }
  }
  return [...lines, line].map(each => fitText(each, width, size, isBold))
}

/** The first of several wordings that fits, or the last one cut. */
export const fitWords = (wordings: readonly string[], room: number, size: number): string => wordings.find(words => textWidth(words, size) <= room) ?? fitText(wordings[wordings.length - 1], room, size)
