/** Numbers, dates and durations as people read them. Thin space before units, no more digits than asked for. */
import { civilFromDays } from '../base/civil-date.ts'
import { DAY_MS } from '../base/spans.ts'

const THIN = '\u2009'
const MINUS = '\u2212'
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const SCALES = [
  { from: 1e12, suffix: 'T' },
  { from: 1e9, suffix: 'G' },
  { from: 1e6, suffix: 'M' },
  { from: 1e3, suffix: 'k' },
]

/** A number with a fixed count of decimals, thin spaces between thousands and a real minus sign. */
export function formatNumber(value: number, decimals = 0): string {
  if (!Number.isFinite(value)) return '–'
  const [whole, part] = Math.abs(value).toFixed(decimals).split('.')
  const grouped = whole.length > 4 ? whole.replace(/\B(?=(\d{3})+$)/g, THIN) : whole
  const text = part === undefined ? grouped : `${grouped}.${part}`
  return value < 0 && /[1-9]/.test(text) ? MINUS + text : text
}

/** Three significant digits. */
function threeDigits(value: number): string {
  const size = Math.abs(value)
  return formatNumber(value, size >= 99.95 || size === 0 ? 0 : size >= 9.995 ? 1 : 2)
}

/** A number with its unit, scaled by thousands: `4.21 MW`, `812 kW`; a bare number without unit: `4.21 M`. */
export function formatScaled(value: number, unit: string): string {
  const scale = SCALES.find(({ from }) => Math.abs(value) >= from * 0.9995)
  const text = threeDigits(scale === undefined ? value : value / scale.from)
  const suffix = (scale?.suffix ?? '') + unit
  return suffix === '' ? text : text + THIN + suffix
}

/** Accelerator-hours: `4.21 M GPU·h`. */
export const formatGpuHours = (hours: number): string => `${formatScaled(hours, '')}${THIN}GPU·h`

/** Money in dollars: `3.20 bn USD`, `412 M USD`, `3.51 USD`. */
export function formatMoney(usd: number): string {
  const [divisor, word] = Math.abs(usd) >= 0.9995e9 ? [1e9, 'bn '] : Math.abs(usd) >= 0.9995e6 ? [1e6, 'M '] : Math.abs(usd) >= 0.9995e4 ? [1e3, 'k '] : [1, '']
  return `${threeDigits(usd / divisor)}${THIN}${word}USD`
}

/** A share as a percentage, `61.3 %`. */
export function formatPercent(share: number, decimals = 1): string {
  return `${formatNumber(share * 100, decimals)}${THIN}%`
}

/** A number with its unit as they are. */
export function formatQuantity(value: number, unit: string, decimals = 0): string {
  return `${formatNumber(value, decimals)}${unit === '' ? '' : THIN}${unit}`
}

/** A difference with its sign always shown. */
export function formatSigned(value: number, decimals = 1): string {
  const text = formatNumber(Math.abs(value), decimals)
  if (!/[1-9]/.test(text)) return `±${text}`
  return (value < 0 ? MINUS : '+') + text
}

/** `14 Mar 2029`. */
export function formatDay(day: number): string {
  const { year, month, day: ofMonth } = civilFromDays(Math.floor(day))
  return `${ofMonth} ${MONTHS[month - 1]} ${year}`
}

/** `Mar 2029`. */
export function formatMonth(day: number): string {
  const { year, month } = civilFromDays(Math.floor(day))
  return `${MONTHS[month - 1]} ${year}`
}

/** A length of time in the largest unit that keeps it readable: `3.2 years`, `7.5 months`, `12 days`, `4 h`. */
export function formatDuration(ms: number): string {
  const days = Math.abs(ms) / DAY_MS
  if (days >= 730.5) return formatQuantity(ms / DAY_MS / 365.25, 'years', 1)
  if (days >= 60) return formatQuantity(ms / DAY_MS / 30.4375, 'months', 1)
  if (days >= 2) return formatQuantity(ms / DAY_MS, 'days', 0)
  if (days >= 1 / 24) return formatQuantity((ms / DAY_MS) * 24, 'h', days < 0.5 ? 1 : 0)
  return formatQuantity(ms / 60_000, 'min', 0)
}

/** Lower-case words of an identifier such as `dry-cooler` or `liquidFlush`, first letter capital. */
export function formatWords(id: string): string {
  const words = id.replace(/([a-z])([A-Z])/g, '$1 $2').replace(/[-_]/g, ' ').toLowerCase()
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** `76.6–86.1 %`: the unit is said once when both ends share it; a dash after a minus would read as a second one. */
export function formatRange(low: string, high: string): string {
  const cut = low.lastIndexOf(THIN)
  const unit = cut === -1 ? '' : low.slice(cut)
  const between = /^[−-]/u.test(low) ? ' … ' : '–'
  return unit !== '' && !/\d/.test(unit) && high.endsWith(unit) ? `${low.slice(0, cut)}${between}${high}` : `${low} – ${high}`
}
