/** A progress bar on a terminal; a quiet line every ten percent elsewhere would be noise, so nothing is written there. */
import type { Host } from './host.ts'

export interface ProgressBar {
  /** Share of task `index` that is done, 0–1, and events per second if known. */
  update(index: number, share: number): void
  done(): void
}

const WIDTH = 30
const REDRAW_MS = 100

export function createProgressBar(host: Host, label: string, tasks: number): ProgressBar {
  const shares = new Float64Array(tasks)
  const started = performance.now()
  let drawn = 0
  const draw = (): void => {
    const share = shares.reduce((sum, value) => sum + value, 0) / tasks
    const filled = Math.round(share * WIDTH)
    const elapsed = (performance.now() - started) / 1000
    const left = share > 0.02 ? `${Math.ceil((elapsed * (1 - share)) / share)} s left` : ''
    process.stderr.write(`\r${label} ${'█'.repeat(filled)}${'░'.repeat(WIDTH - filled)} ${(share * 100).toFixed(0).padStart(3)} % ${left}\u001b[K`)
  }
  return {
    update(index, share) {
      shares[index] = share
      if (!host.isInteractive || performance.now() - drawn < REDRAW_MS) return
      drawn = performance.now()
      draw()
    },
    done() {
      if (host.isInteractive) process.stderr.write('\r\u001b[K')
    },
  }
}
