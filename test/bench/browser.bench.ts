/** The budget of the app: one replication of the default scenario in a worker of Chromium, by the clock, each time in a fresh browser. */
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import { build } from 'vite'
import { launchOptions } from '../../.ci/browser.mjs'
import { type BenchRow, median, printTable } from './bench.ts'

const BUDGET_S = 3
const RUNS = 5

/** The engine and the scenario as one script. */
async function bundled(): Promise<string> {
  const built = await build({
    configFile: false, logLevel: 'error', root: join(import.meta.dirname, '..', '..'), publicDir: false,
    build: { write: false, target: 'es2022', rolldownOptions: { input: join(import.meta.dirname, 'worker-run.ts'), output: { format: 'iife' } } },
  })
  const { output } = built as { output: readonly { type: string; code?: string }[] }
  return output[0].code ?? ''
}

/** Seconds of one run in a worker of a new browser. */
async function secondsOf(script: string): Promise<number> {
  const browser = await chromium.launch(await launchOptions())
  try {
    const page = await browser.newPage()
    return await page.evaluate(
      text => new Promise<number>((resolve, reject) => {
        const worker = new Worker(URL.createObjectURL(new Blob([text])))
        worker.addEventListener('message', ({ data }) => resolve(data as number))
        worker.addEventListener('error', ({ message }) => reject(new Error(message)))
      }),
      script,
    )
  } finally {
    await browser.close()
  }
}

export async function benchBrowser(): Promise<BenchRow[]> {
  const script = await bundled()
  const seconds: number[] = []
  for (let run = 0; run < RUNS; run++) seconds.push(await secondsOf(script))
  const middle = median(seconds)
  const span = `${Math.min(...seconds).toFixed(2)}–${Math.max(...seconds).toFixed(2)} s in ${RUNS} browsers`
  return [{ name: 'dallas-100mw, one replication in a worker of Chromium, change logs on', value: `${middle.toFixed(2)} s by the clock (${span})`, budget: `≤ ${BUDGET_S} s`, pass: middle <= BUDGET_S }]
}

if (process.argv[1]?.endsWith('browser.bench.ts')) printTable(await benchBrowser())
