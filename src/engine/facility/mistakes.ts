/** Mistakes of hands-on work: most are harmless, some put another asset of the group out, some trip what feeds the asset. */
import { sample } from '../../base/distribution.ts'
import { type EntityKey, PURPOSE, uniform } from '../../base/rng.ts'
import { roundMs } from '../../base/variates.ts'
import type { CrewsSection } from '../../scenario/schema/crews.ts'
import { Phase } from '../kernel/kernel.ts'
import type { DomainContext } from '../ports.ts'
import type { Groups } from './groups.ts'

export interface MistakeSummary {
  readonly harmless: number
  readonly redundancyLost: number
  readonly tripped: number
}

export interface Mistakes {
  /** A job at an asset is done; `key` and `n` number its draws, `factor` multiplies the probability of its kind. */
  after(asset: number, job: { readonly isSwitching: boolean; readonly isStrained: boolean; readonly factor: number }, key: EntityKey, n: number): void
  summary(): MistakeSummary
}

/** Draws of one job: whether, what, which, for how long. */
const DRAWS = 4
/** What a second reader of the procedure leaves of mistakes. */
const PEER_CHECK = 0.5

type Section = CrewsSection['mistakes']

/** Probability of a mistake in a job; strained are those past the end of their shift, and contractors. */
export function mistakeProbability(section: Section, isSwitching: boolean, isStrained: boolean): number {
  const base = isSwitching ? section.switching : section.routine
  return Math.min(1, base * (isStrained ? section.overtime : 1) * (section.peerCheck ? PEER_CHECK : 1))
}

/** One of the assets in service at `share` (0–1) of their list; the asset itself where there is none. */
function oneOf(candidates: readonly number[], share: number, otherwise: number): number {
  return candidates.length === 0 ? otherwise : candidates[Math.floor(share * candidates.length)]
}

/** Another member of the asset's group that serves. */
function neighbour(groups: Groups, asset: number, share: number): number {
  return oneOf([...groups.members[groups.groupOf(asset)]].filter(other => other !== asset && groups.isServing(other)), share, asset)
}

/** What a trip takes: what feeds the asset, or, with nothing before it, the asset and another beside it. */
function trippedBy(groups: Groups, asset: number, share: number): number[] {
  const carrier = oneOf(groups.carriersOf(asset).filter(groups.isServing), share, asset)
  return carrier === asset ? [...new Set([asset, neighbour(groups, asset, share)])] : [carrier]
}

export function createMistakes(ctx: DomainContext, section: Section, groups: Groups): Mistakes {
  const { kernel, state } = ctx
  const counts = state.scalars('facility.mistakes', { harmless: 0, redundancyLost: 0, tripped: 0 })
  const recovered = kernel.command('facility.mistakeEnded', Phase.repair, asset => groups.port.giveBack(asset, 'mistake'))
  return {
    after(asset, { isSwitching, isStrained, factor }, key, n) {
      const draw = (i: number): number => uniform(key, PURPOSE.mistake, n * DRAWS + i)
      if (draw(0) >= mistakeProbability(section, isSwitching, isStrained) * factor) return
      const what = draw(1)
      if (what < section.harmless) {
        counts.harmless += 1
        return
      }
      const isTrip = what >= section.harmless + section.redundancy
      counts[isTrip ? 'tripped' : 'redundancyLost'] += 1
      const outMs = roundMs(sample(section.recovery, draw(3)))
      for (const victim of isTrip ? trippedBy(groups, asset, draw(2)) : [neighbour(groups, asset, draw(2))]) {
        groups.port.takeOut(victim, 'mistake')
        // Mistakes that end in the same millisecond at the same asset differ in their argument.
        kernel.schedule(recovered, victim, kernel.now + outMs, n & 0xff)
      }
    },
    summary: () => ({ ...counts }),
  }
}
