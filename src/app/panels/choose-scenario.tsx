/** Several scenarios were opened at once: which one is to be looked at. The others stay at hand as what it may extend. */
import { Dialog } from 'radix-ui'
import { openCandidate } from '../files/open-files.ts'
import { stopOpening, useOpening } from '../files/opening.ts'
import { Button } from '../widgets/button.tsx'

export default function ChooseScenario(): React.ReactNode {
  const { choices, others, texts } = useOpening()
  return (
    <Dialog.Root open onOpenChange={isOpen => isOpen || stopOpening()}>
      <Dialog.Portal>
        <Dialog.Overlay className="overlay" />
        <Dialog.Content className="dialog versions-dialog">
          <header>
            <div>
              <Dialog.Title>{choices.length} scenarios</Dialog.Title>
              <Dialog.Description>Choose the one to open. The others stay at hand for what it extends.</Dialog.Description>
            </div>
            <Dialog.Close asChild>
              <Button icon="close" iconOnly label="Close" />
            </Dialog.Close>
          </header>
          <div className="versions-body" tabIndex={0} role="region" aria-label="Scenarios">
            <ul>
              {choices.map(candidate => (
                <li key={candidate.path}>
                  <span className="name wide" title={candidate.path}>
                    {candidate.path}
                  </span>
                  <Button
                    label="Open"
                    onClick={() => {
                      stopOpening()
                      void openCandidate(candidate, texts, others)
                    }}
                  />
                </li>
              ))}
            </ul>
          </div>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
