/** Asks the browser to keep the app on this machine once it shows something, and offers a newer build when one is there. */
import { tell } from '../state/messages.ts'
import { keep, recall } from '../state/storage.ts'
import { useRun } from '../state/run.ts'

/** Whether plain http was told of. */
const TOLD = 'plainHttp'

/** The first run comes first: keeping files takes bandwidth and can wait. */
function firstFigures(): Promise<void> {
  return new Promise(resolve => {
    if (useRun.getState().base !== null) return resolve()
    const stop = useRun.subscribe(({ base }) => {
      if (base === null) return
      stop()
      resolve()
    })
  })
}

/** The text is kept by autosave; the page comes back with it. */
function load(waiting: ServiceWorker): void {
  navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true })
  waiting.postMessage('take-over')
}

function offer(waiting: ServiceWorker): void {
  tell('A new version of Nameplate is ready. This page goes on with the one that it began with until you load it.', 'offer', { label: 'Load it', run: () => load(waiting) })
}

function followUpdates(registration: ServiceWorkerRegistration): void {
  // Without a controller this page is the first visit: there is nothing older to replace.
  if (registration.waiting !== null && navigator.serviceWorker.controller !== null) offer(registration.waiting)
  registration.addEventListener('updatefound', () => {
    const { installing } = registration
    installing?.addEventListener('statechange', () => {
      if (installing.state === 'installed' && registration.active !== null) offer(installing)
    })
  })
}

/** Browsers give less to pages that came over plain http; the page goes on without, and says so once on this machine. */
async function tellPlainHttp(): Promise<void> {
  if (recall(TOLD) !== null) return
  await firstFigures()
  tell('This page came over plain http. Browsers then let it neither work offline nor copy, and do not tell it when they end a computation for want of memory: what then does not answer, start anew. All else works; over https that does too.', 'offer')
  keep(TOLD, 'yes')
}

/** Browsers without service workers and private windows refuse; the app works there as well, with a network. */
export async function keepOffline(): Promise<void> {
  if (!isSecureContext) return tellPlainHttp()
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return
  await firstFigures()
  try {
    await navigator.serviceWorker.register('./service-worker.js', { updateViaCache: 'none' })
    const registration = await navigator.serviceWorker.getRegistration()
    if (registration !== undefined) followUpdates(registration)
  } catch {
    // Refused.
  }
}
