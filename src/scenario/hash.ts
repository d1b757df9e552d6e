/** Identity of what a scenario means, whatever its notation. */
import { createHasher } from '../base/hash.ts'
import type { Section } from './parse.ts'

/** Sections that change nothing once they are applied. */
const APPLIED: ReadonlySet<string> = new Set(['options', 'parameters', 'matrix'])

/** Text of data with sorted keys: equal for equal data. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const section = value as Section
  return `{${Object.keys(section).sort().map((key) => `${JSON.stringify(key)}:${canonical(section[key])}`).join(',')}}`
}

/**
 * Hash of a scenario after options, sets and expressions, 16 hexadecimal digits. YAML and JSON of the same content agree;
 * comments, the order of keys, options that were not chosen and unused parameters do not matter.
 */
export function scenarioHash(expanded: Section): string {
  const hasher = createHasher()
  const kept = Object.fromEntries(Object.entries(expanded).filter(([key]) => !APPLIED.has(key)))
  hasher.string(canonical(kept))
  return hasher.digest()
}
