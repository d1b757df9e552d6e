/**
 * Orders of equipment with long lead times: one row an order, or one row for each block of it. An order whose id the scenario has is changed;
 * what the sheet leaves out stays.
 */
import { EQUIPMENT_KINDS, LONG_LEAD, type EquipmentKind } from '../../scenario/catalog/long-lead.ts'
import { nearestName } from '../../scenario/nearest.ts'
import { idOf } from '../../scenario/path.ts'
import { scenarioFile } from '../../scenario/schema/scenario.ts'
import { fieldAtPath, itemOf, stepInto } from '../../scenario/schema/walk.ts'
import type { ReadRow } from './columns.ts'
import { checked, type KindInput, type SheetEdit, type SheetKind } from './sheet-kind.ts'

/** An order as the sheet states it, rows of one id joined. */
interface SheetOrder {
  readonly row: number
  readonly id: string
  readonly equipment: EquipmentKind
  readonly ordered: string
  readonly lead: unknown
  /** Owners that the rows name; empty for all. */
  readonly owners: string[]
}

const ORDERS = ['procurement', 'orders'] as const
const orderField = itemOf(fieldAtPath(scenarioFile, ORDERS, {}) ?? scenarioFile)
const COLUMN_OF: Readonly<Record<string, string>> = { id: 'order', equipment: 'equipment', ordered: 'ordered', for: 'for', lead: 'lead', 'lead.p90': 'p90' }

/** Names that a message lists. */
const MOST_NAMED = 12

const plain = (text: string): string => text.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, ' ').trim()
/** Plural and singular are the same equipment. */
const singular = (text: string): string => plain(text).replaceAll(/s\b/gu, '')

function equipmentOf(name: string, row: number, tell: KindInput['tell']): EquipmentKind | undefined {
  const found = EQUIPMENT_KINDS.find(kind => kind === name || singular(kind) === singular(name) || singular(LONG_LEAD[kind].label) === singular(name))
  if (found !== undefined) return found
  const nearest = nearestName(name, [...EQUIPMENT_KINDS, ...EQUIPMENT_KINDS.map(kind => LONG_LEAD[kind].label)])
  tell(row, 'equipment', 'SHEET_EQUIPMENT', `“${name}” is no equipment with a long lead time${nearest === undefined ? '' : `; did you mean ${nearest}?`} (allowed: ${EQUIPMENT_KINDS.join(', ')}; racks are a kind of rows of their own)`)
  return undefined
}

/** Names of what orders can be for: blocks, plants and stores, and the instances that each stands for. */
interface Owners {
  readonly names: ReadonlySet<string>
  readonly instances: ReadonlyMap<string, readonly string[]>
}

function ownersIn(data: unknown): Owners {
  const list = (key: string): readonly unknown[] => {
    const found = stepInto(data, key)
    return Array.isArray(found) ? (found as readonly unknown[]) : []
  }
  const instances = new Map<string, readonly string[]>()
  for (const entry of ['blocks', 'generation', 'storage'].flatMap(list)) {
    const id = idOf(entry)
    const count = stepInto(entry, 'count')
    if (id !== undefined) instances.set(id, typeof count === 'number' && list('blocks').includes(entry) ? Array.from({ length: count }, (_, at) => `${id}[${at}]`) : [id])
  }
  return { names: new Set([...instances.values()].flat()), instances }
}

function ownersOf(text: string, row: number, { names, instances }: Owners, tell: KindInput['tell']): string[] | undefined {
  const written = text.split(/[,;]/u).map(name => name.trim()).filter(name => name !== '')
  const found = written.map(name => instances.get(name) ?? (names.has(name) ? [name] : undefined))
  const at = found.indexOf(undefined)
  if (at < 0) return found.flatMap(each => each ?? [])
  const nearest = nearestName(written[at], [...instances.keys(), ...names])
  tell(row, 'for', 'SHEET_OWNER', `there is no block, plant or storage “${written[at]}”${nearest === undefined ? '' : `; did you mean ${nearest}?`} (allowed: ${[...names].slice(0, MOST_NAMED).join(', ')}${names.size > MOST_NAMED ? ` and ${names.size - MOST_NAMED} more` : ''})`)
  return undefined
}

/** An id from the number of a purchase order, which may begin with a digit or have blanks: `4711/2` is `po-4711-2`. */
function idFrom(text: string): string {
  const id = text.trim().replaceAll(/[^A-Za-z0-9_]+/gu, '-').replaceAll(/^-+|-+$/gu, '')
  return /^[A-Za-z]/u.test(id) ? id : `po-${id}`
}

function leadOf({ values }: ReadRow): unknown {
  const { lead, p90 } = values
  return lead !== undefined && p90 !== undefined ? { p50: lead, p90 } : (lead ?? p90)
}

function orderOf(row: ReadRow, known: Owners, tell: KindInput['tell']): SheetOrder | undefined {
  const { values, number } = row
  const equipment = equipmentOf(String(values.equipment), number, tell)
  const owners = values.for === undefined ? [] : ownersOf(String(values.for), number, known, tell)
  if (equipment === undefined || owners === undefined) return undefined
  return { row: number, id: values.order === undefined ? equipment : idFrom(String(values.order)), equipment, ordered: String(values.ordered), lead: leadOf(row), owners }
}

/** Takes a further row of an order in; false when it says something else than the rows before it. */
function join(known: SheetOrder, more: SheetOrder): boolean {
  const isSame = known.equipment === more.equipment && known.ordered === more.ordered && JSON.stringify(known.lead) === JSON.stringify(more.lead)
  if (!isSame || known.owners.length === 0 || more.owners.length === 0 || more.owners.some(id => known.owners.includes(id))) return false
  known.owners.push(...more.owners)
  return true
}

