/** What breaks a chain: options of the file, by what they cost, and causes that might be mended. */
import { editsOf } from '../../scenario/contingent/timing.ts'
import { CAUSE_GROUP_IDS, causeGroup } from '../../scenario/idealise/cause-groups.ts'
import { loadScenario } from '../../scenario/load.ts'
import { valueAt } from '../../scenario/schema/walk.ts'
import { average } from '../estimate.ts'
import type { Row } from '../reduce.ts'
import { type ChainQuestion, judgePoints, setOf, type TriedChain } from './chain-search.ts'
import type { Edit, Simulate, StudyPoint } from './laboratory.ts'

export interface Fix {
  readonly kind: 'option' | 'cause'
  readonly id: string
  readonly label: string
  /** Mean total cost with it less that without it, the chain happening in both; null for a cause, which has no price here. USD. */
  readonly costUsd: number | null
  /** Useful accelerator-hours that it gives back, mean. */
  readonly gpuHours: number
  readonly keeps: boolean
}

const touches = (a: string, b: string): boolean => a === b || a.startsWith(`${b}.`) || b.startsWith(`${a}.`)

const mean = (rows: readonly Row[], key: 'totalCostUsd' | 'productiveGpuHours'): number => average(rows.map(({ figures }) => figures[key]))

interface Candidate extends Pick<Fix, 'kind' | 'id' | 'label'> {
  readonly point: StudyPoint
}

/** Options that can be simulated under the chain. What an option itself states is no longer forced: it takes the event away. */
function optionCandidates({ text, file, set, scenario, option }: ChainQuestion, forced: readonly Edit[]): Candidate[] {
  // An option of a run that has one already would take its place.
  if (option !== undefined) return []
  const data = loadScenario(text, { file, set }).document?.file
  return Object.entries(scenario.options).flatMap(([id, { label }]): Candidate[] => {
    const edits = editsOf(valueAt(data, ['options', id]))
    const all = [...set, ...forced.filter(({ path }) => !edits.some(edit => touches(edit.path, path)))]
    return loadScenario(text, { file, option: id, set: all }).scenario === undefined ? [] : [{ kind: 'option', id, label, point: { label: id, option: id, set: all } }]
  })
}

/** The cheapest first, then causes, those that need to give back least first; what does not keep the target is last. */
function inOrder(a: Fix, b: Fix): number {
  return Number(b.keeps) - Number(a.keeps) || Number(a.kind === 'cause') - Number(b.kind === 'cause') || (a.costUsd ?? 0) - (b.costUsd ?? 0) || a.gpuHours - b.gpuHours || (a.id < b.id ? -1 : 1)
}

/** Every fix under the chain, judged. */
export async function fixesOf(question: ChainQuestion, { chain, rows }: TriedChain, simulate: Simulate): Promise<Fix[]> {
  const { option, set, events } = question
  const forced = setOf(chain, events)
  const causes = CAUSE_GROUP_IDS.map((id): Candidate => ({ kind: 'cause', id, label: causeGroup(id).label, point: { label: `without ${id}`, option, set: [...set, ...forced], idealise: [id] } }))
  const candidates = [...optionCandidates(question, forced), ...causes]
  const judged = await judgePoints(question, candidates.map(({ point }) => point), 'looking for what breaks it', simulate)
  return candidates.map(({ kind, id, label }, at): Fix => {
    const own = judged[at]
    return {
      kind, id, label, keeps: !own.missed, gpuHours: mean(own.rows, 'productiveGpuHours') - mean(rows, 'productiveGpuHours'),
      costUsd: kind === 'cause' ? null : mean(own.rows, 'totalCostUsd') - mean(rows, 'totalCostUsd'),
    }
  }).toSorted(inOrder)
}
