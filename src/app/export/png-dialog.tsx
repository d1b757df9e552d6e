/** Size, dots per inch and theme of a picture before it is saved. */
import { useState } from 'react'
import { formatNumber } from '../format.ts'
import { Button } from '../widgets/button.tsx'
import { DialogFrame } from '../widgets/dialog-frame.tsx'
import { NumberField } from '../widgets/number-field.tsx'
import { Segments } from '../widgets/segments.tsx'
import { dotsOf, MOST_PIXELS, type PictureChoice } from './chart-files.ts'

const THEMES = [{ id: 'light', label: 'Light' }, { id: 'dark', label: 'Dark' }] as const
const SIZES = [{ label: 'Slide', width: 1200, height: 640 }, { label: 'Column of a paper', width: 560, height: 340 }] as const

interface Props {
  readonly name: string
  readonly start: PictureChoice
  readonly onSave: (choice: PictureChoice) => void
  readonly onClose: () => void
}

export function PngDialog({ name, start, onSave, onClose }: Props): React.ReactNode {
  const [choice, setChoice] = useState(start)
  const change = (part: Partial<PictureChoice>): void => setChoice(before => ({ ...before, ...part }))
  const [wide, high] = dotsOf(choice)
  const isTooLarge = wide * high > MOST_PIXELS
  return (
    <DialogFrame className="png-dialog" title={`“${name}” as PNG`} onClose={onClose}>
      <div className="png-fields">
        <div><span>Width</span><NumberField label="Width, px" value={choice.width} min={200} max={4000} onChange={width => change({ width })} /><small>px</small></div>
        <div><span>Height</span><NumberField label="Height, px" value={choice.height} min={120} max={4000} onChange={height => change({ height })} /><small>px</small></div>
        <div><span>Dots per inch</span><NumberField label="Dots per inch" value={choice.dpi} min={24} max={1200} onChange={dpi => change({ dpi })} /><small>dpi</small></div>
        <div><span>Paper</span><Segments label="Paper" value={choice.theme} choices={THEMES} onChange={theme => change({ theme })} /></div>
      </div>
      <div className="png-sizes" role="group" aria-label="Usual sizes">
        {SIZES.map(({ label, width, height }) => (
          <Button key={label} label={label} onClick={() => change({ width, height })} />
        ))}
      </div>
      <p className={isTooLarge ? 'bad' : 'quiet'} role="status">
        {formatNumber(wide)} × {formatNumber(high)} dots with a margin{isTooLarge ? '; at most 64 million: choose fewer dots per inch' : ''}
      </p>
      <div className="dialog-tools">
        <Button label="Cancel" onClick={onClose} />
        <Button label="Save PNG" disabled={isTooLarge} onClick={() => onSave(choice)} />
      </div>
    </DialogFrame>
  )
}
