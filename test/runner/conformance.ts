/** What every session does, wherever its engine runs. Registered for in process, worker threads and browser workers. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import campus from '../../scenarios/dallas-100mw.yaml?raw'
import frontier from '../../scenarios/frontier.yaml?raw'
import training from '../../scenarios/frontier-training-54d.yaml?raw'
import fleet from '../../scenarios/inference-fleet.yaml?raw'
import mixed from '../../scenarios/mixed-campus.yaml?raw'
import phoenix from '../../scenarios/phoenix-1gw.yaml?raw'
import quickstart from '../../scenarios/quickstart.yaml?raw'
import virginia from '../../scenarios/virginia-20mw.yaml?raw'
import { contractTotal, bucketTotal } from '../../src/analysis/summarise.ts'
import { parseDate } from '../../src/base/civil-date.ts'
import { AUDIT_STATES } from '../../src/results/audit.ts'
import type { PlaceProgress } from '../../src/results/placement.ts'
import type { Packed } from '../../src/results/packed.ts'
import type { RunResult } from '../../src/results/run-result.ts'
import { resultHash } from '../../src/results/result-hash.ts'
import type { HostInputs, Progress, RemoteSession, RunOutcome, RunTask, ScenarioSource } from '../../src/runner/protocol.ts'
import { createSession } from '../../src/runner/session.ts'
import type { WeatherTable } from '../../src/scenario/inputs.ts'

const DAY_MS = 86_400_000
const NO_INPUTS: HostInputs = { weather: null }

export const source = (text: string, file: string, option: string | null = null): ScenarioSource => ({ text, file, option, set: [] })

export const task = (of: ScenarioSource, changes: Partial<RunTask> = {}): RunTask => ({ source: of, inputs: NO_INPUTS, seed: null, replication: 0, untilMs: null, record: false, stream: false, ...changes })

/** The shipped scenarios, whole and cut short, with the file that holds the hash of their result. */
export const KNOWN: Readonly<Record<string, RunTask>> = {
  quickstart: task(source(quickstart, 'quickstart.yaml')),
  'quickstart to October 2027, feed on time, replication 3': task(source(quickstart, 'quickstart.yaml', 'feed-on-time'), { replication: 3, untilMs: daysBetween('2027-01-01', '2027-10-01') }),
  'dallas-100mw to January 2029': task(source(campus, 'dallas-100mw.yaml'), { untilMs: daysBetween('2027-01-01', '2029-01-01') }),
  'dallas-100mw to February 2029, bridge-gas': task(source(campus, 'dallas-100mw.yaml', 'bridge-gas'), { untilMs: daysBetween('2027-01-01', '2029-02-01') }),
  'frontier to April 2027': task(source(frontier, 'frontier.yaml'), { untilMs: daysBetween('2027-01-01', '2027-04-01') }),
  'virginia-20mw to February 2027, n-plus-1': task(source(virginia, 'virginia-20mw.yaml', 'n-plus-1'), { untilMs: daysBetween('2027-01-01', '2027-02-01') }),
  'frontier-training-54d to 12 January 2027': task(source(training, 'frontier-training-54d.yaml'), { untilMs: daysBetween('2027-01-01', '2027-01-12') }),
  'phoenix-1gw to October 2027': task(source(phoenix, 'phoenix-1gw.yaml'), { untilMs: daysBetween('2027-01-01', '2027-10-01') }),
  'inference-fleet to 12 January 2027': task(source(fleet, 'inference-fleet.yaml'), { untilMs: daysBetween('2027-01-01', '2027-01-12') }),
  'mixed-campus to 10 February 2030': task(source(mixed, 'mixed-campus.yaml'), { untilMs: daysBetween('2030-01-01', '2030-02-10') }),
}

function daysBetween(from: string, to: string): number {
  return ((parseDate(to) ?? NaN) - (parseDate(from) ?? NaN)) * DAY_MS
}

/** The result of a run that is expected to finish. */
export function finished(outcome: RunOutcome): RunResult {
  if (outcome.status !== 'finished') throw new Error(JSON.stringify(outcome))
  return outcome.result
}

export const hashOf = (outcome: RunOutcome): string => resultHash([finished(outcome)])

const SHORT_DAYS = 300
const short = task(source(quickstart, 'quickstart.yaml'), { untilMs: SHORT_DAYS * DAY_MS })
const long = task(source(campus, 'dallas-100mw.yaml'))

/** A weather file whose year of numbers is none. */
function brokenWeather(): WeatherTable {
  const nothing = new Float64Array(8760).fill(NaN)
  return {
    source: 'a broken file',
    location: { latitudeDeg: 39, longitudeDeg: -77.5, elevationM: 95, utcOffsetH: -5 },
    hours: 8760,
    dryBulbC: nothing,
    dewPointC: nothing,
    relativeHumidityFraction: nothing,
    pressurePa: nothing,
    solarWPerM2: nothing,
    windMps: nothing,
  }
}

