/** The page for when the app is stuck: takes what this machine keeps along as files, and deletes it. It reads no scenario and runs nothing. */
import { deleteDB } from 'idb'
import { useEffect, useState } from 'react'
import { Button } from '../widgets/button.tsx'
import { download } from '../widgets/download.ts'
import { documentsOf, openDatabase, type StoredDocument } from './database.ts'

/** The app without what the address asks for. */
const open = (): void => location.replace(location.pathname)

async function kept(): Promise<readonly StoredDocument[]> {
  const database = await openDatabase(() => undefined)
  const documents = await documentsOf(database)
  database.close()
  return documents
}

async function forgetAll(): Promise<string> {
  try {
    localStorage.clear()
    sessionStorage.clear()
    await deleteDB('nameplate', { blocked: () => undefined })
    return ''
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

export default function ResetPage(): React.ReactNode {
  const [documents, setDocuments] = useState<readonly StoredDocument[] | null>(null)
  const [said, setSaid] = useState('')
  useEffect(() => {
    document.documentElement.dataset.theme = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'
    kept().then(setDocuments, () => setDocuments([]))
  }, [])
  const forget = async (): Promise<void> => {
    const problem = await forgetAll()
    if (problem === '') open()
    else setSaid(`Not deleted: ${problem}. Close other tabs of this page and try again.`)
  }
  return (
    <main className="reset-page">
      <h1>Begin anew</h1>
      <p>If the page no longer works, take your documents along as files, then delete what this machine keeps. Nothing of it is anywhere else.</p>
      {documents === null ? <p className="quiet">Looking for documents…</p> : null}
      {documents?.length === 0 ? <p className="quiet">This machine keeps no documents.</p> : null}
      <ul>
        {documents?.map(each => (
          <li key={each.id}>
            <span className="date">{new Date(each.savedAt).toISOString().slice(0, 16).replace('T', ' ')}</span>
            <span className="name" title={each.file}>
              {each.file}
            </span>
            <Button label="Save as a file" onClick={() => download(each.file, each.text, 'application/yaml')} />
          </li>
        ))}
      </ul>
      <div className="dialog-tools">
        <Button label="Back to the app" onClick={open} />
        <Button className="primary" label="Delete everything and begin anew" onClick={() => void forget()} />
      </div>
      <p role="alert" className="bad">
        {said}
      </p>
    </main>
  )
}
