/** Kinds of faults as the engine uses them: cumulative shares, detection delays, cures. Built once from the scenario. */
import { type Distribution, meanOf } from '../../base/distribution.ts'
import { DAY_MS, YEAR_MS } from '../../base/spans.ts'
import { FAIL_SLOW, FAULT_CLASSES, FAULT_PRESETS, type FaultClass, REFERENCE_NODE_ACCELERATORS } from '../../scenario/catalog/fault-classes.ts'
import type { FaultsSection } from '../../scenario/schema/faults.ts'
import type { CommonCause } from '../../scenario/schema/fault-causes.ts'
import type { Cure } from './repair.ts'

export interface FaultKind extends FaultClass {
  readonly detection: Distribution
  readonly cure: Cure
}

export interface FaultMix {
  /** Kinds that can happen, in catalog order. */
  readonly kinds: readonly FaultKind[]
  /** Cumulative share up to and including each kind; the last is 1. */
  readonly cumulative: Float64Array
  /** Mature faults per accelerator and ms, all kinds together. */
  readonly perAcceleratorMs: number
}

/** Losses of nodes to their power supplies, which are told one by one where the scenario says how these fail. */
const SUPPLY_CLASS = 'power-supply'

/** Kinds and rate that the scenario asks for. Leaving links to the fabric takes their share away from the rate. */
export function faultMix(section: FaultsSection): FaultMix {
  const { counts, ratePer1000NodeDays } = FAULT_PRESETS[section.preset]
  const weighted = FAULT_CLASSES.map(faultClass => {
    const count = counts === undefined ? faultClass.count : (counts[faultClass.id] ?? 0)
    return { faultClass, weight: section.classes[faultClass.id].weight ?? count }
  })
  const totalWeight = weighted.reduce((sum, { weight }) => sum + weight, 0)
  const present = weighted.filter(({ faultClass, weight }) => weight > 0 && (faultClass.scope !== 'link' || section.network === 'node') && (faultClass.id !== SUPPLY_CLASS || section.supplyUnits === undefined))
  const presentWeight = present.reduce((sum, { weight }) => sum + weight, 0)
  const rate = (section.timeBetweenFaults === undefined ? ratePer1000NodeDays : (1000 * DAY_MS) / section.timeBetweenFaults) * section.rateFactor
  const share = totalWeight > 0 ? presentWeight / totalWeight : 0
  const perAcceleratorMs = (rate * share) / (1000 * DAY_MS * REFERENCE_NODE_ACCELERATORS)
  const slowPerMs = section.failSlow === undefined ? 0 : section.failSlow.rate / (YEAR_MS * REFERENCE_NODE_ACCELERATORS)
  const kinds = present.map(({ faultClass }) => kindOf(section, faultClass, section.classes[faultClass.id].autoFix))
  let running = 0
  const cumulative = Float64Array.from(present, ({ weight }) => (running += weight) / presentWeight)
  if (slowPerMs === 0) return { kinds, cumulative, perAcceleratorMs }
  const total = perAcceleratorMs + slowPerMs
  return { kinds: [...kinds, kindOf(section, FAIL_SLOW, FAIL_SLOW.autoFix)], cumulative: Float64Array.from([...cumulative.map(upTo => (upTo * perAcceleratorMs) / total), 1]), perAcceleratorMs: total }
}

function kindOf(section: FaultsSection, faultClass: FaultClass, autoFix: number): FaultKind {
  const { part } = faultClass
  return { ...faultClass, autoFix, detection: section.detection[faultClass.signal], cure: { autoFix, people: 1, hands: section.classes[faultClass.id]?.repair ?? section.repair, ...(part === undefined ? {} : { part }) } }
}

/** Faults of nodes that a common cause strikes at once, empty rows for causes that take whole zones; and the loss of too many power supplies. */
export function commonKinds(section: FaultsSection): readonly FaultKind[] {
  const supplies = section.supplyUnits === undefined ? [] : [{ ...kindOf(section, { id: 'supply-units', label: 'Too few power supplies left', count: 0, scope: 'node', signal: 'lost', rework: 'hw', autoFix: 0, part: 'power-supply' }, 0), cure: { autoFix: 0, people: 1, hands: section.supplyUnits.swap, part: 'power-supply' as const } }]
  return [...section.commonCauses.map(({ id, label, autoFix }: CommonCause) => kindOf(section, { id, label: label ?? id, count: 0, scope: 'node', signal: 'explicit', rework: 'hw', autoFix }, autoFix)), ...supplies]
}

/** Index of the kind at the uniform `u` in (0, 1). */
export function pickKind(mix: FaultMix, u: number): number {
  const { cumulative } = mix
  let kind = 0
  while (kind < cumulative.length - 1 && u >= cumulative[kind]) kind++
  return kind
}

/** Share of all faults that take the node, not just the software of the job on it. */
export const nodeShare = ({ kinds, cumulative }: FaultMix): number => kinds.reduce((sum, { scope }, i) => (scope === 'job' ? sum : sum + cumulative[i] - (i > 0 ? cumulative[i - 1] : 0)), 0)

/**
 * Work offered to technicians by a mature fleet, in technicians busy on average (Erlang); at or above the number of technicians
 * the repair backlog grows without bound.
 */
export function offeredRepairErlang(section: FaultsSection, accelerators: number): number {
  const mix = faultMix(section)
  let handsMs = 0
  for (let i = 0; i < mix.kinds.length; i++) {
    const share = mix.cumulative[i] - (i > 0 ? mix.cumulative[i - 1] : 0)
    if (mix.kinds[i].scope !== 'job') handsMs += share * (1 - mix.kinds[i].autoFix) * meanOf(mix.kinds[i].cure.hands)
  }
  return mix.perAcceleratorMs * accelerators * handsMs
}
