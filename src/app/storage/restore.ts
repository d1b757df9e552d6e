/** The document with which the page begins: what this tab showed, what the address asks for, else the newest of this machine. */
import { askedSample, PLAIN_FORM, takeStored, useDocument } from '../state/document.ts'
import { newId } from '../state/new-id.ts'
import { forget, recall } from '../state/storage.ts'
import { connect, FILE_KEY, noteStored, TEXT_KEY, theDatabase } from './autosave.ts'
import { documentOf, documentsOf, saveDocument, type StoredDocument } from './database.ts'
import { recallTab } from './tab.ts'

/** A text that an earlier version of the app kept elsewhere becomes a document; undefined where there is none. */
async function migrated(): Promise<StoredDocument | undefined> {
  const database = theDatabase()
  const text = recall(TEXT_KEY)
  if (database === null || text === null) return undefined
  const document = { id: newId(), text, file: recall(FILE_KEY) ?? 'scenario.yaml', form: PLAIN_FORM, savedAt: Date.now() }
  const outcome = await saveDocument(database, document, 0, () => false)
  forget(TEXT_KEY)
  forget(FILE_KEY)
  return outcome.status === 'saved' ? { ...document, revision: outcome.revision } : undefined
}

async function found(): Promise<StoredDocument | undefined> {
  const database = theDatabase()
  if (database === null) return undefined
  const old = await migrated()
  const asked = askedSample()
  const tab = recallTab()
  const own = tab !== null && tab.asked === asked ? await documentOf(database, tab.id) : undefined
  if (own !== undefined || asked !== null) return own
  return old ?? (await documentsOf(database))[0]
}

/** The text that was kept where there are no tables. */
function plainText(): void {
  const text = recall(TEXT_KEY)
  if (text !== null && askedSample() === null) takeStored({ text, file: recall(FILE_KEY) ?? 'scenario.yaml', id: newId(), form: PLAIN_FORM })
}

/** Brings the document back; whatever the browser refuses, the page begins. */
export async function restore(): Promise<void> {
  try {
    const stored = (await connect()) ? await found() : undefined
    if (theDatabase() === null) plainText()
    if (stored !== undefined) takeStored(stored)
    const { id, text } = useDocument.getState()
    noteStored({ id, text, revision: stored?.revision ?? 0 })
  } catch {
    // The page begins with a sample, and autosave says what is wrong.
  }
}
