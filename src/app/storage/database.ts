/** What the browser keeps on this machine: documents as they are now, and versions of them as they were. */
import { type DBSchema, type IDBPDatabase, openDB } from 'idb'
import type { DocumentName } from '../state/document.ts'

export interface StoredDocument extends DocumentName {
  readonly text: string
  /** Counts what was saved, in whichever tab. */
  readonly revision: number
  readonly savedAt: number
}

export interface StoredVersion {
  readonly key?: number
  readonly document: string
  readonly file: string
  readonly text: string
  /** When the text was saved. */
  readonly at: number
}

interface Tables extends DBSchema {
  documents: { key: string; value: StoredDocument; indexes: { savedAt: number } }
  versions: { key: number; value: StoredVersion; indexes: { document: string } }
}

export type Database = IDBPDatabase<Tables>

const NAME = 'nameplate'
/** Format of the tables; an older one is upgraded below. */
const FORMAT = 1
const OPEN_PATIENCE_MS = 4000
/** Kept: the newest of each. */
const MOST_DOCUMENTS = 40
const MOST_VERSIONS = 60

/** Opens the tables; rejects where the browser keeps nothing, or does not answer. */
export async function openDatabase(closed: () => void): Promise<Database> {
  const opened = openDB<Tables>(NAME, FORMAT, {
    upgrade(database) {
      database.createObjectStore('documents', { keyPath: 'id' }).createIndex('savedAt', 'savedAt')
      database.createObjectStore('versions', { keyPath: 'key', autoIncrement: true }).createIndex('document', 'document')
    },
    // A newer page in another tab upgrades the tables: this one must not stand in its way.
    blocking: (_, __, event) => (event.target as IDBDatabase | null)?.close(),
    terminated: closed,
  })
  const patience = new Promise<null>(resolve => setTimeout(() => resolve(null), OPEN_PATIENCE_MS))
  const database = await Promise.race([opened, patience])
  if (database === null) throw new Error('the browser does not answer')
  return database
}

export const documentOf = (database: Database, id: string): Promise<StoredDocument | undefined> => database.get('documents', id)

/** All documents, the newest first. */
export const documentsOf = async (database: Database): Promise<readonly StoredDocument[]> => (await database.getAllFromIndex('documents', 'savedAt')).toReversed()

/** Versions of a document, the newest first. */
export const versionsOf = async (database: Database, document: string): Promise<readonly StoredVersion[]> => (await database.getAllFromIndex('versions', 'document', document)).toSorted((a, b) => b.at - a.at)

export type SaveOutcome = { readonly status: 'saved'; readonly revision: number } | { readonly status: 'conflict'; readonly stored: StoredDocument }

/**
 * Saves a document if nobody else saved it since `known`; the text that it replaces becomes a version when asked for. All or nothing.
 */
export async function saveDocument(database: Database, document: Omit<StoredDocument, 'revision'>, known: number, keepsVersion: (stored: StoredDocument) => boolean): Promise<SaveOutcome> {
  const work = database.transaction(['documents', 'versions'], 'readwrite')
  const documents = work.objectStore('documents')
  const stored = await documents.get(document.id)
  if (stored !== undefined && stored.revision !== known) {
    await work.done
    return { status: 'conflict', stored }
  }
  const revision = known + 1
  await documents.put({ ...document, revision })
  if (stored !== undefined && stored.text !== document.text && keepsVersion(stored)) {
    const versions = work.objectStore('versions')
    await versions.add({ document: stored.id, file: stored.file, text: stored.text, at: stored.savedAt })
    const keys = await versions.index('document').getAllKeys(document.id)
    for (const key of keys.slice(0, Math.max(0, keys.length - MOST_VERSIONS))) await versions.delete(key)
  }
  await work.done
  return { status: 'saved', revision }
}

export const addVersion = async (database: Database, version: StoredVersion): Promise<void> => void (await database.add('versions', version))

/** Takes documents beyond the newest ones out, with their versions. */
export async function forgetOldest(database: Database): Promise<void> {
  for (const { id } of (await documentsOf(database)).slice(MOST_DOCUMENTS)) {
    const work = database.transaction(['documents', 'versions'], 'readwrite')
    await work.objectStore('documents').delete(id)
    for (const key of await work.objectStore('versions').index('document').getAllKeys(id)) await work.objectStore('versions').delete(key)
    await work.done
  }
}

/** Makes room: every version goes, documents stay. */
export const forgetVersions = (database: Database): Promise<void> => database.clear('versions')
