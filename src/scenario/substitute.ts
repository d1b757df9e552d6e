/** Puts the values of expressions in their places, and says where they stood. */
import { pathKey } from './edit-tree.ts'
import { createEvaluator, isExpression } from './expressions.ts'
import { FUNCTIONS } from './expression-values.ts'
import { blocksOf } from './options.ts'
import type { InstanceEdit } from './options.ts'
import type { Section } from './parse.ts'
import type { TreePath } from './positions.ts'
import { isUnitName } from './schema/units.ts'
import type { Problem } from './validate.ts'

export interface Substituted {
  readonly data: Section
  readonly edits: readonly InstanceEdit[]
  readonly problems: readonly Problem[]
  /** Expressions as written, by the path of the value (steps joined by NUL). */
  readonly expressions: ReadonlyMap<string, string>
}

/** Sections whose texts are not evaluated: options are overlays that apply first. */
const SKIPPED: ReadonlySet<string> = new Set(['options', 'parameters', 'name', 'description'])
const PARAMETER_NAME = /^[A-Za-z][A-Za-z0-9_]{0,63}$/u

const isSection = (value: unknown): value is Section => typeof value === 'object' && value !== null && !Array.isArray(value)

function nameProblem(name: string): string | undefined {
  if (!PARAMETER_NAME.test(name)) return 'is not a name that expressions can use; a letter, then letters, digits or _'
  if (FUNCTIONS.has(name)) return 'is the name of a function'
  return isUnitName(name) ? 'is also a unit, so that expressions would be ambiguous' : undefined
}

/** Evaluates every expression of data and of the edits of single instances. A problem leaves its expression in place. */
export function substitute(data: Section, edits: readonly InstanceEdit[]): Substituted {
  const parameters = isSection(data.parameters) ? data.parameters : {}
  const evaluator = createEvaluator(parameters)
  const problems: Problem[] = []
  const expressions = new Map<string, string>()
  const refuse = (path: TreePath, value: unknown, message: string, code = 'expression'): void => {
    problems.push({ severity: 'error', code, path, message, value })
  }
  const evaluated: Record<string, unknown> = {}
  for (const [name, written] of Object.entries(parameters)) {
    const path = ['parameters', name]
    const wrongName = nameProblem(name)
    if (wrongName !== undefined) refuse(path, name, wrongName, 'parameter-name')
    const result = evaluator.parameter(name)
    if (!result.ok) refuse(path, written, result.error.message)
    if (isExpression(written)) expressions.set(pathKey(path), written)
    evaluated[name] = result.ok ? result.value : written
  }
  const visit = (value: unknown, path: TreePath): unknown => {
    if (isExpression(value)) {
      const result = evaluator.evaluate(value)
      expressions.set(pathKey(path), value)
      if (result.ok) return result.value
      refuse(path, value, result.error.message)
      return value
    }
    if (Array.isArray(value)) return (value as readonly unknown[]).map((child, index) => visit(child, [...path, index]))
    if (!isSection(value)) return value
    const changed: Record<string, unknown> = {}
    for (const key of Object.keys(value)) changed[key] = path.length === 0 && SKIPPED.has(key) ? value[key] : visit(value[key], [...path, key])
    return changed
  }
  const substituted = visit(data, []) as Section
  const settled = edits.map((edit) => {
    const value = visit(edit.value, [...blocksOf(edit.site), edit.entry, ...edit.path])
    return value === edit.value ? edit : { ...edit, value }
  })
  return { data: isSection(data.parameters) ? { ...substituted, parameters: evaluated } : substituted, edits: settled, problems, expressions }
}
