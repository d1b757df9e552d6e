/**
 * The condition of an option, `when:`, as one line of words: what has or has not happened by a day, `grid.feeds.permanent not energised by
 * 2029-03-01`, or a figure as it stands on that day, `allocatableAccelerators < 5000 by 2029-03-01`. `from 2029-03-01` asks nothing. The day
 * is that of the decision; what is known is what happened up to its first moment.
 */
import { parseDate } from '../../base/civil-date.ts'
import { err, ok, type Result } from '../../base/result.ts'
import { BUCKETS } from '../buckets.ts'
import { type Comparison, COMPARISONS } from '../check-expression.ts'
import { nearestName } from '../nearest.ts'
import { parseQuantity, type Problem } from '../schema/quantity-text.ts'

/** Figures that a condition may ask for, with the unit of bare bounds. */
export const CONDITION_FIGURES = {
  energisedBlocks: { unit: '', help: 'blocks with power' },
  energisedAccelerators: { unit: '', help: 'accelerators with power, mean of the last day' },
  allocatableAccelerators: { unit: '', help: 'accelerators that jobs could have, mean of the last day' },
  productiveAccelerators: { unit: '', help: 'accelerators’ worth of useful work, mean of the last day' },
  itMW: { unit: 'MW', help: 'IT power, mean of the last day' },
  siteMW: { unit: 'MW', help: 'power of the site, mean of the last day' },
  utilisation: { unit: '', help: 'useful share of the contract since it began' },
  recentUtilisation: { unit: '', help: 'useful share of the contract over the last 28 days' },
  lossShare: { unit: '', help: 'share of the contract since it began that a bucket of the ledger took, as in lossShare{bucket: L2.grid}' },
} as const
export type ConditionFigure = keyof typeof CONDITION_FIGURES
export const CONDITION_FIGURE_NAMES = Object.keys(CONDITION_FIGURES) as ConditionFigure[]

/** Figures that lie between 0 and 1. */
export const SHARE_FIGURES: ReadonlySet<ConditionFigure> = new Set(['utilisation', 'recentUtilisation', 'lossShare'])

interface Dated {
  /** Day number of the decision. */
  readonly day: number
  /** As written, spaces made even. */
  readonly text: string
}

export type Condition = Dated & (
  | { readonly kind: 'always' }
  /** A feed, a plant or a block by its path. */
  | { readonly kind: 'energised'; readonly path: string; readonly isNot: boolean }
  | { readonly kind: 'figure'; readonly figure: ConditionFigure; readonly bucket: string | null; readonly comparison: Comparison; readonly bound: number }
)

const MAX_TEXT_LENGTH = 200
const DAYED = /^(.*?)\s*\b(by|from)\s+(\S+)$/u
const ENERGISED = /^(\S+)\s+(?:is\s+)?(not\s+)?(?:energised|in\s+service)$/u
const FIGURE = /^([A-Za-z][A-Za-z0-9]*)\s*(?:\{\s*bucket\s*[:=]\s*([^{}\s]+)\s*\})?\s*(>=|<=|>|<)\s*([^\s=].*)$/u

const SHAPE = '`grid.feeds.permanent not energised by 2029-03-01`, `allocatableAccelerators < 5000 by 2029-03-01` or `from 2029-03-01`'
const wrong = (message: string, allowed: string, nearest?: string): Result<never, Problem> => err({ code: 'option-when', message, allowed, ...(nearest === undefined ? {} : { nearest }) })

const CODES = BUCKETS.map(({ code }) => code)
const GATES = [...new Set(CODES.map(code => code.split('.')[0]))]

function readBucket(figure: ConditionFigure, bucket: string | undefined): Result<string | null, Problem> {
  if (figure !== 'lossShare') return bucket === undefined ? ok(null) : wrong(`narrows ${figure} by a bucket`, 'a bucket for lossShare alone')
  if (bucket === undefined) return wrong('does not say which bucket', 'lossShare{bucket: L2.grid}')
  const known = [...GATES, ...CODES]
  return known.includes(bucket) ? ok(bucket) : wrong(`asks for the bucket '${bucket}', which the ledger does not have`, known.join(', '), nearestName(bucket, known))
}

function readFigure([, name, bucket, comparison, bound]: readonly (string | undefined)[], dated: Dated): Result<Condition, Problem> {
  const figure = CONDITION_FIGURE_NAMES.find(each => each === name)
  const found = COMPARISONS.find(each => each === comparison)
  if (figure === undefined || found === undefined) return wrong(`asks for '${name}'`, `a feed, plant or block by its path, or ${CONDITION_FIGURE_NAMES.join(', ')}`, nearestName(name ?? '', CONDITION_FIGURE_NAMES))
  const narrowed = readBucket(figure, bucket)
  if (!narrowed.ok) return narrowed
  const { unit } = CONDITION_FIGURES[figure]
  const text = (bound ?? '').trim()
  const isBare = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/u.test(text)
  const read = isBare ? ok(Number(text)) : parseQuantity(text, unit)
  if (!read.ok) return wrong(`has the bound '${text}', which ${read.error.message}`, unit === '' ? 'a number or a percentage' : `a number, or a quantity in ${unit}`)
  return ok({ ...dated, kind: 'figure', figure, bucket: narrowed.value, comparison: found, bound: read.value })
}

/** Reads a condition; names in it are compared with the file later. */
export function readCondition(input: unknown): Result<Condition, Problem> {
  if (typeof input !== 'string' || input.length > MAX_TEXT_LENGTH) return err({ code: 'type', message: 'is not the text of a condition', allowed: SHAPE })
  const text = input.trim().replaceAll(/\s+/gu, ' ')
  const [, words, link, date] = DAYED.exec(text) ?? []
  if (words === undefined || date === undefined) return wrong('has no day of decision', SHAPE)
  const day = parseDate(date)
  if (day === undefined) return wrong(`is decided ${link} '${date}', which is no day`, 'a date such as 2029-03-01')
  const dated: Dated = { day, text }
  if (words === '') return link === 'from' ? ok({ ...dated, kind: 'always' }) : wrong('says nothing about what must have happened', SHAPE)
  if (link === 'from') return wrong('asks something from a day on', `the same with 'by': ${words} by ${date}`)
  const energised = ENERGISED.exec(words)
  if (energised !== null) return ok({ ...dated, kind: 'energised', path: energised[1], isNot: energised[2] !== undefined })
  const figure = FIGURE.exec(words)
  return figure === null ? wrong('is not a condition', SHAPE) : readFigure(figure, dated)
}

/** Whether a value keeps a comparison. */
export const HOLDS: Readonly<Record<Comparison, (value: number, bound: number) => boolean>> = {
  '>=': (value, bound) => value >= bound,
  '<=': (value, bound) => value <= bound,
  '>': (value, bound) => value > bound,
  '<': (value, bound) => value < bound,
}
