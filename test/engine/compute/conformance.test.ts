/** What every scheduler policy must keep, whatever else it does; a new policy is in this suite by being registered. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { rootKey, uniform } from '../../../src/base/rng.ts'
import { POLICIES } from '../../../src/engine/compute/policies/index.ts'
import type { PolicyView } from '../../../src/engine/compute/policy.ts'
import { hashState, restoreState, snapshotState } from '../../../src/engine/kernel/state.ts'
import type { FabricPort } from '../../../src/engine/ports.ts'
import { POLICY_FACTS, POLICY_IDS } from '../../../src/scenario/schema/policies.ts'
import { schedulerSection } from '../../../src/scenario/schema/scheduler.ts'
import { repositoryRoot } from '../../fixtures.ts'
import { DAY_MS } from '../world.ts'
import { type RigidJob, startsByEvent } from './per-event.ts'
import { NO_CHECKPOINTS, PLAIN_SCHEDULER, rig, startsOf, TRACE, traceOf } from './rig.ts'
import { HORIZON, PROVISIONAL, type Settings, TIMED, troubledSite } from './troubled-site.ts'

/** A fabric that only sees to it that no node is in two jobs. */
function nodeKeeper(): FabricPort & { readonly held: Map<number, number>; most: number } {
  const held = new Map<number, number>()
  const keeper = {
    held,
    most: 0,
    attach(job: number, { count, begin, length }: Parameters<FabricPort['attach']>[1], nodeCount: number, commFraction: number) {
      let nodes = 0
      for (let at = 0; at < count; at++) {
        for (let node = begin[at]; node < begin[at] + length[at]; node++, nodes++) {
          expect(held.get(node), `node ${node} goes to job ${job}`).toBeUndefined()
          held.set(node, job)
        }
      }
      expect(nodes).toBe(nodeCount)
      keeper.most = Math.max(keeper.most, held.size)
      return commFraction
    },
    detach(job: number) {
      for (const [node, holder] of held) if (holder === job) held.delete(node)
    },
  }
  return keeper
}

const TENANTS: Partial<Settings> = {
  tenants: { lab: { shares: 2 }, product: { shares: 1, quota: 200 }, desk: { priority: 'high' } },
  ranking: { training: { tenants: { lab: 1, product: 1 } }, urgent: { tenants: { desk: 1 } } },
}
const PREEMPTION = { grace: '2 min', exempt: '20 min' }

/** All policies, each with what it may be asked to do besides. */
const CASES: readonly (readonly [string, Settings])[] = [
  ...POLICIES.map(({ id }): [string, Settings] => [id, { scheduler: { policy: id, backfill: { depth: 30 } } }]),
  ...POLICIES.map(({ id }): [string, Settings] => [`${id} with tenants and several reservations`, { ...TENANTS, scheduler: { policy: id, backfill: { reservations: 4, depth: 20, interval: '10 min' } } }]),
  ...POLICIES.filter(({ preempts }) => preempts).flatMap(({ id }) =>
    (['requeue', 'suspend', 'cancel'] as const).map((mode): [string, Settings] => [`${id} that preempts, ${mode}`, { ...TENANTS, scheduler: { policy: id, preemption: { ...PREEMPTION, mode, order: mode === 'requeue' ? 'least-lost' : 'most-recent' } } }])),
]

test('the registry holds exactly the ids of the schema', () => {
  expect(POLICIES.map(({ id }) => id)).toEqual([...POLICY_IDS])
})

test('what the schema says of a policy is what it does', () => {
  expect(POLICIES.filter(({ preempts }) => preempts === true).map(({ id }) => id)).toEqual(POLICY_IDS.filter(id => POLICY_FACTS[id].preempts === true))
})

test('a policy is one file, one line where it is registered and one where its facts stand: nobody else knows its name', () => {
  const source = join(repositoryRoot, 'src')
  const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter(name => name.endsWith('.ts')).map(name => name.replaceAll('\\', '/')).sort()
  const texts = files.map(file => readFileSync(join(source, file), 'utf8'))
  for (const id of POLICY_IDS) {
    const naming = files.filter((file, at) => !file.startsWith('scenario/idealise/') && texts[at].includes(`'${id}'`))
    // An id without a hyphen stands among the facts without quotes; the schema names the one that is its default.
    expect(naming.filter(file => file !== 'scenario/policy-facts.ts' && file !== 'scenario/schema/policies.ts'), id).toEqual([`engine/compute/policies/${id}.ts`])
    const registered = texts[files.indexOf('engine/compute/policies/index.ts')].split('\n').filter(line => line.startsWith('import') && line.includes(`./${id}.ts`))
    expect(registered, id).toHaveLength(1)
  }
})

