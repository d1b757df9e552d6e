/**
 * What the pointer or the focus is on, marked in all views at once and without React. Elements that name what they show by an attribute are
 * found and marked here; canvases and the scene listen to `hovered` and draw a mark of their own.
 */
import '../styles/hover.css'
import { useAudit } from '../state/audit.ts'
import { useCooling } from '../state/cooling.ts'
import { hover, hoverAt, hovered, hoverOver, isSameSelection, type Taken } from '../state/hover.ts'
import { useSchedule } from '../state/schedule.ts'
import type { Selection, Thing } from '../state/view.ts'
import { BUCKETS } from '../../scenario/buckets.ts'
import { bucketsBehind } from './cause-at.ts'
import { partOfSelection, selectionOfPart, selectionOfPlace } from './cooling-choice.ts'
import { leafGroups } from './leaf-groups.ts'
import { linkedSite } from './one-line-choice.ts'
import { nodeOfSelection, selectionOfNode } from './one-line-links.ts'
import { eventOf, racksOf, thingOf } from './selection.ts'
import { siteNow, type SiteNow } from './site-now.ts'

/** The jobs of more racks than these are not marked: they would be nearly all. */
const MOST_RACKS = 64

const isEvent = (selection: Selection | null): selection is Extract<Selection, { kind: 'event' | 'milestone' }> => selection?.kind === 'event' || selection?.kind === 'milestone'

function hasAny(racks: ReadonlySet<number>, begin: number, end: number): boolean {
  for (let rack = begin; rack < end; rack++) if (racks.has(rack)) return true
  return false
}

/** Where a rack is booked now; none while that is not known. What of its work is lost shows later, so that work counts as productive. */
function bucketOfRack({ replay: { state } }: SiteNow, rack: number): string[] {
  const bucket = state.rackBucket[rack]
  if (bucket === 0) return state.rackBusy[rack] > 0 ? ['P'] : []
  return bucket > 0 ? [BUCKETS[bucket - 1].code] : []
}

/** Where a selection is booked in the ledger. */
function bucketsOf(now: SiteNow, selection: Selection, racks: ReadonlySet<number>): readonly string[] {
  if (selection.kind === 'bucket') return [selection.code]
  const event = isEvent(selection) ? eventOf(now, selection.key) : undefined
  if (event !== undefined && racks.size === 0) return now.run === null ? [] : bucketsBehind(now.run, event)
  const item = selection.kind === 'item' ? now.plan.items[selection.index] : undefined
  if (item?.kind !== 'hall') return [...racks].flatMap(rack => bucketOfRack(now, rack))
  // A hall stands for the racks in it.
  const codes = new Set<string>()
  now.blockOfRack.forEach((block, rack) => {
    if (block === item.block) for (const code of bucketOfRack(now, rack)) codes.add(code)
  })
  return [...codes]
}

/** Level of the waterfall that a bucket belongs to. */
const GATES: ReadonlyMap<string, number> = new Map(BUCKETS.map(({ code, gate }) => [code, gate]))

/** All that a selection takes in at the time of the clock. */
export function takenBy(now: SiteNow, selection: Selection): Taken {
  const racks = new Set(racksOf(now, selection))
  const thing = racks.size > 0 ? null : thingOf(now, selection)
  const jobs = selection.kind === 'job' ? [selection.number] : racks.size > MOST_RACKS ? [] : [...racks].map(rack => now.replay.state.rackJob[rack]).filter(job => job >= 0)
  const leaves = racks.size === 0 ? [] : leafGroups(now).flatMap(({ begin, end }, leaf) => (hasAny(racks, begin, end) ? [leaf] : []))
  return { selection, buckets: new Set(bucketsOf(now, selection, racks)), racks, item: thing?.kind === 'item' ? thing.index : -1, jobs: new Set(jobs), leaves: new Set(leaves) }
}

/** The thing that stands for what is taken in. */
function thingOfTaken({ racks, item }: Taken): Thing | null {
  const [rack] = racks
  return rack !== undefined ? { kind: 'rack', index: rack } : item >= 0 ? { kind: 'item', index: item } : null
}

