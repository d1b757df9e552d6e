/** All shipped scenarios, each told by its own file. */
import { useMemo } from 'react'
import { closeDialog } from '../state/dialogs.ts'
import { replaceText, useDocument } from '../state/document.ts'
import { sampleFacts } from '../state/sample-facts.ts'
import { type Sample, SAMPLES } from '../state/samples.ts'
import { Button } from '../widgets/button.tsx'
import { DialogFrame } from '../widgets/dialog-frame.tsx'

function Card({ sample, isOpen }: { readonly sample: Sample; readonly isOpen: boolean }): React.ReactNode {
  const { description, about, options, span } = useMemo(() => sampleFacts(sample), [sample])
  const open = (): void => {
    closeDialog()
    replaceText(sample.text, `${sample.id}.yaml`)
  }
  return (
    <article className="gallery-card">
      <h3>{sample.label}</h3>
      <p className="quiet">{[span, options.length === 0 ? 'no options' : `${options.length} ${options.length === 1 ? 'option' : 'options'}`].filter(text => text !== '').join(' · ')}</p>
      <p>{description}</p>
      <p className="quiet">{about}</p>
      {options.length === 0 ? null : (
        <ul aria-label="Options">
          {options.map((label, index) => (
            <li key={index}>{label}</li>
          ))}
        </ul>
      )}
      <Button label={isOpen ? 'Open now' : 'Open'} disabled={isOpen} aria-label={`Open ${sample.label}`} onClick={open} />
    </article>
  )
}

export default function GalleryDialog(): React.ReactNode {
  const text = useDocument(document => document.text)
  return (
    <DialogFrame className="gallery" title="Scenarios" description="Each is a file that comes with the app and runs on this machine. Undo brings your text back." onClose={closeDialog}>
      <div className="gallery-cards" tabIndex={0} role="region" aria-label="List of scenarios">
        {SAMPLES.map(sample => (
          <Card key={sample.id} sample={sample} isOpen={sample.text === text} />
        ))}
      </div>
    </DialogFrame>
  )
}
