/** Every figure of every side with what it changes; what does not differ can be left out. */
import type { ComparedFigure } from '../../state/comparison.ts'
import { useSides } from '../../state/sides.ts'
import { SIGNS, VERDICT_WORDS } from './option-column.tsx'
import type { Decision } from './use-columns.ts'

type Key = ComparedFigure['key']

function Cell({ figure }: { readonly figure: ComparedFigure | undefined }): React.ReactNode {
  if (figure === undefined) return <td className="number quiet">–</td>
  return (
    <td className={`number ${figure.verdict}`}>
      <b>{figure.option}</b>
      <br />
      <i aria-hidden="true">{SIGNS[figure.verdict]}</i> {figure.change} <span className="quiet">({figure.interval})</span>
      <span className="out-of-sight">, {VERDICT_WORDS[figure.verdict]}</span>
    </td>
  )
}

export function FigureTable({ decision }: { readonly decision: Decision }): React.ReactNode {
  const isOnlyDifferent = useSides(sides => sides.isOnlyDifferent)
  const compared = decision.others.flatMap(({ side, column }) => (column?.against == null ? [] : [{ side, figures: column.against.comparison.figures }]))
  if (compared.length === 0) return null
  const keys = [...new Set(compared.flatMap(({ figures }) => figures.map(({ key }) => key)))]
  const of = (key: Key, figures: readonly ComparedFigure[]): ComparedFigure | undefined => figures.find(figure => figure.key === key)
  const differs = (key: Key): boolean => compared.some(({ figures }) => !['unclear', 'same'].includes(of(key, figures)?.verdict ?? 'unclear'))
  const shown = isOnlyDifferent ? keys.filter(differs) : keys
  const hidden = keys.length - shown.length
  return (
    <section className="figure-table" aria-label="All figures">
      <header>
        <h3>All figures</h3>
        <label className="check">
          <input type="checkbox" checked={isOnlyDifferent} onChange={event => useSides.setState({ isOnlyDifferent: event.target.checked })} /> Only what differs
        </label>
        {hidden > 0 ? <small className="quiet">{hidden} that do not differ clearly, or not by what matters, are left out</small> : null}
      </header>
      {shown.length === 0 ? (
        <p className="quiet">No figure differs clearly and by what matters with these replications.</p>
      ) : (
        <div className="scrolls-sideways" tabIndex={0} role="region" aria-label="Figures by option">
          <table className="compare-table">
            <thead>
              <tr>
                <th scope="col">Figure</th>
                <th scope="col" className="number">{decision.base.side.label}</th>
                {compared.map(({ side }) => (
                  <th scope="col" key={side.id} className="number">
                    {side.label}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {shown.map(key => {
                const known = compared.map(({ figures }) => of(key, figures)).find(figure => figure !== undefined)
                return (
                  <tr key={key}>
                    <th scope="row">{known?.label}</th>
                    <td className="number">{known?.base}</td>
                    {compared.map(({ side, figures }) => (
                      <Cell key={side.id} figure={of(key, figures)} />
                    ))}
                  </tr>
                )
              })}
            </tbody>
          </table>
        </div>
      )}
    </section>
  )
}
