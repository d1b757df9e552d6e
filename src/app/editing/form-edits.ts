/** What a change in a form means for the tree. */
import { parseValue } from '../../scenario/parse.ts'
import type { FormField, FormPage } from '../reader/protocol.ts'
import type { TreeEdit } from './tree-edit.ts'

/** Text of a box as the value of its key: nothing takes the key out. */
export function valueEdit({ path }: Pick<FormField, 'path'>, text: string): { readonly edit: TreeEdit } | { readonly problem: string } {
  if (text.trim() === '') return { edit: { kind: 'remove', path } }
  const read = parseValue(text.trim())
  // Text with a colon or a bracket in it is a text, not a section.
  if (!read.ok) return /^[[{]/u.test(text.trim()) ? { problem: read.error } : { edit: { kind: 'set', path, value: text.trim() } }
  return { edit: { kind: 'set', path, value: read.value } }
}

/** A new entry: an element with this id, or a key of this name with nothing in it yet. */
export const newElement = ({ path, kind, fields }: FormPage, name: string): TreeEdit =>
  kind === 'named' ? { kind: 'set', path: [...path, name.trim()], value: {} } : fields.length === 0 ? { kind: 'set', path, value: [{ id: name.trim() }] } : { kind: 'insert', path, index: fields.length, value: { id: name.trim() } }

export interface EntryEdits {
  readonly remove: TreeEdit
  /** Elements of lists have an order. */
  readonly up?: TreeEdit
  readonly down?: TreeEdit
}

/** What can be done with an entry of a list or map, or a section that is stated. */
export function listEdits({ path, kind, fields }: FormPage, field: FormField): EntryEdits | null {
  const remove: TreeEdit = { kind: 'remove', path: field.path }
  if (kind === 'section') return field.isStated && !field.isNeeded ? { remove } : null
  const at = field.path[field.path.length - 1]
  if (typeof at !== 'number') return { remove }
  return {
    remove,
    ...(at > 0 ? { up: { kind: 'move' as const, path, from: at, to: at - 1 } } : {}),
    ...(at < fields.length - 1 ? { down: { kind: 'move' as const, path, from: at, to: at + 1 } } : {}),
  }
}
