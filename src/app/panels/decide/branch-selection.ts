/** What is selected, as something that can fail. */
import { itemsById } from '../../site/item-states.ts'
import { siteNow } from '../../site/site-now.ts'
import type { Selection } from '../../state/view.ts'

/** Index of the selected rack, or of the rack of the selected node. */
export function selectedRack(selection: Selection | null): number | undefined {
  if (selection?.kind === 'rack') return selection.index
  return selection?.kind === 'node' ? selection.rack : undefined
}

/** Path of the selected machine. */
export function selectedEquipment(selection: Selection | null): string | undefined {
  const { now } = siteNow.getState()
  if (selection?.kind !== 'item' || now?.run == null) return undefined
  return [...itemsById(now.plan.items, now.run)].find(([, item]) => item === selection.index)?.[0]
}
