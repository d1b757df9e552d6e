import { describe, expect, test } from 'vitest'
import { AUDIT_STATES, type AuditReport, type Contingency } from '../../../src/results/audit.ts'
import { type Hall, hallAudit } from './hall.ts'
import { rootKey, entityKey, uniform } from '../../../src/base/rng.ts'

/** A hall drawn from a seed: sizes around what its racks need, so that some redundancy holds and some does not. */
function randomHall(seed: number): Hall {
  const key = entityKey(rootKey(seed, 0), 'audit/monotone')
  let n = 0
  const pick = <T>(list: readonly T[]): T => list[Math.floor(uniform(key, 0, n++) * list.length)]
  const { topology, systems } = pick([{ topology: 'n', systems: 1 }, { topology: 'n-plus-1', systems: 1 }, { topology: '2n', systems: 2 }, { topology: '3-to-make-2', systems: 3 }, { topology: '4-to-make-3', systems: 4 }, { topology: 'block-redundant', systems: 5 }])
  const racks = pick([11, 20, 24, 33])
  const needed = Math.ceil(racks / 5)
  return {
    topology,
    racks,
    modules: Math.max(systems, Math.ceil((needed * pick([0.8, 1, 1.3, 2])) / systems) * systems),
    sets: pick([0, 1, 2, 3]),
    // From one: its loss starts the sets, the loss of one of two caps the racks. That is another failure, not a worse one.
    transformers: pick([2, 3]),
    coolers: Math.ceil(racks / 8) + pick([0, 1, 2]),
    chillers: pick([1, 2, 3]),
    trim: pick([1, 2]),
    power: [pick(['capping: {controller: false}', 'capping: {controller: true}'])],
  }
}

const SYSTEMS: Readonly<Record<string, number>> = { n: 1, 'n-plus-1': 1, '2n': 2, '3-to-make-2': 3, '4-to-make-3': 4, 'block-redundant': 5 }

/** One more of something. Machines draw power of their own, so they are compared where supply does not bind. */
const ample = (hall: Hall): Hall => ({ ...hall, transformers: 4, sets: hall.sets === 0 ? 0 : 6 })
const MORE: Readonly<Record<string, { readonly base: (hall: Hall) => Hall; readonly more: (hall: Hall) => Hall }>> = {
  modules: { base: hall => hall, more: hall => ({ ...hall, modules: hall.modules + SYSTEMS[hall.topology] }) },
  set: { base: hall => hall, more: hall => ({ ...hall, sets: (hall.sets ?? 0) + 1 }) },
  transformer: { base: hall => hall, more: hall => ({ ...hall, transformers: (hall.transformers ?? 0) + 1 }) },
  cooler: { base: ample, more: hall => ({ ...hall, coolers: (hall.coolers ?? 0) + 1 }) },
  'hall chiller': { base: ample, more: hall => ({ ...hall, chillers: (hall.chillers ?? 0) + 1 }) },
}

const order = (found: Contingency): number => AUDIT_STATES.indexOf(found.state)

/** Failures that one more unit made worse, in words. */
function worsened(before: AuditReport, after: AuditReport): string[] {
  const known = new Map(after.contingencies.flatMap(found => [...found.failed, ...found.alike].map(path => [path, found] as const)))
  return before.contingencies.flatMap(found => {
    const now = known.get(found.failed[0])
    if (now === undefined || (order(now) >= order(found) && now.racksLost <= found.racksLost)) return []
    return [`${found.failed[0]}: ${found.state} (${found.reason}) became ${now.state} (${now.reason})`]
  })
}

const SEEDS = Array.from({ length: 24 }, (_, i) => 3001 + i)

describe('one more unit never worsens any single failure', () => {
  test.each(SEEDS)('seed %i', seed => {
    const hall = randomHall(seed)
    for (const [unit, { base, more }] of Object.entries(MORE)) {
      const isFirstSet = unit === 'set' && hall.sets === 0
      // The first set is a component that was not there; what it brings is told under its own path.
      const found = worsened(hallAudit(base(hall)), hallAudit(more(base(hall))))
      expect(isFirstSet ? found.filter(text => !text.startsWith('hall/generator')) : found, `seed ${seed}, one more ${unit}: ${JSON.stringify(hall)}`).toEqual([])
    }
  })
})
