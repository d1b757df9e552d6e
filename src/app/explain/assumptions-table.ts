/** Assumptions in the order in which they matter, as text for a search, and as a table for files. */
import { limitationsOfPath } from '../../analysis/limitations.ts'
import type { TornadoData } from '../../charts/chart-data.ts'
import { writeCsv } from '../../exchange/csv.ts'
import { err, ok, type Result } from '../../base/result.ts'
import type { Assumption } from '../../scenario/assumptions.ts'
import { parse } from '../../scenario/parse.ts'
import { resolvePath } from '../../scenario/path.ts'
import { scenarioFile } from '../../scenario/schema/scenario.ts'
import { editYaml } from '../editing/edit-yaml.ts'

const TRUST: Readonly<Record<string, number>> = { low: 0, medium: 1, high: 2 }
/** How many are moved to see which matter, and how far either way. */
const MOST_MOVED = 12
const SPREAD = 0.2

/** The swing of a result by path; none without a tornado. */
export const swingsOf = (data: TornadoData | null): ReadonlyMap<string, number> => new Map((data?.factors ?? []).map(({ path, swing }) => [path, Math.abs(swing)]))

/** What matters most first where that is known, then what is trusted least. */
export function inOrder(assumptions: readonly Assumption[], swings: ReadonlyMap<string, number>): Assumption[] {
  const place = new Map(assumptions.map((each, index) => [each.path, index]))
  return assumptions.toSorted((a, b) => (swings.get(b.path) ?? -1) - (swings.get(a.path) ?? -1) || (TRUST[a.confidence] ?? 3) - (TRUST[b.confidence] ?? 3) || (place.get(a.path) ?? 0) - (place.get(b.path) ?? 0))
}

/** Those that hold every word of a search in path, value, source or help. */
export function matching(assumptions: readonly Assumption[], search: string): Assumption[] {
  const words = search.toLowerCase().split(/\s+/u).filter(word => word !== '')
  return words.length === 0 ? [...assumptions] : assumptions.filter(({ path, value, source, help, confidence }) => words.every(word => `${path} ${value} ${source} ${help} ${confidence}`.toLowerCase().includes(word)))
}

/** Ranges around numbers, as a tornado takes them; those that are found first. */
export function rangesOf(assumptions: readonly Assumption[]): string[] {
  return assumptions.filter(({ isNumber }) => isNumber).flatMap(({ path, value }): string[] => {
    const read = /^([-+]?[\d.]+(?:e[-+]?\d+)?)\s*(.*)$/iu.exec(value)
    const number = Number(read?.[1])
    if (read === null || !Number.isFinite(number) || number === 0) return []
    const [low, high] = [number * (1 - SPREAD), number * (1 + SPREAD)].map(each => Number(each.toPrecision(6))).toSorted((a, b) => a - b)
    // Something counted moves by whole ones.
    return Number.isInteger(number) && read[2] === '' ? [`${path}=${Math.max(0, Math.floor(low))}..${Math.ceil(high)}`] : [`${path}=${low}..${high}${read[2] === '' ? '' : ` ${read[2]}`}`]
  }).slice(0, MOST_MOVED)
}

/** Every row with what is not modelled of it. */
export const assumptionsCsv = (assumptions: readonly Assumption[], swings: ReadonlyMap<string, number>): string => writeCsv(
  ['path', 'value', 'unit of the model', 'from', 'source', 'confidence', 'swing', 'where used', 'not modelled'].map(name => ({ name, unit: '' })),
  assumptions.map(({ path, value, unit, from, source, confidence, help }) => [path, value, unit, from, source, confidence, swings.get(path) ?? null, help, limitationsOfPath(path).map(({ text }) => text).join('; ')]),
)

/** The text with a value written into it, and its line: sections above it that are not written yet come along. */
export function writtenInto(text: string, path: string, value: string | number | boolean): Result<{ readonly text: string; readonly line: number }, string> {
  const parsed = parse(text)
  if (!parsed.ok) return err('the text cannot be read: mend it first')
  const target = resolvePath(path, parsed.value.data, scenarioFile)
  if (!target.ok) return err(target.error.message)
  const edited = editYaml(text, [{ kind: 'set', path: target.value.path, value }])
  if (!edited.ok) return err(edited.error.message)
  const [before, after] = [text.split('\n'), edited.value.split('\n')]
  return ok({ text: edited.value, line: after.findIndex((line, index) => line !== before[index]) + 1 })
}
