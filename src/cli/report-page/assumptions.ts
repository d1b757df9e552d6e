/** What a result rests on: values of the scenario with their sources, the least trusted first. */
import { explain, type ValueFacts } from '../../scenario/explain.ts'
import { showValue } from '../../scenario/issue.ts'
import type { ScenarioDocument } from '../../scenario/load.ts'

export interface Assumption {
  readonly path: string
  readonly value: string
  readonly source: string
  readonly confidence: string
}

/** Sections whose values decide most; those of equipment stand in its catalog. */
const SECTIONS = ['grid', 'faults', 'checkpoints', 'scheduler', 'fabric', 'money', 'procurement', 'efficiency'] as const
const MOST_DEPTH = 3
/** Values of one section, so that no section hides the others. */
const MOST_OF_SECTION = 4
const ORDER: Readonly<Record<string, number>> = { low: 0, medium: 1, high: 2 }

/** Values below a path that have a source of their own. */
function below(document: ScenarioDocument, path: string, depth: number): ValueFacts[] {
  const found = explain(document, path)
  if (!found.ok) return []
  return found.value.children.flatMap(child => {
    if (child.confidence !== undefined && typeof child.written !== 'object') return [child]
    return depth < MOST_DEPTH ? below(document, child.path, depth + 1) : []
  })
}

export function assumptions(document: ScenarioDocument, most: number): Assumption[] {
  const found = SECTIONS.flatMap(section => below(document, section, 0).sort((a, b) => (ORDER[a.confidence ?? ''] ?? 3) - (ORDER[b.confidence ?? ''] ?? 3)).slice(0, MOST_OF_SECTION))
  return found
    .sort((a, b) => (ORDER[a.confidence ?? ''] ?? 3) - (ORDER[b.confidence ?? ''] ?? 3))
    .slice(0, most)
    .map(({ path, written, source, confidence }) => ({ path, value: showValue(written) ?? 'nothing', source, confidence: confidence ?? '' }))
}
