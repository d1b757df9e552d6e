/** The questions that explain a result, below what a room shows: folded until somebody asks. The Plan room has a tab for them instead. */
import '../styles/explain.css'
import { lazy, Suspense, useEffect, useRef } from 'react'
import { Icon } from '../widgets/icon.tsx'
import { EXPLAIN_TOPICS, useExplain } from './topic.ts'

const ExplainPanel = lazy(() => import('./explain-panel.tsx'))

const toggle = (): void => useExplain.setState(({ isOpen }) => ({ isOpen: !isOpen }))

export function QuestionsFold(): React.ReactNode {
  const isOpen = useExplain(explain => explain.isOpen)
  const asked = useExplain(explain => explain.asked)
  const place = useRef<HTMLElement>(null)
  // Somebody asked elsewhere: the answer is brought into sight.
  useEffect(() => {
    if (asked > 0 && isOpen) place.current?.scrollIntoView({ block: 'nearest' })
  }, [asked, isOpen])
  return (
    <section ref={place} className="questions-fold" aria-label="Explain">
      <h3>
        <button type="button" aria-expanded={isOpen} onClick={toggle}>
          <Icon name={isOpen ? 'up' : 'down'} />
          <span>Explain</span>
        </button>
      </h3>
      {isOpen ? (
        <Suspense fallback={<p className="empty">Loading…</p>}>
          <ExplainPanel />
        </Suspense>
      ) : (
        <p className="quiet">{EXPLAIN_TOPICS.map(({ label }) => label).join(' · ')}</p>
      )}
    </section>
  )
}
