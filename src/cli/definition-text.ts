/** A figure or a bucket of the ledger in words: what it is, what one can do about it, and what the model leaves out of it. */
import type { Definition } from '../analysis/definitions.ts'
import type { Limitation } from '../analysis/limitations.ts'
import type { Paint } from './report-text.ts'
import { wrapped } from './wrapped.ts'

const WIDTH = 80
const KINDS = { figure: 'figure of a run', bucket: 'bucket of the ledger, accelerator-hours', gate: 'gate of the ledger, accelerator-hours' } as const

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`

/** What is left out, one line each; nothing for none. */
export function notModelledLines(rows: readonly Limitation[]): string[] {
  if (rows.length === 0) return []
  return ['', 'Not modelled', ...rows.flatMap(({ text }) => wrapped(text, WIDTH - 4).map((line, at) => `${at === 0 ? '  - ' : '    '}${line}`))]
}

export function definitionText({ id, kind, label, unit, means, act, notModelled }: Definition, paint: Paint): string {
  return `${[
    `${paint.strong(label)} (${id}), ${KINDS[kind]}${kind === 'figure' && unit !== '' ? `, ${unit}` : ''}`,
    ...wrapped(sentence(means), WIDTH - 2).map(line => `  ${line}`),
    ...(act === '' ? [] : wrapped(`${act}.`, WIDTH - 2).map(line => `  ${line}`)),
    ...notModelledLines(notModelled),
  ].join('\n')}\n`
}
