/** Which of several numbered things stand in a zone: `all`, or a list of numbers and ranges counted from 1. */
import type { z } from 'zod'
import { err, ok } from '../../base/result.ts'
import type { Result } from '../../base/result.ts'
import { leaf } from './field-meta.ts'
import { optional } from './fields.ts'
import { kindOf } from './quantity-text.ts'
import type { Problem } from './quantity-text.ts'

/** Numbers `first` to `last`, both included, counted from 1. */
export interface NumberRange {
  readonly first: number
  readonly last: number
}
/** One entry for each element of the file's list; one for `all`. */
export type Members = readonly NumberRange[]

/** Last of a range that means all there are. */
export const ALL_OF_THEM = 1_000_000
const ALLOWED = 'all, or a list of numbers and ranges such as [1, 2, 5-8]'
const RANGE = /^(\d{1,6})-(\d{1,6})$/u
const MAX_ENTRIES = 1000

const wrong = (code: string, message: string): Result<never, Problem> => err({ code, message, allowed: ALLOWED })

function entryOf(input: unknown): NumberRange | undefined {
  if (typeof input === 'number') return Number.isSafeInteger(input) && input >= 1 && input < ALL_OF_THEM ? { first: input, last: input } : undefined
  const found = typeof input === 'string' ? RANGE.exec(input.trim()) : null
  if (found === null) return undefined
  const [first, last] = [Number(found[1]), Number(found[2])]
  return first >= 1 && last >= first ? { first, last } : undefined
}

function readMembers(input: unknown): Result<Members, Problem> {
  if (input === 'all') return ok([{ first: 1, last: ALL_OF_THEM }])
  if (!Array.isArray(input)) return wrong('type', `is ${kindOf(input)}`)
  if (input.length === 0 || input.length > MAX_ENTRIES) return wrong('range', `has ${input.length} elements`)
  const ranges: NumberRange[] = []
  for (const element of input as readonly unknown[]) {
    const range = entryOf(element)
    if (range === undefined) return wrong('type', 'holds something that is neither a number nor a range')
    ranges.push(range)
  }
  return ok(ranges)
}

const field = (help: string) => leaf<Members>({ kind: 'any', help: `${help} ${ALLOWED[0].toUpperCase()}${ALLOWED.slice(1)}; counted from 1.`, examples: ['all', [1, 2], ['1-8']] }, readMembers)

/** A field of members that may be left out: none. */
export const zoneMembers = (help: string): z.ZodOptional<z.ZodType<Members>> => optional(field(help))
/** The same where a key names the kind. */
export const zoneMembersItem = field

/** Indexes, from 0, of the members among `count` things; ascending, each once. What does not exist is left out. */
export function memberIndexes(members: Members | undefined, count: number): number[] {
  const isIn = new Uint8Array(count)
  for (const { first, last } of members ?? []) isIn.fill(1, Math.min(count, first - 1), Math.min(count, last))
  const indexes: number[] = []
  isIn.forEach((bit, index) => {
    if (bit === 1) indexes.push(index)
  })
  return indexes
}

/** Entries of the list that name something beyond `count`: their place in the list and the number. */
export function missingMembers(members: Members | undefined, count: number): { readonly at: number; readonly number: number }[] {
  return (members ?? []).flatMap(({ last }, at) => (last === ALL_OF_THEM || last <= count ? [] : [{ at, number: last }]))
}
