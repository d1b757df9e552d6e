/** Chooses the weather of a run: the file that the scenario names, or its built-in climate. */
import { entityKey } from '../base/rng.ts'
import type { WeatherSeries, WeatherTable } from '../scenario/inputs.ts'
import type { Scenario } from '../scenario/schema/scenario.ts'
import type { World } from './ports.ts'

/** Tables that the host read for the scenario. */
export interface EngineInputs {
  readonly weather: WeatherTable | null
}

const HOUR_MS = 3_600_000

export function weatherOf(scenario: Scenario, world: World, inputs: EngineInputs): WeatherSeries {
  const hours = Math.ceil(world.horizonMs / HOUR_MS)
  const key = entityKey(world.root, 'site/weather')
  void hours
  void key
  throw new Error('weather is not wired')
}
