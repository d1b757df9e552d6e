/** Every widget in the states that it has; named by its file. */
import '../styles/drawings.css'
import { useState } from 'react'
import { Button } from '../widgets/button.tsx'
import { DateInput } from '../widgets/date-input.tsx'
import { DialogFrame } from '../widgets/dialog-frame.tsx'
import { EditGrid } from '../widgets/edit-grid.tsx'
import { Icon, type IconName, ICONS } from '../widgets/icon.tsx'
import { NumberField } from '../widgets/number-field.tsx'
import { OptionList } from '../widgets/option-list.tsx'
import { Segments } from '../widgets/segments.tsx'
import { SelectMenu } from '../widgets/select-menu.tsx'
import { Splitter } from '../widgets/splitter.tsx'
import { VirtualRows } from '../widgets/virtual-rows.tsx'

const CHOICES = [{ id: 'one', label: 'As written' }, { id: 'two', label: 'Ten gas engines as a bridge' }, { id: 'three', label: 'Substation on time, with a name that is much too long for its place' }] as const
type ChoiceId = (typeof CHOICES)[number]['id']
const isChoice = (id: string): id is ChoiceId => CHOICES.some(choice => choice.id === id)

function Buttons(): React.ReactNode {
  const [isOn, setOn] = useState(true)
  return (
    <>
      <Button label="Simulate" />
      <Button label="With an icon" icon="save" />
      <Button label="Pressed or not" pressed={isOn} onClick={() => setOn(!isOn)} />
      <Button label="Not now" disabled />
      <Button label="Only an icon" icon="find" iconOnly />
    </>
  )
}

function Icons(): React.ReactNode {
  return (
    <ul className="playground-icons">
      {ICONS.map((name: IconName) => (
        <li key={name}>
          <Icon name={name} />
          <small>{name}</small>
        </li>
      ))}
    </ul>
  )
}

function Numbers(): React.ReactNode {
  const [value, setValue] = useState(192)
  return <NumberField label="Dots per inch" value={value} min={24} max={1200} onChange={setValue} />
}

function Chosen(): React.ReactNode {
  const [value, setValue] = useState<ChoiceId>('one')
  return (
    <>
      <Segments label="Option" value={value} choices={CHOICES.slice(0, 2)} onChange={setValue} />
      <Segments label="One choice" value="only" choices={[{ id: 'only', label: 'Only one' }]} onChange={() => undefined} />
    </>
  )
}

function Menus(): React.ReactNode {
  const [value, setValue] = useState<ChoiceId>('three')
  return <SelectMenu label="Buildout option" prefix="Option" value={value} choices={CHOICES} onChange={id => (isChoice(id) ? setValue(id) : undefined)} />
}

function Lists(): React.ReactNode {
  const [chosen, setChosen] = useState(2)
  return (
    <div className="playground-list">
      <OptionList label="Findings" count={200} rowHeight={28} chosen={chosen} onChoose={setChosen} onOpen={() => undefined} renderRow={at => <span style={{ gridColumn: '1 / -1' }}>Finding {at + 1}</span>} />
    </div>
  )
}

function Split(): React.ReactNode {
  const [value, setValue] = useState(220)
  return (
    <div className="playground-split">
      <div style={{ width: value }}>{value} px</div>
      <Splitter label="Width of the left" value={value} min={120} max={360} sign={1} onChange={setValue} />
      <div>the rest</div>
    </div>
  )
}

function Day(): React.ReactNode {
  const [text, setText] = useState('2028-03-01')
  return <DateInput className="text-field" aria-label="Ordered on" value={text} onValue={setText} onPick={setText} />
}

function Frame(): React.ReactNode {
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <Button label="Open a dialog" onClick={() => setOpen(true)} />
      <DialogFrame title="What it is about" description="One sentence on what it is for." isOpen={isOpen} onClose={() => setOpen(false)}>
        <p>What stands inside.</p>
        <div className="dialog-tools">
          <Button label="Cancel" onClick={() => setOpen(false)} />
          <Button className="primary" label="Take it" onClick={() => setOpen(false)} />
        </div>
      </DialogFrame>
    </>
  )
}

const ROWS = ['Hall 1', 'Hall 2', 'Hall 3']

function Grid(): React.ReactNode {
  const [texts, setTexts] = useState<readonly (readonly string[])[]>(ROWS.map((_, at) => [`2028-0${at + 3}-01`, at === 1 ? 'soon' : `${30 + at} weeks`]))
  const change = (row: number, column: number, text: string): void => setTexts(before => before.map((cells, at) => (at === row ? cells.map((cell, i) => (i === column ? text : cell)) : cells)))
  return (
    <EditGrid
      label="Orders" rowHeading="Block" columns={[{ id: 'ordered', label: 'Ordered', example: '2028-03-01' }, { id: 'lead', label: 'Lead time', example: '38 weeks' }]}
      rows={ROWS.map((label, row) => ({ id: label, label, cells: texts[row].map((text, column) => ({ text, isEditable: row !== 2 || column !== 0, problem: /^\d/u.test(text) ? '' : 'is not a time: 38 weeks', draft: null })) }))}
      onChange={change} onPaste={change} onUndo={() => undefined} onRedo={() => undefined} onChoose={() => undefined}
    />
  )
}

function Virtual(): React.ReactNode {
  return (
    <div className="playground-list">
      <VirtualRows
        label="Ten thousand racks" count={10_000} rowHeight={28}
        head={<tr><th scope="col">Rack</th><th scope="col">Draw</th></tr>}
        renderRow={at => (
          <tr key={at}>
            <th scope="row">Rack {at + 1}</th>
            <td className="number">{(at * 37) % 132} kW</td>
          </tr>
        )}
      />
    </div>
  )
}

/** By the name of the file that holds it. */
export const WIDGET_DEMOS: Readonly<Record<string, () => React.ReactNode>> = {
  button: Buttons, 'date-input': Day, 'dialog-frame': Frame, 'edit-grid': Grid, icon: Icons, 'number-field': Numbers, 'option-list': Lists, segments: Chosen, 'select-menu': Menus, splitter: Split, 'virtual-rows': Virtual,
}
