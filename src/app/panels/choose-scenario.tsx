/** Several scenarios were opened at once: which one is to be looked at. The others stay at hand as what it may extend. */
import { openCandidate } from '../files/open-files.ts'
import { stopOpening, useOpening } from '../files/opening.ts'
import { Button } from '../widgets/button.tsx'
import { DialogFrame } from '../widgets/dialog-frame.tsx'

export default function ChooseScenario(): React.ReactNode {
  const { choices, others, texts } = useOpening()
  return (
    <DialogFrame className="versions-dialog" title={`${choices.length} scenarios`} description="Choose the one to open. The others stay at hand for what it extends." onClose={stopOpening}>
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
    </DialogFrame>
  )
}
