/** A sheet of a spreadsheet as it was written: no formula is ever worked out, no merged cell filled. */

/** A day as `2028-07-01`, the text of a formula, or an error such as `#REF!`. */
export interface SpecialCell {
  readonly kind: 'date' | 'formula' | 'error'
  readonly text: string
}
export type SheetCell = string | number | boolean | null | SpecialCell

export interface SheetRow {
  /** 1-based, as the spreadsheet shows it. */
  readonly number: number
  readonly cells: readonly SheetCell[]
}

/** Cells that are shown as one: rows and columns from … to, 1-based. */
export interface Merge {
  readonly firstRow: number
  readonly lastRow: number
  readonly firstColumn: number
  readonly lastColumn: number
}

export interface Sheet {
  /** '' for a file that has no named sheets. */
  readonly name: string
  /** Rows that have anything in them, in order. */
  readonly rows: readonly SheetRow[]
  readonly merges: readonly Merge[]
  /** All sheets of the file. */
  readonly names: readonly string[]
}

/** Largest file, and most cells, that are read. */
export const MAX_SHEET_BYTES = 64_000_000
export const MAX_SHEET_CELLS = 8_000_000

const LETTERS = 26
const CODE_A = 65

/** `A` for 1, `AA` for 27. */
export function columnLetters(column: number): string {
  let text = ''
  for (let rest = column; rest > 0; rest = Math.floor((rest - 1) / LETTERS)) text = String.fromCharCode(CODE_A + ((rest - 1) % LETTERS)) + text
  return text
}

/** 28 for `AB`; 0 for what is no column. */
export function columnNumber(letters: string): number {
  if (!/^[A-Z]{1,3}$/iu.test(letters)) return 0
  return Array.from(letters.toUpperCase()).reduce((sum, letter) => sum * LETTERS + letter.charCodeAt(0) - CODE_A + 1, 0)
}

export const isSpecial = (cell: SheetCell): cell is SpecialCell => typeof cell === 'object' && cell !== null

/** A cell as a person reads it. */
export const cellText = (cell: SheetCell | undefined): string => (cell === null || cell === undefined ? '' : isSpecial(cell) ? cell.text : String(cell))

export const isBlank = (cell: SheetCell | undefined): boolean => cellText(cell).trim() === ''
