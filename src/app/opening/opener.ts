/** The page's side of the worker that opens and writes files of results: a fresh worker for each file, put away after it or when cancelled. */
import { endWork, noteWork } from '../state/work.ts'
import type { OpeningAnswer, OpeningRequest } from './protocol.ts'

/** Asks a worker of its own, as a piece of work in the header; undefined when it was cancelled. */
export function askOpener(request: OpeningRequest, what: string): Promise<OpeningAnswer | undefined> {
  const id = `opening ${what}`
  return new Promise(resolve => {
    const worker = new Worker(new URL('./opening-worker.ts', import.meta.url), { type: 'module' })
    const end = (answer: OpeningAnswer | undefined): void => {
      worker.terminate()
      endWork(id)
      resolve(answer)
    }
    worker.addEventListener('message', ({ data }: MessageEvent<OpeningAnswer>) => end(data), { once: true })
    worker.addEventListener('error', ({ message }) => end({ kind: 'problem', message: `could not be handled: ${message === '' ? 'its worker ended' : message}` }), { once: true })
    noteWork({ id, what, share: null, leftMs: null, cancel: () => end(undefined) })
    worker.postMessage(request)
  })
}
