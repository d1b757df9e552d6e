/** Versions of the document with their dates, and the other documents of this machine. Whatever is brought back is a step that can be undone. */
import { useEffect, useState } from 'react'
import { changeText, presentText } from '../editor/text-history.ts'
import { formatNumber } from '../format.ts'
import { openDocument, useDocument } from '../state/document.ts'
import { theDatabase } from '../storage/autosave.ts'
import { addVersion, documentsOf, forgetVersions, type StoredDocument, type StoredVersion, versionsOf } from '../storage/database.ts'
import { useSaving } from '../storage/saving.ts'
import { Button } from '../widgets/button.tsx'
import { DialogFrame } from '../widgets/dialog-frame.tsx'

const MOST_SHOWN = 60

interface Stored {
  readonly versions: readonly StoredVersion[]
  readonly documents: readonly StoredDocument[]
}

/** Day and time as the reader's clock shows them. */
function dateText(at: number): string {
  const date = new Date(at)
  const two = (number: number): string => String(number).padStart(2, '0')
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ${two(date.getHours())}:${two(date.getMinutes())}`
}

/** How many lines of a text the other one has not. */
function differing(text: string, other: string): number {
  const known = new Set(other.split('\n'))
  return text.split('\n').filter(line => !known.has(line)).length
}

async function read(): Promise<Stored | null> {
  const database = theDatabase()
  if (database === null) return null
  const { id } = useDocument.getState()
  const [versions, documents] = await Promise.all([versionsOf(database, id), documentsOf(database)])
  return { versions, documents: documents.filter(each => each.id !== id) }
}

const close = (): void => useSaving.setState({ isVersionsOpen: false })

/** The text of a version stands in for the present one, which becomes a version itself. */
async function restore(version: StoredVersion): Promise<void> {
  const database = theDatabase()
  const { id, file } = useDocument.getState()
  if (database !== null) await addVersion(database, { document: id, file, text: presentText(), at: Date.now() })
  changeText(version.text)
  useDocument.setState({ notice: `The version of ${dateText(version.at)} is back; undo brings your text back` })
  close()
}

function open(document: StoredDocument): void {
  openDocument(document)
  close()
}

const linesText = (count: number): string => (count === 0 ? 'the same lines' : `${formatNumber(count)} line${count === 1 ? '' : 's'} differ${count === 1 ? 's' : ''}`)

function Rows({ stored, text }: { readonly stored: Stored; readonly text: string }): React.ReactNode {
  return (
    <div className="versions-body" tabIndex={0} role="region" aria-label="Versions and documents">
      <h3>Versions of this document</h3>
      {stored.versions.length === 0 ? <p className="quiet">None yet: as you edit, the text is kept as it was, every five minutes and before much of it goes.</p> : null}
      <ul>
        {stored.versions.slice(0, MOST_SHOWN).map(version => (
          <li key={version.key}>
            <span className="date">{dateText(version.at)}</span>
            <span className="quiet">{linesText(differing(version.text, text))}</span>
            <Button label="Restore" onClick={() => void restore(version)} />
          </li>
        ))}
      </ul>
      {stored.documents.length === 0 ? null : <h3>Other documents on this machine</h3>}
      <ul>
        {stored.documents.map(document => (
          <li key={document.id}>
            <span className="date">{dateText(document.savedAt)}</span>
            <span className="name" title={document.file}>
              {document.file}
            </span>
            <Button label="Open" onClick={() => open(document)} />
          </li>
        ))}
      </ul>
    </div>
  )
}

export default function VersionsDialog(): React.ReactNode {
  const text = useDocument(document => document.text)
  const [stored, setStored] = useState<Stored | null | undefined>(undefined)
  const [problem, setProblem] = useState('')
  const look = (): void => void read().then(setStored, (error: unknown) => setProblem(error instanceof Error ? error.message : String(error)))
  useEffect(look, [])
  const makeRoom = async (): Promise<void> => {
    const database = theDatabase()
    if (database !== null) await forgetVersions(database)
    look()
  }
  return (
    <DialogFrame className="versions-dialog" title="Versions" description="Everything here stays on this machine. What is restored can be undone." onClose={close}>
      {problem === '' ? null : <p className="bad">The versions cannot be read: {problem}</p>}
      {stored === undefined && problem === '' ? <p className="empty">Looking…</p> : null}
      {stored === null ? <p className="empty">This browser keeps no versions. Save the text as a file to keep it.</p> : null}
      {stored === null || stored === undefined ? null : <Rows stored={stored} text={text} />}
      <footer className="dialog-tools">
        <p className="quiet">The newest 40 documents and 60 versions of each are kept.</p>
        <Button label="Delete all versions" disabled={stored === null || stored === undefined} onClick={() => void makeRoom()} />
      </footer>
    </DialogFrame>
  )
}
