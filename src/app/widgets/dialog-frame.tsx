/** The frame of every dialog: its title, a sentence below, a cross, and what stands inside. The cross, Escape and a press beside it close it; the focus stays inside and goes back where it was. */
import { Dialog } from 'radix-ui'
import type { ReactNode } from 'react'
import { Button } from './button.tsx'
import { useFocusReturn } from './use-focus-return.ts'

interface Props {
  readonly title: ReactNode
  /** One sentence on what the dialog is for. */
  readonly description?: ReactNode
  /** A class that sets its measures. */
  readonly className?: string
  readonly isOpen?: boolean
  readonly onClose: () => void
  readonly children: ReactNode
}

export function DialogFrame({ title, description, className = '', isOpen = true, onClose, children }: Props): ReactNode {
  const focus = useFocusReturn()
  return (
    <Dialog.Root open={isOpen} onOpenChange={willBeOpen => (willBeOpen ? undefined : onClose())}>
      <Dialog.Portal>
        <Dialog.Overlay className="overlay" />
        <Dialog.Content className={`dialog ${className}`} {...focus} {...(description === undefined ? { 'aria-describedby': undefined } : {})}>
          <header>
            <div>
              <Dialog.Title>{title}</Dialog.Title>
              {description === undefined ? null : <Dialog.Description>{description}</Dialog.Description>}
            </div>
            <Dialog.Close asChild>
              <Button icon="close" iconOnly label="Close" />
            </Dialog.Close>
          </header>
          {children}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
