/** The Llama 3 run and the projections of RSC-1 by events: counts, causes and times between faults. */
import { beforeAll, describe, expect, test } from 'vitest'
import { FAULT_CLASSES } from '../../../src/scenario/catalog/fault-classes.ts'
import { DAY_MS, HOUR_MS } from '../world.ts'
import { FOREVER, INSTANT_CURE, makeSite, type Site } from './site.ts'

/** All nodes of a job of `accelerators` exposed for `days`; every fault is cured at once, as by a spare node. */
function runJob(preset: string, accelerators: number, days: number, seed: number): Site {
  const site = makeSite({
    world: { racksPerBlock: accelerators / 8 / 64, nodesPerRack: 64, acceleratorsPerNode: 8, horizonMs: days * DAY_MS, seed },
    faults: { ...INSTANT_CURE, preset }, ideal: true,
  })
  site.expose(true)
  site.kernel.run(days * DAY_MS, FOREVER)
  return site
}

const interruptions = (site: Site): number => site.faults.summary().reduce((sum, row) => sum + row.count, 0)

describe('Llama 3: 16,384 accelerators, 54 days, 200 seeds (1 … 200)', () => {
  const seeds = Array.from({ length: 200 }, (_, i) => i + 1)
  const counts: number[] = []
  const byCause = new Float64Array(FAULT_CLASSES.length)
  beforeAll(() => {
    for (const seed of seeds) {
      const site = runJob('llama-3', 16_384, 54, seed)
      counts.push(interruptions(site))
      for (const [row, { count }] of site.faults.summary().slice(0, FAULT_CLASSES.length).entries()) byCause[row] += count
    }
  })

  test('419 unexpected interruptions on average, within 1 %', () => {
    const mean = counts.reduce((sum, n) => sum + n, 0) / counts.length
    expect(Math.abs(mean - 419), `mean ${mean}`).toBeLessThan(4.19)
  })

  test('single runs spread like Poisson counts: 95 % inside 379 … 459, variance near the mean', () => {
    const inside = counts.filter(n => n >= 379 && n <= 459).length
    expect(inside, `${inside} of 200 inside`).toBeGreaterThanOrEqual(181) // 95 % less three standard deviations
    const mean = counts.reduce((sum, n) => sum + n, 0) / counts.length
    const variance = counts.reduce((sum, n) => sum + (n - mean) ** 2, 0) / (counts.length - 1)
    expect(variance / mean).toBeGreaterThan(0.7) // three standard deviations of 200 Poisson counts
    expect(variance / mean).toBeLessThan(1.3)
  })

  test('split by cause: chi-square of the pooled counts has p > 0.01', () => {
    const total = byCause.reduce((sum, n) => sum + n, 0)
    const statistic = FAULT_CLASSES.reduce((sum, row, i) => {
      const expected = (total * row.count) / 419
      return sum + (byCause[i] - expected) ** 2 / expected
    }, 0)
    expect(total).toBeGreaterThan(80_000)
    expect(statistic, `chi-square ${statistic}`).toBeLessThan(33.409) // 99 % quantile, 17 degrees of freedom
  })
})

describe('times between faults by events (seed 1)', () => {
  test.each([
    ['rsc-1', 16_384, 1.8029, 8000, 0.01],
    ['rsc-1', 131_072, 0.2254, 500, 0.025],
    ['rsc-2', 16_384, 5.008, 20_000, 0.01],
  ])('%s, %d accelerators: %d h', (preset, accelerators, hours, days, tolerance) => {
    const faults = interruptions(runJob(preset, accelerators, days, 1))
    expect(Math.abs((days * DAY_MS) / faults / HOUR_MS / hours - 1), `${faults} faults`).toBeLessThan(tolerance)
  })

  test('no faults where none are asked for', () => {
    const site = runJob('none', 16_384, 1000, 1)
    expect(interruptions(site)).toBe(0)
    expect(site.kernel.executed()).toBe(0)
  })
})

describe('infant mortality by events', () => {
  test('nodes burned in for 3 days have 1 + 3·30·(e^(−3/30) − e^(−93/30))/90 times the mature faults in their first 90 days (seed 1)', () => {
    const site = makeSite({
      world: { racksPerBlock: 100, nodesPerRack: 100, acceleratorsPerNode: 8, horizonMs: 90 * DAY_MS },
      faults: { ...INSTANT_CURE, infantMortality: {} }, ideal: true,
    })
    site.expose(true)
    site.kernel.run(90 * DAY_MS, FOREVER)
    const mature = 10_000 * 90 * 3.788701e-3
    const factor = 1 + Math.exp(-0.1) - Math.exp(-3.1)
    // 6,400 faults: standard deviation 1.25 %.
    expect(Math.abs(interruptions(site) / (mature * factor) - 1)).toBeLessThan(0.0375)
  })
})