describe('on a site with every kind of trouble', () => {
  test.each(CASES)('%s: no node has two jobs, no job is lost, every accelerator-ms is booked once, restored = straight = again', (_title, settings) => {
    const keeper = nodeKeeper()
    const straight = troubledSite(21, { ...settings, fabric: keeper })
    const { kernel, compute, ledger, openMs } = straight
    for (let atMs = DAY_MS; atMs <= HORIZON; atMs += DAY_MS) {
      kernel.run(atMs, Infinity)
      compute.settleAll()
      const booked = ledger.idleMs() + ledger.heldMs(PROVISIONAL) + TIMED.reduce((sum, bucket) => sum + ledger.heldMs(bucket), 0)
      expect(booked, `day ${atMs / DAY_MS}`).toBe(openMs())
      const { jobsQueued, jobsCompleted, jobsWithdrawn, jobsFailed, jobsCancelled } = compute.counts()
      expect(jobsQueued).toBe(jobsCompleted + jobsWithdrawn + jobsFailed + jobsCancelled + compute.jobs.runningCount + compute.jobs.queuedCount)
    }
    expect(keeper.most).toBeGreaterThan(24)
    expect(compute.counts().jobsCompleted).toBeGreaterThan(100)

    const again = troubledSite(21, settings)
    const cutMs = 12 * DAY_MS + 345_678
    const settle = (fromMs: number): void => {
      for (let atMs = Math.ceil((fromMs + 1) / DAY_MS) * DAY_MS; atMs <= HORIZON; atMs += DAY_MS) {
        again.kernel.run(atMs, Infinity)
        again.compute.settleAll()
      }
    }
    for (let atMs = DAY_MS; atMs < cutMs; atMs += DAY_MS) {
      again.kernel.run(atMs, Infinity)
      again.compute.settleAll()
    }
    again.kernel.run(cutMs, Infinity)
    const snapshot = snapshotState(again.state)
    settle(cutMs)
    expect(hashState(again.state), 'the same run again').toBe(hashState(straight.state))
    restoreState(again.state, snapshot)
    settle(cutMs)
    expect(hashState(again.state), 'restored').toBe(hashState(straight.state))
  })
})

/** When a waiting job starts at the latest by the estimates: what the book promises, else when enough is free if no other starts. */
function latestStart(view: PolicyView, job: number): number {
  const promisedMs = view.book.count() > 0 ? view.book.startOf(job) : -1
  if (promisedMs >= 0) return Math.max(promisedMs, view.nowMs() + 1)
  const shadow = { atMs: 0, spareNodes: 0 }
  view.shadow(job, view.nodesOf(job), shadow)
  return Math.max(view.nowMs() + shadow.atMs, view.nowMs() + 1)
}

describe('promises', () => {
  const scheduler = (policy: string) => schedulerSection.parse({ policy, backfill: { depth: 1000, interval: '0 s' } })

  test.each(POLICIES)('$id: no pass delays the first waiting job by the estimates', policy => {
    for (let seed = 0; seed < 40; seed++) {
      const key = rootKey(seed, 58)
      let drawn = 0
      const below = (limit: number): number => Math.floor(uniform(key, 1, drawn++) * limit)
      const jobs = Array.from({ length: 80 }, (): RigidJob => {
        const runMs = 1 + below(40)
        return { submitMs: below(120), processors: 1 + below(below(3) === 0 ? 20 : 6), runMs, estimateMs: runMs + below(30) }
      }).toSorted((a, b) => a.submitMs - b.submitMs)
      let head = 0
      let latestMs = 0
      const starts = startsByEvent(jobs, 20, policy, scheduler(policy.id), 'ends', {
        before(view) {
          head = view.head()
          latestMs = head === 0 ? 0 : latestStart(view, head)
        },
        after(view) {
          if (head === 0 || view.head() !== head) return
          expect(latestStart(view, head), `seed ${seed}, job ${head}`).toBeLessThanOrEqual(latestMs)
        },
      })
      expect(starts.every(startMs => startMs >= 0), `seed ${seed}: all start`).toBe(true)
    }
  })

  /** What a job of all nodes may wait at most in a stream of small ones that would fill the site for an hour, s: as long as it asks to run. */
  const LONGEST_S = 60

  test.each(POLICIES)('$id: a job of the whole site does not starve behind small ones', ({ id }) => {
    const small = Array.from({ length: 720 }, (_, i) => [i * 5, 1, 50, 50] as const)
    const rows = [...small.slice(0, 20), [100, 10, 60, 60] as const, ...small.slice(20)].toSorted((a, b) => a[0] - b[0])
    const large = rows.findIndex(([, nodes]) => nodes === 10)
    const { compute, kernel, openAll } = rig({
      world: { racksPerBlock: 1, nodesPerRack: 10, acceleratorsPerNode: 1, horizonMs: 1000 * DAY_MS },
      workload: TRACE,
      traces: { rows: traceOf(rows) },
      scheduler: { ...PLAIN_SCHEDULER, policy: id },
      checkpoints: NO_CHECKPOINTS,
    })
    openAll()
    compute.start()
    kernel.run(DAY_MS, Infinity)
    const starts = startsOf(compute, rows.length)
    expect(starts.every(start => start >= 0)).toBe(true)
    expect(starts[large] - 100).toBeLessThanOrEqual(LONGEST_S)
  })

  test.each(POLICIES)('$id: equal jobs start in order of submission', ({ id }) => {
    const jobs = Array.from({ length: 40 }, (_, i): RigidJob => ({ submitMs: Math.floor(i / 4), processors: 3, runMs: 7, estimateMs: 9 }))
    const policy = POLICIES.find(candidate => candidate.id === id) ?? POLICIES[0]
    const starts = startsByEvent(jobs, 10, policy, scheduler(id), 'ends')
    expect(starts).toEqual(starts.toSorted((a, b) => a - b))
  })
})
