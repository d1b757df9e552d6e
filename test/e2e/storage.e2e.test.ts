// Documents are never lost: they are there after a reload, as they were before a mistake, in two tabs, and where the browser refuses to keep them.
import { readFileSync } from 'node:fs'
import type { BrowserContext, Page } from 'playwright-core'
import { expect, inject, test } from 'vitest'
import { closesBrowser, complaintsOf, drawsFlat, openApp, PATIENCE_MS, theBrowser } from './open-app.ts'

closesBrowser()
drawsFlat()

const SMALL = readFileSync('scenarios/quickstart.yaml', 'utf8')

const hasText = (page: Page, piece: string): Promise<unknown> => page.waitForFunction(text => document.querySelector('.cm-content')?.textContent.includes(text) === true, piece)
const isSaved = (page: Page): Promise<unknown> => page.waitForSelector('.saved-state:text-is("Saved on this machine")')

/** Waits until a piece of text is in what the browser keeps. */
async function isKept(page: Page, piece: string): Promise<void> {
  await page.waitForFunction(
    text =>
      new Promise<boolean>(resolve => {
        const opening = indexedDB.open('nameplate')
        opening.onsuccess = () => {
          const reading = opening.result.transaction('documents').objectStore('documents').getAll()
          reading.onsuccess = () => {
            opening.result.close()
            resolve((reading.result as { text: string }[]).some(each => each.text.includes(text)))
          }
        }
      }),
    piece,
    { polling: 100 },
  )
  await isSaved(page)
}

/** A reload ends what was still loading. */
const grave = (complaints: readonly string[]): readonly string[] => complaints.filter(complaint => !complaint.startsWith('failed:'))

/** Types a comment at the end of the first line. */
async function type(page: Page, comment: string): Promise<void> {
  await page.locator('.cm-line').first().click()
  await page.keyboard.press('End')
  await page.keyboard.type(` # ${comment}`)
}

async function openIn(context: BrowserContext, address: string): Promise<{ page: Page; complaints: string[] }> {
  const page = await context.newPage()
  page.setDefaultTimeout(PATIENCE_MS)
  const complaints = complaintsOf(page)
  await page.goto(`${inject('appUrl')}${address}`)
  await page.waitForSelector('.cm-line')
  return { page, complaints }
}

test('what was typed is there after a reload, an earlier version comes back with its date, and undo takes that back', async () => {
  const { page, complaints, close } = await openApp()
  await type(page, 'first')
  await isKept(page, '# first')
  await page.reload()
  await hasText(page, '# first')
  await type(page, 'second')
  await isKept(page, '# second')
  await page.click('.saved-state')
  const row = page.locator('.versions-body li').first()
  expect(await row.locator('.date').textContent()).toMatch(/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}$/u)
  await row.locator('button').click()
  await page.waitForFunction(() => document.querySelector('.cm-content')?.textContent.includes('# second') === false)
  await hasText(page, '# first')
  await page.locator('.cm-line').first().click()
  await page.keyboard.press('Control+z')
  await hasText(page, '# second')
  expect(grave(complaints)).toEqual([])
  await close()
})

test('two tabs on one document: one takes over what the other saved, and what both changed at once is kept by both', async () => {
  const context = await (await theBrowser()).newContext({ viewport: { width: 1440, height: 900 } })
  const { page: first, complaints } = await openIn(context, '?scenario=quickstart')
  await type(first, 'mine')
  await isKept(first, '# mine')
  const { page: second, complaints: others } = await openIn(context, '')
  await hasText(second, '# mine')
  await type(second, 'theirs')
  await isKept(second, '# theirs')
  await hasText(first, '# theirs')
  expect(await first.locator('.saving-banner').textContent()).toContain('was changed in another tab')

  // What the first saves is not heard yet when the second one saves.
  await first.evaluate(() => (BroadcastChannel.prototype.postMessage = () => undefined))
  await type(first, 'one')
  await isKept(first, '# one')
  await type(second, 'two')
  await second.waitForSelector('.saving-banner:has-text("at the same time")')
  await isKept(second, '# two')
  expect(await first.locator('.cm-content').textContent()).toContain('# one')
  expect(await second.locator('.cm-content').textContent()).toContain('# two')
  await second.click('.saving-banner button:has-text("Show the other text")')
  await hasText(second, '# one')
  expect([...complaints, ...others]).toEqual([])
  await context.close()
})

