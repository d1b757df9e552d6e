/** Lines of the written paths of a text, so that a click on a thing can show where it is written. */
import { parse } from '../../scenario/parse.ts'
import type { TreePath } from '../../scenario/positions.ts'

const MAX_DEPTH = 6
const MAX_PATHS = 4000

const isSection = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value)

/** The name of a list element: its id, else its index in brackets. */
function elementName(element: unknown, index: number): string {
  return isSection(element) && typeof element.id === 'string' ? `.${element.id}` : `[${index}]`
}

/** 1-based line by written path; empty for a text that cannot be parsed. */
export function linesOf(text: string): Readonly<Record<string, number>> {
  const parsed = parse(text)
  const lines: Record<string, number> = {}
  if (!parsed.ok) return lines
  const { data, positionOf } = parsed.value
  let left = MAX_PATHS
  const visit = (value: unknown, path: TreePath, written: string): void => {
    if (left-- <= 0) return
    const position = written === '' ? undefined : positionOf(path, 'key')
    if (position !== undefined) lines[written] = position.line
    if (path.length >= MAX_DEPTH) return
    if (Array.isArray(value)) value.forEach((element, index) => visit(element, [...path, index], written + elementName(element, index)))
    else if (isSection(value)) for (const [key, child] of Object.entries(value)) visit(child, [...path, key], written === '' ? key : `${written}.${key}`)
  }
  visit(data, [], '')
  return lines
}
