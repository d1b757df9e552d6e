/** The tour: three steps through the rooms on a shipped campus that end in a decision. What it says is computed while one looks. */
import { create } from 'zustand'
import { replaceText, useDocument } from '../state/document.ts'
import { tell } from '../state/messages.ts'
import { sampleOf } from '../state/samples.ts'
import { keep, recall } from '../state/storage.ts'
import { sideOfOption, useSides } from '../state/sides.ts'
import { enterRoom, useView } from '../state/view.ts'
import { TOUR } from './campus.ts'

export const STEPS = ['deliver', 'delay', 'bridge'] as const
export type TourStep = (typeof STEPS)[number]

export const useTour = create<{ readonly step: TourStep | null }>(() => ({ step: null }))

const SEEN = 'tour'

/** Offers the tour once, to whom opens the app without a text of his own and without asking for one. */
export function offerTour(): void {
  const { text } = useDocument.getState()
  const isAsked = location.hash.length > 1 || new URLSearchParams(location.search).has('scenario')
  if (recall(SEEN) !== null || isAsked || text !== sampleOf(TOUR.scenario).text) return
  keep(SEEN, 'offered')
  tell('This campus is simulated here, on your machine. Three steps show what it delivers, what its late substation costs, and whether a gas bridge is worth it.', 'offer', { label: 'Take the tour', run: startTour })
}

function compareWith(options: readonly string[]): void {
  useView.setState({ option: null, compareWith: undefined })
  useSides.setState({ chosen: options.map(sideOfOption) })
  enterRoom('decide')
}

const SHOW: Readonly<Record<TourStep, () => void>> = {
  deliver() {
    useView.setState({ siteView: 'scene', layer: 'state', option: null, phoneTab: 'site' })
    enterRoom('watch')
  },
  delay: () => compareWith([TOUR.onTime]),
  bridge: () => compareWith([TOUR.bridge]),
}

export function goTo(step: TourStep): void {
  SHOW[step]()
  useTour.setState({ step })
}

export function startTour(): void {
  const { text } = sampleOf(TOUR.scenario)
  if (useDocument.getState().text !== text) replaceText(text, `${TOUR.scenario}.yaml`)
  goTo(STEPS[0])
}

export function endTour(): void {
  keep(SEEN, 'seen')
  useTour.setState({ step: null })
}
