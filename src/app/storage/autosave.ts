/**
 * Keeps the document on this machine: a moment after every change, again later when the browser refuses, and before the page goes. Several
 * tabs may show one document: what one saves the others take over as a step that can be undone; where both changed it, each keeps its text.
 */
import { askedSample, useDocument } from '../state/document.ts'
import { newId } from '../state/new-id.ts'
import { keep } from '../state/storage.ts'
import { type Database, documentOf, forgetOldest, openDatabase, saveDocument, type StoredDocument } from './database.ts'
import { rememberTab } from './tab.ts'
import { say, tell } from './saving.ts'

const THROTTLE_MS = 350
const RETRY_MS = 10_000
/** A version at most so often, and whenever much of the text goes at once. */
const VERSION_MS = 5 * 60_000
const MUCH = 0.5
export const TEXT_KEY = 'text'
export const FILE_KEY = 'file'

/** What this tab knows to be saved. */
const known = { id: '', text: '', revision: 0, versionAt: 0 }
const live: { database: Database | null; channel: BroadcastChannel | null; timer: ReturnType<typeof setTimeout> | undefined; isSaving: boolean } = { database: null, channel: null, timer: undefined, isSaving: false }

/** A document was saved by another tab. */
interface Saved {
  readonly kind: 'saved'
  readonly document: StoredDocument
}

export const theDatabase = (): Database | null => live.database

/** Notes what is stored of the present document, so that only what differs is saved. */
export function noteStored(document: Pick<StoredDocument, 'id' | 'text' | 'revision'>): void {
  Object.assign(known, { id: document.id, text: document.text, revision: document.revision, versionAt: 0 })
}

const isSaved = (): boolean => known.id === useDocument.getState().id && known.text === useDocument.getState().text

function reasonOf(error: unknown): { readonly why: string; readonly isFull: boolean } {
  const name = error instanceof DOMException ? error.name : ''
  if (name === 'QuotaExceededError') return { why: 'the storage of this browser is full', isFull: true }
  return { why: name === 'SecurityError' || name === 'InvalidStateError' ? 'this browser keeps nothing' : 'the storage of this browser does not answer', isFull: false }
}

/** Without tables the text alone is kept, as long as it is short enough. */
function keepPlain(text: string, file: string): void {
  const isKept = keep(TEXT_KEY, text) && keep(FILE_KEY, file)
  if (isKept) say({ kind: 'saved', at: Date.now() })
  else say({ kind: 'failed', why: 'this browser keeps nothing; save the text as a file', isFull: false })
}

const keepsVersion = (text: string) => (stored: StoredDocument): boolean => {
  const isDue = Date.now() - known.versionAt > VERSION_MS || text.length < stored.text.length * MUCH
  if (isDue) known.versionAt = Date.now()
  return isDue
}

/** Another tab saved a newer text meanwhile: this one becomes a document of its own. */
function part(stored: StoredDocument): void {
  const { file } = useDocument.getState()
  const id = newId()
  Object.assign(known, { id, text: '', revision: 0, versionAt: 0 })
  useDocument.setState({ id })
  tell({
    text: `Another tab changed ${file} at the same time. Your text is kept as a document of its own; nothing is lost.`,
    actions: [{ label: 'Show the other text', run: () => void import('../editor/text-history.ts').then(({ changeText }) => changeText(stored.text)) }],
  })
}

async function saveNow(): Promise<void> {
  clearTimeout(live.timer)
  const { id, text, file, form } = useDocument.getState()
  if (live.isSaving || isSaved()) return
  if (live.database === null) return keepPlain(text, file)
  live.isSaving = true
  try {
    const isNew = known.id !== id
    const before = isNew ? await documentOf(live.database, id) : undefined
    if (isNew) Object.assign(known, { id, text: '', revision: before?.revision ?? 0, versionAt: 0 })
    const document = { id, text, file, form, savedAt: Date.now() }
    const outcome = await saveDocument(live.database, document, known.revision, keepsVersion(text))
    if (outcome.status === 'conflict') part(outcome.stored)
    else {
      Object.assign(known, { text, revision: outcome.revision })
      rememberTab(id, askedSample())
      const saved: Saved = { kind: 'saved', document: { ...document, revision: outcome.revision } }
      live.channel?.postMessage(saved)
      say({ kind: 'saved', at: document.savedAt })
      if (isNew) await forgetOldest(live.database)
    }
  } catch (error) {
    say({ kind: 'failed', ...reasonOf(error) })
    live.timer = setTimeout(() => void saveNow(), RETRY_MS)
    return
  } finally {
    live.isSaving = false
  }
  if (!isSaved()) schedule()
}

/** Tries again at once, as the user asks for. */
export const saveAgain = (): void => void saveNow()

function schedule(): void {
  clearTimeout(live.timer)
  say({ kind: 'saving' })
  live.timer = setTimeout(() => void saveNow(), THROTTLE_MS)
}

/** What another tab saved of the document that is open here. */
async function takeOver({ document }: Saved): Promise<void> {
  const now = useDocument.getState()
  if (document.id !== now.id || document.revision <= known.revision) return
  const { changeText, presentText } = await import('../editor/text-history.ts')
  if (!isSaved() || presentText() !== known.text) return
  Object.assign(known, { text: document.text, revision: document.revision })
  changeText(document.text)
  say({ kind: 'saved', at: document.savedAt })
  tell({ text: `${document.file} was changed in another tab; this page shows that text now. Undo brings back the one before.` })
}

/** Follows the document from now on; returns the way to stop. */
export function autosave(): () => void {
  live.channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('nameplate.documents')
  live.channel?.addEventListener('message', ({ data }: MessageEvent<Saved>) => void takeOver(data))
  if (!isSaved()) schedule()
  else say({ kind: 'saved', at: Date.now() })
  const stop = useDocument.subscribe((now, before) => {
    if (now.text !== before.text || now.id !== before.id) schedule()
  })
  const flush = (): void => {
    if (document.visibilityState === 'hidden') void saveNow()
  }
  const warn = (event: BeforeUnloadEvent): void => {
    if (!isSaved() && live.database !== null) event.preventDefault()
  }
  document.addEventListener('visibilitychange', flush)
  addEventListener('beforeunload', warn)
  return () => {
    stop()
    live.channel?.close()
    clearTimeout(live.timer)
    document.removeEventListener('visibilitychange', flush)
    removeEventListener('beforeunload', warn)
  }
}

/** Opens what the browser keeps; false where it keeps nothing but short texts. */
export async function connect(): Promise<boolean> {
  try {
    live.database = await openDatabase(() => (live.database = null))
    return true
  } catch {
    return false
  }
}
