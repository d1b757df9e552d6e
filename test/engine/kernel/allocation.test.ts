import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import { createKernel, Phase } from '../../../src/engine/kernel/kernel.ts'
import { createState } from '../../../src/engine/kernel/state.ts'

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

/** Bytes by which heap and array buffers grow over a million events of the hold model with cancelling and moving. */
function growthOver(events: number, perEvent: () => void): number {
  const kernel = createKernel(createState())
  const timers = new Float64Array(1000)
  const watch = kernel.command('watch', Phase.control, () => undefined)
  const hold = kernel.command('hold', Phase.fault, entity => {
    kernel.schedule(hold, entity, kernel.now + 1 + (entity % 7))
    if (!kernel.cancel(timers[entity])) timers[entity] = kernel.schedule(watch, entity, kernel.now + 1_000)
    else timers[entity] = kernel.reschedule(kernel.schedule(watch, entity, kernel.now + 500), kernel.now + 700)
    perEvent()
  })
  for (let entity = 0; entity < timers.length; entity++) kernel.schedule(hold, entity, 4_000_000_000 + entity)
  kernel.run(Infinity, 100_000) // code is compiled, tables have grown
  const used = (): number => {
    collect()
    const { heapUsed, arrayBuffers } = process.memoryUsage()
    return heapUsed + arrayBuffers
  }
  const before = used()
  kernel.run(Infinity, events)
  const after = used()
  expect(kernel.executed()).toBe(100_000 + events)
  return after - before
}

test('T12.4: a million events keep less than 1 MB', () => {
  expect(growthOver(1_000_000, () => undefined)).toBeLessThan(1_000_000)
})

test('the measurement would notice 16 bytes kept per event', () => {
  const kept: object[] = []
  expect(growthOver(200_000, () => kept.push({ kept: 1 }))).toBeGreaterThan(200_000 * 16)
})
