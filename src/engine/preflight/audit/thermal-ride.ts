/**
 * Temperatures of a block while its cooling is without power and after it is back: the cooling domain itself, run on the design day with
 * racks at maximum that follow its throttling. What is behind the UPS goes on; the rest restarts as the file says.
 */
import { HOUR_MS } from '../../../base/spans.ts'
import { humidityRatioOfWetBulb, wetBulbC } from '../../../physics/psychrometrics.ts'
import type { Scenario } from '../../../scenario/schema/scenario.ts'
import { assembleWorld } from '../../assemble.ts'
import { type BlockDesign } from '../../cooling/block-design.ts'
import { type Cooling, createCooling } from '../../cooling/cooling.ts'
import type { DesignConditions } from '../../cooling/design-day.ts'
import { type Kernel, Phase, createKernel } from '../../kernel/kernel.ts'
import { type State, createState } from '../../kernel/state.ts'
import type { GatePort } from '../../ports.ts'
import type { MachinesOut } from './cooling-outcome.ts'

/** A gap in the supply of a block's cooling. */
export interface CoolingGap {
  /** Cooling power that stays on, W. */
  readonly onUpsW: number
  /** Whether the pumps of the technology loop are on a UPS. */
  readonly hasCoolantPumps: boolean
  /** From the failure until the rest has power again, ms; Infinity for never. */
  readonly backMs: number
}

export interface ThermalRide {
  /** When racks first throttle and when they shut down, ms after the failure; undefined for never within the half hour after power is back. */
  readonly throttleMs: number | undefined
  readonly shutdownMs: number | undefined
  /** Deepest throttle factor, 0–1. */
  readonly throttleMin: number
  /** Highest temperatures seen, °C. */
  readonly coolantC: number
  readonly inletAirC: number
}

/** Time to settle before the failure, and time watched after it. */
const SETTLE_MS = 4 * HOUR_MS
const WATCH_MS = HOUR_MS / 2
/** Losses of electrical rooms per IT power, as for the design day. */
const ROOM_LOSS_FRACTION = 0.03
/** Rounds in which racks and throttling agree. */
const ROUNDS = 4

type BlockColumns = Record<string, Float64Array | Uint32Array | Uint8Array | Int32Array>

interface Bench {
  readonly kernel: Kernel
  readonly cooling: Cooling
  readonly columns: BlockColumns
  readonly settle: () => void
  readonly load: { grantedW: number }
}

const openGates: Pick<GatePort, 'closeBlock' | 'openBlock' | 'closeRack' | 'openRack'> = { closeBlock: () => undefined, openBlock: () => undefined, closeRack: () => undefined, openRack: () => undefined }

function columnsOf(state: State): BlockColumns {
  const entry = state.entries.get('cooling.block')
  if (entry?.kind !== 'table') throw new Error('the cooling domain has no table of blocks')
  return entry.table.col as BlockColumns
}

/** One block of the scenario on a bench of its own, its plant in service. */
function createBench(scenario: Scenario, block: number, design: BlockDesign): Bench {
  const { ready: _ready, ...section } = scenario.blocks[block].cooling
  const alone: Scenario = { ...scenario, blocks: [{ ...scenario.blocks[block], cooling: section }] }
  const state = createState()
  const kernel = createKernel(state)
  const load = { grantedW: Infinity }
  let isPending = false
  const settle = (): void => {
    isPending = false
    let throttle = Infinity
    for (let round = 0; round < ROUNDS && (round < 2 || throttle !== cooling.view.throttle[0]); round++) {
      throttle = cooling.view.throttle[0]
      const itW = cooling.view.shutdown[0] === 1 ? 0 : Math.round(design.itDesignW * throttle)
      const askedW = cooling.view.mechanicalW[0]
      cooling.evaluate(0, itW, ROOM_LOSS_FRACTION * itW, askedW === 0 ? 1 : Math.min(1, load.grantedW / askedW))
    }
  }
  const settled = kernel.command('audit.settle', Phase.control, settle)
  const requestSettle = (): void => {
    if (isPending) return
    isPending = true
    kernel.schedule(settled, 0, kernel.phase() < Phase.control ? kernel.now : kernel.now + 1)
  }
  const cooling = createCooling({ world: assembleWorld(alone, { seed: 0, replication: 0 }), scenario: alone, kernel, state, emit: () => undefined }, { gates: openGates, requestSettle })
  return { kernel, cooling, columns: columnsOf(state), settle: requestSettle, load }
}

