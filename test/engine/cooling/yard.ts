/** A hand-made site for cooling tests: one kernel, blocks of given size, loads and power that the test sets, gates that remember. */
import type { EngineEvent } from '../../../src/engine/events.ts'
import { type BlockShape, designBlock } from '../../../src/engine/cooling/block-design.ts'
import { type Cooling, createCooling } from '../../../src/engine/cooling/cooling.ts'
import { createKernel, Phase } from '../../../src/engine/kernel/kernel.ts'
import { createState } from '../../../src/engine/kernel/state.ts'
import type { DomainContext, WeatherNow } from '../../../src/engine/ports.ts'
import { airDensityKgpm3, humidityRatioOfWetBulb, STANDARD_PRESSURE_PA } from '../../../src/physics/psychrometrics.ts'
import type { RackType } from '../../../src/scenario/catalog/racks.ts'
import { blockCoolingSection } from '../../../src/scenario/schema/block-cooling.ts'
import type { FacilitySection } from '../../../src/scenario/schema/facility.ts'
import { waterSection } from '../../../src/scenario/schema/water.ts'
import type { Scenario } from '../../../src/scenario/schema/scenario.ts'
import { MATURE } from '../mature-equipment.ts'
import { DAY_MS, recordingGates, tinyWorld } from '../world.ts'

export interface YardSpec {
  readonly blocks?: number
  /** Cooling section as an author writes it; by default one block of the reference campus without trim chillers. */
  readonly cooling?: Readonly<Record<string, unknown>>
  /** IT power of a block at maximum, W, and the share of it in cold plates. */
  readonly itW?: number
  readonly liquidFraction?: number
  readonly racks?: number
  readonly horizonMs?: number
  readonly seed?: number
  readonly contractMs?: readonly number[]
  /** Equipment over its age; mature when left out. */
  readonly facility?: FacilitySection
  /** Racks draw what they are asked for, as in a whole site. */
  readonly follows?: boolean
  /** Keep the failures and water outages of the defaults; otherwise nothing breaks by itself. */
  readonly failures?: boolean
  /** Water section of the site as an author writes it. */
  readonly water?: Readonly<Record<string, unknown>>
}

const NO_FAILURES = { reliability: { fan: '0/year', chiller: '0/year', cdu: '0/year', handler: '0/year', pump: '0/year', cduPump: '0/year', controller: '0/year' }, leaks: { rack: '0/year', row: '0/year' } }

/** Six coolers of 2.93 MW at 36 °C behind 25 MW of IT: one block of the 100 MW reference campus. */
export const CAMPUS_BLOCK = { plant: 'dry-adiabatic', supply: '36 degC', units: { model: 'dry-cooler-2930kw', count: 6 } }
export const CAMPUS_IT_W = 25e6

export function coolingSection(written: Readonly<Record<string, unknown>>, failures = false) {
  const water = { outages: '0/year', ...(written.water as object | undefined) }
  return blockCoolingSection.parse(failures ? written : { ...NO_FAILURES, ...written, water })
}

export function blockDesign(written: Readonly<Record<string, unknown>> = CAMPUS_BLOCK, shape: Partial<BlockShape> = {}) {
  return designBlock(coolingSection(written), { block: 0, path: 'block[0]', itDesignW: CAMPUS_IT_W, liquidFraction: 0.85, readyMs: 0, ...shape })
}

/** Weather of a dry and a wet bulb; sea level unless said otherwise. */
export function weatherOf(dryBulbC: number, wetBulbC: number, pressurePa: number = STANDARD_PRESSURE_PA): WeatherNow {
  const humidityRatio = humidityRatioOfWetBulb(dryBulbC, wetBulbC, pressurePa)
  return { dryBulbC, wetBulbC, humidityRatio, pressurePa, densityKgpm3: airDensityKgpm3(dryBulbC, humidityRatio, pressurePa) }
}

