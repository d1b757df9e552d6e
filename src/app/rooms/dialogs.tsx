/** The dialogs of the shell; each is loaded when it is first opened. */
import { lazy, Suspense } from 'react'
import { type DialogId, useDialog } from '../state/dialogs.ts'

const DIALOGS: Readonly<Record<DialogId, React.ComponentType>> = {
  palette: lazy(() => import('../commands/palette.tsx')),
  shortcuts: lazy(() => import('../commands/shortcut-sheet.tsx')),
}

export function Dialogs(): React.ReactNode {
  const open = useDialog(dialog => dialog.open)
  if (open === null) return null
  const Shown = DIALOGS[open]
  return (
    <Suspense fallback={null}>
      <Shown />
    </Suspense>
  )
}
