/** Views of the scene that the user has kept, up to six for each document: where the camera stands, and what the site is coloured by. */
import { createStore } from 'zustand/vanilla'
import { askCamera, camera } from '../site/camera.ts'
import type { CameraPose } from '../site/camera-fit.ts'
import { useDocument } from './document.ts'
import { keep, recall } from './storage.ts'
import { LAYERS } from './view-choices.ts'
import { type LayerId, useView } from './view.ts'

export interface SavedView {
  /** 1–6. */
  readonly slot: number
  readonly pose: CameraPose
  readonly layer: LayerId
}

export const SLOTS = [1, 2, 3, 4, 5, 6] as const

/** Its key: the first three are those of the rooms. */
export const keyOfSlot = (slot: number): string => String(slot + 3)

export const savedViews = createStore<{ readonly views: readonly SavedView[] }>(() => ({ views: [] }))

const keyOf = (file: string): string => `views.${file}`

const isPoint = (value: unknown): value is [number, number, number] => Array.isArray(value) && value.length === 3 && value.every(each => typeof each === 'number' && Number.isFinite(each))

/** What was kept may have been written by anybody: only what has the right shape is taken. */
function readView(value: unknown): SavedView[] {
  if (typeof value !== 'object' || value === null) return []
  const { slot, pose, layer } = value as Partial<Record<keyof SavedView, unknown>>
  const { position, target } = (typeof pose === 'object' && pose !== null ? pose : {}) as Partial<Record<keyof CameraPose, unknown>>
  const known = LAYERS.find(({ id }) => id === layer)
  const place = SLOTS.find(each => each === slot)
  if (place === undefined || known === undefined || !isPoint(position) || !isPoint(target)) return []
  return [{ slot: place, pose: { position, target }, layer: known.id }]
}

export function readViews(text: string | null): SavedView[] {
  if (text === null) return []
  try {
    const read: unknown = JSON.parse(text)
    return Array.isArray(read) ? read.slice(0, SLOTS.length).flatMap(readView) : []
  } catch {
    return []
  }
}

/** Views belong to the file: another one has its own. Returns the way to stop. */
export function followViews(): () => void {
  const take = (file: string): void => savedViews.setState({ views: readViews(recall(keyOf(file))) })
  take(useDocument.getState().file)
  return useDocument.subscribe((now, before) => {
    if (now.file !== before.file) take(now.file)
  })
}

function setViews(views: readonly SavedView[]): void {
  savedViews.setState({ views })
  keep(keyOf(useDocument.getState().file), JSON.stringify(views))
}

/** First free slot; the last one when all are taken. */
export const freeSlot = (views: readonly SavedView[]): number => SLOTS.find(slot => !views.some(view => view.slot === slot)) ?? SLOTS[SLOTS.length - 1]

/** Keeps what is seen now; the slot that it went to, 0 while there is no scene. */
export function saveView(): number {
  const { pose } = camera.getState()
  if (pose === null) return 0
  const { views } = savedViews.getState()
  const slot = freeSlot(views)
  setViews([...views.filter(view => view.slot !== slot), { slot, pose, layer: useView.getState().layer }].sort((a, b) => a.slot - b.slot))
  return slot
}

export const forgetView = (slot: number): void => setViews(savedViews.getState().views.filter(view => view.slot !== slot))

export function goToView(slot: number): void {
  const view = savedViews.getState().views.find(each => each.slot === slot)
  if (view === undefined) return
  useView.setState({ siteView: 'scene', layer: view.layer })
  askCamera({ kind: 'pose', pose: view.pose })
}
