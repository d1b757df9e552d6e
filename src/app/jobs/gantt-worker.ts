/** Entry of the worker that lays out jobs, so that no number of jobs keeps the page. */
import { createGantt, type Gantt, type GanttQuestion, type GanttSource, picture } from './gantt-layout.ts'

export type GanttRequest = { readonly kind: 'source'; readonly source: GanttSource } | { readonly kind: 'ask'; readonly id: number; readonly question: GanttQuestion }

let gantt: Gantt | undefined

addEventListener('message', ({ data }: MessageEvent<GanttRequest>) => {
  if (data.kind === 'source') gantt = createGantt(data.source)
  else if (gantt !== undefined) postMessage({ id: data.id, picture: picture(gantt, data.question) })
})
