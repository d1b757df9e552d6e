// Files that a user drops, opens and saves: a folder or archive with all that belongs together, and files that are too large, broken or hostile.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { strToU8, zipSync } from 'fflate'
import type { Page } from 'playwright-core'
import { afterAll, expect, test } from 'vitest'
import { closesBrowser, drawsFlat, openApp } from './open-app.ts'

closesBrowser()
drawsFlat()

const SMALL = readFileSync('scenarios/quickstart.yaml', 'utf8')
const MINE = 'extends: parts/base.yaml\nname: Mine\nreplications: 1\n'
const folder = mkdtempSync(join(tmpdir(), 'nameplate-files-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const notice = (page: Page, piece: string): Promise<unknown> => page.waitForSelector(`.problems-summary:has-text("${piece}")`)
const shown = (page: Page): Promise<string> => page.locator('.cm-content').innerText()

interface Dropped {
  readonly name: string
  readonly bytes: Uint8Array
}

/** Files let go over the page. */
async function drop(page: Page, ...files: readonly Dropped[]): Promise<void> {
  const transfer = await page.evaluateHandle(
    given => {
      const made = new DataTransfer()
      for (const { name, base64 } of given) made.items.add(new File([Uint8Array.from(atob(base64), letter => letter.charCodeAt(0))], name))
      return made
    },
    files.map(({ name, bytes }) => ({ name, base64: Buffer.from(bytes).toString('base64') })),
  )
  await page.dispatchEvent('body', 'drop', { dataTransfer: transfer })
}

const text = (name: string, content: string): Dropped => ({ name, bytes: strToU8(content) })

/** A year of mild weather near the site of the small scenario. */
function mildWeather(): string {
  const design = 'DESIGN CONDITIONS,1,2021 ASHRAE Handbook,,Heating,1,-4.8,-2.5,Cooling,8,10.6,38.6,28.3,Extremes,11.8,10.7,9.3,-8.1,40.3,1.9,1.8,-9.4,41.6,-10.5,42.6,-11.6,43.6,-13.0,44.9'
  const header = ['LOCATION,Mild,VA,USA,TEST,000001,39.0,-77.5,-5.0,95.0', design, 'TYPICAL', 'GROUND', 'HOLIDAYS', 'COMMENTS 1', 'COMMENTS 2', 'DATA PERIODS']
  const hours = Array.from({ length: 8760 }, (_, hour) => ['2021', ...(hour < 24 ? ['1', '1'] : ['6', '15']), (hour % 24) + 1, '0', 'flags', '20.0', '9.3', '50', '99300', '0', '0', '300', '450', '0', '0', '0', '0', '0', '0', '180', '3.0'].join(','))
  return [...header, ...hours].join('\n')
}

/** A plan of several files: a scenario, what it extends, its weather, and a file that is none of them. */
const PLAN: Readonly<Record<string, string>> = {
  'mine.yaml': MINE,
  'parts/base.yaml': SMALL.replace('weather: {climate: ashburn}', 'weather: {epw: weather/site.epw}'),
  'weather/site.epw': mildWeather(),
  'notes.csv': 'a;b\n',
}

/** It is open with all that it names, and nothing is missing. */
async function isOpen(page: Page, name: string): Promise<void> {
  await page.waitForSelector(`h1:has-text("${name}")`)
  await notice(page, 'with site.epw')
  await page.waitForFunction(() => document.querySelectorAll('.problems li.error').length === 0)
  expect(await shown(page)).toContain(`name: ${name}`)
}

async function openFolder(page: Page): Promise<void> {
  await page.waitForSelector('.cm-line')
  await page.keyboard.press('Control+k')
  await page.waitForSelector('.palette-input')
  await page.keyboard.type('open a folder')
  await page.click('.palette-item:has-text("Open a folder")')
}

function writePlan(): string {
  const root = join(folder, 'plan')
  for (const [path, content] of Object.entries(PLAN)) {
    mkdirSync(join(root, path, '..'), { recursive: true })
    writeFileSync(join(root, path), content)
  }
  return root
}

test('a folder is chosen, dropped or packed: the scenario opens with what it extends and its weather, as one step', async () => {
  const root = writePlan()
  const { page, complaints, close } = await openApp()
  await page.waitForSelector('.cm-line')
  // A browser without handles of folders asks by an element of the page.
  await page.evaluate(() => Object.assign(window, { showDirectoryPicker: undefined }))
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), openFolder(page)])
  await chooser.setFiles(root)
  await isOpen(page, 'Mine')

  await drop(page, { name: 'plan.zip', bytes: zipSync(Object.fromEntries(Object.entries(PLAN).map(([path, content]) => [`plan/${path}`, strToU8(content.replace('name: Mine', 'name: Packed'))]))) })
  await isOpen(page, 'Packed')
  await page.locator('.cm-line').first().click()
  await page.keyboard.press('Control+z')
  await page.waitForFunction(() => document.querySelector('.cm-content')?.textContent.includes('name: Mine') === true)

  // A real folder, let go over the page as the system does it.
  writeFileSync(join(root, 'mine.yaml'), PLAN['mine.yaml'].replace('name: Mine', 'name: Dropped'))
  const devtools = await page.context().newCDPSession(page)
  const data = { items: [], files: [root], dragOperationsMask: 1 }
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) await devtools.send('Input.dispatchDragEvent', { type, x: 700, y: 400, data })
  await isOpen(page, 'Dropped')
  expect(complaints).toEqual([])
  await close()
})

