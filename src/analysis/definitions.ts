/** What a figure, a bucket or a gate is: one definition for the page, its help and the command line. */
import { BUCKETS, GATE_LABELS } from '../scenario/buckets.ts'
import { BUCKET_WORDS } from '../scenario/bucket-words.ts'
import { CHECK_METRICS } from '../scenario/check-metrics.ts'
import { FIGURE_TEXTS } from './figure-text.ts'
import type { RunFigures } from './figures.ts'
import { type Limitation, limitationsOfBucket, limitationsOfFigure } from './limitations.ts'

export interface Definition {
  /** Figure of the summary, bucket code such as `L2.grid`, or gate such as `L2`. */
  readonly id: string
  readonly kind: 'figure' | 'bucket' | 'gate'
  readonly label: string
  /** '' for shares and counts. */
  readonly unit: string
  /** A sentence without full stop. */
  readonly means: string
  /** What one can do about it; '' where that depends on what took most. */
  readonly act: string
  readonly notModelled: readonly Limitation[]
}

const isFigure = (id: string): id is keyof RunFigures => Object.hasOwn(FIGURE_TEXTS, id)

/** The definition of a figure of the summary. */
export function figureDefinition(key: keyof RunFigures): Definition {
  const { label, unit, meaning } = FIGURE_TEXTS[key]
  return { id: key, kind: 'figure', label, unit, means: meaning === '' ? CHECK_METRICS[key].help : meaning, act: '', notModelled: limitationsOfFigure(key) }
}

/** The definition of a bucket of the ledger. */
export function bucketDefinition(code: string): Definition | undefined {
  const bucket = BUCKETS.find(each => each.code === code)
  return bucket === undefined ? undefined : { id: code, kind: 'bucket', label: bucket.label, unit: 'h', ...BUCKET_WORDS[code], notModelled: limitationsOfBucket(code) }
}

/** The definition of a gate: its buckets together. */
export function gateDefinition(gate: number): Definition | undefined {
  const words = GATE_LABELS.find(each => each.gate === gate)
  const members = BUCKETS.filter(bucket => bucket.gate === gate)
  if (words === undefined || members.length === 0) return undefined
  const [notModelled, labels] = [[...new Set(members.flatMap(({ code }) => limitationsOfBucket(code)))], members.map(({ label }) => label.charAt(0).toLowerCase() + label.slice(1))]
  return { id: `L${gate}`, kind: 'gate', label: words.loss || 'Productive', unit: 'h', means: `contracted accelerators that are not ${words.level}: ${labels.join(', ')}`, act: '', notModelled }
}

/** What is defined under a name; undefined for a name of nothing. */
export function definitionOf(id: string): Definition | undefined {
  if (isFigure(id)) return figureDefinition(id)
  const gate = /^L([1-9])$/u.exec(id)
  return gate === null ? bucketDefinition(id) : gateDefinition(Number(gate[1]))
}

/** All names that are defined. */
export const definedNames = (): string[] => [...Object.keys(FIGURE_TEXTS), ...GATE_LABELS.filter(({ loss }) => loss !== '').map(({ gate }) => `L${gate}`), ...BUCKETS.map(({ code }) => code)]
