/** Assets: equipment by place, one row a group with its count or one row a machine. Equal rows of a place are counted together. */
import { nearestName } from '../../scenario/nearest.ts'
import { idOf, writePath } from '../../scenario/path.ts'
import type { TreePath } from '../../scenario/positions.ts'
import { metaOf } from '../../scenario/schema/field-meta.ts'
import { scenarioFile } from '../../scenario/schema/scenario.ts'
import { type Field, itemOf, shapeOf, stepInto } from '../../scenario/schema/walk.ts'
import type { ReadRow } from './columns.ts'
import { checked, type KindInput, type SheetEdit, type SheetKind } from './sheet-kind.ts'

/** A place of the scenario for equipment of one model. */
interface Place {
  readonly path: TreePath
  readonly written: string
  /** Id of the block entry; '' for the site. */
  readonly block: string
  /** Last words of the path, which tell equipment of a block apart: `air.chillers`, `ups`. */
  readonly equipment: string
  readonly field: Field
  readonly before: unknown
}

const DEPTH = 6

/** All places for equipment, stated or not; lists of racks have a kind of their own. */
function placesOf(data: unknown): Place[] {
  const places: Place[] = []
  const visit = (field: Field, value: unknown, path: TreePath): void => {
    if (path.length > DEPTH || path.at(-1) === 'racks' || path[0] === 'options') return
    if (metaOf(field)?.kind === 'catalog') {
      if (Object.hasOwn(shapeOf(field, value) ?? {}, 'count')) places.push(placeOf(field, value, path, data))
      return
    }
    const shape = shapeOf(field, value)
    if (shape !== undefined) for (const key of Object.keys(shape)) visit(shape[key], stepInto(value, key), [...path, key])
    const item = shape === undefined ? itemOf(field) : undefined
    if (item !== undefined && Array.isArray(value)) value.forEach((element, index) => visit(item, element, [...path, index]))
  }
  visit(scenarioFile, data, [])
  return places
}

function placeOf(field: Field, before: unknown, path: TreePath, data: unknown): Place {
  const isBlock = path[0] === 'blocks'
  const block = isBlock ? (idOf(stepInto(stepInto(data, 'blocks'), path[1])) ?? '') : ''
  const own = isBlock ? path.slice(3) : path
  const id = idOf(before)
  return { path, written: writePath(path, data), block, equipment: id ?? own.join('.'), field, before }
}

const plain = (text: string): string => text.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, ' ').trim()
/** Words of the field for places whose key alone says too little. */
const ALSO: Readonly<Record<string, readonly string[]>> = {
  units: ['coolers', 'dry coolers', 'cooler'], trim: ['trim chillers', 'trim chiller'], 'air chillers': ['chillers', 'chiller'], ups: ['ups modules', 'ups module'],
  transformers: ['transformer', 'block transformers'], generators: ['generator', 'standby sets', 'gensets'], 'grid substation transformers': ['substation transformers', 'substation'],
}

const namesOf = ({ equipment, written }: Place): string[] => [plain(equipment), plain(written), ...(ALSO[plain(equipment)] ?? [])]

function foundPlace(places: readonly Place[], { number, values }: ReadRow, tell: KindInput['tell']): Place | undefined {
  const name = String(values.equipment)
  const block = values.block === undefined ? undefined : String(values.block)
  if (block !== undefined && places.every(place => place.block !== block)) {
    const ids = [...new Set(places.flatMap(place => (place.block === '' ? [] : [place.block])))]
    const nearest = nearestName(block, ids)
    tell(number, 'block', 'SHEET_BLOCK', `there is no block “${block}”${nearest === undefined ? '' : `; did you mean ${nearest}?`} (allowed: ${ids.join(', ')})`)
    return undefined
  }
  const here = places.filter(place => block === undefined || place.block === block)
  const found = here.filter(place => place.written === name || namesOf(place).includes(plain(name)))
  if (found.length === 1) return found[0]
  const names = [...new Set(here.map(({ equipment }) => equipment))]
  if (found.length > 1) tell(number, 'block', 'SHEET_BLOCK', `“${name}” is in ${[...new Set(found.map(place => place.block))].join(', ')}: the row needs its block`)
  else {
    const nearest = nearestName(name, names)
    tell(number, 'equipment', 'SHEET_EQUIPMENT', `there is no place for “${name}”${nearest === undefined ? '' : `; did you mean ${nearest}?`} (there are ${names.join(', ')})`)
  }
  return undefined
}

interface Group {
  readonly place: Place
  readonly row: number
  readonly model: string | undefined
  count: number
}

/** Rows by place; a place holds one model. */
function groupsOf({ rows, data, tell }: KindInput): Group[] {
  const places = placesOf(data)
  const groups = new Map<string, Group>()
  for (const row of rows) {
    const place = row.isWrong ? undefined : foundPlace(places, row, tell)
    if (place === undefined) continue
    const model = row.values.model === undefined ? undefined : String(row.values.model)
    const known = groups.get(place.written)
    const count = Number(row.values.count ?? 1)
    if (known === undefined) groups.set(place.written, { place, row: row.number, model, count })
    else if (known.model !== model) tell(row.number, 'model', 'SHEET_MODEL', `${place.written} holds one model, and row ${known.row} says ${known.model ?? 'none'}: give the other one an entry of its own`)
    else known.count += count
  }
  return [...groups.values()]
}

function groupEdits({ place, row, model, count }: Group, tell: KindInput['tell']): SheetEdit[] {
  const { path, written, before, field } = place
  const had = stepInto(before, 'model')
  if (model === undefined && had === undefined) {
    tell(row, 'model', 'SHEET_MODEL', `${written} has no model yet: the row must name one`)
    return []
  }
  const value = { ...(typeof before === 'object' && before !== null ? before : {}), ...(model === undefined ? {} : { model }), count }
  if (!checked(field, value, row, tell, ([step]) => (step === 'count' || step === 'model' ? step : undefined))) return []
  if (before === undefined) return [{ path, written, before, value, row }]
  const edit = (key: string, is: unknown): SheetEdit[] => (is === undefined || is === stepInto(before, key) ? [] : [{ path: [...path, key], written: `${written}.${key}`, before: stepInto(before, key), value: is, row }])
  return [...edit('model', model), ...(stepInto(before, 'count') === undefined && count === 1 ? [] : edit('count', count))]
}

export const assets: SheetKind = {
  id: 'assets',
  label: 'Assets',
  help: 'Equipment by block and place: one row a group with its count, or one row a machine.',
  fields: [
    { name: 'equipment', help: 'what it is, such as ups, transformers, units or grid.substation.transformers', kind: 'text', isRequired: true, synonyms: ['asset', 'asset type', 'kind', 'type', 'place', 'system'] },
    { name: 'block', help: 'id of the block; not for equipment of the site', kind: 'text', isRequired: false, synonyms: ['hall', 'room', 'building', 'data hall', 'location'] },
    { name: 'model', help: 'id in the catalog of its kind', kind: 'text', isRequired: false, synonyms: ['product', 'part', 'sku', 'catalog'] },
    { name: 'count', help: 'how many; one when left out', kind: 'count', isRequired: false, synonyms: ['qty', 'quantity', 'number', 'amount'] },
  ],
  edits: input => groupsOf(input).flatMap(group => groupEdits(group, input.tell)),
}