const withWeatherFile = source(quickstart.replace('{climate: ashburn}', '{epw: site.epw}'), 'quickstart.yaml')

/** One session for all tests: none may spoil the next. `known` holds the hashes that results must have, where they are not made. */
export function describeSession(name: string, create: () => RemoteSession, known?: Readonly<Record<string, string>>): void {
  describe(`session ${name}`, () => {
    let session: RemoteSession
    beforeAll(() => {
      session = create()
    })
    afterAll(() => session.terminate())

    test.each(known === undefined ? [] : Object.keys(KNOWN))('%s gives the same result, to the bit, as everywhere', async title => {
      expect(hashOf(await session.run(KNOWN[title], null))).toBe(known?.[title])
    })

    test('the books close: every window sums to its contract, the run to the whole', async () => {
      const run = finished(await session.run(short, null))
      const { buckets, acceleratorMs, contractedMs, windowCount } = run.ledger
      expect(windowCount).toBe(SHORT_DAYS)
      for (let window = 0; window < windowCount; window++) {
        const sum = acceleratorMs.subarray(window * buckets.length, (window + 1) * buckets.length).reduce((total, ms) => total + ms, 0)
        expect(sum).toBe(contractedMs[window])
      }
      expect(buckets.reduce((total, _, bucket) => total + bucketTotal(run, bucket), 0n)).toBe(contractTotal(run))
      expect(contractTotal(run)).toBeGreaterThan(0n)
    })

    test('tells how far it is, never backwards, with the closed windows when asked', async () => {
      const told: Progress[] = []
      const run = finished(await session.run({ ...short, untilMs: null, stream: true }, progress => told.push(progress)))
      const at = told.map(({ simulatedMs }) => simulatedMs)
      expect(at).toEqual(at.toSorted((a, b) => a - b))
      expect(told.map(({ events }) => events)).toEqual(told.map(({ events }) => events).toSorted((a, b) => a - b))
      for (const { simulatedMs, horizonMs, partial } of told) {
        expect(horizonMs).toBe(run.horizonMs)
        expect(simulatedMs).toBeLessThanOrEqual(horizonMs)
        if (partial !== null) {
          expect(partial.ledger.windowCount).toBe(Math.floor(simulatedMs / DAY_MS))
          const { length } = partial.ledger.acceleratorMs
          expect([...partial.ledger.contractedMs]).toEqual([...run.ledger.contractedMs.subarray(0, partial.ledger.windowCount)])
          expect(length).toBe(partial.ledger.windowCount * run.ledger.buckets.length)
        }
      }
    })

    test('stops when told, and runs again after it', async () => {
      // Told once: progress may still come when the run has ended, and a cancel then would meet the next run.
      let cancelled: Promise<void> | undefined
      const outcome = await session.run(long, () => void (cancelled ??= session.cancel()))
      await cancelled
      expect(outcome.status).toBe('cancelled')
      if (outcome.status === 'cancelled') expect(outcome.atMs).toBeLessThan(1826 * DAY_MS)
      const again = await session.run(short, null)
      expect(hashOf(again)).toBe(hashOf(await session.run(short, null)))
    })

    test('put away, it ends its run', async () => {
      const other = create()
      const outcome = other.run(long, null)
      other.terminate()
      expect((await outcome).status).toBe('cancelled')
    })

    test('a newer run ends the one in work', async () => {
      const first = session.run(long, null)
      const second = session.run(short, null)
      expect((await first).status).toBe('cancelled')
      expect((await second).status).toBe('finished')
    })

    test('only a run that records has change logs, and they change nothing else', async () => {
      const [plain, recorded] = [finished(await session.run(short, null)), finished(await session.run({ ...short, record: true }, null))]
      expect(plain.logs).toEqual([])
      expect(recorded.logs.map(({ id }) => id)).toEqual(expect.arrayContaining(['rackBucket', 'rackBusy', 'rackPower']))
      expect([...recorded.ledger.acceleratorMs]).toEqual([...plain.ledger.acceleratorMs])
      expect(resultHash([recorded])).toBe(resultHash([plain]))
    })

    test('another seed or replication gives another result, the same ones the same', async () => {
      const tasks = [short, { ...short, seed: 1 }, { ...short, seed: 2 }, { ...short, replication: 1 }]
      const hashes: string[] = []
      for (const each of tasks) hashes.push(hashOf(await session.run(each, null)))
      expect(hashes[1]).toBe(hashes[0])
      expect(new Set(hashes).size).toBe(3)
    })

    test('written down and restored on the way it gives the same result', async () => {
      const cut = { ...short, untilMs: 200 * DAY_MS }
      expect(hashOf(await session.run({ ...cut, restores: 2 }, null))).toBe(hashOf(await session.run(cut, null)))
    })

    test('goes on from the state that it sent, to the same result', async () => {
      const cut = { ...short, untilMs: null }
      let saved: Packed | undefined
      await session.run({ ...cut, saveEveryMs: 0 }, progress => {
        saved ??= progress.saved
      })
      if (saved === undefined) throw new Error('no state was sent')
      expect(hashOf(await session.run({ ...cut, from: saved }, null))).toBe(hashOf(await session.run(cut, null)))
    })

    test('an invalid scenario is an outcome with issues, not a failure', async () => {
      const wrong = source(quickstart.replace('capacity: 3 MW', 'capacity: 3 apples'), 'wrong.yaml')
      const outcome = await session.run(task(wrong), null)
      expect(outcome.status).toBe('invalid')
      if (outcome.status === 'invalid') expect(outcome.issues[0]).toMatchObject({ severity: 'error', file: 'wrong.yaml', path: 'grid.feeds.street.capacity' })
    })

    test('preparing tells all problems with their lines, those that need physics included', async () => {
      expect(await session.prepare(source(quickstart, 'quickstart.yaml'), NO_INPUTS)).toEqual([])
      const wrong = quickstart.replace('voltage: 13.8 kV', 'voltage: 13.8 kg').replace('technicians: 2', 'technician: 2')
      const issues = await session.prepare(source(wrong, 'wrong.yaml'), NO_INPUTS)
      expect(issues.map(({ path }) => path)).toEqual(expect.arrayContaining(['grid.feeds.street.voltage', 'faults.technician']))
      for (const { line } of issues) expect(line).toBeGreaterThan(0)
      const fewer = quickstart.replace('{model: dry-cooler-980kw, count: 3}', '{model: dry-cooler-980kw, count: 1}').replace('{model: chiller-screw, count: 1}', '{model: chiller-screw, count: 0}')
      const hot = await session.prepare(source(fewer, 'hot.yaml'), NO_INPUTS)
      expect(hot.map(({ path }) => path).join()).toContain('cooling')
      const option = await session.prepare(source(quickstart, 'quickstart.yaml', 'feed-on-tme'), NO_INPUTS)
      expect(option[0].nearest).toContain('feed-on-time')
    })

    test('audits: every component of the one-line by path, worst first, with lines; an invalid text is an outcome', async () => {
      const outcome = await session.audit(source(quickstart, 'quickstart.yaml'), NO_INPUTS, { pairs: false, maintenance: false })
      if (outcome.status !== 'finished') throw new Error(JSON.stringify(outcome))
      const { contingencies, counts, labels, oneLine } = outcome.report
      const order = contingencies.map(({ state }) => AUDIT_STATES.indexOf(state))
      expect(order).toEqual(order.toSorted((a, b) => a - b))
      expect(contingencies.flatMap(({ failed }) => failed)).toEqual(expect.arrayContaining(['grid/feed[street]', 'hall/ups[0]', 'hall/generator[0]', 'hall/cooling/cooler[0]']))
      expect(Object.values(counts).reduce((sum, count) => sum + count, 0)).toBe(contingencies.reduce((sum, { count }) => sum + count, 0))
      for (const { line, nodes, count, alike } of contingencies) {
        expect(line).toBeGreaterThan(1)
        expect(alike).toHaveLength(count - 1)
        for (const node of nodes) expect(oneLine.nodes[node]).toBeDefined()
      }
      expect(labels.map(({ label, isKept }) => [label, isKept])).toEqual([['N+1 parallel', true], ['Standby sets', true]])
      const wrong = source(quickstart.replace('capacity: 3 MW', 'capacity: 3 apples'), 'wrong.yaml')
      expect((await session.audit(wrong, NO_INPUTS, { pairs: false, maintenance: false })).status).toBe('invalid')
      expect((await session.audit(withWeatherFile, NO_INPUTS, { pairs: false, maintenance: false })).status).toBe('invalid')
    })

    test('schedules: the same dates wherever the engine runs; an invalid text is an outcome', async () => {
      const outcome = await session.schedule(source(quickstart, 'quickstart.yaml'), NO_INPUTS, { draws: 5 })
      if (outcome.status !== 'finished') throw new Error(JSON.stringify(outcome))
      const { blocks, items } = outcome.report
      expect(outcome).toEqual(await createSession().schedule(source(quickstart, 'quickstart.yaml'), NO_INPUTS, { draws: 5 }))
      expect(blocks.map(({ id }) => id)).toEqual(['hall'])
      expect(items.map(({ id }) => id)).toEqual(expect.arrayContaining(['grid/feed[street]', 'hall', 'hall/systems/power', 'hall/chillers', 'hall/lot[0]']))
      const wrong = source(quickstart.replace('capacity: 3 MW', 'capacity: 3 apples'), 'wrong.yaml')
      expect((await session.schedule(wrong, NO_INPUTS, { draws: 5 })).status).toBe('invalid')
    })

    test('places racks: the same answer wherever the engine runs, told on the way, stopped when told; an invalid text is an outcome', async () => {
      const request = { model: 'gb200-nvl72', count: 10 }
      const of = source(quickstart, 'quickstart.yaml')
      const told: PlaceProgress[] = []
      const outcome = await session.place(of, NO_INPUTS, request, progress => told.push(progress))
      if (outcome.status !== 'finished') throw new Error(JSON.stringify(outcome))
      expect(outcome).toEqual(await createSession().place(of, NO_INPUTS, request, null))
      expect(outcome.report.blocks.map(({ racks }) => racks)).toEqual(outcome.report.positions.map(({ racks }) => racks))
      for (const { done, of: all } of told) expect(done).toBeLessThan(all)
      expect(told.map(({ done }) => done)).toEqual(told.map(({ done }) => done).toSorted((a, b) => a - b))
      let cancelled: Promise<void> | undefined
      const stopped = await session.place(source(phoenix, 'phoenix-1gw.yaml'), NO_INPUTS, { model: 'gb200-nvl72', count: 1000 }, () => void (cancelled ??= session.cancel()))
      await cancelled
      expect(stopped.status).toBe('cancelled')
      const wrong = source(quickstart.replace('capacity: 3 MW', 'capacity: 3 apples'), 'wrong.yaml')
      expect((await session.place(wrong, NO_INPUTS, request, null)).status).toBe('invalid')
      expect((await session.place(of, NO_INPUTS, { model: 'no-such-rack', count: 1 }, null)).status).toBe('invalid')
    })

    test('tells a life: the same wherever the engine runs, told on the way, stopped when told; who is not there is an outcome', async () => {
      const of = source(quickstart, 'quickstart.yaml')
      const query = { node: 'hall/rack[2]/node[5]', accelerator: 1 }
      const shares: number[] = []
      const outcome = await session.life(of, NO_INPUTS, query, share => shares.push(share))
      if (outcome.status !== 'finished' || outcome.life?.kind !== 'accelerator') throw new Error(JSON.stringify(outcome))
      expect(outcome).toEqual(await createSession().life(of, NO_INPUTS, query, null))
      expect(outcome.life.parts.reduce((sum, { ms }) => sum + ms, 0)).toBe(outcome.life.contractEndMs - outcome.life.contractMs)
      expect(shares.every(share => share >= 0 && share <= 1)).toBe(true)
      let cancelled: Promise<void> | undefined
      const stopped = await session.life(source(phoenix, 'phoenix-1gw.yaml'), NO_INPUTS, { run: 'no', ordinal: 1 }, () => void (cancelled ??= session.cancel()))
      await cancelled
      expect(stopped.status).toBe('unknown')
      const wrong = source(quickstart.replace('capacity: 3 MW', 'capacity: 3 apples'), 'wrong.yaml')
      expect((await session.life(wrong, NO_INPUTS, query, null)).status).toBe('invalid')
    })

    test('a trace of jobs that was not handed over is an issue', async () => {
      const replay = source(quickstart.replace(/\{id: training, .*\}/, '{id: training, source: trace, file: jobs.swf}'), 'quickstart.yaml')
      const issues = [expect.objectContaining({ severity: 'error', path: 'workload.training.file', value: 'jobs.swf' })]
      expect(await session.prepare(replay, NO_INPUTS)).toEqual(issues)
      expect(await session.run(task(replay), null)).toEqual({ status: 'invalid', issues })
    })

    test('a weather file that was not handed over is an issue', async () => {
      const issues = await session.prepare(withWeatherFile, NO_INPUTS)
      expect(issues).toEqual([expect.objectContaining({ severity: 'error', path: 'site.weather.epw', value: 'site.epw' })])
      expect((await session.run(task(withWeatherFile), null)).status).toBe('invalid')
    })

    test('a bug is an outcome with the words and the last events, and the session lives on', async () => {
      const outcome = await session.run(task(withWeatherFile, { inputs: { weather: brokenWeather() } }), null)
      expect(outcome).toMatchObject({ status: 'failed', message: expect.stringMatching(/\S/) })
      if (outcome.status === 'failed') expect(Array.isArray(outcome.trace)).toBe(true)
      expect((await session.run(short, null)).status).toBe('finished')
    })
  })
}
