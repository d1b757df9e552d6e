/** The palette: every command that means something now, found by its words. */
import { Command as Finder } from 'cmdk'
import { Dialog } from 'radix-ui'
import { useMemo } from 'react'
import { closeDialog, sayWords, useDialog } from '../state/dialogs.ts'
import { useFocusReturn } from '../widgets/use-focus-return.ts'
import type { Command } from './command.ts'
import { availableCommands } from './index.ts'
import { Keys } from './shown-keys.tsx'

function grouped(commands: readonly Command[]): ReadonlyMap<string, readonly Command[]> {
  const groups = new Map<string, Command[]>()
  for (const command of commands) groups.set(command.group, [...(groups.get(command.group) ?? []), command])
  return groups
}

/** The dialog is closed and has given the focus back first, so that what a command opens or focuses is not taken away again. */
function start(command: Command): void {
  closeDialog()
  setTimeout(() => requestAnimationFrame(() => void command.run()), 0)
}

export default function Palette(): React.ReactNode {
  const groups = useMemo(() => grouped(availableCommands().filter(({ id }) => id !== 'help.palette')), [])
  const words = useDialog(dialog => dialog.words)
  const focus = useFocusReturn()
  return (
    <Dialog.Root open onOpenChange={isOpen => (isOpen ? undefined : closeDialog())}>
      <Dialog.Portal>
        <Dialog.Overlay className="overlay" />
        <Dialog.Content className="dialog palette" {...focus} aria-describedby={undefined}>
          <Dialog.Title className="out-of-sight">Commands</Dialog.Title>
          <Finder label="Find a command" loop>
            <Finder.Input data-first-focus="" value={words} onValueChange={sayWords} placeholder="Find a command" className="palette-input" />
            <Finder.List className="palette-list" label="Commands">
              <Finder.Empty className="empty">No command has these words.</Finder.Empty>
              {[...groups].map(([group, commands]) => (
                <Finder.Group key={group} heading={group}>
                  {commands.map(command => (
                    <Finder.Item key={command.id} value={command.id} keywords={[command.label, group]} className="palette-item" onSelect={() => start(command)}>
                      <span>{command.label}</span>
                      <Keys keys={command.keys} />
                    </Finder.Item>
                  ))}
                </Finder.Group>
              ))}
            </Finder.List>
          </Finder>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
