import '@fontsource-variable/inter/wght.css'
import './styles/tokens.css'
import './styles/shell.css'
import './styles/controls.css'
import './styles/rooms.css'
import './styles/site.css'
import './styles/panels.css'
import './styles/audit.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'

const root = document.getElementById('root')
if (root !== null) {
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  )
}
