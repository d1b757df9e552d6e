/**
 * Tells the life of one accelerator or of one run: simulates replication 0 once more, event by event, and looks after each. Runs that nobody
 * looks at pay nothing for it.
 */
import { DAY_MS } from '../base/spans.ts'
import type { Life, LifeProblem, LifeQuery } from '../results/biography.ts'
import { nearestName } from '../scenario/nearest.ts'
import type { Scenario } from '../scenario/schema/scenario.ts'
import { createSimulation } from './simulation.ts'
import type { EngineInputs } from './weather.ts'
import { observeAccelerator } from './life-of-accelerator.ts'
import type { LifeGround, Observer } from './life-observer.ts'
import { observeRun } from './life-of-run.ts'

export interface Telling {
  /** Simulates at most so many events more; true when the run is over. */
  advance(events: number): boolean
  /** Share of the simulated time that is done. */
  progress(): number
  /** The life so far; undefined for a run that was never queued. */
  tell(): Life | undefined
}

const NODE = /^(.+)\/rack\[(\d+)\]\/node\[(\d+)\]$/u

function nodeOf(grounds: readonly LifeGround[], path: string): { ground: LifeGround; node: number } | LifeProblem {
  const match = NODE.exec(path)
  const example = `${grounds[0].site === null ? '' : `${grounds[0].site}/`}${grounds[0].ctx.world.blocks.path[0]}/rack[0]/node[0]`
  if (match === null) return { message: `'${path}' is not a path of a node`, allowed: `such as ${example}` }
  for (const ground of grounds) {
    const { blocks, racks } = ground.ctx.world
    const block = blocks.path.findIndex(each => `${ground.site === null ? '' : `${ground.site}/`}${each}` === match[1])
    if (block < 0) continue
    const rack = blocks.rackBegin[block] + Number(match[2])
    if (rack >= blocks.rackBegin[block + 1]) return { message: `${match[1]} has no rack[${match[2]}]`, allowed: `rack[0] to rack[${blocks.rackBegin[block + 1] - blocks.rackBegin[block] - 1}]` }
    const node = racks.nodeBegin[rack] + Number(match[3])
    if (node >= racks.nodeBegin[rack + 1]) return { message: `${match[1]}/rack[${match[2]}] has no node[${match[3]}]`, allowed: `node[0] to node[${racks.nodeBegin[rack + 1] - racks.nodeBegin[rack] - 1}]` }
    return { ground, node }
  }
  return { message: `there is no block '${match[1]}'`, allowed: grounds.flatMap(({ site, ctx }) => ctx.world.blocks.path.map(each => (site === null ? each : `${site}/${each}`))).join(', ') }
}

function observerOf(grounds: readonly LifeGround[], query: LifeQuery): Observer<Life | undefined> | LifeProblem {
  if ('node' in query) {
    const found = nodeOf(grounds, query.node)
    if ('message' in found) return found
    const most = found.ground.ctx.world.nodes.accelerators[found.node]
    if (query.accelerator >= most) return { message: `the node has no accelerator ${query.accelerator}`, allowed: `0 to ${most - 1}` }
    return observeAccelerator(found.ground, found.node, query.accelerator)
  }
  const names = grounds.flatMap(ground => ground.ctx.scenario.workload.map((entry, index) => ({ ground, index, name: `${ground.site === null ? '' : `${ground.site}/`}${entry.id}`, isService: entry.source === 'inference' })))
  const runs = names.filter(({ isService }) => !isService)
  const found = runs.find(({ name }) => name === query.run)
  if (found === undefined) {
    const nearest = nearestName(query.run, runs.map(({ name }) => name))
    return { message: `there is no workload '${query.run}' with runs${nearest === undefined ? '' : `, did you mean ${nearest}?`}`, allowed: runs.map(({ name }) => name).join(', ') }
  }
  return observeRun(found.ground, found.index, query.ordinal)
}

/** The scenario that replication 0 lives in: with a contingent option or without it. */
function futureOf(scenario: Scenario, inputs: EngineInputs, seed: number): Scenario | LifeProblem {
  const { contingent, ...whole } = scenario
  if (contingent === undefined) return scenario
  const simulation = createSimulation(scenario, inputs, { seed, replication: 0, record: false })
  simulation.run((contingent.condition.day - scenario.horizon.start) * DAY_MS, Infinity)
  if (simulation.result().decision?.isTaken !== true) return contingent.otherwise
  return contingent.dated === undefined ? whole : { message: `option ${contingent.option} changes the site while it runs, and lives are told of one site`, allowed: 'an option all of whose changes have dates' }
}

/** Begins to tell a life of the scenario's own seed, or says why there is none. */
export function tellLife(stated: Scenario, inputs: EngineInputs, query: LifeQuery, seed = stated.seed): Telling | LifeProblem {
  const scenario = futureOf(stated, inputs, seed)
  if ('message' in scenario) return scenario
  const simulation = createSimulation(scenario, inputs, { seed, replication: 0, record: false })
  const observer = observerOf(simulation.grounds, query)
  if ('message' in observer) return observer
  // One site stands as it begins; several begin one after the other, at events.
  if (simulation.grounds.length === 1) observer.look()
  return {
    advance(events) {
      for (let n = 0; n < events; n++) {
        const status = simulation.run(simulation.horizonMs, 1)
        observer.look()
        if (status === 'until') return true
      }
      return false
    },
    progress: () => simulation.nowMs() / simulation.horizonMs,
    tell: () => observer.tell(),
  }
}
