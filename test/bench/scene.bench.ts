/** The budget of the scene: frames of 10,000 racks against raw three.js with the same instances, in turn in one headless Chromium that draws in software. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import { build } from 'vite'
import { serveApp } from '../../.ci/app-page.mjs'
import { launchOptions } from '../../.ci/browser.mjs'
import { type BenchRow, median, printTable } from './bench.ts'
import type { Measured } from './scene-page.tsx'

const BUDGET = 1.1
const PAIRS = Number(process.env.PAIRS ?? 40)
const PATIENCE_MS = 600_000

/** Writes a page with both scenes into a folder of its own. */
async function bundled(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'scene-bench-'))
  await build({
    configFile: false, logLevel: 'error', root: join(import.meta.dirname, '..', '..'), publicDir: false, base: './', worker: { format: 'es' },
    build: { outDir: folder, target: 'es2023', rolldownOptions: { input: join(import.meta.dirname, 'scene-page.tsx'), output: { entryFileNames: 'page.js' } } },
  })
  writeFileSync(join(folder, 'index.html'), '<!doctype html><meta charset="utf-8"><body><script type="module" src="./page.js"></script></body>')
  return folder
}

export async function benchScene(): Promise<BenchRow[]> {
  const folder = await bundled()
  const server = await serveApp(folder)
  const browser = await chromium.launch(await launchOptions())
  try {
    const page = await browser.newPage({ viewport: { width: 1300, height: 1500 }, reducedMotion: 'reduce' })
    page.setDefaultTimeout(PATIENCE_MS)
    page.on('pageerror', error => console.error(error.stack ?? error.message))
    await page.goto(server.url)
    await page.waitForFunction(() => 'measure' in window)
    const rows: BenchRow[] = []
    for (const [view, isNear] of [['the whole site, roofs closed', false], ['a hall from near, roofs open', true]] as const) {
      const { racks, oursMs, rawMs, oursCalls, rawCalls } = await page.evaluate(([near, pairs]) => (window as unknown as { measure(near: boolean, pairs: number): Promise<Measured> }).measure(near, pairs), [isNear, PAIRS] as const)
      const ratio = median(oursMs.map((ms, pair) => ms / rawMs[pair]))
      rows.push({
        name: `a frame of ${racks} racks against raw three.js, ${view}`, value: `${median(oursMs).toFixed(1)} ms against ${median(rawMs).toFixed(1)} ms; ${oursCalls} draw calls against ${rawCalls}`,
        ratio: ratio.toFixed(2), budget: `≤ ${BUDGET}`, pass: ratio <= BUDGET,
      })
    }
    return rows
  } finally {
    await browser.close()
    server.close()
    rmSync(folder, { recursive: true })
  }
}

if (process.argv[1]?.endsWith('scene.bench.ts')) printTable(await benchScene())