function setWeather(cooling: Cooling, design: BlockDesign, { dryBulbC, wetBulbC: wetC, pressurePa = 101_325 }: DesignConditions): void {
  const humidityRatio = humidityRatioOfWetBulb(dryBulbC, wetC, pressurePa)
  // The yard breathes some of its exhaust again: more heat, no more moisture. The block itself adds it where it always does.
  const hotC = dryBulbC + (design.section.yardRecirculates === 'always' ? 0 : design.section.yardRecirculation)
  cooling.setWeather({ dryBulbC: hotC, wetBulbC: wetBulbC(hotC, humidityRatio, pressurePa), humidityRatio, pressurePa, densityKgpm3: 1.15 })
}

function takeOut({ columns }: Bench, design: BlockDesign, out: MachinesOut, hasCoolantPumps: boolean): void {
  columns.fansOut[0] = out.units * (design.coolers?.fansPerUnit ?? 0)
  columns.trimOut[0] = out.trim
  columns.towersOut[0] = out.towers
  columns.airFansOut[0] = out.airUnits * (design.airCoolers?.fansPerUnit ?? 0)
  columns.airTowersOut[0] = out.airTowers
  columns.airChillersOut[0] = out.airChillers
  columns.handlersOut[0] = out.handlers
  columns.cdusOut[0] = hasCoolantPumps ? out.cdus : design.liquid.cdusInstalled
}

/** Follows a gap in the supply of cooling from the steady state of the design day. */
export function thermalRide(scenario: Scenario, block: number, design: BlockDesign, conditions: DesignConditions, gap: CoolingGap, out: MachinesOut): ThermalRide {
  const bench = createBench(scenario, block, design)
  const { kernel, cooling, load } = bench
  const { view } = cooling
  setWeather(cooling, design, conditions)
  takeOut(bench, design, out, true)
  bench.settle()
  kernel.run(SETTLE_MS, Infinity)
  const ride = { throttleMs: undefined as number | undefined, shutdownMs: undefined as number | undefined, throttleMin: view.throttle[0], coolantC: view.coolantC[0], inletAirC: view.inletAirC[0] }
  const look = (): void => {
    const atMs = kernel.now - SETTLE_MS
    // A cap that is asked for on a warning throttles nothing yet.
    if (view.throttle[0] < design.limits.capFloor) ride.throttleMs ??= atMs
    if (view.shutdown[0] === 1) ride.shutdownMs ??= atMs
    ride.throttleMin = Math.min(ride.throttleMin, view.throttle[0])
    ride.coolantC = Math.max(ride.coolantC, view.coolantC[0])
    ride.inletAirC = Math.max(ride.inletAirC, view.inletAirC[0])
  }
  const power = (grantedW: number, hasCoolantPumps: boolean): void => {
    load.grantedW = grantedW
    takeOut(bench, design, out, hasCoolantPumps)
    bench.settle()
  }
  /** Event by event, so that no crossing is missed. */
  const watch = (untilMs: number): void => {
    while (ride.shutdownMs === undefined && kernel.run(SETTLE_MS + untilMs, 1) === 'yield') look()
    look()
  }
  power(gap.onUpsW, gap.hasCoolantPumps)
  const endMs = Math.min(gap.backMs, WATCH_MS)
  watch(endMs)
  if (gap.backMs < Infinity && ride.shutdownMs === undefined) {
    power(Infinity, true)
    watch(endMs + WATCH_MS)
  }
  return ride
}
