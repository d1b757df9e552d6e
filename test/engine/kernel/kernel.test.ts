import { describe, expect, test } from 'vitest'
import { createKernel, Phase, type Kernel } from '../../../src/engine/kernel/kernel.ts'
import { createState, hashState, restoreState, snapshotState } from '../../../src/engine/kernel/state.ts'

const fresh = (): Kernel => createKernel(createState())

/** A kernel with one kind of command per phase, all noting what ran; registered from the last phase to the first. */
function noted(): { kernel: Kernel; ran: string[]; type: Record<keyof typeof Phase, number> } {
  const kernel = fresh()
  const ran: string[] = []
  const names = (Object.keys(Phase) as (keyof typeof Phase)[]).toReversed()
  const registered = names.map(name => [name, kernel.command(name, Phase[name], (entity, arg) => void ran.push(`${kernel.now} ${name} ${entity} ${arg}`))] as const)
  return { kernel, ran, type: Object.fromEntries(registered) as Record<keyof typeof Phase, number> }
}

describe('order', () => {
  test('inside a millisecond: phases as ruled, then type, entity, argument; whatever came in first', () => {
    const { kernel, ran, type } = noted()
    for (const name of ['end', 'ledger', 'arrival', 'schedule', 'facility', 'control', 'jobEnd', 'repair', 'fault'] as const) kernel.schedule(type[name], 3, 5)
    kernel.schedule(type.fault, 2, 5, 8)
    kernel.schedule(type.fault, 2, 5, 7)
    kernel.schedule(type.end, 0, 4)
    expect(kernel.run(5, 100)).toBe('until')
    expect(ran).toEqual([
      '4 end 0 0', '5 facility 3 0', '5 fault 2 7', '5 fault 2 8', '5 fault 3 0', '5 repair 3 0', '5 jobEnd 3 0', '5 arrival 3 0', '5 control 3 0',
      '5 schedule 3 0', '5 ledger 3 0', '5 end 3 0',
    ])
  })

  test('the largest entity and the last phase keep their place', () => {
    const { kernel, ran, type } = noted()
    kernel.schedule(type.end, 4_294_967_295, 1, 255)
    kernel.schedule(type.end, 4_294_967_294, 1, 255)
    kernel.schedule(type.end, 4_294_967_295, 1, 254)
    kernel.run(1, 10)
    expect(ran).toEqual(['1 end 4294967294 255', '1 end 4294967295 254', '1 end 4294967295 255'])
  })

  test('a handler may go on in a later phase of its millisecond, or in its own phase with a later type', () => {
    const kernel = fresh()
    const ran: string[] = []
    const first = kernel.command('first', Phase.facility, () => {
      ran.push(`first in phase ${kernel.phase()}`)
      kernel.schedule(second, 0, kernel.now)
      kernel.schedule(pass, 0, kernel.now)
    })
    const second = kernel.command('second', Phase.facility, () => void ran.push('second'))
    const pass = kernel.command('pass', Phase.schedule, () => void ran.push(`pass in phase ${kernel.phase()}`))
    kernel.schedule(first, 9, 7)
    kernel.run(7, 10)
    expect(ran).toEqual(['first in phase 0', 'second', 'pass in phase 6'])
  })
})

describe('refusals', () => {
  test('the same command, at now', () => {
    const kernel = fresh()
    const again = kernel.command('again', Phase.control, () => void kernel.schedule(again, 0, kernel.now))
    kernel.schedule(again, 0, 5)
    expect(() => kernel.run(5, 10)).toThrow(/at or before the command in work: command = again\[0\], atMs = 5, now = 5, inWork = again\[0\]/)
  })

  test('the past, with both times', () => {
    const { kernel, type } = noted()
    const timer = kernel.schedule(type.fault, 1, 50)
    kernel.run(20, 10)
    expect(() => kernel.schedule(type.fault, 1, 19)).toThrow(/atMs = 19, now = 20/)
    expect(() => kernel.reschedule(timer, 19)).toThrow(/atMs = 19, now = 20/)
    expect(() => kernel.run(19, 10)).toThrow(/untilMs = 19, now = 20/)
  })

  test.each([0.5, 20.5, NaN, Infinity, 2 ** 53])('%d ms is no time', atMs => {
    const { kernel, type } = noted()
    const timer = kernel.schedule(type.fault, 1, 50)
    expect(() => kernel.schedule(type.fault, 1, atMs)).toThrow(`atMs = ${atMs}`)
    expect(() => kernel.reschedule(timer, atMs)).toThrow(`atMs = ${atMs}`)
    expect(kernel.timeOf(timer)).toBe(50)
  })

  test.each([-1, 0.5, 2 ** 32, NaN])('%d is no entity', entity => {
    const { kernel, type } = noted()
    expect(() => kernel.schedule(type.fault, entity, 1)).toThrow(`entity = ${entity}`)
  })

  test('a type that nobody registered, a name used twice, more than 256 types', () => {
    const kernel = fresh()
    expect(() => kernel.schedule(0, 0, 1)).toThrow('type = 0')
    for (let i = 0; i < 256; i++) kernel.command(`c${i}`, Phase.fault, () => undefined)
    expect(() => kernel.command('c7', Phase.fault, () => undefined)).toThrow('name = c7')
    expect(() => kernel.command('one more', Phase.fault, () => undefined)).toThrow('one more')
  })

  test('two commands with the same key, when the second comes up', () => {
    const { kernel, ran, type } = noted()
    kernel.schedule(type.fault, 1, 9)
    kernel.schedule(type.fault, 1, 9)
    expect(() => kernel.run(9, 10)).toThrow(/same key: command = fault\[1\], atMs = 9, now = 9, inWork = fault\[1\]/)
    expect(ran).toEqual(['9 fault 1 0'])
  })

  test('an endless loop within a millisecond, with what it was made of', () => {
    const kernel = fresh()
    const loop = kernel.command('loop', Phase.control, entity => void kernel.schedule(loop, entity + 1, kernel.now))
    const calm = kernel.command('calm', Phase.fault, () => undefined)
    kernel.schedule(calm, 0, 1)
    kernel.schedule(loop, 0, 1)
    expect(() => kernel.run(1, Infinity)).toThrow(/endless loop within one millisecond: now = 1, commands = loop 50000\d$/)
    expect(kernel.executed()).toBe(1_000_000)
  })
})