const never = (): boolean => false

const MARK = 'data-hovered'

/** Elements that name what they show, and how. */
interface Naming {
  readonly selector: string
  readonly attribute: string
  /** What an element stands for; null for nothing. */
  readonly selectionOf: (value: string, now: SiteNow) => Selection | null
  /** Which elements belong to what is pointed at. */
  readonly takenIn: (taken: Taken, now: SiteNow) => (value: string) => boolean
}

const oneLine: Naming = {
  selector: '.one-line:not(.cooling) [data-node]',
  attribute: 'data-node',
  selectionOf(value, now) {
    const { report, scenario } = useAudit.getState()
    const index = report === null || scenario !== now.scenario ? -1 : report.oneLine.nodes.findIndex(({ id }) => id === value)
    return report === null || index < 0 ? null : selectionOfNode(report.oneLine, linkedSite(now), index)
  },
  takenIn(taken, now) {
    const { report, scenario } = useAudit.getState()
    const thing = thingOfTaken(taken)
    if (report === null || scenario !== now.scenario || thing === null) return never
    const id = report.oneLine.nodes[nodeOfSelection(report.oneLine, linkedSite(now), thing)]?.id
    return value => value === id
  },
}

const cooling: Naming = {
  selector: '.one-line.cooling [data-node]',
  attribute: 'data-node',
  selectionOf(value, now) {
    const { schematic, scenario } = useCooling.getState()
    const part = scenario === now.scenario ? schematic?.nodes.find(({ id }) => id === value) : undefined
    return part === undefined ? null : selectionOfPart(part, now.plan, now.blockOfRack)
  },
  takenIn(taken, now) {
    const { schematic, scenario } = useCooling.getState()
    const thing = thingOfTaken(taken)
    if (schematic === null || scenario !== now.scenario || thing === null) return never
    const id = partOfSelection(schematic, now.plan, now.blockOfRack, thing)?.id
    return value => value === id
  },
}

/** What a row of the schedule builds or brings. */
function selectionOfRow(row: string, now: SiteNow): Thing | null {
  const { report, scenario } = useSchedule.getState()
  const item = scenario === now.scenario ? report?.items.find(({ id }) => id === row) : undefined
  return item === undefined ? null : selectionOfPlace({ block: item.block, path: item.path, isRacks: item.group === 'racks' }, now.plan, now.blockOfRack)
}

const schedule: Naming = {
  selector: '.schedule-drawing [data-row]',
  attribute: 'data-row',
  selectionOf: selectionOfRow,
  takenIn: ({ racks, item }, now) => value => {
    const thing = selectionOfRow(value, now)
    return thing !== null && (thing.kind === 'item' ? thing.index === item : racks.size > 0 && [...racks].every(rack => now.blockOfRack[rack] === now.blockOfRack[thing.index]))
  },
}

const written = (value: string): Selection => JSON.parse(value) as Selection

const NAMINGS: readonly Naming[] = [
  oneLine,
  cooling,
  schedule,
  { selector: '[data-rack]', attribute: 'data-rack', selectionOf: value => ({ kind: 'rack', index: Number(value) }), takenIn: ({ racks }) => value => racks.has(Number(value)) },
  {
    selector: '[data-rack-group]', attribute: 'data-rack-group',
    selectionOf: (value, { plan }) => ({ kind: 'rack', index: plan.rows[Number(value)]?.begin ?? -1 }),
    takenIn: ({ racks }, { plan }) => value => hasAny(racks, plan.rows[Number(value)]?.begin ?? 0, plan.rows[Number(value)]?.end ?? 0),
  },
  {
    selector: '[data-event]', attribute: 'data-event',
    selectionOf(value, now) {
      const event = eventOf(now, value)
      return event === undefined ? null : { kind: event.kind === 'milestone' ? 'milestone' : 'event', key: value }
    },
    takenIn: ({ selection }) => (isEvent(selection) ? value => value === selection.key : never),
  },
  // A line of the table of equipment stands for all of its kind.
  { selector: '[data-item]', attribute: 'data-item', selectionOf: value => ({ kind: 'item', index: Number(value) }), takenIn: ({ item }, { plan }) => value => item >= 0 && plan.items[item]?.kind === plan.items[Number(value)]?.kind },
  { selector: '[data-bucket]', attribute: 'data-bucket', selectionOf: code => ({ kind: 'bucket', code }), takenIn: ({ buckets }) => value => buckets.has(value) },
  // A bar stands for all buckets of its level, which are no selection.
  {
    selector: '[data-chart="ledger-waterfall"] .step', attribute: 'data-gate',
    selectionOf: () => null,
    takenIn({ buckets }) {
      const gates = new Set([...buckets].map(code => GATES.get(code)))
      return value => gates.has(Number(value))
    },
  },
  {
    selector: '[data-selection]', attribute: 'data-selection',
    selectionOf: written,
    takenIn: ({ selection, leaves }) => value => {
      const own = written(value)
      return isSameSelection(own, selection) || (own.kind === 'switch' && own.tier === 'leaf' && leaves.has(own.index))
    },
  },
]

