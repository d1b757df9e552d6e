/**
 * A link says in its fragment what is looked at: the text (packed) or the name of a shipped scenario, and how one looks at it. The fragment
 * is not sent to any host. What comes from a link is data of a stranger: every part is checked, and only ever shown as text.
 */
import { z } from 'zod'
import { LAYERS, SITE_VIEWS } from '../state/view-choices.ts'
import { packText, unpackText } from './pack.ts'

// As for scenarios: no code out of text.
z.config({ jitless: true })

/** Mail and chat programs carry addresses of this length. */
export const MOST_CHARACTERS = 32_000
const MOST_OPTIONS = 6
const MOST_NAME = 200
/** Fifteen years, the longest horizon. */
const MOST_MS = 15 * 366 * 86_400_000

const name = z.string().min(1).max(MOST_NAME)
const oneOf = (choices: readonly { readonly id: string }[]): z.ZodType<string> => z.string().refine(id => choices.some(choice => choice.id === id))

/** Parts of a link by their names in the fragment; `*` stands for the scenario without an option. */
const PARTS = {
  scenario: z.string().regex(/^[a-z0-9-]{1,64}$/u),
  text: z.string().regex(/^[\w-]+$/u).max(MOST_CHARACTERS),
  file: name.regex(/^[^/\\]+$/u),
  option: name,
  compare: name,
  beside: z.array(name).max(MOST_OPTIONS),
  room: z.enum(['plan', 'watch', 'decide']),
  view: oneOf(SITE_VIEWS),
  layer: oneOf(LAYERS),
  account: z.string().regex(/^[a-z-]{1,32}$/u),
  site: name,
  at: z.string().regex(/^\d{1,13}$/u).transform(Number).refine(ms => ms <= MOST_MS),
  select: z.string().min(1).max(500),
} as const

type PartName = keyof typeof PARTS
const LISTS: readonly string[] = ['beside']

export type Link = { readonly [Name in PartName]?: z.infer<(typeof PARTS)[Name]> }

export interface ReadLink {
  readonly link: Link
  /** Parts that could not be understood, by name. */
  readonly left: readonly string[]
}

/** The fragment of a link, with its sign. The text is packed here. */
export function fragmentOf({ text, ...rest }: Link): string {
  const parts = new URLSearchParams()
  for (const [part, value] of Object.entries(rest)) {
    for (const each of Array.isArray(value) ? value : [value]) if (each !== undefined) parts.append(part, String(each))
  }
  if (text !== undefined) parts.append('text', packText(text))
  return `#${parts.toString()}`
}

/** What a fragment says; undefined when it is no link of ours. Its text is unpacked. */
export function readFragment(fragment: string): ReadLink | undefined {
  if (fragment.length > MOST_CHARACTERS) return { link: {}, left: ['text'] }
  const given = new URLSearchParams(fragment.replace(/^#/u, ''))
  const left: string[] = []
  const link: Record<string, unknown> = Object.create(null)
  for (const part of new Set(given.keys())) {
    const schema = Object.hasOwn(PARTS, part) ? PARTS[part as PartName] : undefined
    const found = schema?.safeParse(LISTS.includes(part) ? given.getAll(part) : given.get(part))
    const value = found?.success === true && part === 'text' && typeof found.data === 'string' ? unpackText(found.data) : found?.data
    if (value === undefined) left.push(part.slice(0, 32))
    else link[part] = value
  }
  const isOurs = 'scenario' in link || 'text' in link || left.includes('text') || left.includes('scenario')
  return isOurs ? { link: { ...link }, left } : undefined
}
