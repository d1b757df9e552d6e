/** What can be done with a future: keep it, name it, put it into the file, take it away. */
import { useState } from 'react'
import { applyEdits } from '../../editing/apply.ts'
import { useDocument } from '../../state/document.ts'
import { changeWords, deleteFuture, type Future, keepFuture, optionEdit, renameFuture, whyNoOption } from '../../state/futures.ts'
import { Button } from '../../widgets/button.tsx'

function Rename({ future, onDone }: { readonly future: Future; readonly onDone: () => void }): React.ReactNode {
  const [name, setName] = useState(future.name)
  return (
    <form
      className="future-rename"
      onSubmit={event => {
        event.preventDefault()
        renameFuture(future.id, name)
        onDone()
      }}
    >
      <input className="text-field" aria-label="New name" value={name} maxLength={80} autoFocus onChange={event => setName(event.target.value)} onKeyDown={event => event.key === 'Escape' && onDone()} />
      <Button type="submit" label="Rename" />
    </form>
  )
}

export function FutureTools({ future }: { readonly future: Future }): React.ReactNode {
  const options = useDocument(document => document.options)
  const [isNaming, setNaming] = useState(false)
  const [said, setSaid] = useState('')
  const why = whyNoOption(future)
  const toOption = (): void => {
    const { id, edit } = optionEdit(future, options.map(option => option.id))
    const problem = applyEdits([edit])
    setSaid(problem === null ? `The file has the option ${id} now.` : `The file ${problem.message}.`)
  }
  return (
    <div className="future-tools">
      <p className="quiet">{changeWords(future)}</p>
      {isNaming ? (
        <Rename future={future} onDone={() => setNaming(false)} />
      ) : (
        <div>
          <Button label={future.isKept ? 'Kept' : 'Keep'} pressed={future.isKept} title="Kept futures are still there after the page was closed" onClick={() => keepFuture(future.id, !future.isKept)} />
          <Button label="Rename" onClick={() => setNaming(true)} />
          <Button label="Make it an option" disabled={why !== undefined} title={why === undefined ? 'Writes it into the file as an option' : `Not as an option: ${why}`} onClick={toOption} />
          <Button label="Delete" onClick={() => deleteFuture(future.id)} />
        </div>
      )}
      {why === undefined ? null : <small className="quiet">Not an option of the file: {why}.</small>}
      <small role="status">{said}</small>
    </div>
  )
}
