/** What an audit says in one sentence, and its labels with equal ones told once. */
import { formatNumber } from '../format.ts'
import type { AuditReport, Contingency, LabelCheck } from '../../results/audit.ts'

const WORDS = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve']
const countWord = (count: number): string => WORDS[count] ?? formatNumber(count)
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

type Kind = 'single' | 'maintenance' | 'pair'
export const kindOf = ({ failed, maintained }: Pick<Contingency, 'failed' | 'maintained'>): Kind => (maintained !== null ? 'maintenance' : failed.length > 1 ? 'pair' : 'single')

const NOUNS: Readonly<Record<Kind, readonly [string, string]>> = { single: ['single failure', 'single failures'], maintenance: ['maintenance case', 'maintenance cases'], pair: ['pair of failures', 'pairs of failures'] }

function numbers(contingencies: readonly Contingency[], kind: Kind): Record<Contingency['state'], number> {
  const counts = { down: 0, degraded: 0, savedByTransfer: 0, unknown: 0, normal: 0 }
  for (const contingency of contingencies) if (kindOf(contingency) === kind) counts[contingency.state] += contingency.count
  return counts
}

const amount = (count: number, kind: Kind): string => `${countWord(count)} ${NOUNS[kind][count === 1 ? 0 : 1]}`

export interface Verdict {
  /** `No single failure takes down load; two maintenance cases do.` */
  readonly sentence: string
  /** What is cut back and what cannot be told; '' for nothing. */
  readonly more: string
}

export function verdictOf({ contingencies }: Pick<AuditReport, 'contingencies'>): Verdict {
  const single = numbers(contingencies, 'single')
  const parts = [single.down === 0 ? 'No single failure takes down load' : `${capital(amount(single.down, 'single'))} ${single.down === 1 ? 'takes' : 'take'} down load`]
  const others = (['maintenance', 'pair'] as const).map(kind => ({ kind, count: numbers(contingencies, kind).down })).filter(({ count }) => count > 0)
  if (others.length > 0) parts.push(`${others.map(({ kind, count }) => amount(count, kind)).join(' and ')} ${others.length === 1 && others[0].count === 1 ? 'does' : 'do'}${single.down > 0 ? ' too' : ''}`)
  const more = [
    ...(single.degraded > 0 ? [`${countWord(single.degraded)} single ${single.degraded === 1 ? 'failure makes' : 'failures make'} racks give power up`] : []),
    ...(single.unknown > 0 ? [`${countWord(single.unknown)} cannot be told from the file`] : []),
  ]
  return { sentence: `${parts.join('; ')}.`, more: more.length === 0 ? '' : `${capital(more.join('; '))}.` }
}

export interface LabelGroup {
  readonly label: string
  readonly reason: string
  readonly isKept: boolean
  /** Blocks with this label and outcome; −1 for the site. */
  readonly blocks: readonly number[]
  /** Where the first is written. */
  readonly line: number | undefined
}

/** Labels that are not kept first; equal ones of several blocks in one line. */
export function labelGroups(labels: readonly LabelCheck[]): LabelGroup[] {
  const groups = new Map<string, { label: string; reason: string; isKept: boolean; blocks: number[]; line: number | undefined }>()
  for (const { label, reason, isKept, block, line } of labels) {
    const key = `${label}\n${reason}\n${isKept}\n${block < 0}`
    const known = groups.get(key)
    if (known === undefined) groups.set(key, { label, reason, isKept, blocks: [block], line })
    else known.blocks.push(block)
  }
  return [...groups.values()].sort((a, b) => Number(a.isKept) - Number(b.isKept))
}

/** `Block 1, 3–4`, or nothing for the site and for a site of one block. */
export function blocksText(blocks: readonly number[], labels: readonly string[]): string {
  if (blocks[0] < 0 || labels.length < 2) return ''
  if (blocks.length === labels.length) return 'all blocks'
  return blocks.length <= 3 ? blocks.map(block => labels[block] ?? `Block ${block + 1}`).join(', ') : `${blocks.length} blocks`
}
