/** What a selection means for the site: what stands for it, which racks it takes in, and where the file writes it. */
import type { RunResult } from '../../results/run-result.ts'
import { zonesOf } from '../../scenario/zones.ts'
import { BUCKET_WORDS } from '../../scenario/bucket-words.ts'
import { BUCKETS } from '../../scenario/buckets.ts'
import { happenings, type Happening } from '../state/happenings.ts'
import type { Selection, Thing } from '../state/view.ts'
import { itemsById } from './item-states.ts'
import { jobPath } from './job-facts.ts'
import { leafGroups } from './leaf-groups.ts'
import { writtenPath } from './lines-of.ts'
import type { ItemKind } from './plan/part.ts'
import { lotOf } from './racks.ts'
import type { SiteNow } from './site-now.ts'

type Site = Pick<SiteNow, 'scenario' | 'plan' | 'run' | 'replay' | 'blockOfRack'>

export const isThing = (selection: Selection): selection is Thing => selection.kind === 'rack' || selection.kind === 'item'

const events = new WeakMap<object, readonly Happening[]>()

/** Everything that happened in the run that is shown, worked out once for each run. */
export function eventsOf({ scenario, run }: Pick<Site, 'scenario' | 'run'>): readonly Happening[] {
  const of = run ?? scenario
  const found = events.get(of)
  if (found !== undefined) return found
  const made = happenings(scenario, run)
  events.set(of, made)
  return made
}

const details = new WeakMap<RunResult, ReadonlyMap<string, Happening>>()

/** Single faults and the like of a run, once they are worked out, so that they are found by their keys. */
export function noteDetails(run: RunResult, list: readonly Happening[]): void {
  details.set(run, new Map(list.map(each => [each.key, each])))
}

export const eventOf = (site: Pick<Site, 'scenario' | 'run'>, key: string): Happening | undefined => eventsOf(site).find(each => each.key === key) ?? (site.run === null ? undefined : details.get(site.run)?.get(key))

