// One-line and audit on the small scenario: what is chosen in one place is chosen in all, by keys as by mouse.
import { EditorView } from '@codemirror/view'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { userEvent } from 'vitest/browser'
import { chosenOf, nameOf, useAudit } from '../../src/app/state/audit.ts'
import { useRun } from '../../src/app/state/run.ts'
import { useView } from '../../src/app/state/view.ts'
import { holds, type Mounted, mountApp, seen, showAs } from './mount-app.tsx'

let mounted: Mounted

beforeAll(async () => {
  mounted = await mountApp(1440, 900)
  await holds(() => expect(useRun.getState().base?.runs.length ?? 0, JSON.stringify(useRun.getState().activity)).toBeGreaterThan(0))
  await seen('.cm-content')
  await showAs('One-line')
  await seen('.option-list [role="option"]')
})
afterAll(() => mounted.root.unmount())

const editorLine = async (): Promise<number> => {
  const view = EditorView.findFromDOM(await seen('.cm-content'))
  if (view === null) throw new Error('the editor has no view')
  return view.state.doc.lineAt(view.state.selection.main.from).number
}

test('the head says in a sentence what takes down load', async () => {
  await seen('.audit-panel h2', /single failure/)
})

test('a failure chosen by keys is marked in the diagram, told in time and shown in the text', async () => {
  const list = await seen('.option-list')
  list.focus()
  await userEvent.keyboard('{ArrowDown}')
  const first = chosenOf(useAudit.getState())
  expect(first).not.toBeNull()
  await userEvent.keyboard('{ArrowDown}{ArrowDown}')
  const chosen = chosenOf(useAudit.getState())
  if (chosen === null || first === null) throw new Error('nothing is chosen')
  expect(nameOf(chosen)).not.toBe(nameOf(first))
  await seen('.option-list [aria-selected="true"]')
  await holds(async () => expect(await editorLine()).toBe(chosen.line))
  expect(document.activeElement).toBe(list)
  await seen('.audit-detail .audit-reason', /./)
  const node = useAudit.getState().report?.oneLine.nodes[chosen.nodes[0]]
  await seen(`.one-line-drawing [data-node="${node?.id ?? ''}"]`, /failed/)
  expect(useView.getState().selection).not.toBeNull()
  await userEvent.keyboard('{Enter}')
  await holds(() => expect(document.activeElement?.closest('.cm-editor') ?? null).not.toBeNull())
})

test('states and words narrow the list', async () => {
  const rows = (): number => Number(document.querySelector('.option-list [role="option"]')?.getAttribute('aria-setsize') ?? 0)
  const all = rows()
  await userEvent.click(await seen('.audit-state', /^Down/))
  await holds(() => expect(rows()).toBeLessThan(all))
  expect([...document.querySelectorAll('.option-row .audit-word')].every(word => word.textContent === 'Down')).toBe(true)
  await userEvent.click(await seen('.audit-state', /^Down/))
  await userEvent.type(await seen('.audit-search', /^/), 'nothing has this name')
  await seen('.audit-panel .empty', /No failure matches/)
  await userEvent.clear(await seen('.audit-search', /^/))
  await holds(() => expect(rows()).toBe(all))
})

describe('a component', () => {
  test('that is clicked is selected in the scene and shows its loads and its line', async () => {
    await userEvent.click(await seen('.one-line-drawing [data-node$="/ups[0]"] text', /UPS/))
    await seen('.audit-detail', /Failover load/)
    await seen('.audit-details .inspector', /UPS module/)
    const { selection } = useView.getState()
    expect(selection?.kind).toBe('item')
    expect(await editorLine()).toBeGreaterThan(1)
  })

  test('is reached along the connections by arrow keys', async () => {
    ;(await seen('.one-line-scroll')).focus()
    const before = useAudit.getState().node
    await userEvent.keyboard('{ArrowDown}')
    expect(useAudit.getState().node).toMatch(/busway$/)
    await userEvent.keyboard('{ArrowUp}')
    expect(useAudit.getState().node).toBe(before)
    await userEvent.keyboard('{Escape}')
    expect(useAudit.getState().node).toBeNull()
    expect(useView.getState().selection).toBeNull()
  })

  test('selected in the scene is selected in the diagram', async () => {
    useView.setState({ selection: { kind: 'rack', index: 3 } })
    await holds(() => expect(useAudit.getState().node).toMatch(/racks\[0\]$/))
  })

  test('offers its failure', async () => {
    await userEvent.click(await seen('.one-line-drawing [data-node$="/transformer[0]"] text', /Block/))
    await userEvent.click(await seen('.audit-detail .link', /What if it fails/))
    expect(chosenOf(useAudit.getState())?.failed[0]).toMatch(/transformer\[0\]$/)
  })
})

test('loads now stand before normal and failover loads', async () => {
  await userEvent.click(await seen('.one-line-tools button', /Loads now/))
  await seen('.one-line-drawing svg', /now where recorded \| normally \| in failover/)
  await seen('.one-line-drawing [data-node$="/racks[0]"]', /\d \| [\d\u2009]+ \| /)
  await userEvent.click(await seen('.one-line-tools button', /Loads now/))
})

test('the diagram is taken along as a complete SVG', async () => {
  const create = URL.createObjectURL.bind(URL)
  let blob: Blob | MediaSource | undefined
  URL.createObjectURL = given => {
    blob = given
    return create(given)
  }
  await userEvent.click(await seen('.one-line-tools button', /^SVG$/))
  URL.createObjectURL = create
  const text = blob instanceof Blob ? await blob.text() : ''
  const parsed = new DOMParser().parseFromString(text, 'image/svg+xml')
  expect(parsed.querySelector('parsererror')).toBeNull()
  expect(parsed.querySelectorAll('[data-node]').length).toBe(useAudit.getState().report?.oneLine.nodes.length)
  expect(text).toContain('seed 1')
})
