/**
 * Invariants of fire zones over random layouts in which something burns every few days: after every single command, on stand-ins of the gates
 * and of the equipment that count what is held. The seed is in the title.
 */
import { describe, expect, test } from 'vitest'
import { assembleWorld } from '../../../src/engine/assemble.ts'
import { createFireZones, type FireZones, type ZoneNow } from '../../../src/engine/facility/zones.ts'
import type { EngineEvent } from '../../../src/engine/events.ts'
import { createKernel } from '../../../src/engine/kernel/kernel.ts'
import { createState, hashState, restoreState, snapshotState } from '../../../src/engine/kernel/state.ts'
import type { AssetPort } from '../../../src/engine/ports.ts'
import { createSimulation } from '../../../src/engine/simulation.ts'
import { type Draws, drawsOf } from './random-site.ts'
import { scenarioOf, simulate, zoneSiteText } from '../facility/zone-site.ts'

const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]

const chosen = (draws: Draws, keys: readonly (readonly [number, string])[]): string => keys.filter(([chance]) => draws.chance(chance)).map(([, key]) => `, ${key}`).join('')

const protection = (draws: Draws): string =>
  chosen(draws, [
    [0.5, `suppression: clean-agent, refill: ${draws.whole(3, 60)} days, impairedLoad: 0.${draws.whole(1, 9)}`],
    [0.3, 'reserve: true'],
    [0.5, `emergencyOff: {scope: ${draws.pick(['rack', 'row', 'hall'])}, onFire: ${draws.chance(0.5)}}`],
    [0.3, 'hvacInterlock: false'],
    [0.4, 'detection: spot'],
  ])

/** Two rooms of racks, two of UPS systems, a yard; rates of some fires a month. */
function randomText(seed: number): string {
  const draws = drawsOf(seed)
  const cut = draws.whole(1, 7)
  const zones = [
    `north: {racks: [1-${cut}], cooling: {handler: [1]}${protection(draws)}}`,
    `south: {racks: [${cut + 1}-8], cooling: {handler: [2-9], cdu: all}${protection(draws)}}`,
    `a: {ups: [1], batteries: [1]${chosen(draws, [[0.5, 'neighbours: [{zone: b, distance: 2 m}, {zone: north}]']])}}`,
    `b: {ups: [2], batteries: [2]${draws.chance(0.5) ? ', neighbours: [{zone: south}]' : ''}}`,
    'yard: {transformers: all, generators: all, cooling: {cooler: all, trim: all, chiller: all}}',
  ]
  const rate = (): string => `${draws.whole(1, 12)}/year`
  const rates = `preAlarm: ${rate()}, incident: ${rate()}, zone: ${rate()}, battery: ${rate()}, transformer: ${rate()}, generator: ${rate()}, emergencyOff: ${rate()}`
  const fire = `smokeSpread: 0.${draws.whole(1, 9)}, stages: ${draws.whole(1, 5)}, restoration: {pert: [1 day, 3 days, 10 days]}, inspection: ${draws.whole(0, 40)} h`
  return zoneSiteText({ zones, rates, fire })
}

interface Rig {
  readonly fireZones: FireZones
  readonly assets: Int32Array
  readonly racks: Set<number>
  readonly events: EngineEvent[]
  step(): boolean
  hash(): string
  snapshot(): ReturnType<typeof snapshotState>
  restore(of: ReturnType<typeof snapshotState>, assets: Int32Array, racks: ReadonlySet<number>): void
}

function rigOf(seed: number): Rig {
  const scenario = scenarioOf(randomText(seed))
  const real = createSimulation(scenario, { weather: null }, { seed, replication: 0, record: false })
  const world = assembleWorld(scenario, { seed, replication: 0 })
  const state = createState()
  const kernel = createKernel(state)
  const events: EngineEvent[] = []
  const held = new Int32Array(real.assets.assets.length)
  const racks = new Set<number>()
  const assets: AssetPort = {
    assets: real.assets.assets,
    isUp: asset => held[asset] === 0,
    takeOut: asset => void (held[asset] += 1),
    giveBack(asset) {
      if (held[asset] === 0) throw new Error(`asset ${asset} is given back and was not taken`)
      held[asset] -= 1
    },
    setHazard: () => undefined, destroy: () => false, fail: () => false,
    repaired: () => undefined,
  }
  const gates = {
    closeRack: (rack: number) => void racks.add(rack),
    openRack(rack: number) {
      if (!racks.delete(rack)) throw new Error(`rack ${rack} is opened and was not closed`)
    },
  }
  const fireZones = createFireZones({ world, scenario, kernel, state, emit: event => void events.push(event) }, { gates, assets })
  if (fireZones === undefined) throw new Error('no fires')
  fireZones.start()
  return {
    fireZones, assets: held, racks, events,
    step: () => kernel.run(Infinity, 1) === 'yield',
    hash: () => hashState(state),
    snapshot: () => snapshotState(state),
    restore(of, heldThen, racksThen) {
      restoreState(state, of)
      held.set(heldThen)
      racks.clear()
      for (const rack of racksThen) racks.add(rack)
    },
  }
}

/** Members of zones of which something is held for a reason of their own. */
const quiet = ({ state, isImpaired, pressed, lost, isShut }: ZoneNow): boolean => state === 'normal' && lost === 0 && !isImpaired && pressed === 0 && !isShut

