/** A datastore that fills up: what closes it, what opens it again, and what idles meanwhile, against arithmetic by hand. */
import { describe, expect, test } from 'vitest'
import { hashState, restoreState, snapshotState } from '../../../src/engine/kernel/state.ts'
import { IDLE_REASONS } from '../../../src/engine/ports.ts'
import { formatDate } from '../../../src/base/civil-date.ts'
import { DAY_MS, HOUR_MS } from '../world.ts'
import { FAULT_PHASE, PLAIN_SCHEDULER, type Rig, rig, startsOf, TRACE, traceOf } from './rig.ts'

const DAY_S = 86_400
const GB = 1e9
const STORAGE = IDLE_REASONS.indexOf('storage')
const NO_DEMAND = IDLE_REASONS.indexOf('noDemand')
const WORLD = { blocks: 1, racksPerBlock: 2, racksPerLeaf: 2, nodesPerRack: 4, acceleratorsPerNode: 4, horizonMs: 10 * DAY_MS }
/** Two checkpoints of 10 GB for each accelerator are kept: 160 GB for a job of eight. */
const checkpoints = { interval: '1 h', size: '10 GB', retained: 2 }
const FAST = { write: '1 PB/s', read: '1 PB/s', perNode: '10 TB/s', deviceToHost: '10 TB/s', pause: '0 s' }
type Rows = readonly (readonly [number, number, number, number])[]

function site(rows: Rows, datastore: object, more: { readonly checkpoints?: object; readonly strikeS?: number; readonly scheduler?: object } = {}): Rig {
  let strike = 0
  const made = rig({
    world: WORLD, scheduler: { ...PLAIN_SCHEDULER, ...more.scheduler }, workload: TRACE, traces: { rows: traceOf(rows) }, checkpoints: { ...checkpoints, ...more.checkpoints },
    datastore: { ...FAST, capacity: '1000 GB', ...datastore },
    commands: (kernel, compute) => void (strike = kernel.command('test.strike', FAULT_PHASE, node => compute().jobFaulted(node, 'sw'))),
  })
  if (more.strikeS !== undefined) made.kernel.schedule(strike, 0, more.strikeS * 1000)
  made.openAll()
  made.compute.start()
  return made
}

const bookOf = ({ compute }: Rig) => {
  const book = compute.storeRoom()
  if (book === undefined) throw new Error('no room is looked at')
  return book
}
const eight = (submitS: number, days: number): readonly [number, number, number, number] => [submitS, 8, days * DAY_S, 2 * days * DAY_S]

describe('the high-water mark', () => {
  // 700 GB and 160 GB of the first job: at 50 GB a day the mark of 900 GB is reached after 0.8 days.
  const growing = { used: '700 GB', growth: '50 GB/day' }

  test('from the mark on no new job starts; the end of another makes room', () => {
    const made = site([eight(0, 2), eight(DAY_S, 1)], growing)
    made.run(1.5 * DAY_MS)
    expect(made.ledger.idle()[STORAGE]).toBe(8)
    expect(made.ledger.idle()[NO_DEMAND]).toBe(16)
    expect(bookOf(made).usedB / GB).toBeCloseTo(700 + 75 + 160, 6)
    expect(made.events.filter(({ kind }) => kind === 'storeFilled')).toHaveLength(1)
    made.run(8 * DAY_MS)
    expect(startsOf(made.compute, 2).map(s => Math.round(s / 60))).toEqual([0, 2 * 1440])
    const book = bookOf(made)
    // Closed from 0.8 to 2 days; 800 GB and the second job's 160 close it again until that job ends at three days, full for the last fifth of a day,
    // in which 10 GB are given up; at 4.2 days 900 GB are reached for good.
    expect(book.closings).toBe(3)
    expect(book.closedMs / DAY_MS).toBeCloseTo(1.2 + 1 + 3.8, 3)
    // Full from 6.2 days on: what grows then is given up too.
    expect(book.usedB / GB).toBeCloseTo(1000, 6)
    expect(book.givenUpB / GB).toBeCloseTo(100, 3)
  })

  test('more room on a day lets it start then', () => {
    const made = site([eight(0, 3), eight(DAY_S, 1)], { ...growing, expansions: [{ on: formatDate(20_819 + 2), add: '500 GB' }] })
    made.run(4 * DAY_MS)
    expect(startsOf(made.compute, 2)).toEqual([0, 2 * DAY_S])
    expect(bookOf(made).capacityB / GB).toBe(1500)
  })

  test('what has grown is deleted in the end: growth stops where retention says', () => {
    const made = site([eight(0, 1)], { ...growing, retention: '2 days' })
    made.run(9 * DAY_MS)
    expect(bookOf(made).usedB / GB).toBeCloseTo(800, 6)
    expect(bookOf(made)).toMatchObject({ closings: 1, givenUpB: 0 })
  })

  test('a job that has run before keeps its room and goes on, whatever is closed', () => {
    const made = site([eight(0, 3), eight(DAY_S, 1)], growing, { strikeS: 1.25 * DAY_S })
    made.run(1.3 * DAY_MS)
    expect(made.compute.counts().jobInterruptions).toBe(1)
    expect(made.compute.jobs.runningCount).toBe(1)
    expect(made.ledger.idle()[STORAGE]).toBe(8)
  })
})

