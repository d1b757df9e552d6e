/** The page: header and the room that one is in; on a phone the parts of the rooms come one after the other. */
import { lazy, Suspense, useEffect, useLayoutEffect } from 'react'
import { useCommandKeys } from './commands/use-command-keys.ts'
import { followAsking, useWhy } from './explain/why.ts'
import { DocumentDialogs } from './panels/document-dialogs.tsx'
import { FailureDialog } from './panels/failure-dialog.tsx'
import { Header } from './panels/header.tsx'
import { OpenedStrip } from './panels/opened-strip.tsx'
import { useOptionLabel } from './panels/option-label.ts'
import { DecideRoom } from './rooms/decide-room.tsx'
import { DeskRooms } from './rooms/desk-rooms.tsx'
import { Dialogs } from './rooms/dialogs.tsx'
import { MessageBar } from './rooms/message-bar.tsx'
import { PhoneRooms } from './rooms/phone-rooms.tsx'
import { followLine } from './site/follow-line.ts'
import { followLink } from './site/selection-link.ts'
import { followSite } from './site/site-now.ts'
import { conduct } from './state/conduct.ts'
import { followReveal } from './state/editor-page.ts'
import { useStudyFigures } from './state/figures.ts'
import { useOpened } from './state/opened.ts'
import { useCalmRun } from './state/run.ts'
import { followViews } from './state/saved-views.ts'
import { useChosenStudy } from './state/site-study.ts'
import { followPrinting, followRoom, followSystemTheme, useView } from './state/view.ts'
import { useTour } from './tour/tour.ts'
import { PHONE, useMedia } from './widgets/use-media.ts'

const WhyCard = lazy(() => import('./explain/why-card.tsx'))
const SweepPanel = lazy(() => import('./panels/sweep-panel.tsx'))
const TourCard = lazy(() => import('./tour/tour-card.tsx'))
const ImportDialog = lazy(() => import('./panels/import-dialog.tsx'))

/** A link that is pasted into the address of an open page is opened as well. */
function useLinks(): void {
  useEffect(() => {
    const open = (): void => {
      if (location.hash.length > 1) void import('./link/open-link.ts').then(({ openLink }) => openLink())
    }
    addEventListener('hashchange', open)
    return () => removeEventListener('hashchange', open)
  }, [])
}

/** What the pointer is on is marked in all views; that comes after the first picture. */
function followHoverLater(): () => void {
  let stop: (() => void) | undefined
  let isOver = false
  void import('./site/hover-marks.ts').then(({ followHover }) => {
    if (!isOver) stop = followHover()
  })
  return () => {
    isOver = true
    stop?.()
  }
}

export function App(): React.ReactNode {
  const theme = useView(view => view.theme)
  const option = useView(view => view.option)
  const base = useCalmRun(run => run.base)
  const chosen = useChosenStudy()
  const label = useOptionLabel(option)
  const whole = useStudyFigures(base, label)
  const ofSite = useStudyFigures(chosen === base ? null : chosen, label)
  const figures = chosen === base ? whole : ofSite
  const isPhone = useMedia(PHONE)
  const isSweep = useOpened(({ sweep }) => sweep !== null)
  const isDeciding = useView(view => view.room === 'decide')
  const isOnTour = useTour(tour => tour.step !== null)
  const isImporting = useView(view => view.isImporting)
  const isAsking = useWhy(why => why.topic !== null)
  useEffect(() => conduct(), [])
  useEffect(() => followSite(), [])
  useEffect(() => followHoverLater(), [])
  useEffect(() => followViews(), [])
  useEffect(() => followLine(), [])
  useEffect(() => followLink(), [])
  useEffect(() => followSystemTheme(), [])
  useEffect(() => followPrinting(), [])
  useEffect(() => followRoom(), [])
  useEffect(() => followReveal(), [])
  useEffect(() => followAsking(), [])
  // Before the effects of what draws on a canvas: they read the colours from the style sheet.
  useLayoutEffect(() => {
    document.documentElement.dataset.theme = theme
  }, [theme])
  useLinks()
  useCommandKeys()
  return (
    <div className="app">
      <Header />
      <OpenedStrip />
      {isSweep ? (
        <Suspense fallback={<p className="empty">Opening the sweep…</p>}>
          <SweepPanel />
        </Suspense>
      ) : null}
      {isPhone ? isSweep ? null : <PhoneRooms figures={figures} /> : <DeskRooms figures={figures} isHidden={isDeciding || isSweep} />}
      {isDeciding && !isPhone && !isSweep ? <DecideRoom /> : null}
      <FailureDialog />
      <DocumentDialogs />
      <Dialogs />
      <MessageBar />
      {isOnTour ? (
        <Suspense fallback={null}>
          <TourCard figures={whole} />
        </Suspense>
      ) : null}
      {isAsking ? (
        <Suspense fallback={null}>
          <WhyCard />
        </Suspense>
      ) : null}
      {isImporting ? (
        <Suspense fallback={null}>
          <ImportDialog />
        </Suspense>
      ) : null}
    </div>
  )
}
