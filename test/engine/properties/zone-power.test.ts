/** I13 for what zones take: random equipment of random chains is taken and given back; what is out carries nothing, whatever else happens. */
import { describe, expect, test } from 'vitest'
import { TOPOLOGY } from '../../../src/engine/power/redundancy.ts'
import { TOPOLOGIES } from '../../../src/scenario/schema/block-power.ts'
import { QUIET_OUTAGES, type Site, createPowerSiteUnderTest, dateAfter, loadAll, quietPower } from '../power/site.ts'
import { drawsOf } from './random-site.ts'

const BLOCKS = 2
const RACKS = 20
const RACK_W = 100_000
const IT_W = RACKS * RACK_W * 0.8
const MECHANICAL_W = 200_000
const GRID = { feeds: { main: { capacity: '20 MW', energised: dateAfter(0), outages: QUIET_OUTAGES } } }

function siteOf(seed: number): Site {
  const draws = drawsOf(seed)
  const topology = draws.pick(TOPOLOGIES)
  const modules = TOPOLOGY[topology].systems * draws.whole(2, 4)
  const sets = draws.chance(0.5) ? { generators: { model: 'diesel-2mw', count: draws.whole(1, 3), failToStart: 0 } } : {}
  const power = { ...quietPower({ topology, transformers: { model: 'lv-2500kva', count: draws.whole(1, 3), failures: '0/year' }, ...sets }, { model: 'ups-500kw', count: modules, rideThrough: '2 min' }) }
  const site = createPowerSiteUnderTest({ world: { blocks: BLOCKS, racksPerBlock: RACKS, rackMaxW: RACK_W }, grid: GRID, power })
  site.kernel.run(1000, 1e9)
  loadAll(site, IT_W, IT_W * 0.2, MECHANICAL_W)
  return site
}

/** What a block's kinds of assets have left in service, and how many there are. */
function left({ power }: Site, block: number, kind: string): { readonly up: number; readonly all: number } {
  const { assets } = power.assets
  const own = assets.flatMap((asset, index) => (asset.block === block && asset.kind === kind ? [index] : []))
  return { up: own.filter(index => power.assets.isUp(index)).length, all: own.length }
}

function checkBlock(site: Site, block: number): void {
  const { power, world } = site
  const { assets } = power.assets
  const fractions = power.systemLoadFractions(block)
  assets.forEach((asset, index) => {
    const system = /\/ups\[(?<at>\d+)\]$/u.exec(asset.path)?.groups?.at
    if (asset.block === block && asset.kind === 'upsSystem' && system !== undefined && !power.assets.isUp(index)) expect(fractions[Number(system)], `${asset.path} is out`).toBe(0)
  })
  const grantedW = power.view.grantedW.slice(block * 6, block * 6 + 6).reduce((sum, w) => sum + w, 0)
  const racks = world.blocks.rackBegin[block + 1] - world.blocks.rackBegin[block]
  const live = power.view.rackDead.subarray(world.blocks.rackBegin[block], world.blocks.rackBegin[block + 1]).reduce((sum, isDead) => sum + 1 - isDead, 0)
  // Racks count as equal parts of their block; a watt a rack is left to rounding.
  expect(grantedW).toBeLessThanOrEqual((IT_W * live) / racks + racks)
  if (left(site, block, 'upsSystem').up === 0) expect(grantedW).toBe(0)
  if (left(site, block, 'blockTransformer').up === 0) expect(power.modeOf(block), 'without transformers a block is not on the utility').not.toBe(1)
}

describe.each([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])('random equipment in zones of seed %d', seed => {
  test('I13: what a zone has taken carries 0 W; the site balances to the watt; all is back in the end', () => {
    const site = siteOf(seed)
    const { kernel, power } = site
    const draws = drawsOf(seed + 300)
    const kinds = ['upsSystem', 'upsModule', 'blockTransformer', 'standbySet', 'busway', 'pdu']
    const candidates = power.assets.assets.flatMap(({ kind }, index) => (kinds.includes(kind) ? [index] : []))
    const taken: number[] = []
    for (let step = 0; step < 120; step++) {
      if (taken.length === 0 || draws.chance(0.55)) {
        const asset = draws.pick(candidates)
        power.assets.takeOut(asset, 'zone')
        taken.push(asset)
      } else {
        power.assets.giveBack(taken.splice(draws.whole(0, taken.length - 1), 1)[0], 'zone')
      }
      kernel.run(kernel.now + draws.pick([2, 5000, 400_000]), 1e9)
      for (let block = 0; block < BLOCKS; block++) checkBlock(site, block)
      const { gridW, generationW, itW, mechanicalW, lossW } = power.view.totals
      expect(gridW + generationW).toBe(itW + mechanicalW + lossW)
      if ([0, 1].every(block => left(site, block, 'blockTransformer').up === 0)) expect(gridW).toBe(0)
    }
    for (const asset of taken.splice(0)) power.assets.giveBack(asset, 'zone')
    kernel.run(kernel.now + 3_600_000, 1e9)
    expect(candidates.every(asset => power.assets.isUp(asset))).toBe(true)
    expect(power.view.rackDead.reduce((sum, isDead) => sum + isDead, 0)).toBe(0)
  })
})
