/** What belongs to the document and floats over the page: whether it is safe, its versions, what was dropped. It keeps the document saved. */
import { lazy, Suspense, useEffect } from 'react'
import { droppedFiles } from '../files/dropped.ts'
import { useOpening } from '../files/opening.ts'
import { autosave } from '../storage/autosave.ts'
import { useSaving } from '../storage/saving.ts'
import { SavingBanner } from './saved-state.tsx'

const ChooseScenario = lazy(() => import('./choose-scenario.tsx'))
const VersionsDialog = lazy(() => import('./versions-dialog.tsx'))

/** Files and folders dropped anywhere are opened. */
function useDrop(): void {
  useEffect(() => {
    const over = (event: DragEvent): void => event.preventDefault()
    const drop = (event: DragEvent): void => {
      if (event.dataTransfer === null || event.dataTransfer.files.length === 0) return
      event.preventDefault()
      void droppedFiles(event.dataTransfer).then(async files => (await import('../files/open-files.ts')).openFiles(files))
    }
    addEventListener('dragover', over)
    addEventListener('drop', drop)
    return () => {
      removeEventListener('dragover', over)
      removeEventListener('drop', drop)
    }
  }, [])
}

export function DocumentDialogs(): React.ReactNode {
  const isChoosing = useOpening(opening => opening.choices.length > 0)
  const isVersionsOpen = useSaving(saving => saving.isVersionsOpen)
  useEffect(() => autosave(), [])
  useDrop()
  return (
    <>
      <SavingBanner />
      <Suspense fallback={null}>
        {isVersionsOpen ? <VersionsDialog /> : null}
        {isChoosing ? <ChooseScenario /> : null}
      </Suspense>
    </>
  )
}
