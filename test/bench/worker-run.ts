/** The default scenario in a browser worker, as the app runs it, change logs included: says how many seconds the replication took. */
import campus from '../../scenarios/dallas-100mw.yaml?raw'
import { createSimulation } from '../../src/engine/simulation.ts'
import { loadScenario } from '../../src/scenario/load.ts'

const { scenario } = loadScenario(campus, { file: 'dallas-100mw.yaml' })
if (scenario === undefined) throw new Error('the campus is not valid')
const from = performance.now()
const simulation = createSimulation(scenario, { weather: null }, { seed: scenario.seed, replication: 0, record: true })
simulation.run(simulation.horizonMs, Infinity)
simulation.result()
self.postMessage((performance.now() - from) / 1000)
