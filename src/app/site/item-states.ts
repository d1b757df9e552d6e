/** What stands at a given time: from the milestones of a run to one byte for each piece of the site plan. */
import { DAY_MS } from '../../base/spans.ts'
import type { Milestone, RunResult } from '../../results/run-result.ts'
import type { Scenario } from '../../scenario/schema/scenario.ts'
import type { SiteItem } from './plan/site-plan.ts'

/** A dashed outline, a body without power, a body in service, one that has failed. */
export const ITEM_STATE = { planned: 0, built: 1, live: 2, out: 3 } as const

/** Steps of a block in order, as the engine names its milestones. */
const STEPS = ['shell', 'building', 'level2', 'liquidFlush', 'level3', 'level4', 'level5']
/** Feeds from here on come in at the substation unless they say otherwise. Source: medium-voltage limit of the scenario's `entry`. */
const SUBSTATION_V = 34_500

/** When each piece is built and when it has power, ms; Infinity for never within the run. */
export interface ItemTimes {
  readonly built: Float64Array
  readonly live: Float64Array
  readonly outages: readonly Outage[]
}

/** A piece that is out of service for a while, ms. */
export interface Outage {
  readonly item: number
  readonly fromMs: number
  readonly toMs: number
}

/** Kinds of equipment of a run, as the ends of the paths under which the plan knows them. */
const ENGINE_KINDS: Readonly<Record<string, string>> = {
  'substation-transformer': 'grid.substation.transformers',
  'block-transformer': '.power.transformers',
  'ups-module': '.power.ups',
  'standby-set': '.power.generators',
  cooler: '.cooling.units',
  trimChiller: '.cooling.trim',
  tower: '.cooling.towers',
  airCooler: '.cooling.air.units',
  airTower: '.cooling.air.towers',
  airChiller: '.cooling.air.chillers',
  cdu: '.cooling.cdu',
}

/** Place in the plan of every machine that a run names: the nth of its kind in its block. */
export function itemsById(items: readonly SiteItem[], run: RunResult): ReadonlyMap<string, number> {
  const byId = new Map<string, number>()
  for (const [kind, path] of Object.entries(ENGINE_KINDS)) {
    const places = new Map<number, number[]>()
    for (const { path: written, block, index } of items) {
      if (!written.endsWith(path)) continue
      const own = places.get(block)
      if (own === undefined) places.set(block, [index])
      else own.push(index)
    }
    const seen = new Map<number, number>()
    for (const machine of run.equipment.filter(candidate => candidate.kind === kind)) {
      const nth = seen.get(machine.block) ?? 0
      seen.set(machine.block, nth + 1)
      const item = places.get(machine.block)?.[nth]
      if (item !== undefined) byId.set(machine.id, item)
    }
  }
  return byId
}

function outagesOf(items: readonly SiteItem[], run: RunResult): Outage[] {
  const byId = itemsById(items, run)
  return run.incidents.flatMap(({ label, atMs, endMs }) => {
    const item = byId.get(label)
    return item === undefined || endMs === atMs ? [] : [{ item, fromMs: atMs, toMs: endMs < 0 ? Infinity : endMs }]
  })
}

const first = (milestones: readonly Milestone[], is: (milestone: Milestone) => boolean): number => milestones.find(is)?.atMs ?? Infinity

/** A step that was over before the run began leaves no milestone, but later steps of the block do. */
function stepMs(milestones: readonly Milestone[], block: number, step: string, contractMs: number): number {
  if (contractMs <= 0) return 0
  const at = first(milestones, milestone => milestone.block === block && milestone.name === step)
  if (at < Infinity) return at
  const later = STEPS.slice(STEPS.indexOf(step) + 1)
  return milestones.some(milestone => milestone.block === block && later.includes(milestone.name)) ? 0 : Infinity
}

/** The first feed that comes in at the substation. */
function substationMs(scenario: Scenario, milestones: readonly Milestone[]): number {
  const names = Object.entries(scenario.grid.feeds)
    .filter(([, feed]) => (feed.entry ?? (feed.voltage >= SUBSTATION_V ? 'substation' : 'site-bus')) === 'substation')
    .map(([name]) => `Feed ${name} energised`)
  return first(milestones, milestone => names.includes(milestone.name))
}

export function itemTimes(items: readonly SiteItem[], scenario: Scenario, run: RunResult | null): ItemTimes {
  const milestones = run?.milestones ?? []
  const contractMs = scenario.blocks.map(block => (block.ready - scenario.horizon.start) * DAY_MS)
  const energised = scenario.blocks.map((_, block) => first(milestones, milestone => milestone.block === block && milestone.name === 'Energised'))
  const fitted = scenario.blocks.map((_, block) => ({ shell: stepMs(milestones, block, 'shell', contractMs[block]), building: stepMs(milestones, block, 'building', contractMs[block]) }))
  const substation = substationMs(scenario, milestones)
  const built = new Float64Array(items.length)
  const live = new Float64Array(items.length)
  items.forEach(({ builtWith, block, index }) => {
    if (builtWith.step === 'substation') built[index] = live[index] = substation
    else if (builtWith.step === 'generation') built[index] = live[index] = first(milestones, milestone => milestone.name === `Generation ${builtWith.id} in service`)
    else {
      built[index] = fitted[block][builtWith.step]
      live[index] = Math.max(built[index], energised[block])
    }
  })
  return { built, live, outages: run === null ? [] : outagesOf(items, run) }
}

/** Writes the states at `atMs` into `states`; true if any changed. */
export function writeItemStates(times: ItemTimes, atMs: number, states: Uint8Array): boolean {
  let changed = false
  const out = new Set(times.outages.filter(({ fromMs, toMs }) => fromMs <= atMs && atMs < toMs).map(({ item }) => item))
  for (let item = 0; item < times.built.length; item++) {
    const state = out.has(item) ? ITEM_STATE.out : times.live[item] <= atMs ? ITEM_STATE.live : times.built[item] <= atMs ? ITEM_STATE.built : ITEM_STATE.planned
    changed ||= states[item] !== state
    states[item] = state
  }
  return changed
}
