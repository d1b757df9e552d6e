/**
 * A simulation is a scenario, its inputs and a run key; it advances by events, can be snapshotted, restored and hashed at any instant, and
 * reads out as plain columns. One kernel and one state, whatever the number of sites; `wire-site.ts` is the one place that wires domains.
 */
import { rootKey } from '../base/rng.ts'
import type { RunResult } from '../results/run-result.ts'
import { runTogether } from '../results/together.ts'
import type { Scenario } from '../scenario/schema/scenario.ts'
import { behindMsOf, type NamedSite } from '../scenario/sites.ts'
import { assembleWorld, type RunKey } from './assemble.ts'
import type { FireZones } from './facility/zones.ts'
import { createKernel, createRootKernel, type Kernel, Phase, type RunStatus } from './kernel/kernel.ts'
import { shareKernel, siteOfEntity } from './kernel/shared-kernel.ts'
import { createState, hashState, restoreState, snapshotState, type State, type StateSnapshot, stateUnder } from './kernel/state.ts'
import type { LifeGround } from './life-observer.ts'
import type { AssetPort } from './ports.ts'
import { createRouter } from './router.ts'
import { type EngineInputs, inputsOfSite } from './weather.ts'
import { type WiredSite, wireSite } from './wire-site.ts'

export interface RunOptions extends RunKey {
  /** Keep change logs for scrubbing. */
  readonly record: boolean
}

export interface Simulation {
  readonly horizonMs: number
  /** All equipment that can be taken out of service. */
  readonly assets: AssetPort
  /** Undefined where the scenario has no fires. */
  readonly fireZones: FireZones | undefined
  /** By site, for those who tell the life of one accelerator or run. */
  readonly grounds: readonly LifeGround[]
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
function controls(kernel: Kernel, state: State, horizonMs: number): Omit<Simulation, 'assets' | 'fireZones' | 'grounds' | 'result'> {
  return {
    horizonMs,
    nowMs: () => kernel.now,
    events: () => kernel.executed,
    run: (untilMs, maxEvents) => kernel.run(Math.min(untilMs, horizonMs), maxEvents),
    snapshot: () => snapshotState(state),
    restore: snapshot => restoreState(state, snapshot),
    hash: () => hashState(state),
    stats: () => kernel.stats(),
    trace: () => kernel.trace().map(entry => `${entry.atMs} ms ${entry.name} ${entry.entity}`),
  }
}

export function createSimulation(scenario: Scenario, inputs: EngineInputs, options: RunOptions): Simulation {
  return scenario.sites === undefined ? oneSite(scenario, inputs, options) : severalSites(scenario, scenario.sites, inputs, options)
}

function oneSite(scenario: Scenario, inputs: EngineInputs, options: RunOptions): Simulation {
  const state = createState()
  const kernel = createKernel(state)
  const world = assembleWorld(scenario, options)
  const site = wireSite({ scenario, inputs, options, world, kernel, state, stateHash: () => hashState(state) })
  site.start()
  return { ...controls(kernel, state, world.horizonMs), assets: site.assets, fireZones: site.fireZones, grounds: [site.ground], result: () => site.result() }
}

/** Several sites on one kernel: each runs in its own standard time, from its own midnight on, the easternmost first. */
function severalSites(scenario: Scenario, sites: readonly NamedSite[], inputs: EngineInputs, options: RunOptions): Simulation {
  const state = createState()
  const kernel = createRootKernel(state)
  const behindMs = behindMsOf(sites)
  const wired: WiredSite[] = []
  // Registered first, so that it comes before everything else of its millisecond.
  const begin = kernel.command('sites.begin', Phase.facility, site => wired[site].start())
  const faces = shareKernel(kernel, state, behindMs)
  const worlds = sites.map(site => assembleWorld(site.scenario, options, site.id))
  const root = rootKey(options.seed, options.replication)
  const routings = createRouter(scenario, root, sites.map((site, index) => ({ site, world: worlds[index], behindMs: behindMs[index], clock: faces[index], live: () => wired[index] })), state)
  sites.forEach((site, index) => {
    const prefix = `${site.id}/`
    wired.push(wireSite({
      scenario: site.scenario, inputs: inputsOfSite(site.scenario, inputs), options, world: worlds[index], kernel: faces[index],
      state: stateUnder(state, prefix), stateHash: () => hashState(state, prefix), routing: routings[index], siteId: site.id,
    }))
    kernel.schedule(begin, index, behindMs[index])
  })
  // Hosts tell the time of the westernmost site, where everything is later: by then all others have come as far.
  const lastMs = behindMs.reduce((most, behind) => Math.max(most, behind), 0)
  const { horizonMs } = worlds[0]
  return {
    ...controls(kernel, state, horizonMs),
    nowMs: () => Math.max(0, kernel.now - lastMs),
    run: (untilMs, maxEvents) => kernel.run(Math.min(untilMs, horizonMs) + lastMs, maxEvents),
    assets: wired[0].assets,
    fireZones: wired[0].fireZones,
    grounds: wired.map(({ ground }) => ground),
    trace: () => kernel.trace().map(({ atMs, name, entity }) => `${atMs} ms ${sites[siteOfEntity(entity).site]?.id ?? ''} ${name} ${siteOfEntity(entity).entity}`),
    result: () => runTogether(sites.map(({ id, label }, index) => ({ id, label, result: wired[index].result() })), hashState(state)),
  }
}
