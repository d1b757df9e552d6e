/** Whether two plans say the same: most edits move nothing, and then what was drawn of the plan before stays. */
import type { SitePlan } from './site-plan.ts'

function isSame(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && a.every((value, index) => isSame(value, b[index]))
  const keys = Object.keys(a)
  const [left, right] = [a as Readonly<Record<string, unknown>>, b as Readonly<Record<string, unknown>>]
  return keys.length === Object.keys(b).length && keys.every(key => Object.hasOwn(b, key) && isSame(left[key], right[key]))
}

export const isSamePlan = (a: SitePlan, b: SitePlan): boolean => isSame(a, b)
