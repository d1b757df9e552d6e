// The app in the test's page, opened with the small scenario.
import '../../src/app/styles/tokens.css'
import '../../src/app/styles/shell.css'
import '../../src/app/styles/controls.css'
import '../../src/app/styles/rooms.css'
import '../../src/app/styles/help.css'
import '../../src/app/styles/site.css'
import '../../src/app/styles/panels.css'
import '../../src/app/styles/audit.css'
import { createRoot, type Root } from 'react-dom/client'
import { expect, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { App } from '../../src/app/app.tsx'
import { acceptDrops } from '../../src/app/files/accept-drops.ts'
import { replaceText } from '../../src/app/state/document.ts'
import { sampleOf } from '../../src/app/state/samples.ts'

const PATIENCE_MS = 400_000

// As the page's entry does, once per page.
acceptDrops(Promise.resolve())

export interface Mounted {
  readonly root: Root
  readonly element: HTMLElement
}

/** Without a text it opens with the small scenario. */
export async function mountApp(width: number, height: number, text?: string): Promise<Mounted> {
  await page.viewport(width, height)
  localStorage.clear()
  const sample = sampleOf('quickstart')
  replaceText(text ?? sample.text, `${sample.id}.yaml`)
  const element = document.createElement('div')
  element.id = 'root'
  document.body.style.margin = '0'
  document.body.append(element)
  const root = createRoot(element)
  root.render(<App />)
  return { root, element }
}

/** Waits until an element is there and says what it should. */
export async function seen(selector: string, text: RegExp = /./): Promise<HTMLElement> {
  return vi.waitFor(
    () => {
      const found = [...document.querySelectorAll<HTMLElement>(selector)].find(element => text.test(element.textContent))
      expect(found, `${selector} with ${text.source}; it says “${document.querySelector(selector)?.textContent ?? 'nothing'}”`).toBeDefined()
      return found as HTMLElement
    },
    { timeout: PATIENCE_MS, interval: 50 },
  )
}

/** Waits until something holds. */
export async function holds<T>(check: () => T): Promise<T> {
  return vi.waitFor(check, { timeout: PATIENCE_MS, interval: 50 })
}

/** Picks a line of a menu by mouse. */
export async function pick(label: string, choice: RegExp): Promise<void> {
  await userEvent.click(await seen(`.select[aria-label="${label}"]`))
  const option = await seen('[role="option"]', choice)
  // A click finds an element by its label, which others that come meanwhile may share: the scene's speaks of the table.
  option.dataset.testid = `option ${option.textContent}`
  await userEvent.click(option)
}

/** Shows the site in another way: side by side where there is room, else in a menu. */
export async function showAs(name: string): Promise<void> {
  await seen('.site-tools')
  const segment = [...document.querySelectorAll('.site-tools .segment')].find(element => element.textContent === name)
  if (segment === undefined) await pick('Show the site as', new RegExp(`^${name}$`))
  else await userEvent.click(segment)
}
