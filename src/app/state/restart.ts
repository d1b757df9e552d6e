/** What is said when the worker of a run has ended and another one goes on with it. */
import { DAY_MS } from '../../base/spans.ts'
import type { Scenario } from '../../scenario/schema/scenario.ts'
import { formatDay } from '../format.ts'
import { tell } from './messages.ts'
import { useRun } from './run.ts'

/** What happened, where the run goes on, and that nothing is lost. */
export function restartWords(startDay: number, fromMs: number, reason: string): string {
  const from = fromMs === 0 ? 'from the start' : `from ${formatDay(startDay + fromMs / DAY_MS)}, the last state that it sent`
  return `The worker that simulated has ended: ${reason.replace(/\.$/u, '')}. Another one goes on ${from}. Your text is safe, and the results are the same.`
}

export function tellRestart({ horizon }: Scenario, fromMs: number, reason: string): void {
  useRun.setState({ restart: fromMs })
  tell(restartWords(horizon.start, fromMs, reason), 'problem')
}
