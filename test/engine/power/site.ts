/** A small site with the electrical half alone: sections as authors write them, recording gates, and a settle after every request. */
import { type Kernel, Phase, createKernel } from '../../../src/engine/kernel/kernel.ts'
import { type State, createState } from '../../../src/engine/kernel/state.ts'
import type { EngineEvent } from '../../../src/engine/events.ts'
import type { World } from '../../../src/engine/ports.ts'
import { type Power, createPower } from '../../../src/engine/power/power.ts'
import type { PowerPorts } from '../../../src/engine/power/power-site.ts'
import { type Scenario } from '../../../src/scenario/schema/scenario.ts'
import { airPermitsSection } from '../../../src/scenario/schema/air-permits.ts'
import { blockPowerSection } from '../../../src/scenario/schema/block-power.ts'
import { gasSection, generationSection } from '../../../src/scenario/schema/generation.ts'
import { smoothingSection, solarSection, storageSection } from '../../../src/scenario/schema/storage.ts'
import type { FacilitySection } from '../../../src/scenario/schema/facility.ts'
import { gridSection } from '../../../src/scenario/schema/grid.ts'
import { formatDate } from '../../../src/base/civil-date.ts'
import { MATURE } from '../mature-equipment.ts'
import { type TinyWorld, recordingGates, tinyWorld } from '../world.ts'

/** Day of t = 0 in the tests' worlds. */
const START_DAY = 20_819
/** The date `days` after t = 0. */
export const dateAfter = (days: number): string => formatDate(START_DAY + days)

export interface SiteText {
  readonly world?: TinyWorld
  readonly grid: unknown
  readonly generation?: unknown
  /** One electrical chain for all blocks, or one each. */
  readonly power: unknown
  readonly elevation?: number
  readonly gas?: unknown
  readonly storage?: unknown
  readonly solar?: unknown
  readonly smoothing?: unknown
  readonly airPermits?: unknown
  /** Equipment over its age; mature when left out. */
  readonly facility?: FacilitySection
}

/** No random failures unless a test asks for them. */
export const QUIET_OUTAGES = { scale: 0 }
const QUIET = { failures: '0/year' }
export const quietPower = (overrides: Readonly<Record<string, unknown>> = {}, ups: Readonly<Record<string, unknown>> = {}): Record<string, unknown> => ({
  topology: '4-to-make-3',
  ups: { model: 'ups-1667kw', count: 20, ...QUIET, systemFailures: '0/year', openStrings: '0/year', ...ups },
  transformers: { model: 'lv-3mva', count: 14, ...QUIET },
  distribution: QUIET,
  ...overrides,
})

/** The electrical sections of a scenario, read as a file is; the engine half under test sees nothing else. */
export function electricalScenario(text: SiteText, world: World): Scenario {
  const chains = Array.isArray(text.power) ? text.power : world.blocks.path.map(() => text.power)
  return {
    site: { location: { elevation: text.elevation ?? 0, timezone: 'America/Chicago' } },
    grid: gridSection.parse(text.grid),
    generation: generationSection.parse(text.generation ?? []),
    gas: gasSection.parse(text.gas),
    airPermits: airPermitsSection.parse(text.airPermits ?? []),
    storage: storageSection.parse(text.storage ?? []),
    solar: solarSection.parse(text.solar ?? []),
    smoothing: smoothingSection.parse(text.smoothing),
    facility: text.facility ?? MATURE,
    horizon: { start: 0 },
    blocks: world.blocks.path.map((id, block) => ({ id, ready: 0, power: blockPowerSection.parse(chains[block]) })),
  } as unknown as Scenario
}

export interface Site {
  readonly kernel: Kernel
  readonly state: State
  readonly world: World
  readonly power: Power
  readonly gates: ReturnType<typeof recordingGates>
  readonly events: (EngineEvent & { atMs: number })[]
  readonly settles: () => number
  /** Causes that hold a block or rack now, in order of name. */
  held(entity: string): string[]
}

export function createPowerSiteUnderTest(text: SiteText, ports: Partial<PowerPorts> = {}): Site {
  const world = tinyWorld({ racksPerBlock: 189, nodesPerRack: 1, rackMaxW: 132_000, horizonMs: 1e13, ...text.world })
  const state = createState()
  const kernel = createKernel(state)
  const events: Site['events'] = []
  const gates = recordingGates(() => kernel.now)
  const pending = state.scalars('test.settle', { isPending: 0, settles: 0 })
  const settle = kernel.command('test.settle', Phase.control, () => {
    pending.isPending = 0
    pending.settles += 1
    power.settle()
  })
  const power = createPower(
    { world, scenario: electricalScenario(text, world), kernel, state, emit: event => void events.push({ ...event, atMs: kernel.now }) },
    {
      gates,
      requestSettle() {
        if (pending.isPending === 1) return
        pending.isPending = 1
        kernel.schedule(settle, 0, kernel.phase() < Phase.control ? kernel.now : kernel.now + 1)
      },
      ...ports,
    },
  )
  power.start()
  return { kernel, state, world, power, gates, events, settles: () => pending.settles, held: entity => [...(gates.held.get(entity) ?? [])].sort() }
}

/** Loads every block: `itW` in class 4 with the given floor, and cooling. */
export function loadAll(site: Site, itW: number, minimumW: number, mechanicalW: number): void {
  for (let block = 0; block < site.world.blocks.count; block++) {
    site.power.setItLoad(block, 4, itW, minimumW)
    site.power.setMechanicalLoad(block, mechanicalW)
  }
}
