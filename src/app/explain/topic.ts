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

export interface Explain {
  readonly topic: ExplainTopic
  readonly search: string
  /** The questions below a room are unfolded. */
  readonly isOpen: boolean
  /** Counts how often somebody asked from elsewhere. */
  readonly asked: number
}

export const useExplain = create<Explain>(() => ({ topic: 'value', search: '', isOpen: false, asked: 0 }))

/** The question is brought into sight where one is: beside the site, or below the options. A phone has it below the ledger. */

export function openExplain(topic: ExplainTopic): void {
  useExplain.setState(before => ({ topic, isOpen: true, asked: before.asked + 1 }))
  useView.setState(before => ({ planSide: 'explain', phoneTab: 'ledger', layer: before.layer === 'room' ? 'state' : before.layer, siteView: before.siteView === 'line' ? 'scene' : before.siteView }))
}
