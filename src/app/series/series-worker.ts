/** Entry of the worker that holds long series. */
import { calibrationOf } from '../../analysis/calibration.ts'
import { actualsHead, createActualsReader } from '../../exchange/actuals.ts'
import type { SeriesAnswer, SeriesRequest } from './protocol.ts'
import { createPyramid, type PixelColumns, type Pyramid } from './pyramid.ts'

const MOST_FILE_BYTES = 500_000_000
const HEAD_BYTES = 65_536
/** A file is read in pieces of this size. */
const PIECE_BYTES = 4_194_304

const held = new Map<string, Pyramid>()
const say = (answer: SeriesAnswer, transfer: Transferable[] = []): void => postMessage(answer, { transfer })
const NOTHING = { badDates: 0, badValues: 0, empty: 0, outOfOrder: 0, twice: 0, firstLine: null } as const

async function head({ id, file }: Extract<SeriesRequest, { kind: 'head' }>): Promise<void> {
  if (file.size > MOST_FILE_BYTES) return say({ kind: 'head', id, head: null, problem: `has ${file.size} bytes; at most ${MOST_FILE_BYTES} are read` })
  const found = actualsHead(await file.slice(0, HEAD_BYTES).text())
  say(found === undefined ? { kind: 'head', id, head: null, problem: 'holds no column of dates (2027-03-14 or 2027-03-14 15:00) beside a column of values' } : { kind: 'head', id, head: found, problem: '' })
}

async function read({ id, key, file, choice }: Extract<SeriesRequest, { kind: 'read' }>): Promise<void> {
  const found = actualsHead(await file.slice(0, HEAD_BYTES).text())
  const empty = new Float64Array(0)
  if (found === undefined) return say({ kind: 'read', id, count: 0, findings: NOTHING, times: empty, values: empty, problem: 'cannot be read any more' })
  const reader = createActualsReader(found, choice)
  const decoder = new TextDecoder()
  let rest = ''
  for (let at = 0; at < file.size; at += PIECE_BYTES) {
    const text = rest + decoder.decode(await file.slice(at, at + PIECE_BYTES).arrayBuffer(), { stream: true })
    const cut = text.lastIndexOf('\n') + 1
    reader.add(text.slice(0, Math.max(0, cut - 1)))
    rest = text.slice(cut)
  }
  if (rest.trim() !== '') reader.add(rest)
  const { times, values, findings } = reader.finish()
  held.set(key, createPyramid({ startMs: 0, stepMs: 1, times, values }))
  const copies = [times.slice(), values.slice()] as const
  say({ kind: 'read', id, count: times.length, findings, times: copies[0], values: copies[1], problem: times.length === 0 ? 'gave no value that could be read' : '' }, [copies[0].buffer, copies[1].buffer])
}

function look({ id, keys, fromMs, toMs, pixels }: Extract<SeriesRequest, { kind: 'look' }>): void {
  const columns = keys.map(key => held.get(key)?.columns(fromMs, toMs, pixels) ?? null)
  const buffers = columns.flatMap((each: PixelColumns | null) => (each === null ? [] : [each.low.buffer, each.high.buffer, each.mean.buffer]))
  say({ kind: 'look', id, columns }, buffers as ArrayBuffer[])
}

function fit({ id, actual, simulated }: Extract<SeriesRequest, { kind: 'fit' }>): void {
  const [measured, run] = [held.get(actual), held.get(simulated)]
  if (measured === undefined || run === undefined) return say({ kind: 'fit', id, fit: null, stepMs: 0 })
  const { startMs, stepMs, values } = run.series
  say({ kind: 'fit', id, fit: calibrationOf(measured.windowMeans(startMs, stepMs, values.length), values), stepMs })
}

addEventListener('message', ({ data }: MessageEvent<SeriesRequest>) => {
  if (data.kind === 'put') held.set(data.key, createPyramid({ startMs: data.startMs, stepMs: data.stepMs, times: null, values: data.values }))
  else if (data.kind === 'restore') held.set(data.key, createPyramid({ startMs: 0, stepMs: 1, times: data.times, values: data.values }))
  else if (data.kind === 'drop') held.delete(data.key)
  else if (data.kind === 'look') look(data)
  else if (data.kind === 'fit') fit(data)
  else void (data.kind === 'head' ? head(data) : read(data))
})