/** Orders of the sheet by id. */
function ordersOf({ rows, tell }: KindInput, owners: Owners): SheetOrder[] {
  const found = new Map<string, SheetOrder>()
  for (const row of rows) {
    const order = row.isWrong ? undefined : orderOf(row, owners, tell)
    if (order === undefined) continue
    const known = found.get(order.id)
    if (known === undefined) found.set(order.id, order)
    else if (!join(known, order)) tell(row.number, row.values.order === undefined ? 'equipment' : 'order', 'SHEET_TWICE', `${order.id} is in row ${known.row} already: rows of one order differ in what they are for, and in nothing else`)
  }
  return [...found.values()]
}

/** An order of the file with what the sheet states of it. */
function over(before: unknown, { id, equipment, ordered, lead, owners }: SheetOrder): Record<string, unknown> {
  const kept = typeof before === 'object' && before !== null ? before : {}
  return { ...kept, id, equipment, ...(owners.length === 0 ? {} : { for: owners }), ordered, ...(lead === undefined ? {} : { lead }) }
}

/** Tells of orders that bring equipment to an owner to whom an earlier row, or an order of the file, brings it already. */
function tellOverlaps(found: readonly SheetOrder[], others: readonly unknown[], { instances }: Owners, tell: KindInput['tell']): void {
  /** By kind of equipment, who brings it to whom; `*` stands for all. */
  const brought = new Map<string, Map<string, string>>()
  const bring = (equipment: string, owners: readonly string[], who: string): string | undefined => {
    const known = brought.get(equipment) ?? new Map<string, string>()
    brought.set(equipment, known)
    const [any] = known.values()
    const first = owners.length === 0 ? any : (known.get('*') ?? owners.map(id => known.get(id)).find(each => each !== undefined))
    for (const id of owners.length === 0 ? ['*'] : owners) known.set(id, known.get(id) ?? who)
    return first
  }
  for (const order of others) bring(String(stepInto(order, 'equipment')), ((stepInto(order, 'for') ?? []) as readonly string[]).flatMap(id => instances.get(id) ?? [id]), `order ${idOf(order) ?? '?'} of the scenario`)
  for (const { id, equipment, owners, row } of found) {
    const first = bring(equipment, owners, `row ${row}`)
    if (first !== undefined) tell(row, 'equipment', 'SHEET_TWICE', `${id} orders ${equipment} that ${first} orders already: name what each is for, or give both the same id`)
  }
}

/** Changes of an order that the file has, or the order as a whole. */
function orderEdits(order: SheetOrder, index: number, before: unknown, value: Record<string, unknown>): SheetEdit[] {
  const path = [...ORDERS, index]
  const written = `procurement.orders.${order.id}`
  if (before === undefined) return [{ path, written, before, value, row: order.row }]
  return Object.keys(value).flatMap((key): SheetEdit[] => {
    const [was, is] = [stepInto(before, key), value[key]]
    return JSON.stringify(was) === JSON.stringify(is) ? [] : [{ path: [...path, key], written: `${written}.${key}`, before: was, value: is, row: order.row }]
  })
}

export const orders: SheetKind = {
  id: 'orders',
  label: 'Orders',
  help: 'Orders of equipment with long lead times: one row an order, or one row for each block of it.',
  fields: [
    { name: 'order', help: 'id or number of the order, 4711 becomes po-4711; the equipment when left out', kind: 'text', isRequired: false, synonyms: ['id', 'po', 'po number', 'purchase order', 'order number', 'order id'] },
    { name: 'equipment', help: 'kind of equipment, such as chillers or High-voltage transformers', kind: 'text', isRequired: true, synonyms: ['item', 'kind', 'type', 'asset type', 'description'] },
    { name: 'ordered', help: 'day of the order', kind: 'date', isRequired: true, synonyms: ['order date', 'ordered on', 'po date', 'date'] },
    { name: 'for', help: 'blocks, plants or storage that it is for, commas between several; all that have such equipment when left out', kind: 'text', isRequired: false, synonyms: ['block', 'hall', 'plant', 'location', 'building', 'owner'] },
    { name: 'lead', help: 'time from order to arrival as quoted, such as 38 weeks', kind: 'duration', isRequired: false, synonyms: ['lead time', 'delivery time', 'leadtime', 'lead p50', 'p50'] },
    { name: 'p90', help: 'the same in nine of ten cases', kind: 'duration', isRequired: false, synonyms: ['lead p90', 'lead time p90'] },
  ],
  edits(input) {
    const { data, tell } = input
    const stated = stepInto(stepInto(data, 'procurement'), 'orders')
    const before = Array.isArray(stated) ? (stated as readonly unknown[]) : []
    const owners = ownersIn(data)
    const found = ordersOf(input, owners)
    const ids = new Set(found.map(({ id }) => id))
    const places = new Map(before.map((order, at) => [idOf(order), at]))
    tellOverlaps(found, before.filter(order => !ids.has(idOf(order) ?? '')), owners, tell)
    let next = before.length
    const edits = found.flatMap(order => {
      const at = places.get(order.id) ?? -1
      const value = over(before[at], order)
      if (!checked(orderField, value, order.row, tell, path => COLUMN_OF[path.slice(0, 2).join('.')] ?? COLUMN_OF[path[0]])) return []
      return orderEdits(order, at < 0 ? next++ : at, before[at], value)
    })
    // A list that is not there yet is written as a whole.
    if (Array.isArray(stated) || edits.length === 0) return edits
    return [{ path: [...ORDERS], written: ORDERS.join('.'), before: undefined, value: edits.map(({ value }) => value), row: edits[0].row }]
  },
}
