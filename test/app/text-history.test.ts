// One history: whatever is changed, by tables, forms or files that are opened, undo brings back byte by byte, step by step.
import { readFileSync } from 'node:fs'
import { parse as parseYaml } from 'yaml'
import { beforeEach, expect, test } from 'vitest'
import { applyEdits } from '../../src/app/editing/apply.ts'
import { moveEdit } from '../../src/app/editing/movable.ts'
import { canRedo, canUndo, changeText, presentText, redoText, undoText } from '../../src/app/editor/text-history.ts'
import { fileText, replaceText, useDocument } from '../../src/app/state/document.ts'
import { changeCells, milestoneTable } from '../../src/app/state/plan-rows.ts'
import { type Random, randomEdit, randomOf } from './random-edits.ts'

const CAMPUS = readFileSync('scenarios/dallas-100mw.yaml', 'utf8')

function undoAll(): number {
  let steps = 0
  while (canUndo()) {
    undoText()
    steps += 1
  }
  return steps
}

beforeEach(() => {
  undoAll()
  replaceText(CAMPUS, 'campus.yaml')
})

test.each([1, 2, 3])('random edits and undo of all of them give the same bytes, redo the other ones (seed %i)', seed => {
  const random = randomOf(seed)
  const texts = [presentText()]
  for (let step = 0; step < 8; step++) if (applyEdits([randomEdit(parseYaml(presentText()), random)]) === null && presentText() !== texts.at(-1)) texts.push(presentText())
  expect(texts.length, `seed ${seed}`).toBeGreaterThan(4)
  for (const text of texts.toReversed().slice(1)) {
    undoText()
    expect(presentText(), `seed ${seed}`).toBe(text)
    expect(useDocument.getState().text).toBe(text)
  }
  expect(presentText()).toBe(CAMPUS)
  for (const text of texts.slice(1)) {
    redoText()
    expect(presentText(), `seed ${seed}`).toBe(text)
  }
  expect(canRedo()).toBe(false)
})

/** What a user does to a text: types, sets a key of the form, writes a day of the table or the schedule, drags a thing of the site. */
const GESTURES: readonly ((random: Random) => void)[] = [
  random => {
    const text = presentText()
    const at = random(text.length)
    changeText(`${text.slice(0, text.indexOf('\n', at))} # ${random(100)}${text.slice(text.indexOf('\n', at))}`)
  },
  random => void applyEdits([{ kind: 'set', path: ['replications'], value: 1 + random(99) }]),
  random => {
    const table = milestoneTable(parseYaml(presentText()))
    const result = changeCells(presentText(), 'campus.yaml', table, [{ row: random(table.rows.length), column: 0, text: `2029-0${1 + random(9)}-1${random(9)}` }])
    if ('text' in result) changeText(result.text)
  },
  random => {
    const edit = moveEdit(parseYaml(presentText()), [], ['block[0]', 'block[1].row[0]', 'block[2].cooling.units'][random(3)], random(40) - 20, random(20) - 10)
    if (edit !== null) applyEdits([edit])
  },
]

test.each([4, 5])('a walk of typing, forms, tables and drags is undone step by step to the same bytes (seed %i)', seed => {
  const random = randomOf(seed)
  const texts = [presentText()]
  for (let step = 0; step < 8; step++) {
    GESTURES[step % GESTURES.length](random)
    if (presentText() !== texts.at(-1)) texts.push(presentText())
  }
  expect(texts.length, `seed ${seed}`).toBeGreaterThan(6)
  for (const text of texts.toReversed().slice(1)) {
    undoText()
    expect(presentText(), `seed ${seed}`).toBe(text)
  }
  expect(presentText()).toBe(CAMPUS)
})

test('a file that is opened is one step: undo brings back text and name', () => {
  const { id } = useDocument.getState()
  changeText(`${CAMPUS}# mine\n`)
  replaceText('format: 1\n', 'other.yaml')
  expect(useDocument.getState()).toMatchObject({ text: 'format: 1\n', file: 'other.yaml' })
  expect(useDocument.getState().id).not.toBe(id)
  undoText()
  expect(useDocument.getState()).toMatchObject({ text: `${CAMPUS}# mine\n`, file: 'campus.yaml', id })
  undoText()
  expect(presentText()).toBe(CAMPUS)
  redoText()
  redoText()
  expect(useDocument.getState()).toMatchObject({ text: 'format: 1\n', file: 'other.yaml' })
})

test('two changes within a moment are two steps', () => {
  changeText(`${CAMPUS}# one\n`)
  changeText(`${CAMPUS}# one\n# two\n`)
  undoText()
  expect(presentText()).toBe(`${CAMPUS}# one\n`)
})

test('a file is written as it was read: ends of lines and the mark at its beginning', () => {
  const written = '\uFEFFformat: 1\r\nname: x\r\n'
  replaceText(written, 'windows.yaml')
  expect(presentText()).toBe('format: 1\nname: x\n')
  expect(fileText()).toBe(written)
  undoText()
  expect(fileText()).toBe(CAMPUS)
})
