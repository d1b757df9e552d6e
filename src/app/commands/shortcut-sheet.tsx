/** All shortcuts on one sheet, from the list of commands. */
import { useMemo } from 'react'
import { closeDialog } from '../state/dialogs.ts'
import { toggleSingleKeys, useSettings } from '../state/settings.ts'
import { Button } from '../widgets/button.tsx'
import { DialogFrame } from '../widgets/dialog-frame.tsx'
import { allCommands } from './index.ts'
import { Keys } from './shown-keys.tsx'

export default function ShortcutSheet(): React.ReactNode {
  const hasSingleKeys = useSettings(settings => settings.hasSingleKeys)
  const groups = useMemo(() => {
    const withKeys = allCommands().filter(({ keys }) => keys !== undefined)
    return [...new Set(withKeys.map(({ group }) => group))].map(group => ({ group, commands: withKeys.filter(command => command.group === group) }))
  }, [])
  return (
    <DialogFrame className="shortcut-sheet" title="Shortcuts" description="Keys without Ctrl or Cmd work where no text is being written." onClose={closeDialog}>
      <div className="shortcut-groups" tabIndex={0} role="region" aria-label="List of shortcuts">
        {groups.map(({ group, commands }) => (
          <section key={group}>
            <h3>{group}</h3>
            <dl>
              {commands.map(({ id, label, keys }) => (
                <div key={id}>
                  <dt>{label}</dt>
                  <dd>
                    <Keys keys={keys} isAll />
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <div className="dialog-tools">
        <Button label={hasSingleKeys ? 'Turn single keys off' : 'Turn single keys on'} pressed={!hasSingleKeys} onClick={toggleSingleKeys} />
      </div>
    </DialogFrame>
  )
}
