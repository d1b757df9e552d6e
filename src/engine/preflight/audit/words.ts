/** Numbers in the sentences of the audit: short, without locale, units held to them by a thin space. */

export const powerText = (watts: number): string => (watts >= 1e6 ? `${(watts / 1e6).toFixed(watts < 1e8 ? 2 : 1)}\u2009MW` : `${Math.round(watts / 1e3)}\u2009kW`)

export const percentText = (fraction: number): string => `${(fraction * 100).toFixed(1)}\u2009%`

export const degreesText = (celsius: number): string => (Number.isFinite(celsius) ? `${celsius.toFixed(1)}\u2009°C` : 'boundless heat')

/** A time after the failure: in seconds up to ten minutes, then minutes, then hours. */
export function milliseconds(ms: number): string {
  if (ms < 600_000) return `${(ms / 1000).toFixed(ms < 10_000 && ms % 1000 !== 0 ? 1 : 0)}\u2009s`
  return ms < 7_200_000 ? `${Math.round(ms / 60_000)}\u2009min` : `${Math.round(ms / 3_600_000)}\u2009h`
}

export const countText = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'

/** UPS systems are lettered, as on drawings. */
export const systemName = (system: number): string => (system < LETTERS.length ? LETTERS[system] : String(system + 1))
