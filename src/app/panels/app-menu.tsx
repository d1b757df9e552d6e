/** What one does with the app as a whole: the same commands as in the palette, and the theme. */
import { DropdownMenu } from 'radix-ui'
import { allCommands } from '../commands/index.ts'
import { Keys } from '../commands/shown-keys.tsx'
import { setTheme, type ThemeChoice, useView } from '../state/view.ts'
import { Button } from '../widgets/button.tsx'
import { Icon } from '../widgets/icon.tsx'

const ENTRIES = ['help.tour', 'help.gallery', 'share.link', 'share.command', 'share.print', 'help.search', 'help.shortcuts'] as const
const THEMES: readonly { readonly id: ThemeChoice; readonly label: string }[] = [
  { id: 'system', label: 'Theme of the system' },
  { id: 'light', label: 'Light' },
  { id: 'dark', label: 'Dark' },
]

function Entries(): React.ReactNode {
  const commands = allCommands()
  return ENTRIES.map(id => {
    const command = commands.find(each => each.id === id)
    if (command === undefined) return null
    return (
      // The menu is gone before the command opens a dialog, which takes the focus.
      <DropdownMenu.Item key={id} className="menu-item" onSelect={() => requestAnimationFrame(() => void command.run())}>
        {command.label}
        <Keys keys={command.keys} />
      </DropdownMenu.Item>
    )
  })
}

export function AppMenu(): React.ReactNode {
  const choice = useView(view => view.themeChoice)
  const take = (id: string): void => setTheme(THEMES.find(theme => theme.id === id)?.id ?? 'system')
  return (
    <DropdownMenu.Root>
      <DropdownMenu.Trigger asChild>
        <Button icon="menu" iconOnly label="Menu" className="app-menu" />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="menu" sideOffset={4} align="end">
          <Entries />
          <DropdownMenu.Separator className="menu-line" />
          <DropdownMenu.RadioGroup value={choice} onValueChange={take} aria-label="Theme">
            {THEMES.map(({ id, label }) => (
              <DropdownMenu.RadioItem key={id} value={id} className="menu-item">
                {label}
                <DropdownMenu.ItemIndicator>
                  <Icon name="check" />
                </DropdownMenu.ItemIndicator>
              </DropdownMenu.RadioItem>
            ))}
          </DropdownMenu.RadioGroup>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  )
}
