/** What each cause of loss takes, alone and in all orders, and what mending it is worth. */
import { useState } from 'react'
import type { Amount, Attribution, Method } from '../../analysis/attribution/attribute.ts'
import { formatGpuHours, formatMoney, formatPercent, formatScaled } from '../format.ts'
import { useStudy } from '../state/study.ts'
import { Segments } from '../widgets/segments.tsx'
import { CommandLine } from './command-line.tsx'
import { StudyStatus } from './study-status.tsx'

const METHODS: readonly { readonly id: Method; readonly label: string }[] = [
  { id: 'remove-one', label: 'Remove one' },
  { id: 'add-one', label: 'Add one' },
  { id: 'shapley', label: 'Shares' },
]
const MEANS: Readonly<Record<Method, string>> = {
  'remove-one': 'The site without each cause: what its absence gives back. What several give back only together is the interaction.',
  'add-one': 'An ideal site with each cause alone: what it takes there.',
  shapley: 'The mean over all orders in which causes may come (Shapley): shares that sum to the loss.',
}

const half = ({ ci95 }: Amount): number | null => (ci95 === null ? null : (ci95[1] - ci95[0]) / 2)

/** A mean with half of its interval below it. */
function Cell({ amount, text }: { readonly amount: Amount | null; readonly text: (value: number) => string }): React.ReactNode {
  if (amount === null) return <td className="number">–</td>
  const reach = half(amount)
  return (
    <td className="number">
      {text(amount.mean)}
      {reach === null ? null : <small className="quiet">± {text(reach)}</small>}
    </td>
  )
}

const hours = (value: number): string => formatScaled(value, '')

function Rows({ attribution }: { readonly attribution: Attribution }): React.ReactNode {
  const { rows, loss, residual, method } = attribution
  const mainOf = (row: (typeof rows)[number]): Amount | null => (method === 'shapley' ? row.shapley : method === 'remove-one' ? row.removeOne : row.addOne)
  const sorted = rows.toSorted((a, b) => (mainOf(b)?.mean ?? 0) - (mainOf(a)?.mean ?? 0))
  const hasMoney = rows.some(({ valueUsd }) => valueUsd !== null)
  return (
    <>
      <p>
        Together these causes take <b>{formatGpuHours(loss.mean)}</b>
        {half(loss) === null ? '' : ` ± ${hours(half(loss) ?? 0)}`}.{residual === null ? '' : ` Mended one by one they give back ${hours(loss.mean - residual.mean)}; the rest, ${hours(residual.mean)}${half(residual) === null ? '' : ` ± ${hours(half(residual) ?? 0)}`}, is their interaction.`}
      </p>
      <table className="study-table">
        <thead>
          <tr>
            <th>Cause</th>
            <th className="number">GPU·h</th>
            <th className="number">Share</th>
            {hasMoney ? <th className="number">Worth</th> : null}
          </tr>
        </thead>
        <tbody>
          {sorted.map(row => (
            <tr key={row.group}>
              <td title={row.means}>
                {row.label}
                <i>
                  <b style={{ width: `${Math.max(0, Math.min(1, row.share)) * 100}%` }} />
                </i>
              </td>
              <Cell amount={mainOf(row)} text={hours} />
              <td className="number">{formatPercent(row.share, 1)}</td>
              {hasMoney ? <Cell amount={row.valueUsd} text={formatMoney} /> : null}
            </tr>
          ))}
        </tbody>
      </table>
      {hasMoney ? null : <p className="quiet">Nothing in the file earns money, so that mending has no price: add money.contracts, and the worth stands here.</p>}
    </>
  )
}

export function ValuePanel(): React.ReactNode {
  const [method, setMethod] = useState<Method>('remove-one')
  const found = useStudy(study => study.answers.value)
  const answer = found?.answer.kind === 'value' ? found.answer : null
  return (
    <section aria-label="Value of fixing">
      <Segments label="Method" value={method} choices={METHODS} onChange={setMethod} />
      <p className="quiet">{MEANS[method]}</p>
      <StudyStatus question={{ kind: 'value', method }} />
      {answer === null ? null : <Rows attribution={answer.attribution} />}
      <CommandLine verb="attribute" more={` --method ${method}`} />
    </section>
  )
}
