/** Questions that explain a result: each is worked out by simulation when it is asked, off the page. */
import '../styles/explain.css'
import { type LimitationArea, limitationsOfAreas } from '../../analysis/limitations.ts'
import { AssumptionsPanel } from './assumptions-panel.tsx'
import { CalendarPanel } from './calendar-panel.tsx'
import { InputsPanel } from './inputs-panel.tsx'
import { NotModelled } from './not-modelled.tsx'
import { PremortemPanel } from './premortem-panel.tsx'
import { SolvePanel } from './solve-panel.tsx'
import { EXPLAIN_TOPICS, type ExplainTopic, useExplain } from './topic.ts'
import { ValuePanel } from './value-panel.tsx'

const PANELS: Readonly<Record<ExplainTopic, React.ComponentType>> = {
  value: ValuePanel, inputs: InputsPanel, solve: SolvePanel, calendar: CalendarPanel, premortem: PremortemPanel, assumptions: AssumptionsPanel,
}
const LEFT_OUT: Readonly<Record<ExplainTopic, readonly LimitationArea[]>> = { value: ['money', 'statistics'], inputs: ['statistics'], solve: ['studies'], calendar: ['studies', 'money'], premortem: ['studies'], assumptions: [] }

export default function ExplainPanel(): React.ReactNode {
  const topic = useExplain(explain => explain.topic)
  const Shown = PANELS[topic]
  return (
    <div className="explain-panel">
      <div className="explain-topics" role="group" aria-label="What to explain">
        {EXPLAIN_TOPICS.map(({ id, label, what }) => (
          <button key={id} type="button" aria-pressed={id === topic} title={what} onClick={() => useExplain.setState({ topic: id })}>
            {label}
          </button>
        ))}
      </div>
      <Shown />
      <NotModelled rows={limitationsOfAreas(LEFT_OUT[topic])} />
    </div>
  )
}
