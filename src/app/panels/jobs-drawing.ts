/** Draws jobs and the queue on a canvas: bars of lanes, the line of waiting jobs. Colours come from the page's tokens and the fixed palette. */
import { SEVERAL, type GanttPicture } from '../jobs/gantt-layout.ts'
import type { Taken } from '../state/hover.ts'

/** Colours of workload entries, in file order; a mark of its own tells those apart that share one. */
export const ENTRY_COLOURS = ['#0072B2', '#E69F00', '#009E73', '#CC79A7', '#56B4E9', '#D55E00', '#999999'] as const
export const entryColour = (entry: number): string => ENTRY_COLOURS[(entry < 0 ? ENTRY_COLOURS.length - 1 : entry) % ENTRY_COLOURS.length]

export interface Look {
  readonly theme: string
  readonly text: string
  readonly line: string
  readonly accent: string
  readonly several: string
}

/** Colours of the theme that the canvas is in. */
export function lookOf(element: Element, theme: string): Look {
  const style = getComputedStyle(element)
  const token = (name: string): string => style.getPropertyValue(name).trim()
  return { theme, text: token('--text'), line: token('--line'), accent: token('--accent'), several: token('--text-3') }
}

/** Makes a canvas as sharp as the screen and clears it. */
export function begin(canvas: HTMLCanvasElement, width: number, height: number): CanvasRenderingContext2D | null {
  const ratio = devicePixelRatio
  if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
    canvas.width = Math.round(width * ratio)
    canvas.height = Math.round(height * ratio)
  }
  const context = canvas.getContext('2d')
  context?.setTransform(ratio, 0, 0, ratio, 0, 0)
  context?.clearRect(0, 0, width, height)
  return context
}

export interface BarRule {
  readonly lanePx: number
  readonly topPx: number
  readonly selected: number
}

/** Bars of the lanes that were asked for; others than the selected job step back while one is selected. */
export function drawBars(context: CanvasRenderingContext2D, picture: GanttPicture, look: Look, { lanePx, topPx, selected }: BarRule): void {
  const { lane, x0, x1, job, entry } = picture
  const height = Math.max(1, lanePx - (lanePx > 6 ? 2 : 0))
  for (let bar = 0; bar < lane.length; bar++) {
    const y = lane[bar] * lanePx - topPx
    const width = Math.max(0.75, x1[bar] - x0[bar] - (x1[bar] - x0[bar] > 3 ? 0.75 : 0))
    context.globalAlpha = selected >= 0 && job[bar] !== selected ? 0.25 : 1
    context.fillStyle = job[bar] === SEVERAL ? look.several : entryColour(entry[bar])
    context.fillRect(x0[bar], y, width, height)
    if (job[bar] === selected && selected >= 0) {
      context.strokeStyle = look.text
      context.lineWidth = 1.5
      context.strokeRect(x0[bar] - 0.5, y - 0.5, Math.max(2, width) + 1, height + 1)
    }
  }
  context.globalAlpha = 1
}

/** Marks what is pointed at in any view: bars of its jobs, and lanes of its racks where lanes are racks. */
export function drawHovered(context: CanvasRenderingContext2D, picture: GanttPicture, look: Pick<Look, 'text' | 'accent'>, { lanePx, topPx }: Pick<BarRule, 'lanePx' | 'topPx'>, { jobs, racks }: Pick<Taken, 'jobs' | 'racks'>): void {
  const { lane, x0, x1, job, question } = picture
  if (question.mode === 'rack') {
    context.fillStyle = look.accent
    context.globalAlpha = 0.16
    for (const rack of racks) context.fillRect(0, rack * lanePx - topPx - 1, question.width, lanePx)
    context.globalAlpha = 1
  }
  context.strokeStyle = look.text
  context.lineWidth = 1.5
  for (let bar = 0; bar < lane.length; bar++) {
    if (jobs.has(job[bar])) context.strokeRect(x0[bar] - 0.75, lane[bar] * lanePx - topPx - 0.75, Math.max(2, x1[bar] - x0[bar]) + 1.5, lanePx - 0.5)
  }
}

/** Waiting jobs as a filled line. */
export function drawQueue(context: CanvasRenderingContext2D, { waiting, mostWaiting }: GanttPicture, look: Look, height: number): void {
  const perJob = (height - 4) / Math.max(1, mostWaiting)
  context.beginPath()
  context.moveTo(0, height)
  waiting.forEach((count, px) => context.lineTo(px + 0.5, height - count * perJob))
  context.lineTo(waiting.length, height)
  context.closePath()
  context.globalAlpha = 0.35
  context.fillStyle = look.accent
  context.fill()
  context.globalAlpha = 1
  context.strokeStyle = look.line
  context.strokeRect(0, height - 0.5, waiting.length, 0)
}

/** Index of the bar at a place, one px of slop on both sides; −1 for none. */
export function barAt({ lane, x0, x1, job }: GanttPicture, ofLane: number, x: number): number {
  let best = -1
  for (let bar = 0; bar < lane.length; bar++) {
    if (lane[bar] === ofLane && x >= x0[bar] - 1 && x <= Math.max(x1[bar], x0[bar] + 1) + 1 && job[bar] >= 0) best = bar
  }
  return best
}
