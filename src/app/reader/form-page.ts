/** A section of the file as a form shows it: every key that may stand there, with its value as written, its unit, range, default and help. */
import { valueText } from '../../scenario/edit-text.ts'
import { idOf } from '../../scenario/path.ts'
import { type FieldMeta, mayBeOmitted, metaOf } from '../../scenario/schema/field-meta.ts'
import { rangeText } from '../../scenario/schema/quantity-text.ts'
import { scenarioFile } from '../../scenario/schema/scenario.ts'
import { type Field, fieldAtPath, itemOf, shapeOf, valueAt } from '../../scenario/schema/walk.ts'
import type { FormField, FormPage } from './protocol.ts'

type TreePath = readonly (string | number)[]

/** Kinds whose inside is a form of its own. */
const OPENS: ReadonlySet<string> = new Set(['section', 'list', 'named', 'variants', 'catalog'])

const shown = (value: unknown): string => (value === undefined || value === null ? '' : typeof value === 'string' ? value : valueText(value))

/** The value that a catalog states, when the item names a model and leaves the key out. */
function ofCatalog(parent: FieldMeta | undefined, item: unknown, key: string | number): { readonly value: string; readonly source: string; readonly confidence: string } | undefined {
  const model = valueAt(item, ['model'])
  const stated = parent?.entries === undefined || typeof model !== 'string' || !Object.hasOwn(parent.entries, model) ? undefined : parent.entries[model][key]
  return typeof stated === 'object' ? { value: shown(stated.value), source: stated.source, confidence: stated.confidence } : undefined
}

function fieldOf(field: Field | undefined, data: unknown, path: TreePath, label: string, parent: FieldMeta | undefined): FormField {
  const meta = field === undefined ? undefined : metaOf(field)
  const value = valueAt(data, path)
  const key = path[path.length - 1]
  const catalog = value === undefined ? ofCatalog(parent, valueAt(data, path.slice(0, -1)), key) : undefined
  const kind = meta?.kind ?? 'any'
  // A list of plain values is written on one line.
  const isPlainList = kind === 'list' && field !== undefined && itemOf(field) !== undefined && shapeOf(itemOf(field) as Field, undefined) === undefined && !OPENS.has(metaOf(itemOf(field) as Field)?.kind ?? '')
  const isOpen = OPENS.has(kind) && !isPlainList
  return {
    path,
    label,
    kind: isOpen ? 'section' : kind === 'flag' ? 'flag' : kind === 'choice' || (meta?.choices !== undefined && kind !== 'text') ? 'choice' : 'text',
    isDay: kind === 'date' || (kind === 'milestone' && (value === undefined || typeof value === 'string')),
    help: meta?.help ?? '',
    unit: meta?.unit ?? '',
    allowed: meta?.choices === undefined ? (rangeText(meta?.min, meta?.max) ?? '') : '',
    choices: meta?.choices ?? [],
    default: catalog?.value ?? (meta?.default === undefined || isOpen ? '' : shown(meta.default)),
    source: catalog?.source ?? (meta?.default === undefined ? '' : (meta.source ?? 'engineering default')),
    confidence: catalog?.confidence ?? (meta?.default === undefined ? '' : (meta.confidence ?? '')),
    written: isOpen ? '' : shown(value),
    isStated: value !== undefined,
    isNeeded: field !== undefined && !mayBeOmitted(field) && catalog === undefined && parent?.overrides?.includes(String(key)) !== true,
    count: typeof value === 'object' && value !== null ? Object.keys(value).length : 0,
  }
}

/** The form at a path of the file's data; the whole file at the root. A path that leads nowhere any more gives the nearest one above. */
export function formPageOf(data: unknown, asked: TreePath): FormPage {
  let path = asked
  while (path.length > 0 && valueAt(data, path) === undefined && typeof path[path.length - 1] === 'number') path = path.slice(0, -1)
  const field = fieldAtPath(scenarioFile, path, data)
  const meta = field === undefined ? undefined : metaOf(field)
  const value = valueAt(data, path)
  const shape = field === undefined ? undefined : shapeOf(field, value)
  const item = field === undefined ? undefined : itemOf(field)
  const step = (key: string | number, label: string, of: Field | undefined): FormField => fieldOf(of, data, [...path, key], label, meta)
  const crumbs = path.map((key, depth) => ({ path: path.slice(0, depth + 1), label: typeof key === 'string' ? key : (idOf(valueAt(data, path.slice(0, depth + 1))) ?? `${key + 1}`) }))
  const page = { path, crumbs, help: meta?.help ?? '' }
  if (shape !== undefined) return { ...page, kind: 'section', fields: Object.entries(shape).map(([key, each]) => step(key, key, each)) }
  if (Array.isArray(value) || meta?.kind === 'list') {
    const elements = Array.isArray(value) ? (value as readonly unknown[]) : []
    return { ...page, kind: 'list', fields: elements.map((element, index) => ({ ...step(index, idOf(element) ?? `${index + 1}`, item), help: '' })) }
  }
  const names = typeof value === 'object' && value !== null ? Object.keys(value) : []
  return { ...page, kind: 'named', fields: names.map(name => ({ ...step(name, name, item), help: '' })) }
}
