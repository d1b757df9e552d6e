/** A file of measured values before it is laid over a series: which column is the date, which the values, in what unit, over which series. */
import { useState } from 'react'
import { closeActuals, layOver, useActuals } from '../state/actuals.ts'
import { type RunSeries, understoodUnit } from '../state/series-list.ts'
import { Button } from '../widgets/button.tsx'
import { DialogFrame } from '../widgets/dialog-frame.tsx'
import { SelectMenu } from '../widgets/select-menu.tsx'

const PREVIEW_ROWS = 6

interface Props {
  readonly series: readonly RunSeries[]
  readonly chosen: string
}

const shownUnit = (unit: string): string => (unit === '' ? 'as they are' : unit)

function Mapping({ series, chosen }: Props): React.ReactNode {
  const pending = useActuals(state => state.pending)
  const head = pending?.head
  const [date, setDate] = useState(head?.dateColumn ?? 0)
  const [value, setValue] = useState(() => head?.columns.findIndex((_, column) => column !== head.dateColumn) ?? 1)
  const [target, setTarget] = useState(chosen)
  const over = series.find(({ id }) => id === target) ?? series[0]
  const written = head === undefined ? '' : head.columns[value].unit
  const [unit, setUnit] = useState<string | null>(null)
  if (pending === null || head === undefined || over === undefined) return null
  const units = Object.keys(over.units)
  const taken = unit !== null && units.includes(unit) ? unit : (understoodUnit(over, written) ?? over.unit)
  const columns = head.columns.map(({ name, unit: own }, index) => ({ id: String(index), label: own === '' ? name : `${name} [${own}]` }))
  return (
    <>
      <div className="actuals-choices">
        <SelectMenu label="Column of dates" prefix="Dates" value={String(date)} choices={columns} onChange={id => setDate(Number(id))} />
        <SelectMenu label="Column of values" prefix="Values" value={String(value)} choices={columns.filter(({ id }) => id !== String(date))} onChange={id => setValue(Number(id))} />
        <SelectMenu label="Unit of the values" prefix="In" value={taken} choices={units.map(id => ({ id, label: shownUnit(id) }))} onChange={setUnit} />
        <SelectMenu label="Series to lay over" prefix="Over" value={over.id} choices={series.map(({ id, label }) => ({ id, label }))} onChange={setTarget} />
      </div>
      <div className="actuals-preview" tabIndex={0} role="region" aria-label="First lines">
        <table>
          <thead>
            <tr>
              {columns.map(({ id, label }) => (
                <th key={id} className={id === String(date) ? '' : 'number'}>
                  {label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {head.preview.slice(0, PREVIEW_ROWS).map((row, line) => (
              <tr key={line}>
                {columns.map(({ id }) => (
                  <td key={id} className={id === String(date) ? '' : 'number'}>
                    {row[Number(id)] ?? ''}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {written !== '' && understoodUnit(over, written) === undefined ? <p className="bad">The file says {written}, which {over.label} is not told in: choose the unit that its numbers have.</p> : null}
      <footer className="dialog-tools">
        <p className="quiet">Dates without an offset count as local standard time of the site.</p>
        <Button label="Cancel" onClick={closeActuals} />
        <Button className="primary" label="Lay over" onClick={() => void layOver(over, date, value, over.units[taken] ?? 1)} />
      </footer>
    </>
  )
}

export function ActualsDialog({ series, chosen }: Props): React.ReactNode {
  const pending = useActuals(state => state.pending)
  if (pending === null) return null
  return (
    <DialogFrame className="actuals-dialog" title={`Lay ${pending.file.name} over a series`} description="Measured values stand beside the simulated ones, with how well they meet." onClose={closeActuals}>
      <Mapping key={pending.file.name} series={series} chosen={chosen} />
    </DialogFrame>
  )
}
