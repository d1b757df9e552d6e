/** What took the loss: the site is simulated without its causes, in the coalitions that the method needs. */
import { type CauseGroupId, CAUSE_GROUP_IDS } from '../../scenario/idealise/cause-groups.ts'
import { attribute, type Attribution, centsOf, largestGroups, type Method, type Outcome } from '../attribution/attribute.ts'
import { neededOneByOne } from '../attribution/one-by-one.ts'
import { allCoalitions, antithetic, coalitionsOf, EXACT_CAUSES, MOST_CAUSES } from '../designs/coalitions.ts'
import type { Row } from '../reduce.ts'
import { type Edit, type Simulate, StudyProblem, type StudyPoint } from './laboratory.ts'

export interface AttributionQuestion {
  readonly option: string | undefined
  readonly set: readonly Edit[]
  /** In the order of the list; those that took most when left out. */
  readonly groups: readonly CauseGroupId[] | undefined
  readonly method: Method
  /** Pairs of orders of the causes, where shares are sampled. */
  readonly permutations: number
  /** Whether replications come in mirrored pairs. */
  readonly isAntithetic?: boolean
  /** Replications of the site as it is. */
  readonly base: readonly Row[]
}

interface Design {
  readonly coalitions: readonly number[]
  readonly orders: readonly (readonly number[])[] | null
}

function designOf(count: number, { method, permutations, base }: AttributionQuestion): Design {
  if (count > MOST_CAUSES) throw new StudyProblem(`at most ${MOST_CAUSES} groups of causes, not ${count}`)
  if (method !== 'shapley') return { coalitions: neededOneByOne(count, method), orders: null }
  if (count <= EXACT_CAUSES) return { coalitions: allCoalitions(count), orders: null }
  const orders = antithetic(count, permutations, base[0].seed)
  return { coalitions: coalitionsOf(orders), orders }
}

const outcomeOf = ({ buckets, figures }: Row): Outcome => ({ usefulMs: BigInt(buckets.P ?? '0'), cents: centsOf(figures.netPresentUsd) })

const absent = (groups: readonly CauseGroupId[], coalition: number): CauseGroupId[] => groups.filter((_, cause) => (coalition & (1 << cause)) === 0)

export interface AttributionStudy {
  readonly attribution: Attribution
  /** Runs that the answer rests on. */
  readonly simulated: number
}

/** Simulates all coalitions but that of all causes, which is the site as it is, and attributes the loss. */
export async function studyAttribution(question: AttributionQuestion, simulate: Simulate): Promise<AttributionStudy> {
  const { base, method, option, set } = question
  const buckets = base.map(row => row.buckets)
  const groups = question.groups ?? largestGroups(buckets, method === 'shapley' ? EXACT_CAUSES : CAUSE_GROUP_IDS.length)
  if (groups.length === 0) throw new StudyProblem('nothing is lost to any group of causes, or none was named')
  const { coalitions, orders } = designOf(groups.length, question)
  const all = (1 << groups.length) - 1
  const asked = coalitions.filter(coalition => coalition !== all)
  const points = asked.map((coalition): StudyPoint => ({ label: `without ${absent(groups, coalition).join(', ')}`, option, set, idealise: absent(groups, coalition) }))
  const rows = points.length === 0 ? [] : await simulate(points, base.length, 'attributing')
  const outcomes = new Map<number, readonly Outcome[]>([[all, base.map(outcomeOf)], ...asked.map((coalition, at) => [coalition, rows[at].map(outcomeOf)] as const)])
  const attribution = attribute({
    groups, method, orders, replications: base.length, isAntithetic: question.isAntithetic === true, buckets,
    outcome(coalition, replication) {
      const found = outcomes.get(coalition)?.[replication]
      if (found === undefined) throw new Error(`coalition ${coalition} was not simulated`)
      return found
    },
  })
  return { attribution, simulated: coalitions.length * base.length }
}
