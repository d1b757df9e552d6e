/**
 * A selection as a text that holds when the file is read again, in a link for instance: things are named by their block and place, what
 * happened by its key. Parts are separated by slashes and escaped, so that any name comes back as it was.
 */
import { BUCKETS } from '../../scenario/buckets.ts'
import type { Selection } from '../state/view.ts'
import { eventOf } from './selection.ts'
import type { SiteNow } from './site-now.ts'

/** Longer texts are no keys. */
const MOST_CHARACTERS = 500

const join = (...parts: readonly (string | number)[]): string => parts.map(part => encodeURIComponent(part)).join('/')

function rackParts({ scenario, blockOfRack }: SiteNow, rack: number): [string, number] {
  const block = blockOfRack[rack]
  return [scenario.blocks[block]?.id ?? '', rack - blockOfRack.indexOf(block)]
}

/** Those before it that are written in one place with it. */
function nthOfPath({ plan }: SiteNow, index: number): number {
  const { path, block, kind } = plan.items[index]
  return plan.items.slice(0, index).filter(item => item.path === path && item.block === block && item.kind === kind).length
}

/** The text of a selection; '' for one that the site does not have. */
export function selectionKey(now: SiteNow, selection: Selection): string {
  switch (selection.kind) {
    case 'rack':
      return selection.index < now.blockOfRack.length ? join('rack', ...rackParts(now, selection.index)) : ''
    case 'node':
      return selection.rack < now.blockOfRack.length ? join('node', ...rackParts(now, selection.rack), selection.node) : ''
    case 'item': {
      const item = now.plan.items[selection.index]
      if (item === undefined) return ''
      return join('item', item.kind, item.block < 0 ? '' : (now.scenario.blocks[item.block]?.id ?? ''), item.path, nthOfPath(now, selection.index))
    }
    case 'job':
      return join('job', selection.number)
    case 'zone': {
      const name = now.run?.zones?.[selection.of][selection.index]?.name
      return name === undefined ? '' : join('zone', selection.of, name)
    }
    case 'milestone':
    case 'event':
      return join(selection.kind, selection.key)
    case 'switch':
      return join('switch', selection.tier, selection.index)
    case 'link':
      return join('link', selection.index)
    case 'bucket':
      return join('bucket', selection.code)
  }
}

const whole = (text: string | undefined): number => (text !== undefined && /^\d{1,9}$/u.test(text) ? Number(text) : NaN)

function rackOf({ scenario, blockOfRack }: SiteNow, id: string | undefined, place: string | undefined): number | undefined {
  const block = scenario.blocks.findIndex(each => each.id === id)
  const rack = blockOfRack.indexOf(block) + whole(place)
  return block >= 0 && blockOfRack[rack] === block ? rack : undefined
}

function itemOf(now: SiteNow, [kind, id, path, nth]: readonly string[]): Selection | undefined {
  const block = id === '' ? -1 : now.scenario.blocks.findIndex(each => each.id === id)
  const item = now.plan.items.filter(each => each.kind === kind && each.block === block && each.path === path)[whole(nth)]
  return item === undefined ? undefined : { kind: 'item', index: item.index }
}

type Reading = (now: SiteNow, parts: readonly string[]) => Selection | undefined

const event = (kind: 'milestone' | 'event'): Reading => (now, [key]) => (eventOf(now, key ?? '') === undefined ? undefined : { kind, key })

const READ: ReadonlyMap<string, Reading> = new Map<string, Reading>([
  ['rack', (now, [id, place]) => {
    const index = rackOf(now, id, place)
    return index === undefined ? undefined : { kind: 'rack', index }
  }],
  ['node', (now, [id, place, node]) => {
    const rack = rackOf(now, id, place)
    return rack === undefined || !(whole(node) < 1000) ? undefined : { kind: 'node', rack, node: whole(node) }
  }],
  ['item', itemOf],
  ['job', (_, [number]) => (Number.isNaN(whole(number)) ? undefined : { kind: 'job', number: whole(number) })],
  ['zone', (now, [of, name]) => {
    if (of !== 'fire' && of !== 'security') return undefined
    const index = now.run?.zones?.[of].findIndex(zone => zone.name === name) ?? -1
    return index < 0 ? undefined : { kind: 'zone', of, index }
  }],
  ['milestone', event('milestone')],
  ['event', event('event')],
  ['switch', (_, [tier, index]) => ((tier !== 'leaf' && tier !== 'spine' && tier !== 'core') || Number.isNaN(whole(index)) ? undefined : { kind: 'switch', tier, index: whole(index) })],
  ['link', (_, [index]) => (Number.isNaN(whole(index)) ? undefined : { kind: 'link', index: whole(index) })],
  ['bucket', (_, [code]) => (BUCKETS.some(bucket => bucket.code === code) ? { kind: 'bucket', code } : undefined)],
])

/** The selection of a text; undefined for a text that is none, and for what the site does not have. */
export function selectionOfKey(now: SiteNow, key: string): Selection | undefined {
  if (key.length > MOST_CHARACTERS) return undefined
  try {
    const [kind, ...parts] = key.split('/').map(decodeURIComponent)
    return READ.get(kind)?.(now, parts)
  } catch {
    return undefined // broken escapes
  }
}
