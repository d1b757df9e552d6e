/** What took the share of one gate: its buckets, largest first. */
import type { LedgerRow } from '../../results/summary.ts'
import { GATE_LABELS } from '../../scenario/buckets.ts'
import { WhyValue } from '../explain/why-value.tsx'
import { formatPercent, formatScaled } from '../format.ts'
import { Button } from '../widgets/button.tsx'

interface Props {
  readonly gate: number
  readonly rows: readonly LedgerRow[]
  readonly onClose: () => void
}

export function LedgerDetail({ gate, rows, onClose }: Props): React.ReactNode {
  const members = rows.filter(row => row.gate === gate && row.gpuHours > 0).sort((a, b) => b.gpuHours - a.gpuHours)
  const name = GATE_LABELS.find(label => label.gate === gate)?.loss || 'Productive'
  return (
    <div className="ledger-detail">
      <header>
        <b>{name}</b>
        <Button icon="close" iconOnly label="Close the details" onClick={onClose} />
      </header>
      {members.length === 0 ? <p className="quiet">Nothing was lost here.</p> : null}
      <table>
        <thead>
          <tr>
            <th>Bucket</th>
            <th className="number">GPU-hours</th>
            <th className="number">Share</th>
          </tr>
        </thead>
        <tbody>
          {members.map(row => (
            <tr key={row.bucket} data-bucket={row.bucket}>
              <td>
                <WhyValue topic={`bucket:${row.bucket}`}>{row.label}</WhyValue> <small className="quiet">{row.bucket}</small>
              </td>
              <td className="number">{formatScaled(row.gpuHours, '')}</td>
              <td className="number">{formatPercent(row.share, 2)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