/** What an element of the page, or the nearest one around it, stands for, and whether that one is marked. */
function namedBy(target: Element, now: SiteNow): { readonly selection: Selection | null; readonly isMarked: boolean } {
  for (const { selector, attribute, selectionOf } of NAMINGS) {
    const element = target.closest(selector)
    const value = element?.getAttribute(attribute) ?? null
    if (element !== null && value !== null) return { selection: selectionOf(value, now), isMarked: element.hasAttribute(MARK) }
  }
  return { selection: null, isMarked: true }
}

/** Marks the elements that belong to what is pointed at, and no others. */
function markElements(taken: Taken | null, now: SiteNow | null): void {
  for (const element of document.querySelectorAll(`[${MARK}]`)) element.removeAttribute(MARK)
  if (taken === null || now === null) return
  for (const { selector, attribute, takenIn } of NAMINGS) {
    const elements = document.querySelectorAll(selector)
    const isTaken = elements.length === 0 ? never : takenIn(taken, now)
    for (const element of elements) if (isTaken(element.getAttribute(attribute) ?? '')) element.setAttribute(MARK, '')
  }
}

/** Canvases say themselves what is under the pointer. */
const OWN = '[data-own-hover]'

function pointAt(target: EventTarget | null): void {
  const { now } = siteNow.getState()
  if (!(target instanceof Element) || now === null || target.closest(OWN) !== null) return
  const before = hover.getState().selection
  const { selection, isMarked } = namedBy(target, now)
  // A view that was opened since has the same thing in elements of its own.
  if (!isMarked && isSameSelection(before, selection)) hover.setState({ selection })
  else hoverOver(selection)
  // What happened has a time, which charts and timeline show.
  if (isEvent(selection)) hoverAt(eventOf(now, selection.key)?.atMs ?? null)
  else if (isEvent(before)) hoverAt(null)
}

/** Follows pointer and focus on the whole page from now on; returns the way to stop. */
export function followHover(): () => void {
  let frame = 0
  const mark = (): void => {
    frame = 0
    const { now } = siteNow.getState()
    const { selection } = hover.getState()
    const taken = now === null || selection === null ? null : takenBy(now, selection)
    hovered.setState({ taken })
    markElements(taken, now)
  }
  const over = ({ target, pointerType }: PointerEvent): void => {
    if (pointerType !== 'touch') pointAt(target)
  }
  const focus = ({ target }: FocusEvent): void => {
    if (target instanceof Element && target.matches(':focus-visible')) pointAt(target)
  }
  const leave = (): void => {
    hoverOver(null)
    hoverAt(null)
  }
  document.addEventListener('pointerover', over)
  document.addEventListener('focusin', focus)
  document.documentElement.addEventListener('pointerleave', leave)
  const stop = hover.subscribe((after, before) => {
    if (after.selection !== before.selection) frame ||= requestAnimationFrame(mark)
  })
  return () => {
    stop()
    cancelAnimationFrame(frame)
    document.removeEventListener('pointerover', over)
    document.removeEventListener('focusin', focus)
    document.documentElement.removeEventListener('pointerleave', leave)
  }
}
