/** The dialogs of the shell; each is loaded when it is first opened. */
import { lazy, Suspense } from 'react'
import { type DialogId, useDialog } from '../state/dialogs.ts'
import { useFutures } from '../state/futures.ts'

const DIALOGS: Readonly<Record<DialogId, React.ComponentType>> = {
  palette: lazy(() => import('../commands/palette.tsx')),
  gallery: lazy(() => import('../help/gallery-dialog.tsx')),
  help: lazy(() => import('../help/help-dialog.tsx')),
  shortcuts: lazy(() => import('../commands/shortcut-sheet.tsx')),
}

const BranchDialog = lazy(() => import('../panels/decide/branch-dialog.tsx'))

export function Dialogs(): React.ReactNode {
  const open = useDialog(dialog => dialog.open)
  const isBranching = useFutures(futures => futures.atMs !== null)
  if (isBranching) {
    return (
      <Suspense fallback={null}>
        <BranchDialog />
      </Suspense>
    )
  }
  if (open === null) return null
  const Shown = DIALOGS[open]
  return (
    <Suspense fallback={null}>
      <Shown />
    </Suspense>
  )
}
