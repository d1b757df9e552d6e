/** Which question stands in the panel of explanations. */
import { create } from 'zustand'
import { useView } from '../state/view.ts'

export const EXPLAIN_TOPICS = [
  { id: 'value', label: 'Value of fixing', what: 'What each cause of loss takes, and what mending it is worth' },
  { id: 'inputs', label: 'Which input matters', what: 'Move each uncertain input between its ends' },
  { id: 'solve', label: 'How many I need', what: 'The most or the fewest that keep a bound' },
  { id: 'calendar', label: 'Decide by when', what: 'The last day on which each option pays' },
  { id: 'premortem', label: 'What may go wrong', what: 'The likeliest chain of events that misses a target, replayed' },
  { id: 'assumptions', label: 'Assumptions', what: 'Values that the file does not state, with their sources' },
] as const

export type ExplainTopic = (typeof EXPLAIN_TOPICS)[number]['id']

export const useExplain = create<{ readonly topic: ExplainTopic; readonly search: string }>(() => ({ topic: 'value', search: '' }))

/** Opens the panel at a question. */
export function openExplain(topic: ExplainTopic): void {
  useExplain.setState({ topic })
  useView.setState(before => ({ planSide: 'explain', room: 'plan', phoneTab: 'ledger', layer: before.layer === 'room' ? 'state' : before.layer, siteView: before.siteView === 'line' ? 'scene' : before.siteView }))
}
