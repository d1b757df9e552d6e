/** A stock Firefox, driven over WebDriver BiDi, gives the bytes that Node gives. Chromium is in worker.browser.test.ts. */
import { existsSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { delimiter, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { build } from 'vite'
import type { RunTask } from '../../src/runner/protocol.ts'
import { createSession } from '../../src/runner/session.ts'
import { repositoryRoot } from '../fixtures.ts'
import { hashOf, KNOWN } from './conformance.ts'

const DAY_MS = 86_400_000
const firefox = [process.env.FIREFOX_PATH, ...['firefox-esr', 'firefox'].flatMap(name => (process.env.PATH ?? '').split(delimiter).map(folder => join(folder, name)))].find(path => path !== undefined && existsSync(path))

/** Days that make faults, jobs, heat and money differ; straight and restored. */
const tasks: readonly RunTask[] = [
  { ...KNOWN.quickstart, untilMs: 250 * DAY_MS },
  { ...KNOWN.quickstart, untilMs: 250 * DAY_MS, replication: 1, restores: 2 },
  { ...KNOWN['inference-fleet to 12 January 2027'], untilMs: 3 * DAY_MS },
]

/** The page and its worker, bundled. */
async function bundled(): Promise<ReadonlyMap<string, string>> {
  const page = join(import.meta.dirname, 'firefox-page.ts')
  const built = await build({ configFile: false, root: repositoryRoot, logLevel: 'error', publicDir: false, worker: { format: 'es' }, build: { write: false, target: 'es2023', minify: false, modulePreload: false, rolldownOptions: { input: page, output: { entryFileNames: 'page.js' } } } })
  const outputs = (Array.isArray(built) ? built : [built]).flatMap(each => ('output' in each ? each.output : []))
  return new Map(outputs.map(each => [`/${each.fileName}`, each.type === 'chunk' ? each.code : Buffer.from(each.source).toString('utf8')]))
}

let server: Server | undefined
let address = ''
beforeAll(async () => {
  if (firefox === undefined) return
  const files = await bundled()
  const opened = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname
    const text = path === '/' ? '<!doctype html><title>hashes</title><script type="module" src="/page.js"></script>' : files.get(path)
    response.writeHead(text === undefined ? 404 : 200, { 'content-type': path === '/' ? 'text/html' : 'text/javascript' }).end(text)
  })
  server = opened
  await new Promise<void>(resolve => {
    opened.listen(0, '127.0.0.1', resolve)
  })
  address = `http://127.0.0.1:${(opened.address() as AddressInfo).port}/`
})
afterAll(() => server?.close())

test.skipIf(firefox === undefined)(`a stock Firefox gives the hashes of Node${firefox === undefined ? ' (SKIPPED: no Firefox here; .ci/oracles installs one, FIREFOX_PATH names one)' : ''}`, async context => {
  const expected: string[] = []
  for (const task of tasks) expected.push(hashOf(await createSession().run(task, null)))
  const { default: puppeteer } = await import('puppeteer-core')
  const browser = await puppeteer.launch({ browser: 'firefox', executablePath: firefox, headless: true, timeout: 180_000, protocolTimeout: 300_000 }).catch((error: unknown) => context.skip(`SKIPPED: ${firefox} is there but does not start: ${String(error)}`))
  try {
    expect(await browser.version()).toMatch(/firefox/iu)
    const page = await browser.newPage()
    await page.goto(address)
    await page.waitForFunction('typeof hashesOf === "function"', { timeout: 180_000 })
    const found = await page.evaluate(`hashesOf(${JSON.stringify(tasks)})`)
    expect(found).toEqual(expected)
  } finally {
    await browser.close()
  }
})
