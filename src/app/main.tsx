import '@fontsource-variable/inter/wght.css'
import './styles/tokens.css'
import './styles/shell.css'
import './styles/controls.css'
import './styles/rooms.css'
import './styles/site.css'
import './styles/panels.css'
import './styles/audit.css'
import './styles/editing.css'
import { lazy, StrictMode, Suspense } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import { RootBoundary } from './panels/root-boundary.tsx'
import { restore } from './storage/restore.ts'

const ResetPage = lazy(() => import('./storage/reset-page.tsx'))

async function begin(root: HTMLElement): Promise<void> {
  const isReset = new URLSearchParams(location.search).has('reset')
  if (!isReset) await restore()
  createRoot(root).render(
    <StrictMode>
      <RootBoundary>
        {isReset ? (
          <Suspense fallback={null}>
            <ResetPage />
          </Suspense>
        ) : (
          <App />
        )}
      </RootBoundary>
    </StrictMode>,
  )
}

const root = document.getElementById('root')
if (root !== null) void begin(root)
