/** Whatever is selected, in words: what stands as before, and jobs, nodes, zones, what happened, switches and buckets of the ledger. */
import { DAY_MS } from '../../base/spans.ts'
import { ZONE_STATES } from '../../results/zones.ts'
import { BUCKETS, GATE_LABELS } from '../../scenario/buckets.ts'
import { formatDay, formatDuration, formatNumber, formatPercent, formatQuantity } from '../format.ts'
import { EVENT_GROUPS } from '../state/happenings.ts'
import type { Selection } from '../state/view.ts'
import { describeThing, type Description, type Fact } from './describe.ts'
import { jobFacts, knownJob } from './job-facts.ts'
import { leafGroups } from './leaf-groups.ts'
import { networkState } from './network-state.ts'
import { lotOf, rackName } from './racks.ts'
import { eventOf, isThing, pathOf, racksOf } from './selection.ts'
import type { SiteNow } from './site-now.ts'
import { fireStateOf, peopleIn } from './zone-layers.ts'

type Of<K extends Selection['kind']> = Extract<Selection, { readonly kind: K }>

const BITS = 8
const THIN = '\u2009'

function racksFact(now: SiteNow, racks: readonly number[]): Fact {
  if (racks.length === 0) return { label: 'Racks now', value: 'none' }
  const halls = [...new Set(racks.map(rack => now.scenario.blocks[now.blockOfRack[rack]].label))]
  return { label: 'Racks now', value: `${formatNumber(racks.length)} in ${halls.length > 2 ? `${halls.length} blocks` : halls.join(', ')}` }
}

function describeNode(now: SiteNow, selection: Of<'node'>): Description | null {
  const rack = describeThing(now, { kind: 'rack', index: selection.rack })
  if (rack === null) return null
  const { lot } = lotOf(now, selection.rack)
  return { ...rack, title: `${rackName(now, selection.rack)}, node ${selection.node + 1}`, subtitle: `${lot.model} · ${formatQuantity(lot.acceleratorsPerNode, 'accelerators')}; facts are those of the rack` }
}

function describeJob(now: SiteNow, selection: Of<'job'>): Description {
  const racks = racksOf(now, selection)
  const known = knownJob(now, selection.number)
  const name = known === undefined ? '' : `${known.log.entries[known.log.entry[known.row]]} ${formatNumber(known.log.ordinal[known.row])}`
  // Which racks work for a job is written down when a window closes: a job that runs may not have been seen yet.
  const isRunning = known !== undefined && known.log.startMs[known.row] >= 0 && known.log.startMs[known.row] <= now.atMs && (known.log.endMs[known.row] < 0 || known.log.endMs[known.row] > now.atMs)
  const where: Fact = racks.length === 0 && isRunning ? { label: 'Racks now', value: 'told when the window closes' } : racksFact(now, racks)
  return { title: `Job ${formatNumber(selection.number)}`, subtitle: name === '' ? 'Batch work' : name, facts: [...jobFacts(now, selection.number), where], path: pathOf(now, selection) }
}

function describeZone(now: SiteNow, selection: Of<'zone'>): Description | null {
  const path = pathOf(now, selection)
  const { state } = now.replay
  if (selection.of === 'fire') {
    const zone = now.run?.zones?.fire[selection.index]
    if (zone === undefined) return null
    return { title: zone.name, subtitle: 'Fire zone', path, facts: [{ label: 'State', value: ZONE_STATES[fireStateOf(state, selection.index)].label }, { label: 'Racks', value: formatNumber(zone.racks.length) }, { label: 'Machines', value: formatNumber(zone.equipment.length) }] }
  }
  const zone = now.run?.zones?.security[selection.index]
  if (zone === undefined) return null
  return { title: zone.name, subtitle: `Security zone, level ${zone.level}`, path, facts: [{ label: 'Inside', value: `${formatNumber(peopleIn(state, selection.index))} of ${formatNumber(zone.people)}` }, racksFact(now, racksOf(now, selection))] }
}

