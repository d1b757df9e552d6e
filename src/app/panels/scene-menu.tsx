/** What the scene shows beside the layer, and from where: roofs, pipes, bus ducts and trays, plan view, kept views. */
import { DropdownMenu } from 'radix-ui'
import { useStore } from 'zustand'
import { askCamera } from '../site/camera.ts'
import { forgetView, goToView, keyOfSlot, savedViews, saveView, SLOTS } from '../state/saved-views.ts'
import { LAYERS } from '../state/view-choices.ts'
import { type Overlay, OVERLAYS, type Roofs, toggleOverlay, useView } from '../state/view.ts'
import { Button } from '../widgets/button.tsx'
import { Icon } from '../widgets/icon.tsx'

const OVERLAY_LABELS: Readonly<Record<Overlay, string>> = { pipes: 'Pipes by temperature', ducts: 'Bus ducts by load', trays: 'Fibre trays by bandwidth' }
const ROOF_LABELS: Readonly<Record<Roofs, string>> = { auto: 'Open when near', open: 'All open', closed: 'All closed' }

function Check({ isOn }: { readonly isOn: boolean }): React.ReactNode {
  return isOn ? <Icon name="check" /> : null
}

function KeptViews(): React.ReactNode {
  const { views } = useStore(savedViews)
  return (
    <>
      <DropdownMenu.Label className="menu-heading">Kept views</DropdownMenu.Label>
      {views.map(({ slot, layer }) => (
        <DropdownMenu.Item key={slot} className="menu-item" onSelect={() => goToView(slot)}>
          View {slot}, {LAYERS.find(({ id }) => id === layer)?.label.toLowerCase()} <kbd>{keyOfSlot(slot)}</kbd>
        </DropdownMenu.Item>
      ))}
      <DropdownMenu.Item className="menu-item" onSelect={() => saveView()}>
        {views.length < SLOTS.length ? 'Keep this view' : `Keep this view in place of ${SLOTS.length}`}
      </DropdownMenu.Item>
      {views.length === 0 ? null : (
        <DropdownMenu.Item className="menu-item" onSelect={() => forgetView(views[views.length - 1].slot)}>
          Forget view {views[views.length - 1].slot}
        </DropdownMenu.Item>
      )}
    </>
  )
}

export default function SceneMenu(): React.ReactNode {
  const overlays = useView(view => view.overlays)
  const roofs = useView(view => view.roofs)
  const hasSelection = useView(view => view.selection !== null)
  return (
    <DropdownMenu.Root>
      <DropdownMenu.Trigger asChild>
        <Button label="View" title="Roofs, pipes, ducts and trays, and where one looks from" />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="menu scene-menu" sideOffset={4} align="start">
          <DropdownMenu.Item className="menu-item" onSelect={() => askCamera({ kind: 'whole' })}>
            Whole site <kbd>Home</kbd>
          </DropdownMenu.Item>
          <DropdownMenu.Item className="menu-item" onSelect={() => askCamera({ kind: 'plan' })}>
            From straight above <kbd>P</kbd>
          </DropdownMenu.Item>
          <DropdownMenu.Item className="menu-item" disabled={!hasSelection} onSelect={() => askCamera({ kind: 'selection' })}>
            Selection <kbd>F</kbd>
          </DropdownMenu.Item>
          <DropdownMenu.Label className="menu-heading">Show as well</DropdownMenu.Label>
          {OVERLAYS.map(id => (
            <DropdownMenu.CheckboxItem key={id} className="menu-item" checked={overlays.includes(id)} onCheckedChange={() => toggleOverlay(id)}>
              {OVERLAY_LABELS[id]} <Check isOn={overlays.includes(id)} />
            </DropdownMenu.CheckboxItem>
          ))}
          <DropdownMenu.Label className="menu-heading">Roofs</DropdownMenu.Label>
          {(Object.keys(ROOF_LABELS) as Roofs[]).map(id => (
            <DropdownMenu.CheckboxItem key={id} className="menu-item" checked={roofs === id} onCheckedChange={() => useView.setState({ roofs: id })}>
              {ROOF_LABELS[id]} <Check isOn={roofs === id} />
            </DropdownMenu.CheckboxItem>
          ))}
          <KeptViews />
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  )
}