describe('handles', () => {
  test('cancel, move, look up; a stale handle does nothing and is counted', () => {
    const { kernel, ran, type } = noted()
    const a = kernel.schedule(type.fault, 1, 10)
    const b = kernel.schedule(type.fault, 2, 20)
    expect([kernel.timeOf(a), kernel.timeOf(b), kernel.pending()]).toEqual([10, 20, 2])
    expect(kernel.reschedule(b, 5)).toBe(b)
    expect(kernel.cancel(a)).toBe(true)
    expect(kernel.pending()).toBe(1)
    kernel.run(30, 10)
    expect(ran).toEqual(['5 fault 2 0'])
    const c = kernel.schedule(type.fault, 3, 40)
    expect([kernel.cancel(a), kernel.cancel(b), kernel.reschedule(a, 50), kernel.timeOf(b)]).toEqual([false, false, 0, -1])
    expect(kernel.staleCount()).toBe(3)
    expect([kernel.cancel(0), kernel.reschedule(0, 50), kernel.timeOf(0), kernel.timeOf(NaN), kernel.timeOf(-5)]).toEqual([false, 0, -1, -1, -1])
    expect(kernel.staleCount()).toBe(3)
    expect(kernel.timeOf(c)).toBe(40)
  })

  test('the handle of the command in work is stale already', () => {
    const kernel = fresh()
    const seen: boolean[] = []
    const once = kernel.command('once', Phase.fault, () => void seen.push(kernel.cancel(own)))
    const own = kernel.schedule(once, 0, 1)
    kernel.run(1, 10)
    expect(seen).toEqual([false])
  })

  test('handles survive being kept in a column of doubles', () => {
    const { kernel, type } = noted()
    const column = Float64Array.from({ length: 3000 }, (_, i) => kernel.schedule(type.fault, i, 100 + i))
    expect([...column].every((handle, i) => kernel.timeOf(handle) === 100 + i)).toBe(true)
    expect([...column].every(handle => kernel.cancel(handle))).toBe(true)
    expect(kernel.pending()).toBe(0)
  })
})

describe('run', () => {
  test('comes back because of the limit, the budget or a stop', () => {
    const kernel = fresh()
    const tick = kernel.command('tick', Phase.fault, entity => {
      if (entity === 4) kernel.stop()
    })
    for (let i = 0; i < 6; i++) kernel.schedule(tick, i, 10 * i)
    expect([kernel.run(15, 100), kernel.now, kernel.executed()]).toEqual(['until', 15, 2])
    expect([kernel.run(100, 1), kernel.now]).toEqual(['yield', 20])
    expect([kernel.run(100, 100), kernel.now]).toEqual(['stopped', 40])
    expect([kernel.run(100, 100), kernel.now, kernel.pending()]).toEqual(['until', 100, 0])
    expect([kernel.run(Infinity, 100), kernel.now]).toEqual(['until', 100])
  })

  test('a budget that is just enough is no yield', () => {
    const { kernel, type } = noted()
    kernel.schedule(type.fault, 0, 1)
    expect(kernel.run(10, 1)).toBe('until')
  })

  test('statistics and trace by name', () => {
    const { kernel, type } = noted()
    for (let i = 0; i < 300; i++) kernel.schedule(type.fault, i, i)
    kernel.schedule(type.end, 7, 299)
    kernel.run(1000, 1000)
    expect(kernel.stats().filter(({ count }) => count > 0)).toEqual([{ name: 'end', count: 1 }, { name: 'fault', count: 300 }])
    const trace = kernel.trace()
    expect(trace).toHaveLength(256)
    expect(trace[0]).toEqual({ atMs: 45, name: 'fault', entity: 45 })
    expect(trace[255]).toEqual({ atMs: 299, name: 'end', entity: 7 })
  })

  test('after a handler threw, the trace ends with its command', () => {
    const kernel = fresh()
    const fine = kernel.command('fine', Phase.fault, () => undefined)
    const broken = kernel.command('broken', Phase.fault, () => {
      throw new RangeError('inside')
    })
    kernel.schedule(fine, 1, 1)
    kernel.schedule(broken, 2, 3)
    expect(() => kernel.run(10, 10)).toThrow('inside')
    expect(kernel.trace().at(-1)).toEqual({ atMs: 3, name: 'broken', entity: 2 })
  })

  test('a snapshot taken with other commands registered is refused', () => {
    const state = createState()
    createKernel(state).command('one', Phase.fault, () => undefined)
    const snapshot = snapshotState(state)
    const other = createState()
    const kernel = createKernel(other)
    restoreState(other, snapshot)
    expect(() => kernel.run(1, 1)).toThrow('saved = 1, registered = 0')
    expect(hashState(other)).toBe(hashState(state))
  })
})
