import { describe, expect, test } from 'vitest'
import { rootKey, uniform } from '../../../src/base/rng.ts'
import { type Demand, maxMinRates } from '../../../src/engine/fabric/sharing.ts'
import { bench, QUIET } from './bench.ts'

/** Seeds that once failed stay in. */
const SEEDS = Array.from({ length: 25 }, (_, i) => i + 1)

type Bench = ReturnType<typeof bench>

/** Memberships as they stand in the tables. */
function demandsOf({ column }: Bench, jobs: readonly number[]): Demand[] {
  const [first, job, bundle, bps, ofJob] = [column('fabric.jobs', 'members'), column('fabric.members', 'job'), column('fabric.members', 'bundle'), column('fabric.members', 'bps'), column('fabric.members', 'ofJob')]
  return jobs.flatMap((row, index) => {
    const found: Demand[] = []
    for (let reference = first[row]; reference !== 0; reference = ofJob[reference - 1]) {
      expect(job[reference - 1]).toBe(row)
      found.push({ job: index, bundle: bundle[reference - 1], bps: bps[reference - 1] })
    }
    return found
  })
}

/** Fair shares of the jobs by the reference, over the whole system. */
function reference(of: Bench, jobs: readonly number[]): Float64Array {
  return maxMinRates(jobs.length, [...of.column('fabric.bundles', 'capacityBps')], demandsOf(of, jobs))
}

/** The same random coming and going of jobs on both. */
function story(seed: number, of: Bench, step: (running: ReadonlyMap<number, number[]>) => void): void {
  const key = rootKey(seed, 9)
  let n = 0
  const running = new Map<number, number[]>()
  const free = new Set(Array.from({ length: 32 }, (_, i) => i))
  for (let at = 0; at < 120; at++) {
    const job = Math.floor(uniform(key, 1, n++) * 10)
    const held = running.get(job)
    if (held !== undefined) {
      of.fabric.detach(job)
      for (const node of held) free.add(node)
      running.delete(job)
    } else {
      const nodes = [...free].filter(() => uniform(key, 2, n++) < 0.25)
      if (nodes.length === 0) continue
      for (const node of nodes) free.delete(node)
      running.set(job, nodes)
      of.attach(job, nodes)
    }
    step(running)
  }
}

const TIGHT = { ...QUIET, leaf: { oversubscription: 24 }, core: { oversubscription: 30 }, spine: { oversubscription: 3 }, burstCoincidence: 1 }

describe('fidelity', () => {
  test.each(SEEDS)('exact shares are the reference’s to 1e-9 after every change, seed %i', seed => {
    const exact = bench(seed, { ...TIGHT, fidelity: 'exact' })
    let congested = 0
    story(seed, exact, running => {
      const jobs = [...running.keys()].sort((a, b) => a - b)
      const fair = reference(exact, jobs)
      const ours = exact.column('fabric.jobs', 'fair')
      jobs.forEach((job, i) => expect(Math.abs(ours[job] - fair[i]), `seed ${seed} job ${job}`).toBeLessThan(1e-9))
      congested += fair.some(rate => rate < 1) ? 1 : 0
    })
    expect(congested).toBeGreaterThan(10)
  })

  test.each(SEEDS)('the bound never exceeds the fair share, and factors follow, seed %i', seed => {
    const bound = bench(seed, TIGHT)
    const exact = bench(seed, { ...TIGHT, fidelity: 'exact' })
    const after: number[][] = []
    story(seed, bound, running => after.push([...running.keys()].sort((a, b) => a - b).map(job => bound.factors.get(job)?.[1] ?? NaN)))
    let at = 0
    story(seed, exact, running => {
      const jobs = [...running.keys()].sort((a, b) => a - b)
      jobs.forEach((job, i) => expect(after[at][i], `seed ${seed} job ${job}`).toBeLessThanOrEqual((exact.factors.get(job)?.[1] ?? NaN) + 1e-9))
      at += 1
    })
  })

  test('a job that shares no full bundle is at its full rate in both', () => {
    for (const fidelity of ['bound', 'exact']) {
      const { attach, factors } = bench(1, { ...QUIET, fidelity })
      attach(0, [0, 1, 2, 3, 4, 5, 6, 7, 8])
      attach(1, [16, 17])
      expect(factors.get(0)).toEqual([1, 1, 1])
      expect(factors.get(1)).toEqual([1, 1, 1])
    }
  })

  test('more than 256 jobs on full bundles keep the bound', () => {
    const world = { blocks: 1, racksPerBlock: 150, nodesPerRack: 4, racksPerLeaf: 75 }
    const of = bench(1, { ...QUIET, leaf: { oversubscription: 32 }, burstCoincidence: 1, fidelity: 'exact' }, { world })
    for (let job = 0; job < 257; job++) of.attach(job, [job, 300 + job])
    const level = of.column('fabric.bundles', 'level')[0]
    expect(level).toBeGreaterThan(1)
    expect(of.column('fabric.jobs', 'fair')[0]).toBe(1 / level)
    of.fabric.detach(256)
    const load = of.loads()[0]
    expect(of.column('fabric.jobs', 'fair')[0]).toBeCloseTo(of.column('fabric.bundles', 'capacityBps')[0] / load, 12)
  })
})
