/** Racks: one row a lot or one row a rack. Equal rows of a block are counted together; the lots of every block that is named are replaced. */
import { nearestName } from '../../scenario/nearest.ts'
import { idOf } from '../../scenario/path.ts'
import { scenarioFile } from '../../scenario/schema/scenario.ts'
import { fieldAtPath, itemOf, stepInto } from '../../scenario/schema/walk.ts'
import type { ReadRow } from './columns.ts'
import { checked, type KindInput, type SheetEdit, type SheetKind } from './sheet-kind.ts'

interface Lot {
  readonly row: number
  readonly model: string
  /** Keys of the lot that the row states, but for its count. */
  readonly stated: Readonly<Record<string, unknown>>
  count: number
}

const COLUMN_OF: Readonly<Record<string, string>> = { 'delivered.lead': 'lead', ordered: 'ordered', count: 'count', model: 'model' }
const lotField = itemOf(fieldAtPath(scenarioFile, ['blocks', 0, 'racks'], {}) ?? scenarioFile)

/** The entry of a block in the file; tells what is wrong with its name. */
function entryOf(blocks: readonly unknown[], name: string, row: number, tell: KindInput['tell']): number {
  const found = blocks.findIndex(block => idOf(block) === name)
  if (found >= 0) return found
  const ids = blocks.flatMap(block => idOf(block) ?? [])
  const [stem] = name.split('[')
  if (name !== stem && ids.includes(stem)) tell(row, 'block', 'SHEET_BLOCK', `“${name}” is one of several blocks that “${stem}” stands for: racks belong to all of them; write ${stem}, or give the block an entry of its own`)
  else {
    const nearest = nearestName(name, ids)
    tell(row, 'block', 'SHEET_BLOCK', `there is no block “${name}”${nearest === undefined ? '' : `; did you mean ${nearest}?`} (allowed: ${ids.join(', ')})`)
  }
  return -1
}

function statedOf({ values }: ReadRow): Record<string, unknown> {
  return { ...(values.ordered === undefined ? {} : { ordered: values.ordered }), ...(values.lead === undefined ? {} : { delivered: { lead: values.lead } }) }
}

/** Lots by block entry, equal rows counted together. */
function lotsOf({ rows, data, tell }: KindInput): Map<number, Lot[]> {
  const blocks = (stepInto(data, 'blocks') ?? []) as readonly unknown[]
  const lots = new Map<number, Map<string, Lot>>()
  for (const row of rows) {
    const { values } = row
    if (row.isWrong) continue
    const entry = entryOf(blocks, String(values.block), row.number, tell)
    if (entry < 0) continue
    const stated = statedOf(row)
    const key = JSON.stringify([values.model, stated])
    const own = lots.get(entry) ?? new Map<string, Lot>()
    lots.set(entry, own)
    const known = own.get(key)
    const count = Number(values.count ?? 1)
    if (known !== undefined) known.count += count
    else own.set(key, { row: row.number, model: String(values.model), stated, count })
  }
  return new Map([...lots].map(([entry, own]) => [entry, [...own.values()]]))
}

/** A lot of the sheet over the one of the file that it stands for: what the sheet does not state stays. */
function over(before: unknown, { model, stated, count }: Lot): Record<string, unknown> {
  const kept = typeof before === 'object' && before !== null ? (before as Record<string, unknown>) : {}
  const delivered = stated.delivered === undefined ? kept.delivered : { ...(typeof kept.delivered === 'object' ? kept.delivered : {}), ...(stated.delivered as object) }
  return { ...kept, model, count, ...(stated.ordered === undefined ? {} : { ordered: stated.ordered }), ...(delivered === undefined ? {} : { delivered }) }
}

function blockEdits({ data, tell }: KindInput, entry: number, lots: readonly Lot[]): SheetEdit[] {
  const block = stepInto(stepInto(data, 'blocks'), entry)
  const id = idOf(block) ?? String(entry)
  const before = (stepInto(block, 'racks') ?? []) as readonly unknown[]
  const left = [...before.keys()]
  const matched = lots.map(lot => {
    const at = left.findIndex(index => stepInto(before[index], 'model') === lot.model)
    return at < 0 ? -1 : left.splice(at, 1)[0]
  })
  const values = lots.map((lot, index) => over(before[matched[index]], lot))
  lots.forEach((lot, index) => checked(lotField, values[index], lot.row, tell, path => COLUMN_OF[path.slice(0, 2).join('.')] ?? COLUMN_OF[path[0]]))
  for (const index of left) tell(lots[0].row, 'block', 'RACKS_REMOVED', `the lot of ${String(stepInto(before[index], 'model'))} of block ${id} is not in the sheet and is taken out`, 'warn')
  // The same lots in the same order: only the values change, so that comments between them stay.
  if (left.length === 0 && matched.every((index, at) => index === at)) {
    return lots.flatMap((lot, index) =>
      ['count', 'ordered', 'delivered'].flatMap((key): SheetEdit[] => {
        const [was, is] = [stepInto(before[index], key), values[index][key]]
        if (is === undefined || JSON.stringify(was ?? (key === 'count' ? 1 : undefined)) === JSON.stringify(is)) return []
        return [{ path: ['blocks', entry, 'racks', index, key], written: `blocks.${id}.racks[${index}].${key}`, before: was, value: is, row: lot.row }]
      }),
    )
  }
  return [{ path: ['blocks', entry, 'racks'], written: `blocks.${id}.racks`, before, value: values, row: lots[0].row }]
}

export const racks: SheetKind = {
  id: 'racks',
  label: 'Racks',
  help: 'Lots of racks by block: one row a lot with its count, or one row a rack.',
  fields: [
    { name: 'block', help: 'id of the block', kind: 'text', isRequired: true, synonyms: ['hall', 'room', 'building', 'data hall', 'location'] },
    { name: 'model', help: 'id in the rack catalog', kind: 'text', isRequired: true, synonyms: ['rack', 'rack model', 'rack type', 'type', 'rack sku', 'sku'] },
    { name: 'count', help: 'how many racks; one when left out', kind: 'count', isRequired: false, synonyms: ['qty', 'quantity', 'number', 'racks', 'amount'] },
    { name: 'ordered', help: 'day of the order', kind: 'date', isRequired: false, synonyms: ['order date', 'ordered on', 'po date', 'purchase order'] },
    { name: 'lead', help: 'time from order to arrival, such as 38 weeks', kind: 'duration', isRequired: false, synonyms: ['lead time', 'delivery time', 'leadtime'] },
  ],
  edits: input => [...lotsOf(input)].sort(([a], [b]) => a - b).flatMap(([entry, lots]) => blockEdits(input, entry, lots)),
}
