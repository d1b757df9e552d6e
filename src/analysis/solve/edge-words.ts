/** The answer of a search for an edge in sentences. */
import { checkMetric } from '../../scenario/check-metrics.ts'
import { metricText } from '../judge-checks.ts'
import { percent } from '../number-text.ts'
import type { Standing } from './decide-sides.ts'
import type { EdgeAnswer } from './edge.ts'

export const DECISIONS = { kept: 'kept', missed: 'missed', open: 'undecided' } as const

/** What would have to give where nothing keeps all bounds. */
export function givesNotes(label: string, standings: readonly Standing[]): string[] {
  return standings.filter(({ holds }) => !holds).map(({ keep, value, short }) => (
    Number.isNaN(value)
      ? `At ${label}, ${keep.text} has no value in some replication.`
      : `At ${label} it comes nearest: ${keep.text.replace(/\s*[<>]=?[^)]*$/u, '')} is ${metricText(keep.metric, value)}${Number.isFinite(short) && checkMetric(keep.metric).unit !== 'date' ? `, ${metricText(keep.metric, short)} beyond the bound` : ''}. The bound would have to give that much, or one of the resources below.`
  ))
}

function edgeHeadline(answer: EdgeAnswer, confidence: string): string[] {
  const { status, path, isMost, kept, missed, isWhole, points } = answer
  const [word, other] = isMost ? ['Largest', 'smaller'] : ['Smallest', 'larger']
  if (status === 'not monotone') {
    const pattern = points.map(({ value, decision }) => `${value} ${DECISIONS[decision]}`).join(', ')
    return [`There is no one edge: what is kept and what is missed alternate along ${path} (${pattern}).`, 'Search a part of the range in which the answer turns once.']
  }
  if (status === 'infeasible') return [`Infeasible: no ${path} from ${points[0].value} to ${points[points.length - 1].value} keeps every bound (confidence ${confidence}).`]
  if (kept === null) return [`Unresolved at a confidence of ${confidence}: whether any ${path} keeps every bound is not decided; ${missed === null ? 'none surely misses one' : `${missed} surely misses one`}. Allow more with --most-replications.`]
  if (status === 'unresolved') return [`Unresolved at a confidence of ${confidence}: ${path}=${kept} surely keeps every bound, ${missed === null ? 'and nothing in the range surely misses one' : `${missed} surely misses one`}; between them it is not decided. Allow more with --most-replications.`]
  if (missed === null) return [`${word} ${path}: ${kept}, the end of the range, which keeps every bound (confidence ${confidence}); the answer may lie beyond it.`]
  return [`${word} ${path}: ${kept} keeps every bound, ${missed} does not (confidence ${confidence}, if ${other} values keep what ${kept} keeps).${isWhole ? '' : ' Between them nothing was tried; give more levels to be sharper.'}`]
}

/** The headline first, then what else is to be said of it. */
export function edgeNotes(answer: EdgeAnswer, confidence: number): string[] {
  return [
    ...edgeHeadline(answer, percent(confidence, confidence > 0.99 ? 1 : 0)),
    ...(answer.nearest === null || answer.status !== 'infeasible' ? [] : givesNotes(`${answer.path}=${answer.nearest.value}`, answer.nearest.standings)),
    ...answer.bends.map(text => `${text}: its value goes both up and down over the range, beyond chance; another part of the range may answer differently.`),
    ...answer.points.filter(({ reason }) => reason !== undefined).map(({ value, reason }) => `${value} cannot be built: ${reason}`),
  ]
}