function describeEvent(now: SiteNow, selection: Of<'event' | 'milestone'>): Description | null {
  const event = eventOf(now, selection.key)
  if (event === undefined) return null
  const day = (ms: number): string => formatDay(now.scenario.horizon.start + ms / DAY_MS)
  const facts: Fact[] = [{ label: event.endMs > event.atMs ? 'From' : 'On', value: day(event.atMs) }]
  if (event.endMs > event.atMs) facts.push({ label: 'For', value: formatDuration(event.endMs - event.atMs) })
  if (!Number.isNaN(event.plannedMs)) {
    const slip = event.atMs - event.plannedMs
    facts.push({ label: 'Planned', value: day(event.plannedMs) }, { label: 'Slip', value: Math.abs(slip) < DAY_MS ? 'none' : `${formatDuration(Math.abs(slip))} ${slip > 0 ? 'late' : 'early'}` })
  }
  return { title: event.label, subtitle: EVENT_GROUPS.find(({ id }) => id === event.group)?.label ?? '', facts, path: pathOf(now, selection) }
}

const TIER_WORDS = { leaf: 'Leaf group', spine: 'Spine switches', core: 'Core switches' } as const

function describeNetwork(now: SiteNow, selection: Of<'switch' | 'link'>): Description | null {
  const isLeaf = selection.kind === 'link' || selection.tier === 'leaf'
  const group = isLeaf ? leafGroups(now)[selection.index] : undefined
  if (isLeaf && group === undefined) return null
  const racks = racksOf(now, selection)
  const bps = racks.reduce((sum, rack) => {
    const { lot } = lotOf(now, rack)
    return sum + lot.nodes * lot.acceleratorsPerNode * lot.nicBandwidth
  }, 0)
  const block = group === undefined ? selection.index : group.block
  const where = now.scenario.blocks[block]?.label ?? 'Site'
  const name = selection.kind === 'link' ? `Uplinks of leaf group ${selection.index + 1}` : selection.tier === 'leaf' ? `${TIER_WORDS.leaf} ${selection.index + 1}` : TIER_WORDS[selection.tier]
  const state = networkState(now)
  const load = isLeaf ? state.leafLoad[selection.index] : selection.kind === 'switch' && selection.tier === 'core' ? Math.max(-1, ...state.podLoad) : (state.spineLoad[selection.index] ?? -1)
  const facts: Fact[] = [{ label: isLeaf ? 'Asked of its uplinks' : 'Asked of it', value: load < 0 ? 'not known' : formatPercent(load, 0) }]
  if (group !== undefined) facts.push({ label: 'Links lost', value: formatNumber(state.lost[selection.index]) }, racksFact(now, racks), { label: 'Ports of its nodes', value: `${formatNumber((bps * BITS) / 1e12, 1)}${THIN}Tb/s` })
  return { title: name, subtitle: selection.kind === 'switch' && selection.tier === 'core' ? 'Site' : where, facts, path: pathOf(now, selection) }
}

function describeBucket(now: SiteNow, selection: Of<'bucket'>): Description | null {
  const index = BUCKETS.findIndex(({ code }) => code === selection.code)
  if (index < 0) return null
  const { label, gate } = BUCKETS[index]
  const facts: Fact[] = [racksFact(now, racksOf(now, selection))]
  if (now.run !== null) {
    const { buckets, acceleratorMs, contractedMs, windowCount } = now.run.ledger
    let sum = 0
    for (let window = 0; window < windowCount; window++) sum += acceleratorMs[window * buckets.length + index]
    const contracted = contractedMs.reduce((total, ms) => total + ms, 0)
    facts.unshift({ label: 'Took of the contract', value: contracted === 0 ? 'nothing contracted' : formatPercent(sum / contracted, 2) })
  }
  return { title: label, subtitle: `${GATE_LABELS.find(each => each.gate === gate)?.loss || 'Productive'} · ${selection.code}`, facts, path: pathOf(now, selection) }
}

/** Nothing for a selection that the present site and run do not have. */
export function describeSelection(now: SiteNow, selection: Selection): Description | null {
  if (isThing(selection)) return describeThing(now, selection)
  switch (selection.kind) {
    case 'node':
      return describeNode(now, selection)
    case 'job':
      return describeJob(now, selection)
    case 'zone':
      return describeZone(now, selection)
    case 'event':
    case 'milestone':
      return describeEvent(now, selection)
    case 'switch':
    case 'link':
      return describeNetwork(now, selection)
    case 'bucket':
      return describeBucket(now, selection)
  }
}