export function createYard(spec: YardSpec = {}) {
  const { blocks = 1, itW = CAMPUS_IT_W, liquidFraction = 0.85, racks = 1 } = spec
  const rack = { model: 'test', max: itW / racks, liquidFraction } as RackType
  const world = tinyWorld({
    blocks, racksPerBlock: racks, nodesPerRack: 1, rackMaxW: itW / racks, rackTypes: [rack],
    horizonMs: spec.horizonMs ?? 400 * DAY_MS, seed: spec.seed ?? 1, contractMs: spec.contractMs ?? [],
  })
  const section = coolingSection(spec.cooling ?? CAMPUS_BLOCK, spec.failures)
  const state = createState()
  const kernel = createKernel(state)
  const events: { atMs: number; event: EngineEvent }[] = []
  const scenario = { site: { location: { elevation: 0 } }, facility: spec.facility ?? MATURE, horizon: { start: 0 }, water: waterSection.parse(spec.water ?? {}), blocks: Array.from({ length: blocks }, () => ({ ready: 0, cooling: section })), money: { accelerators: { capex: 50_000 } } } as unknown as Scenario
  const ctx: DomainContext = { world, scenario, kernel, state, emit: event => void events.push({ atMs: kernel.now, event }) }
  const gates = recordingGates(() => kernel.now)
  const load = state.table('test.load', blocks, { itW: 'f64', roomLossW: 'f64', powered: 'f64', dirty: 'u8' })
  load.col.powered.fill(1)
  const settle = kernel.command('test.settle', Phase.control, () => {
    for (let block = 0; block < blocks; block++) {
      if (load.col.dirty[block] === 0) continue
      load.col.dirty[block] = 0
      const down = cooling.view.shutdown[block] === 1
      const asked = spec.follows === true ? cooling.view.throttle[block] : 1
      cooling.evaluate(block, down ? 0 : Math.round(load.col.itW[block] * asked * openShare(block)), load.col.roomLossW[block], load.col.powered[block])
    }
    cooling.settled()
  })
  const tick = kernel.command('test.tick', Phase.fault, () => undefined)
  /** Racks of a block that are not off for want of water, as a share. */
  const openShare = (block: number): number => {
    const { rackBegin } = world.blocks
    let open = 0
    for (let rack = rackBegin[block]; rack < rackBegin[block + 1]; rack++) if (gates.held.get(`rack[${rack}]`)?.has('water') !== true) open += 1
    return open / (rackBegin[block + 1] - rackBegin[block])
  }
  const pending = state.scalars('test.pending', { settle: -1, tickMs: -1 })
  const requestSettle = (block: number): void => {
    if (block < 0) load.col.dirty.fill(1)
    else load.col.dirty[block] = 1
    const open = kernel.phase() < Phase.control
    if (pending.settle >= (open ? kernel.now : kernel.now + 1)) return
    pending.settle = open ? kernel.now : kernel.now + 1
    kernel.schedule(settle, 0, pending.settle)
  }
  const cooling: Cooling = createCooling(ctx, { gates, requestSettle })
  return {
    world, kernel, state, cooling, gates, events, load, requestSettle,
    /** Sets the load of a block (all by default) from now on. */
    setLoad(it: number, roomLossW = 0, powered = 1, block = -1) {
      for (let b = 0; b < blocks; b++) {
        if (block >= 0 && b !== block) continue
        load.col.itW[b] = it
        load.col.roomLossW[b] = roomLossW
        load.col.powered[b] = powered
        load.col.dirty[b] = 1
      }
      requestSettle(block)
    },
    setWeather(weather: WeatherNow) {
      cooling.setWeather(weather)
      requestSettle(-1)
    },
    /** Takes the first source of water away or gives it back, now. */
    setSource(isUp: boolean) {
      const source = [...state.entries].find(([name]) => name.startsWith('cooling.source.'))?.[1]
      const site = state.entries.get('cooling.site')
      if (source?.kind !== 'scalars' || site?.kind !== 'scalars') throw new Error('no source')
      source.record.isUp = isUp ? 1 : 0
      site.record.isDirty = 1
      requestSettle(-1)
    },
    /** Runs to the next instant at which anything happens, at most to `untilMs`. */
    next(untilMs: number) {
      if (pending.tickMs !== untilMs) kernel.schedule(tick, 0, untilMs)
      pending.tickMs = untilMs
      kernel.run(untilMs, 1)
      kernel.run(kernel.now, 1e9)
    },
    run: (untilMs: number) => kernel.run(untilMs, 1e9),
  }
}
export type Yard = ReturnType<typeof createYard>
