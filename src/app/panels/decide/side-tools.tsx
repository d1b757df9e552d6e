/** What is compared, how large a difference must be to matter, and the command line that says the same. */
import { DropdownMenu } from 'radix-ui'
import { useRef, useState } from 'react'
import { formatPercent } from '../../format.ts'
import { copyText } from '../../state/copy-text.ts'
import { compareCommand } from '../../state/compare-command.ts'
import { useDocument } from '../../state/document.ts'
import { openBeside, useOpenedSides } from '../../state/opened-sides.ts'
import { IMPORTANCES, type Looked, MOST_OTHERS, toggleSide, useSides } from '../../state/sides.ts'
import { Button } from '../../widgets/button.tsx'
import { SelectMenu } from '../../widgets/select-menu.tsx'

function AddMenu({ looked }: { readonly looked: Looked }): React.ReactNode {
  const isFull = looked.others.length >= MOST_OTHERS
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <input
        ref={input}
        type="file"
        hidden
        accept=".nameplate"
        aria-label="Open results beside the baseline"
        onChange={event => {
          const [file] = event.currentTarget.files ?? []
          if (file !== undefined) void openBeside(file, looked)
          event.currentTarget.value = ''
        }}
      />
      <DropdownMenu.Root>
        <DropdownMenu.Trigger asChild>
          <Button label={isFull ? `${MOST_OTHERS} beside the baseline` : 'Add an option'} disabled={isFull} />
        </DropdownMenu.Trigger>
        <DropdownMenu.Portal>
          <DropdownMenu.Content className="menu" sideOffset={4} align="start">
            {looked.more.map(side => (
              <DropdownMenu.Item key={side.id} className="menu-item" onSelect={() => toggleSide(side.id, looked)}>
                {side.label}
              </DropdownMenu.Item>
            ))}
            <DropdownMenu.Item className="menu-item" onSelect={() => input.current?.click()}>
              Results from a file…
            </DropdownMenu.Item>
          </DropdownMenu.Content>
        </DropdownMenu.Portal>
      </DropdownMenu.Root>
    </>
  )
}

/** Why a file of results does not stand beside the baseline, until it is read. */
export function SidesProblem(): React.ReactNode {
  const problem = useOpenedSides(state => state.problem)
  if (problem === null) return null
  return (
    <p className="bad" role="alert">
      {problem} <Button label="Dismiss" onClick={() => useOpenedSides.setState({ problem: null })} />
    </p>
  )
}

const importanceLabel = (share: number): string => formatPercent(share, share < 0.01 ? 1 : 0)

function Threshold(): React.ReactNode {
  const importance = useSides(sides => sides.importance)
  return <SelectMenu label="Smallest difference that matters" prefix="Matters from" value={String(importance)} choices={IMPORTANCES.map(share => ({ id: String(share), label: importanceLabel(share) }))} onChange={id => useSides.setState({ importance: Number(id) })} />
}

export function CommandLine({ looked }: { readonly looked: Looked }): React.ReactNode {
  const file = useDocument(document => document.file)
  const importance = useSides(sides => sides.importance)
  const [copied, setCopied] = useState<string | null>(null)
  const { command, left } = compareCommand({ file, base: looked.base, others: looked.others, importance })
  const copy = (text: string): void => void copyText(text, 'Command copied').then(isCopied => setCopied(isCopied ? text : null))
  return (
    <div className="command-line">
      <h3>The same on the command line</h3>
      {command === null ? null : (
        <p>
          <code>{command}</code>
          <Button label={copied === command ? 'Copied' : 'Copy'} onClick={() => copy(command)} />
        </p>
      )}
      {left.length === 0 ? null : <p className="quiet">Only here: {left.map(({ label }) => label).join(', ')}. The command line compares what the file says.</p>}
    </div>
  )
}

export function SideTools({ looked }: { readonly looked: Looked }): React.ReactNode {
  return (
    <div className="decide-tools">
      <AddMenu looked={looked} />
      <Threshold />
      <Button label="Print" onClick={() => window.print()} className="no-print" />
    </div>
  )
}
