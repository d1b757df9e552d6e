/** Results that a link names: `?results=results.nameplate`, a file beside the app. Nothing is asked of another origin. */
import { linkedAddress } from '../opening/linked-address.ts'
import { openResults, useOpened } from './opened.ts'
import { endWork, noteWork } from './work.ts'

const WORK = 'linked results'

async function fetched(url: URL, signal: AbortSignal): Promise<File> {
  const response = await fetch(url, { signal, credentials: 'same-origin' })
  if (!response.ok) throw new Error(`the server answers ${response.status}`)
  const changed = Date.parse(response.headers.get('last-modified') ?? '')
  return new File([await response.blob()], decodeURIComponent(url.pathname.replace(/^.*\//u, '')), { lastModified: Number.isNaN(changed) ? Date.now() : changed })
}

/** Opens what the link names, if it names something; resolves when it is there, was refused or cancelled. */
export async function openLinked(): Promise<void> {
  const linked = linkedAddress(location.href)
  if (linked === undefined) return
  if ('problem' in linked) return useOpened.setState({ problem: linked.problem })
  const stop = new AbortController()
  noteWork({ id: WORK, what: 'Loading results', share: null, leftMs: null, cancel: () => stop.abort() })
  try {
    await openResults(await fetched(linked.url, stop.signal))
  } catch (error) {
    if (!stop.signal.aborted) useOpened.setState({ problem: `The results that the link names cannot be loaded: ${error instanceof Error ? error.message : String(error)}.` })
  } finally {
    endWork(WORK)
  }
}
