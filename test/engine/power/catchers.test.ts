/** One reserve for several blocks: transfer as a whole, two blocks on it, its overload and trip, what is inhibited, return, restore. */
import { describe, expect, test } from 'vitest'
import { hashState, createState, restoreState, snapshotState } from '../../../src/engine/kernel/state.ts'
import { LOSSLESS } from '../../../src/physics/converter-loss.ts'
import { createFlow } from '../../../src/engine/power/flow.ts'
import { MODE } from '../../../src/engine/power/power-site.ts'
import { DAY_MS } from '../world.ts'
import { QUIET_OUTAGES, type Site, createPowerSiteUnderTest, dateAfter, quietPower } from './site.ts'

const SECOND_MS = 1000
const T0 = 10 * DAY_MS
const FEED = { capacity: '120 MW', voltage: '138 kV', energised: dateAfter(1), outages: QUIET_OUTAGES }
const MODULES = { model: 'ups-2500kw', count: 10, systemRepair: '30 days' }
const RATED_W = 25e6
const CATCHER = 2

interface Choices { readonly catches?: Record<string, unknown>; readonly reserve?: Record<string, unknown>; readonly hall?: Record<string, unknown>; readonly seed?: number }

/** Two halls of 20 MW on one system each, and the reserve of both. */
function site({ catches = {}, reserve = {}, hall = {}, seed = 1 }: Choices = {}): Site {
  const halls = quietPower({ topology: 'n', transformers: { model: 'lv-3mva', count: 14, failures: '0/year' }, mechanicalOnUps: 0, ...hall }, MODULES)
  const made = createPowerSiteUnderTest({
    world: { blocks: 3, seed },
    grid: { feeds: { main: FEED } },
    power: [halls, halls, quietPower({ topology: 'n', designPower: '1 MW', mechanicalOnUps: 0, transformers: { model: 'lv-3mva', count: 20, failures: '0/year' }, catches: { blocks: ['block[0]', 'block[1]'], switchFailure: 0, ...catches }, ...reserve }, MODULES)],
  })
  for (const block of [0, 1]) {
    made.power.setItLoad(block, 4, 20e6, 2e6)
    made.power.setMechanicalLoad(block, 1e6)
  }
  made.kernel.run(T0, 1e9)
  return made
}

const later = (made: Site, ms: number): void => void made.kernel.run(made.kernel.now + ms, 1e9)
const itOf = (made: Site, block: number): number => made.power.view.grantedW.slice(block * 6, block * 6 + 6).reduce((sum, w) => sum + w, 0)
const told = (made: Site, kind: string): typeof made.events => made.events.filter(event => event.kind === kind)
const lose = (made: Site, block: number): void => {
  made.power.failUnit(`block[${block}]/ups[0]`)
  later(made, 10)
}
/** Racks without supply in a block. */
const dark = (made: Site, block: number): number => made.power.view.rackDead.slice(block * 189, (block + 1) * 189).reduce((sum, dead) => sum + dead, 0)

describe('one block falls', () => {
  test('its racks move over at once and draw on; no gate closes, and what the reserve draws is in the books', () => {
    const made = site()
    const gridW = made.power.view.totals.gridW
    lose(made, 0)
    expect([itOf(made, 0), itOf(made, 1), dark(made, 0)]).toEqual([20e6, 20e6, 0])
    expect(made.held('block[0]')).toEqual([])
    expect(told(made, 'loadTransferred')).toMatchObject([{ what: 'block[0]/reserveSwitch', block: 0 }])
    expect(made.power.systemLoadFractions(CATCHER)[0]).toBeCloseTo(20e6 / RATED_W, 2)
    // Ten more modules stand idle at home, as many as work now: the site draws about the same.
    expect(Math.abs(made.power.view.totals.gridW - gridW)).toBeLessThan(0.01 * gridW)
  })

  test('back on its own when that is repaired', () => {
    const made = site({ hall: { ups: { ...MODULES, failures: '0/year', systemFailures: '0/year', openStrings: '0/year', systemRepair: '1 h' } } })
    lose(made, 0)
    later(made, 40 * DAY_MS)
    expect(made.power.systemLoadFractions(CATCHER)[0]).toBe(0)
    expect([itOf(made, 0), dark(made, 0)]).toEqual([20e6, 0])
  })

  test('without transformers it lives on its battery, then on the reserve; its cooling does not', () => {
    const made = site()
    for (let unit = 0; unit < 14; unit++) made.power.failUnit(`block[0]/transformer[${unit}]`)
    later(made, 60 * SECOND_MS)
    expect([made.power.modeOf(0), itOf(made, 0)]).toEqual([MODE.battery, 20e6])
    later(made, 900 * SECOND_MS)
    expect([made.power.modeOf(0), itOf(made, 0), dark(made, 0)]).toEqual([MODE.dead, 20e6, 0])
    expect(made.power.view.mechanicalGrantedW[0]).toBe(0)
    expect(told(made, 'blockShed')).toEqual([])
  })

  test('a switch that does not transfer leaves it dark: half of them at 0.5', () => {
    const fails = Array.from({ length: 40 }, (_, seed) => {
      const made = site({ seed: seed + 1, catches: { switchFailure: 0.5 } })
      lose(made, 0)
      expect(dark(made, 0)).toBe(told(made, 'transferFailed').length === 0 ? 0 : 189)
      return told(made, 'transferFailed').length
    })
    // Three standard deviations of 40 fair draws.
    expect(Math.abs(fails.reduce((sum, n) => sum + n, 0) - 20)).toBeLessThan(3 * Math.sqrt(10))
  })
})

