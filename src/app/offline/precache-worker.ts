/**
 * Keeps the built app on the machine. Every file of a build is fetched once, held against the hash that the build knows, and from then on
 * answered from the cache first; nothing else is ever kept. A newer build waits beside the one that runs until the user asks for it.
 * The build writes `BUILT` before this file; it imports nothing, so that it is one classic script.
 */
interface BuiltFile {
  /** Below the folder of the app. */
  readonly path: string
  readonly integrity: string
}

declare const BUILT: { readonly build: string; readonly files: readonly BuiltFile[] }

interface LifeEvent {
  waitUntil(work: Promise<unknown>): void
}
interface FetchAsked {
  readonly request: Request
  respondWith(answer: Promise<Response>): void
}
/** The part of a service worker's scope that is used here; the types of the DOM do not have it. */
interface WorkerScope {
  readonly registration: { readonly scope: string }
  readonly clients: { claim(): Promise<void> }
  skipWaiting(): Promise<void>
  addEventListener(type: 'install' | 'activate', listener: (event: LifeEvent) => void): void
  addEventListener(type: 'fetch', listener: (event: FetchAsked) => void): void
  addEventListener(type: 'message', listener: (event: MessageEvent) => void): void
}

const worker = self as unknown as WorkerScope
/** Apps in other folders of the host have caches of their own. */
const PREFIX = `nameplate ${worker.registration.scope} `
const OWN = PREFIX + BUILT.build
const PAGE = 'index.html'
/** Vite writes the hash of what is in them into the names of these. */
const HASHED = /^assets\//u

const addressOf = (path: string): string => worker.registration.scope + path

/** A page may not be answered with what was redirected; the bytes are the same. */
const plain = async (response: Response): Promise<Response> => (response.redirected ? new Response(await response.blob(), { headers: response.headers }) : response)

async function keep(cache: Cache, { path, integrity }: BuiltFile): Promise<void> {
  const address = addressOf(path)
  const known = HASHED.test(path) ? await caches.match(address, { ignoreVary: true }) : undefined
  const response = known ?? (await fetch(address, { integrity, cache: 'no-cache' }))
  if (!response.ok) throw new Error(`${path}: ${response.status}`)
  await cache.put(address, await plain(response))
}

/** All files or none: a build that cannot be had whole is not installed, and the one before stays. */
async function install(): Promise<void> {
  const cache = await caches.open(OWN)
  try {
    await Promise.all(BUILT.files.map(file => keep(cache, file)))
  } catch (error) {
    await caches.delete(OWN)
    throw error
  }
}

/** The build before stays for pages of it that are still open; caches are listed in the order of their making. */
async function activate(): Promise<void> {
  const ours = (await caches.keys()).filter(name => name.startsWith(PREFIX) && name !== OWN)
  await Promise.all(ours.slice(0, -1).map(name => caches.delete(name)))
  // The page that installed this goes on with the files that it began with.
  await worker.clients.claim()
}

async function answer(request: Request, path: string): Promise<Response> {
  const cache = await caches.open(OWN)
  const found = (await cache.match(addressOf(path === '' ? PAGE : path), { ignoreVary: true })) ?? (await caches.match(request, { ignoreVary: true }))
  return found ?? fetch(request)
}

worker.addEventListener('install', event => event.waitUntil(install()))
worker.addEventListener('activate', event => event.waitUntil(activate()))
worker.addEventListener('message', ({ data }) => {
  if (data === 'take-over') void worker.skipWaiting()
})
worker.addEventListener('fetch', event => {
  const { request } = event
  const address = request.url.replace(/[?#].*$/u, '')
  if (request.method !== 'GET' || !address.startsWith(worker.registration.scope)) return
  event.respondWith(answer(request, address.slice(worker.registration.scope.length)))
})