function checkNow({ fireZones, assets, racks }: Rig): void {
  const zones = fireZones.inspect()
  const [mayAssets, mayRacks] = [new Set<number>(), new Set<number>()]
  for (const zone of zones) {
    if (!quiet(zone)) {
      zone.assets.forEach(asset => mayAssets.add(asset))
      zone.racks.forEach(rack => mayRacks.add(rack))
    }
    if (zone.state !== 'closed' && !zone.isShut) continue
    for (const asset of zone.assets) expect(assets[asset], `${zone.name} is lost and asset ${asset} is not`).toBeGreaterThan(0)
    for (const rack of zone.racks) expect(racks.has(rack), `${zone.name} is lost and rack ${rack} is not`).toBe(true)
  }
  assets.forEach((count, asset) => {
    if (count > 0) expect(mayAssets.has(asset), `asset ${asset} is out and no zone of it is touched`).toBe(true)
  })
  for (const rack of racks) expect(mayRacks.has(rack), `rack ${rack} is out and no zone of it is touched`).toBe(true)
}

/** What changed in one command lies within the zones that it changed. */
function checkChange({ fireZones, assets, racks }: Rig, before: { readonly zones: string[]; readonly assets: Int32Array; readonly racks: ReadonlySet<number> }): void {
  const touched = fireZones.inspect().filter((zone, index) => JSON.stringify(zone) !== before.zones[index])
  const [ofAssets, ofRacks] = [new Set(touched.flatMap(zone => zone.assets)), new Set(touched.flatMap(zone => zone.racks))]
  assets.forEach((count, asset) => {
    if ((count > 0) !== (before.assets[asset] > 0)) expect(ofAssets.has(asset), `asset ${asset} moved with a zone that is not its own`).toBe(true)
  })
  for (let rack = 0; rack < 8; rack++) if (racks.has(rack) !== before.racks.has(rack)) expect(ofRacks.has(rack), `rack ${rack} moved with a zone that is not its own`).toBe(true)
}

const photograph = ({ fireZones, assets, racks }: Rig) => ({ zones: fireZones.inspect().map(zone => JSON.stringify(zone)), assets: assets.slice(), racks: new Set(racks) })

describe.each(SEEDS)('random fire zones of seed %d', seed => {
  test('I28: an event takes exactly the members of its zone and gives back none of the others; in the end all are back', () => {
    const rig = rigOf(seed)
    for (let before = photograph(rig); rig.step(); before = photograph(rig)) {
      checkNow(rig)
      checkChange(rig, before)
    }
    checkNow(rig)
    expect(rig.events.filter(({ kind }) => kind === 'zoneLost').length).toBeGreaterThan(3)
    expect([...rig.assets].every(count => count === 0)).toBe(true)
    expect(rig.racks.size).toBe(0)
    expect(rig.fireZones.inspect().every(quiet)).toBe(true)
  })

  test('going on from a snapshot in the middle of a fire is the same as going straight', () => {
    const straight = rigOf(seed)
    const kept: { snapshot: ReturnType<Rig['snapshot']>; assets: Int32Array; racks: Set<number> }[] = []
    for (let n = 0; straight.step(); n++) if (n % 5 === 3) kept.push({ snapshot: straight.snapshot(), assets: straight.assets.slice(), racks: new Set(straight.racks) })
    expect(kept.length).toBeGreaterThan(2)
    const { snapshot, assets, racks } = kept[drawsOf(seed + 500).whole(0, kept.length - 1)]
    const resumed = rigOf(seed)
    resumed.restore(snapshot, assets, racks)
    while (resumed.step());
    expect(resumed.hash()).toBe(straight.hash())
  })
})

describe.each([1, 2, 3])('whole site of seed %d with fires', seed => {
  const scenario = scenarioOf(randomText(seed))

  test('a run from snapshots is the run itself', () => {
    const straight = simulate(scenario)
    straight.run(straight.horizonMs, Infinity)
    let pieces = simulate(scenario)
    const draws = drawsOf(seed + 900)
    for (let atMs = 0; atMs < pieces.horizonMs; ) {
      atMs = Math.min(pieces.horizonMs, atMs + draws.whole(1, 15 * 86_400_000))
      pieces.run(atMs, Infinity)
      const snapshot = pieces.snapshot()
      pieces = simulate(scenario)
      pieces.restore(snapshot)
    }
    expect(pieces.hash()).toBe(straight.hash())
    const { energy, ledger, incidents } = straight.result()
    expect(incidents.some(({ kind }) => kind.endsWith('Fire'))).toBe(true)
    // I2 and the books of every window, with fires.
    expect(BigInt(energy.gridWms) + BigInt(energy.generationWms)).toBe(BigInt(energy.itWms) + BigInt(energy.mechanicalWms) + BigInt(energy.lossWms))
    for (let window = 0; window < ledger.windowCount; window++) {
      const cells = ledger.acceleratorMs.subarray(window * ledger.buckets.length, (window + 1) * ledger.buckets.length)
      expect(cells.reduce((sum, ms) => sum + ms, 0)).toBe(ledger.contractedMs[window])
    }
  })
})