test('a folder with handles: its scenario is saved back to where it lay', async () => {
  const { page, complaints, close } = await openApp()
  await page.waitForSelector('.cm-line')
  await page.evaluate(async plan => {
    const root = await (await navigator.storage.getDirectory()).getDirectoryHandle('plan', { create: true })
    for (const [path, content] of Object.entries(plan)) {
      const steps = path.split('/')
      let at = root
      for (const step of steps.slice(0, -1)) at = await at.getDirectoryHandle(step, { create: true })
      const stream = await (await at.getFileHandle(steps.at(-1) ?? '', { create: true })).createWritable()
      await stream.write(content)
      await stream.close()
    }
    Object.assign(window, { showDirectoryPicker: () => Promise.resolve(root) })
  }, PLAN)
  await openFolder(page)
  await isOpen(page, 'Mine')
  await page.locator('.cm-line').first().click()
  await page.keyboard.press('End')
  await page.keyboard.type(' # mine')
  await page.keyboard.press('Control+s')
  await notice(page, 'Saved to mine.yaml')
  const saved = await page.evaluate(async () => (await (await (await (await navigator.storage.getDirectory()).getDirectoryHandle('plan')).getFileHandle('mine.yaml')).getFile()).text())
  expect(saved).toBe(PLAN['mine.yaml'].replace('\n', ' # mine\n'))
  expect(complaints).toEqual([])
  await close()
})

test('a scenario without its base says so, and the base completes it when it is dropped', async () => {
  const { page, complaints, close } = await openApp()
  await page.waitForSelector('.cm-line')
  await drop(page, text('mine.yaml', MINE))
  await page.waitForSelector('.problems li:has-text("names files that are not open")')
  await drop(page, text('base.yaml', SMALL))
  await page.waitForSelector('h1:has-text("Mine")')
  await page.waitForFunction(() => document.querySelectorAll('.problems li.error').length === 0)
  expect(await shown(page)).toContain('extends: parts/base.yaml')
  expect(complaints).toEqual([])
  await close()
})

test('files that are too large, broken or bombs are refused in words, and the text stays', async () => {
  const { page, complaints, close } = await openApp()
  await page.waitForSelector('.cm-line')
  const before = await shown(page)
  const input = 'input[type="file"][aria-label="Open a scenario file"]'
  for (const name of ['large.yaml', 'large.epw']) {
    const path = join(folder, name)
    writeFileSync(path, '')
    truncateSync(path, 100_000_000)
    await page.setInputFiles(input, path)
    await notice(page, `${name} has 100000000 bytes`)
  }
  await drop(page, { name: 'bomb.zip', bytes: zipSync({ 'deep/bomb.yaml': new Uint8Array(65_000_000) }, { level: 1 }) })
  await notice(page, 'unpacks to more than 64\u2009MB')
  await drop(page, { name: 'torn.zip', bytes: zipSync({ 'a.yaml': strToU8(SMALL) }).subarray(0, 900) })
  await notice(page, 'torn.zip')
  await drop(page, { name: 'latin.yaml', bytes: new Uint8Array([...strToU8('format: 1\nname: '), 0xe9, 0x0a]) })
  await notice(page, 'latin.yaml is not valid UTF-8: line 2')
  await drop(page, { name: 'wide.yaml', bytes: new Uint8Array([0xff, 0xfe, 0x66, 0x00]) })
  await notice(page, 'wide.yaml is written in UTF-16')
  await drop(page, { name: 'picture.yaml', bytes: new Uint8Array([1, 0, 2, 0, 3]) })
  await notice(page, 'picture.yaml is not a text')
  expect(await shown(page)).toBe(before)
  expect(complaints).toEqual([])
  await close()
})

