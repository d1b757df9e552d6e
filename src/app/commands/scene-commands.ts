/** The camera, the roofs and the kept views of the scene. */
import { askCamera } from '../site/camera.ts'
import { forgetView, goToView, keyOfSlot, savedViews, saveView, SLOTS } from '../state/saved-views.ts'
import { type Overlay, OVERLAYS, type Roofs, toggleOverlay, useView } from '../state/view.ts'
import type { Command } from './command.ts'

const group = 'Scene'
const isScene = (): boolean => useView.getState().siteView === 'scene' && useView.getState().room !== 'decide'
const hasView = (slot: number): boolean => savedViews.getState().views.some(view => view.slot === slot)

const ROOFS: readonly { readonly id: Roofs; readonly label: string }[] = [
  { id: 'auto', label: 'Open roofs that one comes near' },
  { id: 'open', label: 'Open all roofs' },
  { id: 'closed', label: 'Close all roofs' },
]

const OVERLAY_LABELS: Readonly<Record<Overlay, string>> = { pipes: 'Show or hide pipes', ducts: 'Show or hide bus ducts', trays: 'Show or hide fibre trays' }

export const sceneCommands: readonly Command[] = [
  { id: 'scene.whole', label: 'Show the whole site', group, isAvailable: isScene, run: () => askCamera({ kind: 'whole' }) },
  { id: 'scene.plan', label: 'Look straight down', group, keys: 'p', isAvailable: isScene, run: () => askCamera({ kind: 'plan' }) },
  { id: 'scene.selection', label: 'Fly to the selection', group, isAvailable: () => isScene() && useView.getState().selection !== null, run: () => askCamera({ kind: 'selection' }) },
  { id: 'scene.save-view', label: 'Keep this view', group, keys: 'Mod+Shift+V', isAvailable: isScene, run: () => void saveView() },
  ...SLOTS.map(slot => ({ id: `scene.view-${slot}`, label: `Go to kept view ${slot}`, group, keys: keyOfSlot(slot), isAvailable: () => hasView(slot), run: () => goToView(slot) })),
  ...SLOTS.map(slot => ({ id: `scene.forget-view-${slot}`, label: `Forget kept view ${slot}`, group, isAvailable: () => hasView(slot), run: () => forgetView(slot) })),
  ...ROOFS.map(({ id, label }) => ({ id: `scene.roofs-${id}`, label, group, isAvailable: () => isScene() && useView.getState().roofs !== id, run: () => useView.setState({ roofs: id }) })),
  ...OVERLAYS.map(id => ({ id: `scene.${id}`, label: OVERLAY_LABELS[id], group, isAvailable: isScene, run: () => toggleOverlay(id) })),
]
