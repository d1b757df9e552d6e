/** What a layer about blocks or zones shows, as a table: room for racks by block, fire zones, security zones. */
import { useMemo } from 'react'
import { bindingText } from '../../analysis/placement.ts'
import { DAY_MS } from '../../base/spans.ts'
import { PLACE_RESOURCES, type PlacementReport } from '../../results/placement.ts'
import { formatDay, formatNumber } from '../format.ts'
import { choosePlaceBlock } from '../site/place-choice.ts'
import { fitAt } from '../site/room-layer.ts'
import { thingOf } from '../site/selection.ts'
import type { SiteNow } from '../site/site-now.ts'
import { fireRows, securityRows, type ZoneRow } from '../site/zone-rows.ts'
import { isSameSelection } from '../state/hover.ts'
import { usePlace } from '../state/place.ts'
import { select, useView } from '../state/view.ts'

interface Props {
  readonly now: SiteNow
}

function RoomRows({ now, report }: Props & { readonly report: PlacementReport }): React.ReactNode {
  const chosen = usePlace(place => place.block)
  const day = now.scenario.horizon.start + now.replay.state.atMs / DAY_MS
  const colours = new Map(now.layers.room.legend.map(({ byte, colour }) => [byte, colour]))
  return (
    <tbody>
      {report.blocks.map(({ block, label, rooms }) => {
        const fit = fitAt(report, block, day)
        const hall = now.plan.items.find(item => item.kind === 'hall' && item.block === block)
        const byte = hall === undefined ? 0 : (now.layers.room.readItem?.(now.replay.state, hall) ?? 0)
        return (
          <tr key={block} className={block === chosen ? 'selected' : ''}>
            <td>
              <i className="swatch" style={{ background: colours.get(byte) }} />
              <button type="button" className="link" onClick={() => choosePlaceBlock(block)}>
                {label}
              </button>
            </td>
            <td className="number">{fit === null ? 'not ready' : `${formatNumber(fit.racks)} of ${formatNumber(report.asked)}`}</td>
            <td>{fit === null ? '–' : bindingText(fit.binds)}</td>
            {PLACE_RESOURCES.map(({ id }) => (
              <td key={id} className="number">
                {rooms[id] === null ? `${formatNumber(report.asked)}+` : formatNumber(rooms[id] ?? 0)}
              </td>
            ))}
          </tr>
        )
      })}
    </tbody>
  )
}

export function RoomTable({ now }: Props): React.ReactNode {
  const { placement } = now
  if (placement === null) return <p className="empty">Working out where racks fit…</p>
  return (
    <div className="table-scroll" tabIndex={0} role="region" aria-label="Room for racks by block">
      <table>
        <thead>
          <tr>
            <th>Block</th>
            <th className="number">Fit now</th>
            <th>What binds</th>
            {PLACE_RESOURCES.map(({ id, label }) => (
              <th key={id} className="number" title={`Racks until ${label} ends, with everything built`}>
                {label.charAt(0).toUpperCase() + label.slice(1)}
              </th>
            ))}
          </tr>
        </thead>
        <RoomRows now={now} report={placement} />
      </table>
    </div>
  )
}

/** Fire zones or security zones; a press selects what stands in one. */
export function ZoneTable({ now }: Props): React.ReactNode {
  const isFire = now.layer.id === 'zones'
  const selection = useView(view => view.selection)
  const thing = thingOf(now, selection)
  const rows = useMemo((): ZoneRow[] => (isFire ? fireRows(now) : securityRows(now)), [now, isFire])
  if (rows.length === 0) {
    return <p className="empty">{isFire ? 'This scenario names no fire zones. They are written under blocks, power.fireZones, and burn with the section fire.' : 'This scenario names no security zones. They are written in the section security, and crews enter them.'}</p>
  }
  const startDay = now.scenario.horizon.start
  return (
    <div className="table-scroll" tabIndex={0} role="region" aria-label={now.layer.label}>
      <table>
        <thead>
          <tr>
            <th>Zone</th>
            <th>Where</th>
            <th className="number">Racks</th>
            <th className="number">Machines</th>
            <th>State</th>
            <th>Since</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(row => (
            <tr key={row.name} data-selection={JSON.stringify(row.zone)} className={`${isSameSelection(selection, row.zone) || (thing !== null && selection?.kind !== 'zone' && row.has(thing)) ? 'selected' : ''} ${row.isNormal ? '' : 'disturbed'}`}>
              <td>
                {row.selection === null ? (
                  row.name
                ) : (
                  <button type="button" className="link" onClick={() => select(row.zone)}>
                    {row.name}
                  </button>
                )}
              </td>
              <td>{row.where}</td>
              <td className="number">{formatNumber(row.racks)}</td>
              <td className="number">{formatNumber(row.machines)}</td>
              <td>{row.isNormal ? row.state : <b>{row.state}</b>}</td>
              <td>{row.sinceMs === null ? 'the start' : formatDay(startDay + row.sinceMs / DAY_MS)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
