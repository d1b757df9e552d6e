// Keys of commands: written once, pressed and shown the same everywhere.
import { expect, test } from 'vitest'
import { isPressed, type KeyPress, shownKeys } from '../../src/app/commands/keys.ts'

const press = (key: string, held: Partial<KeyPress> = {}): KeyPress => ({ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...held })

test.each<[string, KeyPress, boolean]>([
  ['Mod+K Mod+Shift+P', press('k', { ctrlKey: true }), true],
  ['Mod+K Mod+Shift+P', press('k', { metaKey: true }), true],
  ['Mod+K Mod+Shift+P', press('P', { ctrlKey: true, shiftKey: true }), true],
  ['Mod+K Mod+Shift+P', press('p', { ctrlKey: true }), false],
  ['Mod+K', press('k'), false],
  ['?', press('?', { shiftKey: true }), true],
  ['.', press('.'), true],
  ['+', press('+', { shiftKey: true }), true],
  ['Mod++', press('+', { ctrlKey: true }), true],
  ['-', press('+', { shiftKey: true }), false],
  ['.', press('.', { ctrlKey: true }), false],
  ['Space', press(' '), true],
  ['ArrowRight', press('ArrowRight', { shiftKey: true }), false],
  ['Shift+ArrowRight', press('ArrowRight', { shiftKey: true }), true],
  ['w', press('W', { shiftKey: true }), false],
])('%s', (keys, event, expected) => {
  expect(isPressed(keys, event)).toBe(expected)
})

test('are shown as the keyboard has them', () => {
  expect(shownKeys('Mod+K Mod+Shift+P', false)).toEqual([['Ctrl', 'K'], ['Ctrl', 'Shift', 'P']])
  expect(shownKeys('Mod+Shift+ArrowLeft', true)).toEqual([['⌘', '⇧', '←']])
  expect(shownKeys('+ Shift++', false)).toEqual([['+'], ['Shift', '+']])
  expect(shownKeys(undefined)).toEqual([])
})
