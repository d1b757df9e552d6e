/** One position: how many racks each resource still takes, and what binds at each phase. */
import { bindingText } from '../../analysis/placement.ts'
import { PLACE_RESOURCES, type PlacementReport, type PlacePosition } from '../../results/placement.ts'
import { formatDay, formatNumber } from '../format.ts'

interface Props {
  readonly report: PlacementReport
  readonly position: PlacePosition
}

export function PlaceDetail({ report: { asked }, position }: Props): React.ReactNode {
  const { label, feeds, racks, rooms, phases } = position
  const of = feeds === '' ? label : `${label}, ${feeds}`
  return (
    <div className="place-detail">
      <table>
        <caption>{of}: racks until each resource ends</caption>
        <tbody>
          {PLACE_RESOURCES.map(({ id, label: resource }) => {
            const room = rooms[id]
            const binds = room !== null && room <= racks && racks < asked
            return (
              <tr key={id} className={binds ? 'binds' : ''}>
                <th scope="row">{resource}</th>
                <td className="place-bar">
                  <i style={{ width: `${((room ?? asked) / asked) * 100}%` }} />
                </td>
                <td className="number">{room === null ? `${formatNumber(asked)}+` : formatNumber(room)}</td>
                <td className="place-binds">{binds ? 'binds' : ''}</td>
              </tr>
            )
          })}
        </tbody>
      </table>
      <table>
        <caption>{of}: at each phase</caption>
        <tbody>
          {phases.map(({ day, racks: fit, binds }) => (
            <tr key={day}>
              <th scope="row">{formatDay(day)}</th>
              <td className="number">{formatNumber(fit)}</td>
              <td>{binds === null ? 'nothing binds' : `${bindingText(binds)} binds`}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
