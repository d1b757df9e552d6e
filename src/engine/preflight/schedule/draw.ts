/** One draw of everything that is uncertain about a schedule: the same numbers as in the run with that seed and replication. */
import { sample } from '../../../base/distribution.ts'
import { type EntityKey, entityKey, PURPOSE, uniform } from '../../../base/rng.ts'
import { DAY_MS } from '../../../base/spans.ts'
import type { Scenario } from '../../../scenario/schema/scenario.ts'
import { type BlockPlan, blockPlan, plannedMs, stepMs } from '../../facility/commissioning-plan.ts'
import { fabricDates } from '../../facility/fabric-delivery.ts'
import { type LongLeadItem, deliveryOf, longLeadItems } from '../../facility/long-lead.ts'
import { type Truck, planDeliveries } from '../../facility/procurement.ts'
import { systemSteps } from '../../facility/systems.ts'
import type { Release, World } from '../../ports.ts'
import { feedTimesMs, plantTimeMs } from '../../power/energisation.ts'
import { type PowerPlan, powerPlan } from '../../power/plan.ts'
import { planPhases } from '../../site/phases.ts'
import type { Network } from './network.ts'

export interface Draw {
  /** By node: earliest begin, −Infinity where nothing holds it, and duration, ms. */
  readonly notBeforeMs: Float64Array
  readonly durationMs: Float64Array
  /** Trucks of each block by lot, in order of arrival; times as drawn. */
  readonly trucks: readonly (readonly (readonly Truck[])[])[]
}

/** What all draws of a scenario share. */
interface Chances {
  readonly net: Network
  readonly scenario: Scenario
  readonly items: readonly LongLeadItem[]
  readonly plan: PowerPlan
  readonly blockPlans: readonly BlockPlan[]
}

interface Sheet extends Chances {
  readonly world: World
  readonly releases: readonly Release[]
  readonly draw: Draw
}

const put = ({ draw }: Sheet, node: number, notBeforeMs: number, durationMs: number): void => {
  draw.notBeforeMs[node] = notBeforeMs
  draw.durationMs[node] = durationMs
}

function drawItems(sheet: Sheet): void {
  const { net, scenario, world, items } = sheet
  for (const { item, steps } of net.rows) {
    if (item < 0) continue
    const { orderedMs, builtMs, passedMs, arrivedMs, availableMs } = deliveryOf(items[item], scenario.procurement, world.root)
    const dates = [orderedMs, builtMs, passedMs, arrivedMs, availableMs]
    steps.forEach((node, step) => put(sheet, node, step === 0 ? orderedMs : -Infinity, step === 0 ? 0 : dates[step] - dates[step - 1]))
  }
}

function drawSources(sheet: Sheet): void {
  const { net, plan, world } = sheet
  const feedTimes = plan.feeds.map(feed => feedTimesMs(feed, world))
  for (const { node, feed, step, plant } of net.sources) put(sheet, node, plant < 0 ? feedTimes[feed][step] : plantTimeMs(plan.plants[plant], world), 0)
  for (const { path, plannedMs: dateMs, slip } of [...plan.storage, ...plan.solar]) {
    const row = net.rows.find(({ id }) => id === path)
    const atMs = Math.max(0, dateMs + Math.round(sample(slip, uniform(entityKey(world.root, path), PURPOSE.slip, 0))))
    if (row !== undefined) put(sheet, row.steps[0], atMs, 0)
  }
}

/** Steps of a block and of its systems. */
function drawBlock(sheet: Sheet, block: number): void {
  const { net, scenario, world } = sheet
  const { commissioning } = scenario.facility
  const { specs, ends, notBeforeMs } = sheet.blockPlans[block]
  const key = entityKey(world.root, `${world.blocks.path[block]}/commissioning`)
  const release = sheet.releases[block]
  const stepOf = (milestone: string): number => specs.findIndex(spec => spec.milestone === milestone)
  const durationOf = (milestone: string): number => stepMs(specs[stepOf(milestone)], commissioning.retest, key, stepOf(milestone))
  const plantDay = scenario.blocks[block].cooling.ready
  for (const node of net.rows.filter(row => row.block === block && row.group === 'block').flatMap(({ steps }) => steps)) {
    const { kind } = net.nodes[node]
    if (kind === 'release') put(sheet, node, release.constructionMs, 0)
    else if (kind === 'shell') put(sheet, node, ends[0] - plannedMs(specs[0]), durationOf('shell'))
    else if (kind === 'fitOut') put(sheet, node, Math.max(release.fitOutMs, notBeforeMs[stepOf('building')]), durationOf('building'))
    else if (kind === 'level5') put(sheet, node, notBeforeMs[stepOf('level5')], durationOf('level5'))
    else if (kind === 'plant') put(sheet, node, plantDay === undefined ? -Infinity : (plantDay - world.startDay) * DAY_MS, 0)
    else if (kind === 'fabric') put(sheet, node, fabricDates(scenario, world, block)?.atMs ?? -Infinity, 0)
    else put(sheet, node, world.blocks.contractMs[block] <= 0 ? 0 : -Infinity, 0)
  }
  net.rows.filter(row => row.block === block && row.group === 'system').forEach(({ steps }, system) => {
    systemSteps(sheet, block, system).forEach(({ notBeforeMs: earliestMs, ms }, step) => put(sheet, steps[step], step === 0 ? Math.max(earliestMs, release.commissioningMs) : earliestMs, ms))
  })
}

/** Trucks by block and lot. */
function lotTrucks(scenario: Scenario, world: World): Truck[][][] {
  const { trucks } = planDeliveries({ scenario, world })
  return scenario.blocks.map(({ racks }, block) => {
    const first = world.lots.block.indexOf(block)
    return racks.map((_, inBlock) => trucks.filter(({ lot }) => lot === first + inBlock))
  })
}

function drawLots(sheet: Sheet): void {
  const { net, draw } = sheet
  for (const { lot, block, steps } of net.rows) {
    if (lot < 0) continue
    const trucks = draw.trucks[block][lot]
    const [ordered, made, shipped, received, installed, burntIn] = steps
    const [{ orderMs, shipMs, arriveMs }] = trucks
    put(sheet, ordered, orderMs, 0)
    put(sheet, made, -Infinity, shipMs - orderMs)
    put(sheet, shipped, -Infinity, arriveMs - shipMs)
    put(sheet, received, -Infinity, trucks[trucks.length - 1].receivedMs - arriveMs)
    put(sheet, installed, -Infinity, 0)
    put(sheet, burntIn, -Infinity, sheet.scenario.facility.burnIn.duration)
  }
}

/** Draws of a schedule by the root of the run’s streams; `scenario` is that of the network or one with other chances. */
export function scheduleDraws(net: Network, scenario: Scenario): (root: EntityKey) => Draw {
  const chances: Chances = {
    net, scenario,
    items: longLeadItems(scenario, net.world),
    plan: powerPlan(scenario, net.world),
    blockPlans: scenario.blocks.map((_, block) => blockPlan(scenario, net.world, block)),
  }
  return root => {
    const world = { ...net.world, root }
    const draw: Draw = { notBeforeMs: new Float64Array(net.nodes.length).fill(-Infinity), durationMs: new Float64Array(net.nodes.length), trucks: lotTrucks(scenario, world) }
    const sheet: Sheet = { ...chances, world, releases: planPhases(scenario, world).releases, draw }
    drawItems(sheet)
    drawSources(sheet)
    scenario.blocks.forEach((_, block) => drawBlock(sheet, block))
    drawLots(sheet)
    return draw
  }
}