/** Machines that incidents name by their kind alone. */
const NAMED_KINDS: readonly (readonly [RegExp, ItemKind])[] = [
  [/^grid\/substation/u, 'substation-transformer'],
  [/^grid\//u, 'line-gantry'],
  [/distribution unit/u, 'distribution-unit'],
  [/chiller/u, 'chiller'],
  [/cooler/u, 'dry-cooler'],
  [/\/ups\[/u, 'ups'],
  [/\/generator\[/u, 'standby-generator'],
  [/\/transformer\[|\/utility$/u, 'block-transformer'],
]

/** Where power enters a site: at its substation, else at the transformers of its blocks, else at the first building. */
const ENTRANCES: readonly ItemKind[] = ['line-gantry', 'substation-transformer', 'switchgear', 'block-transformer', 'hall']

const entranceOf = ({ items }: Site['plan']): Site['plan']['items'][number] | undefined => ENTRANCES.map(kind => items.find(each => each.kind === kind)).find(found => found !== undefined)

function thingOfMachine({ plan, run }: Site, { machine, block }: Pick<Happening, 'machine' | 'block'>): Thing | null {
  const byName = machine === '' || run === null ? undefined : itemsById(plan.items, run).get(machine)
  const kind = machine === '' ? undefined : NAMED_KINDS.find(([pattern]) => pattern.test(machine))?.[1]
  const item = byName ?? plan.items.find(each => each.block === block && each.kind === kind)?.index ?? (block < 0 ? entranceOf(plan) : plan.items.find(each => each.kind === 'hall' && each.block === block))?.index
  return item === undefined ? null : { kind: 'item', index: item }
}

const range = (begin: number, end: number): number[] => Array.from({ length: end - begin }, (_, index) => begin + index)

/** Racks that show something at the time of the clock. */
function racksWith({ blockOfRack }: Site, shows: (rack: number) => boolean): number[] {
  const racks: number[] = []
  for (let rack = 0; rack < blockOfRack.length; rack++) if (shows(rack)) racks.push(rack)
  return racks
}

/** Racks that a selection takes in, at the time of the clock where that matters; none for a machine. */
export function racksOf(site: Site, selection: Selection): readonly number[] {
  const { state } = site.replay
  switch (selection.kind) {
    case 'rack':
      return selection.index < site.blockOfRack.length ? [selection.index] : []
    case 'node':
      return selection.rack < site.blockOfRack.length ? [selection.rack] : []
    case 'job':
      return racksWith(site, rack => state.rackJob[rack] === selection.number)
    case 'zone':
      if (selection.of === 'fire') return site.run?.zones?.fire[selection.index]?.racks ?? []
      return racksWith(site, rack => site.run?.zones?.security[selection.index]?.blocks.includes(site.blockOfRack[rack]) === true)
    case 'switch':
    case 'link': {
      const groups = leafGroups(site)
      const isLeaf = selection.kind === 'link' || selection.tier === 'leaf'
      const group = isLeaf ? groups[selection.index] : undefined
      return group === undefined ? [] : range(group.begin, group.end)
    }
    case 'bucket': {
      const bucket = BUCKETS.findIndex(({ code }) => code === selection.code) + 1
      return racksWith(site, rack => state.rackBucket[rack] === bucket)
    }
    case 'event':
    case 'milestone': {
      const rack = eventOf(site, selection.key)?.rack ?? -1
      return rack >= 0 ? [rack] : []
    }
    case 'item':
      return []
  }
}

/** What stands for a selection, for views that show things; null where nothing does. */
export function thingOf(site: Site, selection: Selection | null): Thing | null {
  if (selection === null) return null
  if (selection.kind === 'item') return selection.index < site.plan.items.length ? { kind: 'item', index: selection.index } : null
  const [rack] = racksOf(site, selection)
  if (rack !== undefined) return { kind: 'rack', index: rack }
  if (selection.kind === 'event' || selection.kind === 'milestone') {
    const event = eventOf(site, selection.key)
    return event === undefined ? null : thingOfMachine(site, event)
  }
  if (selection.kind !== 'zone' || selection.of !== 'fire' || site.run === null) return null
  const byId = itemsById(site.plan.items, site.run)
  const item = site.run.zones?.fire[selection.index]?.equipment.flatMap(id => byId.get(id) ?? [])[0]
  return item === undefined ? null : { kind: 'item', index: item }
}

/** All that a selection takes in: its racks, or what stands for it. */
export function thingsOf(site: Site, selection: Selection | null): readonly Thing[] {
  const racks = selection === null ? [] : racksOf(site, selection)
  if (racks.length > 0) return racks.map((index): Thing => ({ kind: 'rack', index }))
  const thing = thingOf(site, selection)
  return thing === null ? [] : [thing]
}

/** Block that a selection lies in; −1 for the site as a whole. */
export function blockOf(site: Site, selection: Selection | null): number {
  const thing = thingOf(site, selection)
  if (thing === null) return -1
  return (thing.kind === 'rack' ? site.blockOfRack[thing.index] : site.plan.items[thing.index]?.block) ?? -1
}

const entryOf = (id: string): string => id.replace(/\[\d+\]$/u, '')

/** Milestones of feeds, plants and blocks, as the run names them. */
function milestonePath({ scenario }: Site, { label, block }: Happening): string {
  const feed = /^Feed (.+) energised$/u.exec(label)?.[1]
  if (feed !== undefined) return `grid.feeds.${feed}.energised`
  const plant = /^Generation (.+) in service$/u.exec(label)?.[1]
  if (plant !== undefined) return `generation.${plant}`
  if (block < 0) return 'grid'
  const entry = `blocks.${entryOf(scenario.blocks[block].id)}`
  if (label.endsWith('contract begins')) return `${entry}.ready`
  if (label.endsWith(': energised')) return 'grid.feeds'
  return `${entry}.milestones`
}

function eventPath(site: Site, event: Happening): string {
  if (event.kind === 'milestone' || event.kind === 'contract') return milestonePath(site, event)
  const feed = /^grid\/feed\[(.+?)\]/u.exec(event.machine)?.[1]
  if (feed !== undefined) return `grid.feeds.${feed}`
  const drill = /^drill\/(.+)$/u.exec(event.machine)?.[1]
  if (drill !== undefined) return `drills.${drill}`
  if (event.machine.startsWith('wan/')) return 'fabric.wan'
  if (event.rack >= 0 && event.rack < site.blockOfRack.length) return lotOf(site, event.rack).path
  const thing = thingOfMachine(site, event)
  if (thing !== null && (event.machine.includes('/') || site.plan.items[thing.index].kind !== 'hall')) return site.plan.items[thing.index].path
  return event.block < 0 ? 'grid' : `blocks.${entryOf(site.scenario.blocks[event.block].id)}.cooling`
}

/** Where the file writes what a selection is about. */
export function pathOf(site: Site, selection: Selection): string {
  switch (selection.kind) {
    case 'item':
      return site.plan.items[selection.index]?.path ?? ''
    case 'job':
      return jobPath(site, selection.number)
    case 'zone': {
      if (selection.of === 'security') return `security.zones.${site.run?.zones?.security[selection.index]?.name ?? ''}`
      const name = site.run?.zones?.fire[selection.index]?.name
      return writtenPath(site.scenario, zonesOf(site.scenario).find(zone => zone.name === name)?.path ?? ['fire'])
    }
    case 'switch':
      return `fabric.${selection.tier}`
    case 'link':
      return 'fabric.leaf'
    case 'bucket': {
      const [rack] = racksOf(site, selection)
      const block = rack === undefined ? (site.scenario.blocks.length === 1 ? 0 : -1) : site.blockOfRack[rack]
      const [path = 'workload'] = BUCKET_WORDS[selection.code]?.paths ?? []
      return block < 0 ? path.split('.*')[0] : path.replace('blocks.*', `blocks.${entryOf(site.scenario.blocks[block].id)}`)
    }
    case 'event':
    case 'milestone': {
      const event = eventOf(site, selection.key)
      return event === undefined ? '' : eventPath(site, event)
    }
    case 'rack':
    case 'node': {
      const rack = selection.kind === 'node' ? selection.rack : selection.index
      return rack < site.blockOfRack.length ? lotOf(site, rack).path : ''
    }
  }
}