test('keys that reach for prototypes are refused, and script in names is text', async () => {
  const { page, complaints, close } = await openApp()
  await page.waitForSelector('.cm-line')
  await drop(page, text('keys.yaml', `${SMALL}__proto__: {polluted: 1}\nconstructor: {prototype: {polluted: 1}}\n`))
  await page.waitForSelector('.problems li:has-text("is not allowed as a key")')
  await drop(page, text('keys.json', '{"format": 1, "__proto__": {"polluted": 1}, "name": "x"}'))
  await page.waitForSelector('.select:has-text("keys.json")')
  await page.waitForSelector('.problems li:has-text("is not allowed as a key")')
  expect(await page.evaluate(() => 'polluted' in {})).toBe(false)

  const attack = '<img src=x onerror="window.attacked=1">'
  await drop(page, text(`${attack.replaceAll('"', '')}.yaml`, SMALL.replace(/^name:.*$/mu, `name: '${attack}'`)))
  await page.waitForFunction(name => document.querySelector('h1')?.textContent === name, attack)
  expect(await page.locator('h1 img').count()).toBe(0)
  await drop(page, text('__proto__.swf', '; nothing\n'))
  await notice(page, '__proto__.swf is open')
  expect(await page.evaluate(() => 'attacked' in window)).toBe(false)
  expect(complaints).toEqual([])
  await close()
})

test('a file is opened with its place and saved back to it, ends of lines kept; what another program wrote there meanwhile is not lost', async () => {
  const { page, complaints, close } = await openApp()
  await page.waitForSelector('.cm-line')
  await page.evaluate(async content => {
    const root = await navigator.storage.getDirectory()
    const handle = await root.getFileHandle('place.yaml', { create: true })
    const stream = await handle.createWritable()
    await stream.write(content)
    await stream.close()
    Object.assign(window, { showOpenFilePicker: () => Promise.resolve([handle]) })
  }, SMALL.replaceAll('\n', '\r\n'))
  await page.keyboard.press('Control+o')
  await page.waitForSelector('.select:has-text("place.yaml")')
  await page.locator('.cm-line').first().click()
  await page.keyboard.press('End')
  await page.keyboard.type(' # mine')
  await page.keyboard.press('Control+s')
  await notice(page, 'Saved to place.yaml')
  const saved = await page.evaluate(async () => (await (await (await navigator.storage.getDirectory()).getFileHandle('place.yaml')).getFile()).text())
  expect(saved).toBe(SMALL.replace('\n', ' # mine\n').replaceAll('\n', '\r\n'))

  // Another program writes to it: nothing is overwritten unasked.
  const onDisk = (): Promise<string> => page.evaluate(async () => (await (await (await navigator.storage.getDirectory()).getFileHandle('place.yaml')).getFile()).text())
  const writeThere = (content: string): Promise<void> =>
    page.evaluate(async given => {
      const stream = await (await (await navigator.storage.getDirectory()).getFileHandle('place.yaml')).createWritable()
      await stream.write(given)
      await stream.close()
    }, content)
  const theirs = `${saved}# theirs\r\n`
  await writeThere(theirs)
  await page.locator('.cm-line').first().click()
  await page.keyboard.press('End')
  await page.keyboard.type(' too')
  await page.keyboard.press('Control+s')
  await page.waitForSelector('.saving-banner:has-text("was changed by another program")')
  expect(await onDisk()).toBe(theirs)
  await page.getByRole('button', { name: 'Show what it says now', exact: true }).click()
  await notice(page, 'as it is on the disk')
  await page.waitForFunction(() => document.querySelector('.cm-line')?.textContent.endsWith('# mine') === true)
  await page.locator('.cm-line').first().click()
  await page.keyboard.press('Control+z')
  await page.waitForFunction(() => document.querySelector('.cm-line')?.textContent.endsWith('# mine too') === true)
  await writeThere(saved)
  await page.keyboard.press('Control+s')
  await page.getByRole('button', { name: 'Write mine over it', exact: true }).click()
  await notice(page, 'Saved to place.yaml')
  expect(await onDisk()).toBe(saved.replace('# mine\r\n', '# mine too\r\n'))
  expect(complaints).toEqual([])
  await close()
})
