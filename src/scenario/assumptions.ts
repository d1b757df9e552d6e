/** Every value that a run takes and the file does not state: defaults and catalog rows, each with its unit and source. */
import { explain, type ValueFacts } from './explain.ts'
import { showValue } from './issue.ts'
import type { ScenarioDocument } from './load.ts'

export interface Assumption {
  readonly path: string
  /** As an author would write it. */
  readonly value: string
  /** Engine unit; '' for counts, shares and words. */
  readonly unit: string
  readonly from: 'default' | 'catalog'
  readonly source: string
  /** '' where the source says nothing of it. */
  readonly confidence: string
  readonly help: string
  /** A plain number or quantity, which a tornado can move. */
  readonly isNumber: boolean
}

const MOST = 4000
const MOST_DEPTH = 7
/** What is no input of the model. */
const SKIPPED: ReadonlySet<string> = new Set(['format', 'name', 'description', 'options', 'matrix', 'checks', 'waivers', 'sites'])

const QUANTITY = /^[-+]?[\d.]+(?:e[-+]?\d+)?(?:\s|$)/u

function assumptionOf({ path, written, unit = '', from, source, confidence, help }: ValueFacts): Assumption {
  const value = showValue(written) ?? 'nothing'
  return { path, value, unit, from: from === 'catalog' ? 'catalog' : 'default', source, confidence: confidence ?? '', help, isNumber: typeof written === 'number' || QUANTITY.test(value) }
}

/** In the order of the documentation; a value that is worked out from others, and sections, are none. */
export function assumptionsOf(document: ScenarioDocument): Assumption[] {
  const found: Assumption[] = []
  const visit = (path: string, depth: number): void => {
    const explained = explain(document, path)
    if (!explained.ok) return
    for (const child of explained.value.children) {
      if (found.length >= MOST || (path === '' && SKIPPED.has(child.path))) continue
      const isLeaf = typeof child.written !== 'object' || child.written === null
      if (isLeaf && (child.from === 'default' || child.from === 'catalog') && child.written !== undefined) found.push(assumptionOf(child))
      else if (!isLeaf && depth < MOST_DEPTH) visit(child.path, depth + 1)
    }
  }
  visit('', 0)
  return found
}
