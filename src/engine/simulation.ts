/**
 * A simulation is a scenario, its inputs and a run key; it advances by events, can be snapshotted, restored and hashed at any instant, and
 * reads out as plain columns. One kernel and one state, whatever the number of sites; `wire-site.ts` is the one place that wires domains.
 */
import type { RunResult } from '../results/run-result.ts'
import type { CauseGroupId } from '../scenario/idealise/cause-groups.ts'
import { idealised } from '../scenario/idealise/idealise.ts'
import type { Scenario } from '../scenario/schema/scenario.ts'
import { mirrored } from '../base/rng.ts'
import { assembleWorld, isMirrored, type RunKey } from './assemble.ts'
import { contingentSimulation } from './contingent.ts'
import type { FireZones } from './facility/zones.ts'
import { createKernel, type Kernel, type RunStatus } from './kernel/kernel.ts'
import { createState, hashState, restoreState, snapshotState, type State, type StateSnapshot } from './kernel/state.ts'
import type { SiteHands } from './hands.ts'
import type { LifeGround } from './life-observer.ts'
import type { AssetPort } from './ports.ts'
import { severalSites } from './several-sites.ts'
import type { EngineInputs } from './weather.ts'
import { wireSite } from './wire-site.ts'

export interface RunOptions extends RunKey {
  /** Keep change logs for scrubbing. */
  readonly record: boolean
  /** Causes without which the site is simulated, beside those that the scenario names. */
  readonly idealise?: readonly CauseGroupId[]
}

export interface Simulation {
  readonly horizonMs: number
  /** All equipment that can be taken out of service. */
  readonly assets: AssetPort
  /** Undefined where the scenario has no fires. */
  readonly fireZones: FireZones | undefined
  /** By site, for those who tell the life of one accelerator or run. */
  readonly grounds: readonly LifeGround[]
  /** By site, for those who change something in mid-run. */
  readonly hands: readonly SiteHands[]
  nowMs(): number
  events(): number
  /** Executes events with time ≤ untilMs, at most `maxEvents`. */
  run(untilMs: number, maxEvents: number): RunStatus
  /** The run so far as columns; windows not yet closed are zero. */
  result(): RunResult
  snapshot(): StateSnapshot
  restore(snapshot: StateSnapshot): void
  /** Hash over all engine state. */
  hash(): string
  /** Executed commands by kind. */
  stats(): { readonly name: string; readonly count: number }[]
  /** The last events, for bug reports. */
  trace(): string[]
}

/** What a host may do with a run, whatever is in it. */
export function controls(kernel: Kernel, state: State, horizonMs: number): Omit<Simulation, 'assets' | 'fireZones' | 'grounds' | 'hands' | 'result'> {
  return {
    horizonMs,
    nowMs: () => kernel.now,
    events: () => kernel.executed(),
    run: (untilMs, maxEvents) => kernel.run(Math.min(untilMs, horizonMs), maxEvents),
    snapshot: () => snapshotState(state),
    restore: snapshot => restoreState(state, snapshot),
    hash: () => hashState(state),
    stats: () => kernel.stats(),
    trace: () => kernel.trace().map(entry => `${entry.atMs} ms ${entry.name} ${entry.entity}`),
  }
}

export function createSimulation(stated: Scenario, inputs: EngineInputs, options: RunOptions): Simulation {
  if (stated.contingent !== undefined) return contingentSimulation(stated, stated.contingent, of => createSimulation(of, inputs, options))
  const scenario = idealised(stated, options.idealise)
  const begin = (): Simulation => (scenario.sites === undefined ? oneSite(scenario, inputs, options) : severalSites(scenario, scenario.sites, inputs, options))
  if (!isMirrored(options)) return begin()
  const simulation = mirrored(begin)
  return { ...simulation, run: (untilMs, maxEvents) => mirrored(() => simulation.run(untilMs, maxEvents)) }
}

function oneSite(scenario: Scenario, inputs: EngineInputs, options: RunOptions): Simulation {
  const state = createState()
  const kernel = createKernel(state)
  const world = assembleWorld(scenario, options)
  const site = wireSite({ scenario, inputs, options, world, kernel, state, stateHash: () => hashState(state) })
  site.start()
  return { ...controls(kernel, state, world.horizonMs), assets: site.assets, fireZones: site.fireZones, grounds: [site.ground], hands: [site.hands], result: () => site.result() }
}
