// A link shows somebody else what one looks at; what a stranger sends as a link is told in words and harms nothing.
import { randomBytes } from 'node:crypto'
import { deflateSync } from 'node:zlib'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { WAITS } from '../../.ci/app-page.mjs'
import { view } from '../../.ci/screen-list.mjs'
import { packText } from '../../src/app/link/pack.ts'
import { closesBrowser, drawsFlat, openApp } from './open-app.ts'
import { openShortSite, SHORT_SITE } from './short-site.ts'

closesBrowser()
drawsFlat()

const message = (page: Page, words: string): Promise<unknown> => page.waitForSelector(`[role="status"] .message:has-text("${words}")`)

/** What a user sees of all that a link holds. */
async function seen(page: Page): Promise<Readonly<Record<string, string | null>>> {
  return {
    name: await page.textContent('h1'),
    option: await page.getByRole('combobox', { name: 'Buildout option' }).textContent(),
    room: await page.getByRole('radiogroup', { name: 'Room' }).getByRole('radio', { checked: true }).textContent(),
    view: await page.locator('.site-tools').getByLabel('Show the site as').locator('[aria-checked="true"], .select-value').textContent(),
    date: await page.getByLabel('Date shown').textContent(),
    selection: await page.getByRole('complementary', { name: 'Inspector' }).locator('header b').textContent(),
  }
}

test('text, option, room, view, time and selection come back for who opens the copied link', async () => {
  const { page, complaints, close } = await openShortSite({ permissions: ['clipboard-read', 'clipboard-write'] })
  await page.waitForSelector(WAITS.figures)
  await page.getByRole('combobox', { name: 'Buildout option' }).click()
  await page.getByRole('option', { name: 'A third transformer' }).click()
  await page.keyboard.press('2')
  await view(page, 'Table')
  await page.getByLabel('Equipment').getByRole('button').first().click()
  await page.getByRole('complementary', { name: 'Inspector' }).waitFor()
  await page.waitForSelector(WAITS.figures)
  await page.focus('.timeline-lanes')
  await page.keyboard.press('Home')
  for (let step = 0; step < 3; step++) await page.keyboard.press('Shift+ArrowRight')
  const shown = await seen(page)
  expect(shown).toMatchObject({ name: 'Ten weeks of a small hall', room: 'Watch', view: 'Table' })
  await page.keyboard.press('Control+Shift+L')
  await message(page, 'Link copied')
  const address = await page.evaluate(() => navigator.clipboard.readText())
  expect(address).not.toContain('Ten weeks')
  expect(complaints).toEqual([])
  await close()

  const other = await openApp({ host: address, address: '' })
  await other.page.waitForSelector('h1:has-text("Ten weeks of a small hall")')
  await other.page.waitForSelector(WAITS.figures)
  await other.page.getByRole('complementary', { name: 'Inspector' }).waitFor()
  expect(await seen(other.page)).toEqual(shown)
  // What is done from now on is not in the address.
  expect(new URL(other.page.url()).hash).toBe('')
  expect(other.complaints).toEqual([])
  await other.close()
})

test('a text that is too long for a link is told, with what to do instead', async () => {
  const { page, complaints, close } = await openApp({ permissions: ['clipboard-read', 'clipboard-write'] })
  const noise = Array.from({ length: 600 }, () => `# ${randomBytes(48).toString('base64')}`).join('\n')
  await page.setInputFiles('input[type="file"][aria-label="Open a scenario file"]', { name: 'long.yaml', mimeType: 'application/yaml', buffer: Buffer.from(`${SHORT_SITE}${noise}\n`) })
  await page.waitForSelector('h1:has-text("Ten weeks of a small hall")')
  await page.keyboard.press('Control+Shift+L')
  await message(page, 'The text is too long for a link')
  await message(page, 'Save the text as a file')
  expect(complaints).toEqual([])
  await close()
})

const ATTACK = '<img src=x onerror="window.attacked=1">'
const script = packText(SHORT_SITE.replace('Ten weeks of a small hall', `'${ATTACK}'`))
const bomb = deflateSync(Buffer.alloc(20_000_000, 'a'), { level: 9 }).toString('base64url')

test('damaged, hostile and endless links are told in words; nothing runs, and the page goes on', async () => {
  const { page, complaints, close } = await openApp()
  await page.waitForSelector('.cm-line')
  await page.waitForSelector('h1:has-text("2 MW hall")') // until the text is read, the name of the file stands there
  const name = await page.textContent('h1')
  const follow = async (fragment: string): Promise<void> => {
    await page.evaluate(hash => {
      location.hash = hash
    }, fragment)
  }
  const dismiss = (): Promise<void> => page.getByRole('button', { name: 'Dismiss' }).click()

  const damaged = [
    `text=${packText(SHORT_SITE).slice(0, 200)}`,
    'text=%00%01',
    'scenario=no-such-scenario',
    `scenario=${encodeURIComponent('../../etc/passwd')}`,
    `text=${'A'.repeat(40_000)}`,
    // Twenty megabytes of one letter; inflated until it is too much, and no further.
    `text=${bomb.slice(0, 31_000)}`,
  ]
  for (const fragment of damaged) {
    await follow(fragment)
    await message(page, 'This link is damaged, cut off or too long, or names a scenario that is not here. Your text is unchanged.')
    expect(await page.textContent('h1')).toBe(name)
    await dismiss()
  }

  await follow(`scenario=quickstart&__proto__=x&constructor=y&room=${encodeURIComponent('<script>')}&at=-1`)
  await message(page, 'The link also asks for what is not known here: __proto__, constructor, room, at.')
  expect(await page.evaluate(() => 'x' in {} || 'polluted' in {})).toBe(false)
  await dismiss()

  await follow(`text=${script}&file=${encodeURIComponent(`${ATTACK}.yaml`)}&option=${encodeURIComponent(ATTACK)}&select=${encodeURIComponent(ATTACK)}`)
  await page.waitForFunction(wanted => document.querySelector('h1')?.textContent === wanted, ATTACK)
  await page.waitForSelector(WAITS.figures)
  expect(await page.locator('img').count()).toBe(0)
  expect(await page.evaluate(() => 'attacked' in window)).toBe(false)

  // The page is as usable as before: undo brings back the text that the link replaced.
  await page.locator('h1').click()
  await page.keyboard.press('Control+z')
  await page.waitForFunction(wanted => document.querySelector('h1')?.textContent === wanted, name)
  expect(complaints).toEqual([])
  await close()
})

test('a link to a shipped scenario and its room is short enough to say', async () => {
  const { page, complaints, close } = await openApp({ address: '#scenario=quickstart&room=watch&view=events' })
  await page.waitForSelector('h1:has-text("2 MW hall")') // until the text is read, the name of the file stands there
  await page.waitForSelector('.watch-room')
  await page.waitForSelector('.event-rows tbody tr')
  expect(complaints).toEqual([])
  await close()
})
