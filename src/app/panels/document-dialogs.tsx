/** What belongs to the document and floats over the page: whether it is safe, its versions, which of the files opened is the scenario. It keeps the document saved. */
import { lazy, Suspense, useEffect } from 'react'
import { useOpening } from '../files/opening.ts'
import { autosave } from '../storage/autosave.ts'
import { useSaving } from '../storage/saving.ts'
import { SavingBanner } from './saved-state.tsx'

const ChooseScenario = lazy(() => import('./choose-scenario.tsx'))
const VersionsDialog = lazy(() => import('./versions-dialog.tsx'))

export function DocumentDialogs(): React.ReactNode {
  const isChoosing = useOpening(opening => opening.choices.length > 0)
  const isVersionsOpen = useSaving(saving => saving.isVersionsOpen)
  useEffect(() => autosave(), [])
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
