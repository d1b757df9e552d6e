/**
 * Busway sections and distribution units that their racks could overload, path by path. What is sized to its racks cannot be, and is not listed.
 */
import { integerInputW } from '../../physics/converter-loss.ts'
import type { DistributionSpec } from './components/index.ts'
import { components } from './components/index.ts'
import type { Topology } from './redundancy.ts'

export interface BranchPlan {
  readonly kind: 'busway' | 'pdu'
  /** Section of busway or distribution unit, counted from 0, and its path. */
  readonly member: number
  readonly path: number
  /** Racks behind it, by index in the block: from `begin` up to but not including `end`. */
  readonly begin: number
  readonly end: number
  /** What its breaker carries for any time, W at the racks. */
  readonly ratedW: number
}

export interface Branched {
  readonly topology: Topology
  readonly distribution: DistributionSpec
  readonly sections: number
  readonly racksPerSection: number
  readonly racksPerPdu: number
  readonly rackMaxW: Float64Array
  /** Rating of one section of a path, and of one distribution unit, where the file states it, W. */
  readonly sectionW: number | undefined
  readonly pduW: number | undefined
}

/** Sections of busway behind one distribution unit of a path. */
export const sectionsPerPdu = ({ racksPerPdu, racksPerSection }: Pick<Branched, 'racksPerPdu' | 'racksPerSection'>): number => Math.max(1, Math.round(racksPerPdu / racksPerSection))

/** Power into the busway per power at the racks, at its rating. */
function buswayGain({ distribution, topology }: Branched): number {
  const w = Math.max(1, Math.round(distribution.ratedW))
  return integerInputW(components.distribution.lossCurve(distribution, topology.paths), w) / w
}

function overloadable(of: Branched, kind: BranchPlan['kind'], racks: number, ratedW: number | undefined): BranchPlan[] {
  if (ratedW === undefined) return []
  const { rackMaxW, topology } = of
  return Array.from({ length: Math.ceil(rackMaxW.length / racks) }, (_, member) => ({ member, begin: member * racks, end: Math.min(rackMaxW.length, (member + 1) * racks) })).flatMap(at => {
    const mostW = rackMaxW.subarray(at.begin, at.end).reduce((sum, w) => sum + w, 0)
    return mostW <= ratedW ? [] : Array.from({ length: topology.paths }, (_, path): BranchPlan => ({ kind, ...at, path, ratedW }))
  })
}

/** All of a block: busway first. */
export function branchPlans(of: Branched): BranchPlan[] {
  const { racksPerSection, sectionW, pduW } = of
  return [
    ...overloadable(of, 'busway', racksPerSection, sectionW),
    ...overloadable(of, 'pdu', sectionsPerPdu(of) * racksPerSection, pduW === undefined ? undefined : Math.floor(pduW / buswayGain(of))),
  ]
}
