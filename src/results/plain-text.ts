/** Plain data as one line of text and back, to the last bit: JSON, with the numbers that JSON lacks spelled out. */

const MARK = '\u0001'
const SPELLED: Readonly<Record<string, number>> = { 'NaN': NaN, '+': Infinity, '-': -Infinity, '-0': -0 }

const spelled = (value: number): string => MARK + (Number.isNaN(value) ? 'NaN' : value === Infinity ? '+' : value === -Infinity ? '-' : '-0')

export const toLine = (data: unknown): string =>
  JSON.stringify(data, (_, value: unknown) => (typeof value === 'number' && (!Number.isFinite(value) || Object.is(value, -0)) ? spelled(value) : value))

/** Throws a SyntaxError for what is no line of ours. */
export const fromLine = (text: string): unknown =>
  JSON.parse(text, (_, value: unknown) => (typeof value === 'string' && value.startsWith(MARK) ? SPELLED[value.slice(1)] : value))
