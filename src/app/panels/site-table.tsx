/** The same site without a picture: a line for each row of racks, and a line for each kind of equipment. */
import { useMemo } from 'react'
import { formatNumber, formatQuantity } from '../format.ts'
import { ITEM_STATE } from '../site/item-states.ts'
import { KIND_LABELS, KINDS } from '../site/plan/part.ts'
import { commonest, type RackGroup, rackGroups } from '../site/rack-groups.ts'
import { racksOf, thingOf } from '../site/selection.ts'
import { type SiteNow, useSiteNow } from '../site/site-now.ts'
import { type LayerId, select, useView } from '../state/view.ts'
import { VirtualRows } from '../widgets/virtual-rows.tsx'
import { RoomTable, ZoneTable } from './layer-tables.tsx'

/** Layers of which the columns of every table say all there is. */
const IN_COLUMNS: ReadonlySet<LayerId> = new Set(['state'])

const isSaid = ({ layer }: SiteNow): boolean => !IN_COLUMNS.has(layer.id)

/** Columns of the rows of racks; the chosen layer has one of its own. */
const headOf = (now: SiteNow): React.ReactNode => (
  <tr>
    <th>Block</th>
    <th className="number">Row</th>
    <th className="number">Racks on site</th>
    <th className="number">In use</th>
    <th>Commonest state</th>
    {isSaid(now) ? <th>{now.layer.label}, most racks</th> : null}
    <th className="number">Power</th>
    <th className="number">Coolant</th>
    <th className="number">Jobs</th>
    <th className="number">Nodes down</th>
  </tr>
)
const ROW_PX = 30

function Equipment({ now }: { readonly now: SiteNow }): React.ReactNode {
  const kinds = KINDS.map(kind => {
    const items = now.plan.items.filter(item => item.kind === kind)
    const count = (state: number): number => items.filter(item => now.itemStates[item.index] === state).length
    const words = now.layer.describeItem === undefined ? [] : items.map(item => now.layer.describeItem?.(now.replay.state, item) ?? '').filter(word => word !== '')
    return { kind, said: commonest(words), first: items[0]?.index ?? -1, total: items.length, planned: count(ITEM_STATE.planned), built: count(ITEM_STATE.built), live: count(ITEM_STATE.live), out: count(ITEM_STATE.out) }
  }).filter(({ total }) => total > 0)
  const hasWords = kinds.some(({ said }) => said.count > 0)
  const chosen = thingOf(now, useView(view => view.selection))
  const chosenKind = chosen?.kind === 'item' ? now.plan.items[chosen.index]?.kind : undefined
  return (
    <div className="equipment-table" tabIndex={0} role="region" aria-label="Equipment">
      <table>
        <caption>Equipment</caption>
        <thead>
          <tr>
            <th>Kind</th>
            <th className="number">Number</th>
            <th className="number">Planned</th>
            <th className="number">Without power</th>
            <th className="number">In service</th>
            <th className="number">Failed</th>
            {hasWords ? <th>{now.layer.label}, most of them</th> : null}
          </tr>
        </thead>
        <tbody>
          {kinds.map(({ kind, said, first, total, planned, built, live, out }) => (
            <tr key={kind} data-item={first} className={kind === chosenKind ? 'selected' : ''}>
              <td>
                <button type="button" className="link" onClick={() => select({ kind: 'item', index: first })}>
                  {KIND_LABELS[kind]}
                </button>
              </td>
              {[total, planned, built, live, out].map((value, index) => (
                <td key={index} className="number">
                  {formatNumber(value)}
                </td>
              ))}
              {hasWords ? (
                <td>
                  {said.word === '' ? '–' : said.word} {said.count === 0 ? null : <small className="quiet">{said.count}</small>}
                </td>
              ) : null}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function GroupRow({ group, index, isSelected, isSaid }: { readonly group: RackGroup; readonly index: number; readonly isSelected: boolean; readonly isSaid: boolean }): React.ReactNode {
  return (
    <tr data-rack-group={index} aria-rowindex={index + 2} className={isSelected ? 'selected' : ''}>
      <td>
        <button type="button" className="link" onClick={() => select({ kind: 'rack', index: group.firstRack })}>
          {group.blockLabel}
        </button>
      </td>
      <td className="number">{group.row + 1}</td>
      <td className="number">
        {group.onSite} of {group.racks}
      </td>
      <td className="number">{group.inUse}</td>
      <td>
        {group.state} <small className="quiet">{group.stateCount}</small>
      </td>
      {isSaid ? (
        <td>
          {group.said === '' ? '–' : group.said} {group.saidCount === 0 ? null : <small className="quiet">{group.saidCount}</small>}
        </td>
      ) : null}
      <td className="number">{formatQuantity(group.powerW / 1000, 'kW')}</td>
      <td className="number">{group.coolantC === null ? '–' : formatQuantity(group.coolantC, '°C', 1)}</td>
      <td className="number">{group.jobs}</td>
      <td className="number">{group.nodesDown}</td>
    </tr>
  )
}

function RackTable({ now }: { readonly now: SiteNow }): React.ReactNode {
  const selection = useView(view => view.selection)
  const groups = useMemo(() => rackGroups(now), [now])
  const chosen = selection === null ? [] : racksOf(now, selection)
  const isSelected = (row: number): boolean => chosen.some(rack => rack >= now.plan.rows[row].begin && rack < now.plan.rows[row].end)
  return (
    <VirtualRows
      label="Racks by row"
      count={groups.length}
      rowHeight={ROW_PX}
      head={headOf(now)}
      renderRow={index => <GroupRow key={index} group={groups[index]} index={index} isSelected={isSelected(index)} isSaid={isSaid(now)} />}
    />
  )
}

/** Layers about blocks or zones have a table of their own in place of the rows of racks. */
const TABLES: Readonly<Partial<Record<LayerId, React.ComponentType<{ readonly now: SiteNow }>>>> = { room: RoomTable, zones: ZoneTable, security: ZoneTable }

export function SiteTable(): React.ReactNode {
  const now = useSiteNow()
  if (now === null) return null
  const Table = TABLES[now.layer.id] ?? RackTable
  return (
    <div className="site-table">
      <Table now={now} />
      <Equipment now={now} />
    </div>
  )
}
