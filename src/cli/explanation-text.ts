/** An explained value as text: what it means, what it is, where it comes from, and what stands below it. */
import { limitationsOfPath } from '../analysis/limitations.ts'
import type { Explanation, ValueFacts } from '../scenario/explain.ts'
import { showValue } from '../scenario/issue.ts'
import { distributionText, isDistribution, writtenText } from './distribution-text.ts'
import { notModelledLines } from './definition-text.ts'
import type { Paint } from './report-text.ts'
import { wrapped } from './wrapped.ts'

const LABEL_WIDTH = 12
const WIDTH = 80

/** Value in the engine's unit; sections as JSON. */
function valueText(value: unknown, unit: string | undefined): string {
  if (isDistribution(value)) return distributionText(value, unit ?? '')
  // What is read from a line of words is said in those words.
  if (typeof value === 'object' && value !== null && 'text' in value && typeof value.text === 'string') return value.text
  const text = typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean' ? String(value) : JSON.stringify(value)
  return unit === undefined || unit === '' ? text : `${text} ${unit}`
}

/** As the author wrote it; of sections their keys alone. */
const authorText = ({ written, value }: ValueFacts): string => (isDistribution(value) && typeof written === 'object' ? writtenText(written) : (showValue(written) ?? 'not stated'))

function placeOf({ from, line, column, expression }: ValueFacts): string {
  const place = line === undefined ? '' : `, line ${line}${column === undefined ? '' : `:${column}`}`
  return `${from}${place}${expression === undefined ? '' : `, ${expression}`}`
}

function factLines(explanation: Explanation): string[] {
  const { value, unit, allowed, source, confidence } = explanation
  const isSection = explanation.children.length > 0
  const facts: [string, string | undefined][] = [
    ['written', isSection ? undefined : authorText(explanation)],
    ['value', value === undefined ? undefined : valueText(value, unit)],
    ['unit', unit === '' || isDistribution(value) ? undefined : unit],
    ['allowed', allowed],
    ['from', placeOf(explanation)],
    ['source', source],
    ['confidence', confidence],
  ]
  return facts.flatMap(([label, text]) => (text === undefined ? [] : wrapped(text, WIDTH - LABEL_WIDTH - 2).map((line, i) => `  ${(i === 0 ? label : '').padEnd(LABEL_WIDTH)}${line}`)))
}

function childLine(facts: ValueFacts): string {
  const { path, from, line } = facts
  const name = path.slice(Math.max(path.lastIndexOf('.') + 1, 0))
  const value = authorText(facts)
  const where = line === undefined ? from : `${from}, line ${line}`
  return `  ${name.padEnd(22)} ${value.length > 32 ? `${value.slice(0, 31)}…` : value.padEnd(32)}  ${where}`
}

export function explanationText(explanation: Explanation, paint: Paint): string {
  const { path, help, children } = explanation
  const below = children.length === 0 ? [] : ['', ...children.map(childLine)]
  return `${[paint.strong(path === '' ? 'scenario' : path), ...wrapped(help, WIDTH - 2).map(line => `  ${line}`), '', ...factLines(explanation), ...below, ...notModelledLines(limitationsOfPath(path))].join('\n')}\n`
}
