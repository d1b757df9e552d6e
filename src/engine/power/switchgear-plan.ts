/** Medium-voltage switchgear in engine units: which transformers, feeds, plants and blocks hang on which section. */
import type { BusScheme, SwitchgearSection } from '../../scenario/schema/switchgear.ts'
import type { Reliability } from './component.ts'

export interface SwitchgearPlan {
  readonly scheme: BusScheme
  readonly sections: number
  /** Section of each substation transformer. */
  readonly infeed: Int32Array
  /** Section of each block; −1 when its transformers are spread over all. */
  readonly block: Int32Array
  /** From the loss of a section's infeeds until its tie is closed, ms; 0 where sections run together anyway. */
  readonly transferMs: number
  /** Whether a bus fault takes circuits with it: not where every circuit is on two buses. */
  readonly faultTakesCircuits: boolean
  readonly failToOperate: number
  /** What the breaker of an infeed, and of a block at a section, carries, VA; Infinity where the file states none. */
  readonly infeedVa: number
  readonly feederVa: number
  readonly section: Reliability
  readonly breaker: Reliability
  readonly relay: Reliability
}

const FIXED_SECTIONS: Readonly<Partial<Record<BusScheme, number>>> = { single: 1, 'breaker-and-a-half': 2 }

const lineVa = (voltageV: number, currentA: number | undefined): number => (currentA === undefined ? Infinity : Math.sqrt(3) * voltageV * currentA)

export function switchgearPlan(of: SwitchgearSection, transformers: number, blocks: number): SwitchgearPlan {
  const sections = FIXED_SECTIONS[of.scheme] ?? of.sections
  return {
    scheme: of.scheme,
    sections,
    infeed: Int32Array.from({ length: transformers }, (_, i) => (of.infeeds?.[i] ?? (i % sections) + 1) - 1),
    block: Int32Array.from({ length: blocks }, (_, i) => (of.blocks === 'spread' ? -1 : i % sections)),
    transferMs: of.scheme === 'main-tie-main' && of.tie === 'open' ? of.detect + of.close : 0,
    faultTakesCircuits: of.scheme !== 'breaker-and-a-half',
    failToOperate: of.breakers.failToOperate,
    infeedVa: lineVa(of.voltage, of.breakers.infeed),
    feederVa: lineVa(of.voltage, of.breakers.feeder),
    section: { failuresPerYear: of.faults, repairMs: of.repair },
    breaker: { failuresPerYear: of.breakers.trips, repairMs: of.breakers.repair },
    relay: { failuresPerYear: of.relays.failures, repairMs: of.relays.repair },
  }
}

/** Section on which transformer `member` of a block hangs. */
export const sectionOfBlockTransformer = (plan: SwitchgearPlan, block: number, member: number): number => (plan.block[block] < 0 ? member % plan.sections : plan.block[block])

/** Sections that a block hangs on. */
export const sectionsOfBlock = (plan: SwitchgearPlan, block: number, transformers: number): number[] =>
  [...new Set(Array.from({ length: transformers }, (_, member) => sectionOfBlockTransformer(plan, block, member)))].sort((a, b) => a - b)

/** Section of a feed or plant beside the substation: they go round. */
export const sectionOfSource = (plan: SwitchgearPlan, index: number): number => index % plan.sections