describe('two blocks fall', () => {
  const both = (choices: Choices = {}): Site => {
    const made = site(choices)
    lose(made, 0)
    later(made, 3600 * SECOND_MS)
    lose(made, 1)
    return made
  }

  test('the reserve is overloaded until the controller has lowered both, by the same share', () => {
    const made = both()
    expect([itOf(made, 0), itOf(made, 1)]).toEqual([20e6, 20e6])
    expect(made.power.systemLoadFractions(CATCHER)[0]).toBeGreaterThan(1.6)
    later(made, 11 * SECOND_MS)
    expect(itOf(made, 0)).toBe(itOf(made, 1))
    // 25 MW less the loss of both busways.
    expect(itOf(made, 0) + itOf(made, 1)).toBeGreaterThan(0.99 * RATED_W)
    expect(itOf(made, 0) + itOf(made, 1)).toBeLessThan(RATED_W)
    expect(made.power.systemLoadFractions(CATCHER)[0]).toBeLessThanOrEqual(1)
    expect(told(made, 'deviceTripped')).toEqual([])
    expect([dark(made, 0), dark(made, 1)]).toEqual([0, 0])
  })

  test('without a controller it opens when its clock is full, and both are dark', () => {
    const made = both({ reserve: { capping: { controller: false } } })
    const x = made.power.systemLoadFractions(CATCHER)[0]
    later(made, Math.round((337.5 / (x * x - 1) - 2) * SECOND_MS))
    expect([itOf(made, 0), itOf(made, 1)]).toEqual([20e6, 20e6])
    later(made, 4 * SECOND_MS)
    expect(told(made, 'deviceTripped')).toMatchObject([{ what: 'block[2]/ups[0]', block: CATCHER }])
    expect([itOf(made, 0), itOf(made, 1), dark(made, 0), dark(made, 1)]).toEqual([0, 0, 189, 189])
  })

  test('inhibited, the second stays dark until the first is back', () => {
    const made = both({ catches: { inhibit: true }, hall: { ups: { ...MODULES, failures: '0/year', systemFailures: '0/year', openStrings: '0/year', systemRepair: '2 days' } } })
    expect([itOf(made, 0), dark(made, 0), itOf(made, 1), dark(made, 1)]).toEqual([20e6, 0, 0, 189])
    const freed = (): boolean => dark(made, 1) === 0
    for (let hours = 0; hours < 2000 && !freed(); hours++) later(made, 3600 * SECOND_MS)
    expect([itOf(made, 0), itOf(made, 1)]).toEqual([20e6, 20e6])
  })

  test('two catchers in one carry both', () => {
    const made = both({ catches: { atOnce: 2 }, reserve: { ups: { ...MODULES, count: 20, failures: '0/year', systemFailures: '0/year', openStrings: '0/year' } } })
    later(made, 11 * SECOND_MS)
    expect([itOf(made, 0), itOf(made, 1)]).toEqual([20e6, 20e6])
  })
})

test('the reserve itself falls: who hangs on it is dark, who does not is not', () => {
  const made = site()
  lose(made, 0)
  made.power.failUnit('block[2]/ups[0]')
  later(made, 10)
  expect([dark(made, 0), dark(made, 1), itOf(made, 0), itOf(made, 1)]).toEqual([189, 0, 0, 20e6])
})

test('a run that is copied and restored ends like a straight one', () => {
  const rates = { ups: { ...MODULES, failures: '2/year', systemFailures: '6/year', systemRepair: '12 days', openStrings: '0/year' } }
  const make = (): Site => site({ hall: rates, reserve: { ...rates, capping: { controller: false } } })
  const straight = make()
  later(straight, 300 * DAY_MS)
  const first = make()
  later(first, 130 * DAY_MS)
  const second = make()
  restoreState(second.state, snapshotState(first.state))
  second.kernel.run(straight.kernel.now, 1e9)
  expect(told(straight, 'loadTransferred').length).toBeGreaterThan(4)
  expect(hashState(second.state)).toBe(hashState(straight.state))
})

test.each([1, 2, 3, 4, 5])('PF8 with nodes that move between parents, seed %d: the incremental solve gives the integers of the full one', seed => {
  let state = seed * 7919
  const next = (n: number): number => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return state % n
  }
  // Two roots, two converters each, loads on the first of them that may hang on the last.
  const parent = [-1, -1, 0, 0, 1, 1, 2, 2, 3, 4, 6, 7, 8, 9]
  const isLoad = parent.map((_, node) => (node >= 10 ? 1 : 0))
  const alternates = [6, 7, 8].map(node => ({ node, parent: 5 }))
  const [a, b] = ['a', 'b'].map(name => createFlow(createState(), name, { parent, isLoad, alternates }))
  for (const flow of [a, b]) {
    for (const node of [2, 3, 4, 5]) flow.setCurve(node, { constantW: 100, linear: 0.01, quadraticPerW: 1e-7 })
    for (const node of [6, 7, 8, 9]) flow.setCurve(node, LOSSLESS)
    for (const root of [0, 1]) flow.setLimit(root, 60_000)
  }
  for (let step = 0; step < 200; step++) {
    const [what, node, w] = [next(3), next(4), next(40_000)]
    const load = next(6)
    for (const flow of [a, b]) {
      if (what === 0) flow.setLoad(10 + node, load, w, w >> 1)
      else if (what === 1) flow.hang(6 + (node % 3), w % 2 === 0 ? 5 : parent[6 + (node % 3)])
      else flow.setCap(5, w)
    }
    a.solve()
    b.solveAll()
    for (let at = 0; at < parent.length; at++) expect([step, at, a.inW(at), a.outW(at)]).toEqual([step, at, b.inW(at), b.outW(at)])
  }
})
