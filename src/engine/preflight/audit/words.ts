/** Numbers in the sentences of the audit: short, without locale. */

export const powerText = (watts: number): string => (watts >= 1e6 ? `${(watts / 1e6).toFixed(watts < 1e8 ? 2 : 1)} MW` : `${Math.round(watts / 1e3)} kW`)

export const percentText = (fraction: number): string => `${(fraction * 100).toFixed(1)} %`

/** A time after the failure: in seconds up to ten minutes, then minutes, then hours. */
export function milliseconds(ms: number): string {
  if (ms < 600_000) return `${(ms / 1000).toFixed(ms < 10_000 && ms % 1000 !== 0 ? 1 : 0)} s`
  return ms < 7_200_000 ? `${Math.round(ms / 60_000)} min` : `${Math.round(ms / 3_600_000)} h`
}

export const countText = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'

/** UPS systems are lettered, as on drawings. */
export const systemName = (system: number): string => (system < LETTERS.length ? LETTERS[system] : String(system + 1))