describe('room of one job', () => {
  test('a job whose checkpoints find no room waits for one that ends, under every policy; a smaller one passes', () => {
    // 300 GB are there: the first takes 320 for sixteen, the second would take 480 beyond the capacity, the third 80.
    const rows: Rows = [[0, 16, DAY_S, 2 * DAY_S], [10, 12, DAY_S, 2 * DAY_S], [20, 4, DAY_S, 2 * DAY_S]]
    for (const policy of ['easy-backfill', 'conservative', 'shortest-first', 'priority'] as const) {
      const made = site(rows, { used: '500 GB', highWater: 0.95 }, { scheduler: { policy } })
      made.run(0.5 * DAY_MS)
      expect(made.ledger.idle()[STORAGE], policy).toBe(12)
      made.run(5 * DAY_MS)
      const starts = startsOf(made.compute, 3)
      expect([starts[0], Math.round(starts[1] / 60)], policy).toEqual([0, 1440])
      expect(bookOf(made).usedB / GB, policy).toBeCloseTo(500, 6)
    }
  })

  test('without checkpoints a job takes no room', () => {
    const made = site([eight(0, 1)], { used: '100 GB' }, { checkpoints: { interval: 'none' } })
    made.run(HOUR_MS)
    expect(bookOf(made).usedB / GB).toBe(100)
  })

  test('permanent checkpoints stay: one of 80 GB every ten hours of work', () => {
    const made = site([eight(0, 5)], { used: '100 GB', capacity: '2000 GB' }, { checkpoints: { permanentEvery: 10 } })
    made.run(8 * DAY_MS)
    expect(bookOf(made).permanentB / GB).toBeCloseTo((5 * 24 * 80) / 10, 1)
    expect(bookOf(made).usedB / GB).toBeCloseTo(1060, 1)
  })
})

test('data that is brought to the site lies there: of an entry once, of a job of its own until it is over', () => {
  const made = (keep: boolean) => {
    const each = rig({
      world: WORLD, scheduler: PLAIN_SCHEDULER, workload: [{ ...TRACE[0], data: { size: '50 GB', at: 'away', keep } }], traces: { rows: traceOf([eight(0, 1), eight(0, 2)]) },
      checkpoints: { interval: 'none' }, datastore: { ...FAST, capacity: '1000 GB' }, regions: [{ id: 'away', bps: 1e9 }],
    })
    each.openAll()
    each.compute.start()
    return each
  }
  const [kept, own] = [made(true), made(false)]
  for (const each of [kept, own]) each.run(1.5 * DAY_MS)
  expect([bookOf(kept).dataB / GB, bookOf(own).dataB / GB]).toEqual([50, 50])
  for (const each of [kept, own]) each.run(3 * DAY_MS)
  expect([bookOf(kept).dataB / GB, bookOf(own).dataB / GB]).toEqual([50, 0])
})

test('a restored run goes on as one that was not, whoever reads the book between', () => {
  const rows: Rows = [eight(0, 2), eight(DAY_S, 1), eight(DAY_S, 3), eight(2 * DAY_S, 1)]
  const make = (): Rig => site(rows, { used: '500 GB', growth: '40 GB/day' }, { checkpoints: { permanentEvery: 20 } })
  const straight = make()
  straight.run(9 * DAY_MS)
  const made = make()
  made.run(1.234 * DAY_MS)
  const saved = snapshotState(made.state)
  made.run(5 * DAY_MS)
  bookOf(made)
  restoreState(made.state, saved)
  bookOf(made)
  made.run(9 * DAY_MS)
  expect(hashState(made.state)).toBe(hashState(straight.state))
  expect(bookOf(made)).toEqual(bookOf(straight))
})
