/** A chart with the data of the tests: at three widths, with nothing to show, and in all other cases once somebody opens them. */
import { useMemo, useState } from 'react'
import type { Case } from '../../../test/charts/cases.ts'
import type { Frame } from '../../charts/chart.ts'
import { MarkView } from '../panels/mark-view.tsx'

const WIDTHS = [320, 640, 1200] as const
const NARROW = 400

interface DrawingProps {
  readonly of: Case
  readonly width: number
  readonly theme: Frame['theme']
}

function Drawing({ of, width, theme }: DrawingProps): React.ReactNode {
  const mark = useMemo(() => of.layout({ width, height: width < NARROW ? 260 : 320, theme, source: 'Dallas campus · as written · seed 1' }), [of, width, theme])
  return (
    <div className="playground-drawing" tabIndex={0} role="group" aria-label="Drawing, scrolls where it is wider than the page">
      <MarkView mark={mark} hasTips={false} />
    </div>
  )
}

export function ChartDemo({ cases, theme }: { readonly cases: readonly Case[]; readonly theme: Frame['theme'] }): React.ReactNode {
  const [isOpen, setOpen] = useState(false)
  const [first] = cases
  const empty = cases.find(({ title }) => /: (nothing|nobody|no IT power)/u.test(title))
  return (
    <section data-chart={first.id} aria-label={first.label}>
      <h2>
        {first.label} <code>{first.id}</code>
      </h2>
      <div className="playground-widths">
        {WIDTHS.map(width => (
          <Drawing key={width} of={first} width={width} theme={theme} />
        ))}
        {empty === undefined ? null : (
          <div data-empty>
            <Drawing of={empty} width={WIDTHS[0]} theme={theme} />
          </div>
        )}
      </div>
      <details onToggle={event => setOpen(event.currentTarget.open)}>
        <summary>{cases.length} cases of the tests</summary>
        {isOpen
          ? cases.map(each => (
              <div key={each.title}>
                <h3>{each.title}</h3>
                <Drawing of={each} width={WIDTHS[1]} theme={theme} />
                <p className="quiet">{each.describe().slice(0, 400)}</p>
              </div>
            ))
          : null}
      </details>
    </section>
  )
}
