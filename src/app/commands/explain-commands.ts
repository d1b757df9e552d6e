import { closeWhy, useWhy } from '../explain/why.ts'
import { EXPLAIN_TOPICS, openExplain } from '../explain/topic.ts'
import { cancelStudy, useStudy } from '../state/study.ts'
import type { Command } from './command.ts'

const group = 'Explain'

export const explainCommands: readonly Command[] = [
  ...EXPLAIN_TOPICS.map(({ id, label, what }) => ({ id: `explain.${id}`, label: `${label}: ${what.charAt(0).toLowerCase()}${what.slice(1)}`, group, run: () => openExplain(id) })),
  { id: 'explain.cancel', label: 'Stop the study', group, isAvailable: () => useStudy.getState().working !== null, run: cancelStudy },
  { id: 'explain.close', label: 'Close the card that says why', group, isAvailable: () => useWhy.getState().topic !== null, run: closeWhy },
]
