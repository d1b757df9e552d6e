/** Numbers as people read them: thin spaces between thousands, a real minus sign, no locale. */

/** Groups of three digits by a thin space. */
export function digits(value: number, decimals = 0): string {
  const [whole, rest] = Math.abs(value).toFixed(decimals).split('.')
  const grouped = whole.replace(/\B(?=(\d{3})+(?!\d))/g, '\u2009')
  const isZero = !/[1-9]/.test(whole + (rest ?? ''))
  return `${value < 0 && !isZero ? '−' : ''}${grouped}${rest === undefined ? '' : `.${rest}`}`
}

export const percent = (share: number, decimals = 0): string => `${digits(share * 100, decimals)}\u2009%`

const SHORT: readonly (readonly [number, string])[] = [
  [1e9, '\u2009G'],
  [1e6, '\u2009M'],
  [1e3, '\u2009k'],
]

/** Thousands, millions and billions in short; three digits at most. */
export function short(value: number): string {
  const found = SHORT.find(([size]) => Math.abs(value) >= size * 0.9995)
  if (found === undefined) return digits(value, Number.isInteger(value) ? 0 : 1)
  const scaled = value / found[0]
  const decimals = Math.abs(scaled) >= 100 || Math.abs(scaled - Math.round(scaled)) < 0.005 ? 0 : Math.abs(scaled) >= 10 ? 1 : 2
  return `${digits(scaled, decimals).replace(/(\.\d*[1-9])0+$|\.0+$/, '$1')}${found[1]}`
}
