/**
 * The page's side of the reading worker. A newer text overtakes an older one that waits; a text that takes too long is given up,
 * together with the worker, and the next one gets a fresh worker.
 */
import { useBases } from '../state/bases.ts'
import type { Assumption } from '../../scenario/assumptions.ts'
import type { Issue } from '../../scenario/issue.ts'
import type { Explained, FormPage, ReaderAnswer, ReaderLoaded, ReaderRequest, ReadRequest, Reading } from './protocol.ts'

/** Far more than any text takes, also on a slow machine with other work: a text that is given up is not read again by itself. */
const PATIENCE_MS = 45_000
/** A slow line may take long to bring the worker; that is no fault of the text. */
const LOADING_MS = 120_000

export interface Reader {
  /** What the text says; null when a newer text overtook it. */
  read(request: ReadRequest): Promise<Reading | null>
  /** What is wrong with the text, its options that are not applied included. */
  others(request: ReadRequest): Promise<readonly Issue[]>
  explain(request: ReadRequest, paths: readonly string[]): Promise<readonly Explained[]>
  /** Values that the text leaves to defaults and catalogs. */
  assumptions(request: ReadRequest): Promise<readonly Assumption[]>
  schema(): Promise<unknown>
  /** The form at a path of the file; null while the text cannot be read. */
  form(request: ReadRequest, path: FormPage['path']): Promise<FormPage | null>
}

type Asked = ReaderRequest extends infer Each ? (Each extends { id: number } ? Omit<Each, 'id'> : never) : never

const GIVEN_UP: Reading = {
  text: '',
  scenario: null,
  hash: '',
  options: [],
  lines: {},
  issues: [{ severity: 'error', code: 'too-slow', path: '', message: `the text takes longer than ${PATIENCE_MS / 1000} s to read`, line: 1, column: 1 }],
}

/** Asks one worker; `undefined` when it took longer than `PATIENCE_MS` once it was loaded, or crashed, which ends the worker. */
function createAsker(): (request: Asked) => Promise<ReaderAnswer | undefined> {
  let worker: Worker | undefined
  let isLoaded = false
  let lastId = 0
  const waiting = new Map<number, (answer: ReaderAnswer | undefined) => void>()
  const timers = new Map<number, { begin(): void }>()
  const giveUp = (): void => {
    worker?.terminate()
    worker = undefined
    isLoaded = false
    for (const answer of waiting.values()) answer(undefined)
    waiting.clear()
  }
  const spawn = (): Worker => {
    const started = new Worker(new URL('./reader-worker.ts', import.meta.url), { type: 'module' })
    started.addEventListener('message', ({ data }: MessageEvent<ReaderAnswer | ReaderLoaded>) => {
      if (data.kind === 'loaded') {
        isLoaded = true
        for (const { begin } of timers.values()) begin()
        return
      }
      waiting.get(data.id)?.(data)
      waiting.delete(data.id)
    })
    started.addEventListener('error', giveUp)
    return started
  }
  return request =>
    new Promise(resolve => {
      const id = ++lastId
      let timer = setTimeout(giveUp, isLoaded ? PATIENCE_MS : LOADING_MS)
      timers.set(id, {
        begin: () => {
          clearTimeout(timer)
          timer = setTimeout(giveUp, PATIENCE_MS)
        },
      })
      waiting.set(id, answer => {
        clearTimeout(timer)
        timers.delete(id)
        resolve(answer)
      })
      worker ??= spawn()
      worker.postMessage({ ...request, id })
    })
}

/** The files that are open beside the document go along. */
const withBases = (request: ReadRequest): ReadRequest => ({ ...request, bases: useBases.getState().files })

export function createReader(): Reader {
  const ask = createAsker()
  let isReading = false
  let next: { request: ReadRequest; resolve: (reading: Reading | null) => void } | undefined

  async function work(): Promise<void> {
    isReading = true
    while (next !== undefined) {
      const { request, resolve } = next
      next = undefined
      const answer = await ask({ kind: 'read', request: withBases(request) })
      resolve(answer?.kind === 'read' ? answer.reading : GIVEN_UP)
    }
    isReading = false
  }

  return {
    read: request =>
      new Promise(resolve => {
        next?.resolve(null)
        next = { request, resolve }
        if (!isReading) void work()
      }),
    async others(request) {
      const answer = await ask({ kind: 'others', request: withBases(request) })
      return answer?.kind === 'others' ? answer.issues : []
    },
    async explain(request, paths) {
      const answer = await ask({ kind: 'explain', request: withBases(request), paths })
      return answer?.kind === 'explain' ? answer.explained : []
    },
    async form(request, path) {
      const answer = await ask({ kind: 'form', request, path })
      return answer?.kind === 'form' ? answer.page : null
    },
    async assumptions(request) {
      const answer = await ask({ kind: 'assumptions', request: withBases(request) })
      return answer?.kind === 'assumptions' ? answer.assumptions : []
    },
    async schema() {
      const answer = await ask({ kind: 'schema' })
      return answer?.kind === 'schema' ? answer.schema : undefined
    },
  }
}