test('a full storage is told, nothing is lost meanwhile, and it is saved once there is room', async () => {
  const { page, complaints, close } = await openApp()
  await page.evaluate(() => {
    const put = IDBObjectStore.prototype.put
    Object.assign(window, { roomAgain: () => (IDBObjectStore.prototype.put = put) })
    IDBObjectStore.prototype.put = () => {
      throw new DOMException('full', 'QuotaExceededError')
    }
  })
  await type(page, 'kept')
  await page.waitForSelector('.saving-banner:has-text("the storage of this browser is full")')
  await page.evaluate(() => (window as unknown as { roomAgain: () => void }).roomAgain())
  // It is tried again by itself, and at once where the user asks for it.
  await isKept(page, '# kept')
  await page.waitForSelector('.saving-banner', { state: 'detached' })
  await page.reload()
  await hasText(page, '# kept')
  expect(grave(complaints)).toEqual([])
  await close()
})

test('the quota of the browser is used up: told, nothing is lost, and saved once there is room', async () => {
  const { page, complaints, close } = await openApp()
  await page.waitForSelector('.cm-line')
  // Before anything is written: the browser looks at what is left only now and then.
  const devtools = await page.context().newCDPSession(page)
  const { origin } = new URL(inject('appUrl'))
  await devtools.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 1 })
  await type(page, 'kept')
  await page.waitForSelector('.saving-banner:has-text("the storage of this browser is full")')
  expect(await page.locator('.cm-line').first().textContent()).toContain('# kept')
  await devtools.send('Storage.overrideQuotaForOrigin', { origin })
  await page.getByRole('button', { name: 'Try again', exact: true }).click()
  await isKept(page, '# kept')
  await page.waitForSelector('.saving-banner', { state: 'detached' })
  await page.reload()
  await hasText(page, '# kept')
  expect(grave(complaints)).toEqual([])
  await close()
})

test('a browser that keeps nothing: the app works, says so, and offers the file', async () => {
  const context = await (await theBrowser()).newContext({ viewport: { width: 1440, height: 900 } })
  await context.addInitScript(() => {
    Object.defineProperty(window, 'indexedDB', { get: () => undefined })
    Storage.prototype.setItem = () => {
      throw new DOMException('denied', 'SecurityError')
    }
  })
  const { page, complaints } = await openIn(context, '?scenario=quickstart')
  await type(page, 'open')
  await page.waitForSelector('.saving-banner:has-text("this browser keeps nothing")')
  const [download] = await Promise.all([page.waitForEvent('download'), page.click('.saving-banner button:has-text("Save as a file")')])
  expect(readFileSync(await download.path(), 'utf8')).toBe(SMALL.replace('\n', ' # open\n'))
  expect(complaints).toEqual([])
  await context.close()
})

test('the page for beginning anew hands out what is kept and deletes it; a text of an earlier version of the app is taken over before', async () => {
  const context = await (await theBrowser()).newContext({ viewport: { width: 1440, height: 900 } })
  const page = await context.newPage()
  page.setDefaultTimeout(PATIENCE_MS)
  await page.goto(`${inject('appUrl')}?reset`)
  await page.waitForSelector('text=This machine keeps no documents')
  await page.evaluate(text => {
    localStorage.setItem('nameplate.text', text)
    localStorage.setItem('nameplate.file', 'mine.yaml')
  }, `${SMALL}# from before\n`)
  await page.click('button:has-text("Back to the app")')
  await page.waitForSelector('.select:has-text("mine.yaml")')
  expect(await page.evaluate(() => localStorage.getItem('nameplate.text'))).toBeNull()
  await page.goto(`${inject('appUrl')}?reset`)
  const [download] = await Promise.all([page.waitForEvent('download'), page.click('li:has-text("mine.yaml") button')])
  expect(readFileSync(await download.path(), 'utf8')).toBe(`${SMALL}# from before\n`)
  await page.click('button:has-text("Delete everything")')
  await page.waitForSelector('.cm-line')
  expect(await page.locator('.select:has-text("mine.yaml")').count()).toBe(0)
  await context.close()
})
