/** What one points at, in words: a title and at most three short lines for the tooltip, more for the inspector. */
import { DAY_MS } from '../../base/spans.ts'
import { sumPerPlace } from '../../scenario/lots.ts'
import type { Thing } from '../state/view.ts'
import { formatDay, formatQuantity } from '../format.ts'
import { ITEM_STATE } from './item-states.ts'
import type { Layer } from './layer.ts'
import { bucketLabel, gateOf } from './layers.ts'
import { KIND_LABELS } from './plan/part.ts'
import { lotOf, rackName } from './racks.ts'
import { UNKNOWN } from './replay.ts'
import type { SiteNow } from './site-now.ts'

export interface Fact {
  readonly label: string
  readonly value: string
}

export interface Description {
  readonly title: string
  readonly subtitle: string
  readonly facts: readonly Fact[]
  /** Where it is written in the scenario. */
  readonly path: string
}

function describeRack(now: SiteNow, rack: number): Description {
  const { replay, scenario, blockOfRack } = now
  const { state } = replay
  const block = blockOfRack[rack]
  const { lot, path } = lotOf(now, rack)
  const power = state.rackPower[rack] === UNKNOWN ? 0 : state.rackPower[rack]
  const coolant = state.blockCoolant[block]
  const throttle = state.blockThrottle[block]
  const gate = gateOf(state, rack)
  const facts: Fact[] = [
    { label: 'State', value: now.layers.state.describe(state, rack, block) },
    { label: 'Power', value: `${formatQuantity(power / 1000, 'kW', 1)} of ${formatQuantity(lot.max / 1000, 'kW')}` },
    { label: 'Nodes', value: gate === -1 ? `${lot.nodes} planned` : `${Math.max(0, state.rackBusy[rack])} with work, ${Math.max(0, state.rackDown[rack])} closed, of ${lot.nodes}` },
    { label: 'Work', value: now.layers.job.describe(state, rack, block) },
    { label: 'Coolant', value: coolant === UNKNOWN ? 'no reading' : `${formatQuantity(coolant / 10, '°C', 1)}, limit ${formatQuantity(scenario.blocks[block].cooling.chip.coolantMax, '°C')}` },
    { label: 'Throttle', value: throttle === UNKNOWN || throttle >= 1000 ? 'none' : `runs at ${formatQuantity(throttle / 10, '%', 1)}` },
    ...zoneFacts(now, layer => layer.describe(state, rack, block)),
    { label: 'What binds', value: bucketLabel(state, rack) === 'Open' ? 'nothing' : bucketLabel(state, rack) },
  ]
  return {
    title: rackName(now, rack),
    subtitle: `${lot.model} · ${formatQuantity(lot.nodes * lot.acceleratorsPerNode, 'accelerators')}`,
    facts,
    path,
  }
}

/** Power that the racks of a block ask for, W. */
export function blockPowerW(now: SiteNow, block: number): number {
  let sum = 0
  for (let rack = 0; rack < now.blockOfRack.length; rack++) if (now.blockOfRack[rack] === block) sum += Math.max(0, now.replay.state.rackPower[rack])
  return sum
}

const STATE_WORDS: Readonly<Record<number, string>> = { [ITEM_STATE.planned]: 'planned', [ITEM_STATE.built]: 'built, without power', [ITEM_STATE.live]: 'in service', [ITEM_STATE.out]: 'failed, under repair' }

/** Zones that something stands in, where the scenario names zones, and room where somebody asked for it. */
function zoneFacts({ layers, run, placement }: SiteNow, say: (layer: Layer) => string): Fact[] {
  const fact = (label: string, layer: Layer, isKnown: boolean): Fact[] => {
    const value = isKnown ? say(layer) : ''
    return value === '' ? [] : [{ label, value }]
  }
  return [
    ...fact('Fire zone', layers.zones, (run?.zones?.fire.length ?? 0) > 0),
    ...fact('Security zone', layers.security, (run?.zones?.security.length ?? 0) > 0),
    ...fact('Room for racks', layers.room, placement !== null),
  ]
}

function describeItem(now: SiteNow, index: number): Description {
  const item = now.plan.items[index]
  const { built, live } = now.times
  const day = (ms: number): string => (ms === Infinity ? 'not within the run' : ms <= 0 ? 'before the start' : formatDay(now.scenario.horizon.start + ms / DAY_MS))
  const facts: Fact[] = [
    { label: 'State', value: STATE_WORDS[now.itemStates[index]] },
    { label: 'Built', value: day(built[index]) },
    { label: 'In service', value: day(live[index]) },
  ]
  facts.push(...zoneFacts(now, layer => layer.describeItem?.(now.replay.state, item) ?? ''))
  const block = item.block >= 0 ? now.scenario.blocks[item.block] : undefined
  if (block !== undefined && item.kind === 'hall') {
    const maxW = sumPerPlace(block, lot => lot.max)
    facts.push({ label: 'IT power', value: `${formatQuantity(blockPowerW(now, item.block) / 1e6, 'MW', 1)} of ${formatQuantity(maxW / 1e6, 'MW', 1)}` })
    facts.push({ label: 'Promised', value: formatDay(block.ready) })
  }
  return {
    title: item.label,
    subtitle: block === undefined ? KIND_LABELS[item.kind] : item.kind === 'hall' ? `${KIND_LABELS.hall}, ${block.power.topology}` : block.label,
    facts,
    path: item.path,
  }
}

/** Nothing for a selection that the present plan does not have. */
export function describeThing(now: SiteNow, selection: Thing): Description | null {
  if (selection.kind === 'rack') return selection.index < now.plan.racks.length ? describeRack(now, selection.index) : null
  return selection.index < now.plan.items.length ? describeItem(now, selection.index) : null
}

/** Three lines: what, the value of the layer, the state. */
export function tooltipLines(now: SiteNow, selection: Thing): readonly string[] {
  const description = describeThing(now, selection)
  if (description === null) return []
  if (selection.kind === 'item') {
    const said = now.layer.describeItem?.(now.replay.state, now.plan.items[selection.index]) ?? ''
    return [description.title, said === '' ? description.subtitle : `${now.layer.label}: ${said}`, description.facts[0].value]
  }
  const { state } = now.replay
  const block = now.blockOfRack[selection.index]
  const value = now.layer.id === 'state' ? description.facts[1].value : `${now.layer.label}: ${now.layer.describe(state, selection.index, block)}`
  return [description.title, now.layers.state.describe(state, selection.index, block), value]
}
