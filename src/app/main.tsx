import '@fontsource-variable/inter/wght.css'
import './styles/tokens.css'
import './styles/shell.css'
import './styles/controls.css'
import './styles/rooms.css'
import './styles/help.css'
import './styles/print.css'
import './styles/site.css'
import './styles/panels.css'
import './styles/audit.css'
import './styles/editing.css'
import './styles/opened.css'
import { lazy, startTransition, StrictMode, Suspense } from 'react'
import { setNonce } from 'get-nonce'
import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import { acceptDrops } from './files/accept-drops.ts'
import { keepOffline } from './offline/keep-offline.ts'
import { RootBoundary } from './panels/root-boundary.tsx'
import { restore } from './storage/restore.ts'
import { styleNonce } from './style-nonce.ts'
import { offerTour } from './tour/tour.ts'

/** For those who build the app: `?playground`. */
const Playground = lazy(() => import('./playground/playground.tsx'))
const ResetPage = lazy(() => import('./storage/reset-page.tsx'))

/** Pages beside the app, by what the address asks for. */
const ASIDE: readonly (readonly [name: string, Page: React.ComponentType])[] = [['reset', ResetPage], ['playground', Playground]]

const asked = new URLSearchParams(location.search)
const Aside = ASIDE.find(([name]) => asked.has(name))?.[1]

async function begin(root: HTMLElement): Promise<void> {
  if (Aside === undefined) {
    await restore()
    // A link comes before the first run, so that nothing else is simulated first.
    if (location.hash.length > 1) (await import('./link/open-link.ts')).openLink()
    offerTour()
  }
  const page = (
    <StrictMode>
      <RootBoundary>
        {Aside === undefined ? (
          <App />
        ) : (
          <Suspense fallback={null}>
            <Aside />
          </Suspense>
        )}
      </RootBoundary>
    </StrictMode>
  )
  // In slices, so that the page answers meanwhile.
  startTransition(() => createRoot(root).render(page))
}

const root = document.getElementById('root')
// Dialogs and menus write a style element while they are open.
setNonce(styleNonce())
if (root !== null) {
  const begun = begin(root)
  if (Aside === undefined) acceptDrops(begun)
}
void keepOffline()
