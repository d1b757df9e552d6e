/** What the crews did and cost: hours, waits, what waited for whom, and the bill; nothing where the file has no crews. */
import { formatNumber, formatPercent } from '../format.ts'
import type { StudyFigures } from '../state/figures.ts'

type WorkRow = StudyFigures['people'][number]

function amountText({ amount, unit }: WorkRow): string {
  if (unit === 'share') return formatPercent(amount, 1)
  const number = formatNumber(Math.round(amount * (amount < 100 ? 100 : 1)) / (amount < 100 ? 100 : 1))
  return unit === '' ? number : unit === 'h' ? `${number}\u2009h` : `${number} a year`
}

export function PeopleCard({ figures: { people, pay } }: { readonly figures: StudyFigures }): React.ReactNode {
  const shown = people.filter(({ amount }) => amount > 0)
  if (shown.length === 0) return null
  return (
    <section className="ledger-detail" aria-label="People">
      <header>
        <b>People</b>
      </header>
      <table>
        <tbody>
          {shown.map(row => (
            <tr key={row.item}>
              <td>{row.label}</td>
              <td className="number">{amountText(row)}</td>
            </tr>
          ))}
          {pay.map(({ id, label, usd }) => (
            <tr key={id}>
              <td>Cost: {label}</td>
              <td className="number">{formatNumber(Math.round(usd))}{'\u2009'}USD</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
