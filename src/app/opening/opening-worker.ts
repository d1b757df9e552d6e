/** Entry of the worker that opens and writes files of results. One request, one answer. */
import { MOST_BYTES } from '../../exchange/bundle-file.ts'
import { loadScenario } from '../../scenario/load.ts'
import { textWithSet } from '../../scenario/set-text.ts'
import type { OpeningAnswer, OpeningRequest, OpenRequest } from './protocol.ts'
import { openBundle, saveBundle } from './read-bundle.ts'
import { openSweep } from './read-sweep.ts'

/** Larger files do not fit into the memory of a page beside what is made of them. */
const MOST_FILE_BYTES = Math.min(MOST_BYTES, 500_000_000)

async function open({ file, name }: OpenRequest): Promise<OpeningAnswer> {
  if (file.size > MOST_FILE_BYTES) return { kind: 'problem', message: `has ${file.size} bytes; at most ${MOST_FILE_BYTES} are read here` }
  const bytes = new Uint8Array(await file.arrayBuffer())
  const opened = /\.parquet$/iu.test(name) ? await openSweep(bytes) : openBundle(bytes)
  return opened.ok ? { kind: 'opened', opened: opened.value } : { kind: 'problem', message: opened.error }
}

async function answer(request: OpeningRequest): Promise<OpeningAnswer> {
  try {
    if (request.kind === 'open') return await open(request)
    if (request.kind === 'save') return { kind: 'saved', bytes: saveBundle(request) }
    const { of } = request
    const isOther = of !== null && loadScenario(request.text, { set: of.set, ...(of.option === null ? {} : { option: of.option }) }).hash !== of.hash
    if (isOther) return { kind: 'problem', message: 'its file does not hold the scenario, and the text that is open is another one; open the scenario of the sweep first' }
    const text = textWithSet(request.text, request.set)
    return text.ok ? { kind: 'text', text: text.value } : { kind: 'problem', message: text.error }
  } catch (error) {
    return { kind: 'problem', message: `cannot be read: ${error instanceof Error ? error.message : String(error)}` }
  }
}

/** Buffers that move to the page instead of being copied. */
function buffersOf(answered: OpeningAnswer): ArrayBuffer[] {
  if (answered.kind === 'saved') return [answered.bytes.buffer]
  if (answered.kind !== 'opened' || answered.opened.kind !== 'bundle') return []
  const views = answered.opened.runs.flatMap(({ first: { ledger, series } }) => [ledger.acceleratorMs, ledger.contractedMs, ...series.map(({ values }) => values)])
  return [...new Set(views.map(({ buffer }) => buffer as ArrayBuffer))]
}

addEventListener('message', ({ data }: MessageEvent<OpeningRequest>) => {
  void answer(data).then(answered => postMessage(answered, { transfer: buffersOf(answered) }))
})
