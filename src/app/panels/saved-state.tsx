/** Whether the document is safe on this machine, in a word; with what to do where it is not. */
import { download } from '../widgets/download.ts'
import { Button } from '../widgets/button.tsx'
import { fileText, useDocument } from '../state/document.ts'
import { saveAgain } from '../storage/autosave.ts'
import { savedText, tell, useSaving } from '../storage/saving.ts'

/** Opens the versions of the document. */
export function SavedState(): React.ReactNode {
  const state = useSaving(saving => saving.state)
  return (
    <button type="button" className={`saved-state link ${state.kind === 'failed' ? 'bad' : ''}`} title="Versions of this document and other documents on this machine" onClick={() => useSaving.setState({ isVersionsOpen: true })}>
      {savedText(state)}
    </button>
  )
}

const saveAsFile = (): void => download(useDocument.getState().file, fileText(), 'application/yaml')

/** What there is to tell about the document, over the page until it is closed: refused storage, another tab. */
export function SavingBanner(): React.ReactNode {
  const told = useSaving(saving => saving.told)
  const state = useSaving(saving => saving.state)
  if (state.kind !== 'failed' && told === null) return null
  return (
    <div className="saving-banner" role="status">
      {state.kind === 'failed' ? (
        <p className="bad">
          <span>Not saved: {state.why}. Nothing is lost while this page is open.</span>
          <Button label="Save as a file" onClick={saveAsFile} />
          {state.isFull ? <Button label="Make room" onClick={() => useSaving.setState({ isVersionsOpen: true })} /> : null}
          <Button label="Try again" onClick={saveAgain} />
        </p>
      ) : null}
      {told === null ? null : (
        <p>
          <span>{told.text}</span>
          {told.actions?.map(({ label, run }) => (
            <Button
              key={label}
              label={label}
              onClick={() => {
                run()
                tell(null)
              }}
            />
          ))}
          <Button icon="close" iconOnly label="Close the message" onClick={() => tell(null)} />
        </p>
      )}
    </div>
  )
}
