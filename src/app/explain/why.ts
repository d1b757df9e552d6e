/**
 * Which figure is asked "why", and where it stands on the page. Anything that carries `data-why="figure:meanUtilisation"`, `bucket:L2.grid` or
 * `gate:2` can be asked, by resting the pointer on it, by focus, or by a press, which keeps the card open; so can the bars of the ledger.
 */
import { create } from 'zustand'

export type WhyKind = 'figure' | 'bucket' | 'gate'

export interface WhyTopic {
  readonly kind: WhyKind
  /** Key of a figure, code of a bucket, or number of a gate. */
  readonly id: string
}

export interface WhyView {
  /** What is told now, the last of the way through the card; null for no card. */
  readonly topic: WhyTopic | null
  /** What led here, to go back to. */
  readonly before: readonly WhyTopic[]
  /** What the card stands beside. */
  readonly anchor: Element | null
  /** What was asked: where the focus goes back to. */
  readonly from: Element | null
  /** A press keeps the card; else it goes as pointer or focus leave. */
  readonly isKept: boolean
}

const CLOSED: WhyView = { topic: null, before: [], anchor: null, from: null, isKept: false }
export const useWhy = create<WhyView>(() => CLOSED)

const KINDS: readonly string[] = ['figure', 'bucket', 'gate']
const PRODUCTIVE_GATE = '10'

/** Reads `figure:pue`; undefined for anything else. */
export function topicOf(text: string): WhyTopic | undefined {
  const at = text.indexOf(':')
  const kind = text.slice(0, at)
  return KINDS.includes(kind) && text.length > at + 1 ? { kind: kind as WhyKind, id: text.slice(at + 1) } : undefined
}

/** Gates without losses of their own are single buckets. */
export function topicOfGate(gate: string): WhyTopic {
  if (gate === PRODUCTIVE_GATE) return { kind: 'bucket', id: 'P' }
  return gate === '0' ? { kind: 'bucket', id: 'E.provisional' } : { kind: 'gate', id: gate }
}

export interface Asked {
  readonly topic: WhyTopic
  readonly anchor: Element
  readonly from: Element
}

const LEDGER = '.chart[data-chart="ledger-waterfall"]'

/** What an element of the page stands for, or the nearest one around it. A button out of sight stands for the bar of its chart. */
export function askedAt(target: EventTarget | null): Asked | undefined {
  if (!(target instanceof Element)) return undefined
  const from = target.closest(`[data-why], ${LEDGER} [data-gate]`)
  if (from === null || from.closest('.waterfalls') !== null) return undefined
  const [text, gate] = [from.getAttribute('data-why'), from.getAttribute('data-gate')]
  const topic = text === null ? topicOfGate(gate ?? '') : topicOf(text)
  const bar = text === null || gate === null ? null : from.closest(LEDGER)?.querySelector(`.step[data-gate="${CSS.escape(gate)}"]`)
  return topic === undefined ? undefined : { topic, from, anchor: bar ?? from }
}

export const closeWhy = (): void => useWhy.setState(CLOSED)

/** Opens the card of a topic beside an element. */
export const openWhy = ({ topic, anchor, from }: Asked, isKept: boolean): void => useWhy.setState({ topic, before: [], anchor, from, isKept })

/** Goes on to what a card names, within the same card. */
export const followWhy = (topic: WhyTopic): void => useWhy.setState(({ topic: last, before }) => ({ topic, before: last === null ? before : [...before, last], isKept: true }))

/** One step back. */
export const backWhy = (): void => useWhy.setState(({ before }) => (before.length === 0 ? {} : { topic: before[before.length - 1], before: before.slice(0, -1) }))

/** Figures of the summary behind the headlines of panels. */
const HEADLINES: Readonly<Record<string, string>> = {
  useful: 'costPerUsefulGpuHour', tokens: 'costPerMillionTokens', cost: 'totalCostUsd', revenue: 'revenueUsd', value: 'netPresentUsd', delay: 'delayUsd',
  pue: 'pue', budgetPue: 'budgetPue', sitePerBusbar: 'sitePerBusbar', wue: 'wue', cue: 'cue', peakWater: 'peakWaterKgps',
}

/** What a headline of a panel can be asked as; undefined for those that are no figure of the summary. */
export const whyOfHeadline = (id: string): string | undefined => (HEADLINES[id] === undefined ? undefined : `figure:${HEADLINES[id]}`)

/** The focus that a closed card gives back asks nothing. */
let isReturning = false

/** Puts the focus back where a card was asked for. */
export function returnFocus(to: Element | null): void {
  isReturning = true
  if (to instanceof HTMLElement) to.focus()
  isReturning = false
}

const REST_MS = 320
const LEAVE_MS = 260
const CARD = '.why-card'

/** Listens to pointer, focus and presses on the whole page; returns the way to stop. */
export function followAsking(): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  const later = (act: () => void, ms: number): void => {
    clearTimeout(timer)
    timer = setTimeout(act, ms)
  }
  const over = (event: PointerEvent): void => {
    if (event.pointerType === 'touch' || event.buttons !== 0) return
    const { isKept, anchor, topic } = useWhy.getState()
    const isInside = event.target instanceof Element && event.target.closest(CARD) !== null
    if (isInside) return clearTimeout(timer)
    const asked = askedAt(event.target)
    if (isKept) return
    if (asked !== undefined) return asked.anchor === anchor ? clearTimeout(timer) : later(() => openWhy(asked, false), REST_MS)
    clearTimeout(timer)
    if (topic !== null) later(closeUnkept, LEAVE_MS)
  }
  const closeUnkept = (): void => {
    if (!useWhy.getState().isKept) closeWhy()
  }
  const focus = (event: FocusEvent): void => {
    if (isReturning || !(event.target instanceof Element) || !event.target.matches(':focus-visible') || event.target.closest(CARD) !== null) return
    const asked = askedAt(event.target)
    if (asked === undefined) return closeUnkept()
    if (useWhy.getState().anchor !== asked.anchor) openWhy(asked, false)
  }
  const press = (event: MouseEvent): void => {
    const asked = askedAt(event.target)
    if (asked === undefined) return
    clearTimeout(timer)
    openWhy(asked, true)
  }
  const key = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || useWhy.getState().topic === null) return
    event.preventDefault()
    closeUnkept()
  }
  document.addEventListener('pointerover', over)
  document.addEventListener('focusin', focus)
  document.addEventListener('click', press)
  document.addEventListener('keydown', key)
  return () => {
    clearTimeout(timer)
    document.removeEventListener('pointerover', over)
    document.removeEventListener('focusin', focus)
    document.removeEventListener('click', press)
    document.removeEventListener('keydown', key)
  }
}
