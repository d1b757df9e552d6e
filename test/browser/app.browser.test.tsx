// The app end to end on the small scenario: figures, text, options, table, timeline, downloads.
import { EditorView } from '@codemirror/view'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { userEvent } from 'vitest/browser'
import { clock } from '../../src/app/state/clock.ts'
import { openFile, replaceText, useDocument } from '../../src/app/state/document.ts'
import { useRun } from '../../src/app/state/run.ts'
import { sampleOf } from '../../src/app/state/samples.ts'
import { tablesFor, useTables } from '../../src/app/state/tables.ts'
import { holds, type Mounted, mountApp, seen, showAs } from './mount-app.tsx'

const DAY_MS = 86_400_000
let mounted: Mounted

beforeAll(async () => {
  mounted = await mountApp(1440, 900)
  await holds(() => expect(useRun.getState().base?.runs.length ?? 0).toBeGreaterThan(0))
})
afterAll(() => mounted.root.unmount())

const editor = async (): Promise<EditorView> => {
  const content = await seen('.cm-content')
  const view = EditorView.findFromDOM(content)
  if (view === null) throw new Error('the editor has no view')
  return view
}

test('shows the share of the contract that became useful', async () => {
  const value = await seen('.hero .figure.main .figure-value', /\d\u2009%/u)
  expect(value.textContent).not.toContain('NaN')
  await seen('[data-chart="ledger-waterfall"] svg', /Productive/)
})

describe('the table', () => {
  test('has a line for each row of racks and tells every kind of equipment', async () => {
    await showAs('Table')
    const rows = await holds(() => {
      const found = document.querySelectorAll('tr[data-rack-group]')
      expect(found.length).toBeGreaterThan(0)
      return found
    })
    const racks = [...rows].reduce((sum, row) => sum + Number(/of (\d+)/.exec(row.children[2].textContent)?.[1]), 0)
    expect(racks).toBe(15)
    await seen('.equipment-table td', /^Dry cooler$/)
  })

  test('selects what one clicks, and the inspector names line and source', async () => {
    await userEvent.click(await seen('.equipment-table button', /^Dry cooler$/))
    await seen('.inspector .written', /blocks\.hall\.cooling\.units/)
    await seen('.inspector .sources', /dry-cooler-980kw/)
    const line = await seen('.inspector .written button', /line \d+/)
    const text = useDocument.getState().text.split('\n')
    expect(text[Number(/\d+/.exec(line.textContent)?.[0]) - 1]).toContain('units:')
  })
})

describe('the timeline', () => {
  test('is moved with keys: a day, a month, from event to event', async () => {
    const slider = await seen('.timeline-lanes')
    slider.focus()
    await userEvent.keyboard('{Home}')
    expect(clock.getState().atMs).toBe(0)
    await userEvent.keyboard('{ArrowRight}{ArrowRight}')
    expect(clock.getState().atMs).toBe(2 * DAY_MS)
    await userEvent.keyboard('{Shift>}{ArrowRight}{/Shift}')
    expect(clock.getState().atMs).toBe(32 * DAY_MS)
    await seen('.date-readout', /^2 Feb 2027$/)
    await userEvent.keyboard('.')
    const event = clock.getState().atMs
    expect(event).toBeGreaterThan(32 * DAY_MS)
    await userEvent.keyboard('.')
    await userEvent.keyboard(',')
    expect(clock.getState().atMs).toBe(event)
  })

  test('plays and pauses with the space bar', async () => {
    ;(await seen('.timeline-lanes')).focus()
    await userEvent.keyboard(' ')
    expect(clock.getState().isPlaying).toBe(true)
    await userEvent.keyboard(' ')
    expect(clock.getState().isPlaying).toBe(false)
  })
})

describe('downloads', () => {
  async function downloaded(button: RegExp): Promise<string> {
    const create = URL.createObjectURL.bind(URL)
    let blob: Blob | MediaSource | undefined
    URL.createObjectURL = given => {
      blob = given
      return create(given)
    }
    const card = await seen('[data-chart="ledger-waterfall"]')
    const found = [...card.querySelectorAll('button')].find(candidate => button.test(candidate.textContent))
    found?.click()
    URL.createObjectURL = create
    // Bytes, because reading as text would drop the byte order mark.
    return blob instanceof Blob ? new TextDecoder('utf-8', { ignoreBOM: true }).decode(await blob.arrayBuffer()) : ''
  }

  test('SVG is well formed and names its source', async () => {
    const text = await downloaded(/SVG/)
    const parsed = new DOMParser().parseFromString(text, 'image/svg+xml')
    expect(parsed.querySelector('parsererror')).toBeNull()
    expect(parsed.documentElement.namespaceURI).toBe('http://www.w3.org/2000/svg')
    expect(text).toContain('seed 1')
  })

  test('CSV begins with a byte order mark and has units in its header', async () => {
    const text = await downloaded(/CSV/)
    expect(text.startsWith('\uFEFF')).toBe(true)
    expect(text.split('\r\n')[0]).toMatch(/\[h\]/)
  })
})

test('another option runs and says so', async () => {
  await userEvent.click(await seen('button[aria-label="Buildout option"]'))
  await userEvent.click(await seen('[role="option"]', /on time/i))
  await holds(() => {
    const { base, isStale } = useRun.getState()
    expect(base?.option).not.toBeNull()
    expect(isStale).toBe(false)
  })
})

describe('the editor helps', () => {
  test('with what a key means, when the pointer rests on it', async () => {
    // The help comes after the editor, and lines are drawn again when it does: the pointer may come too early.
    await holds(async () => {
      const line = await seen('.cm-line', /weather:/)
      for (const x of [30, 34]) await userEvent.hover(line, { position: { x, y: 8 }, timeout: 5000 })
      await vi.waitFor(() => expect(document.querySelector('.cm-tooltip .code-help-path')?.textContent).toBe('site.weather'), { timeout: 5000, interval: 50 })
    })
  })

  test('with the keys that may follow', async () => {
    const view = await editor()
    const before = view.state.doc.toString()
    view.dispatch({ changes: { from: before.length, insert: '\nmon' }, selection: { anchor: before.length + 4 }, userEvent: 'input.type' })
    view.focus()
    await userEvent.keyboard('e')
    await seen('.cm-tooltip-autocomplete li', /money/)
    await userEvent.keyboard('{Escape}')
    view.dispatch({ changes: { from: before.length, to: view.state.doc.length } })
    await holds(() => expect(useDocument.getState()).toMatchObject({ text: before, isReading: false }))
  })
})

describe('text that is wrong', () => {
  test('keeps the last good results, marked as such, names line and key, and undo brings the good text back', async () => {
    const view = await editor()
    const before = view.state.doc.toString()
    const place = before.indexOf('capacity: 3 MW')
    view.dispatch({ changes: { from: place, to: place + 'capacity'.length, insert: 'capacitty' }, userEvent: 'input.type' })
    const issue = await seen('.problems li.error', /capacitty/)
    expect(issue.textContent).toContain('Did you mean')
    await seen('.hero.stale .figure.main .figure-value', /%/)
    expect(useDocument.getState().text).toContain('capacitty: 3 MW')
    await holds(() => expect(document.querySelector('.cm-lintRange-error, .cm-lint-marker-error')).not.toBeNull())
    view.focus()
    await userEvent.keyboard('{Control>}z{/Control}')
    await holds(() => expect(useDocument.getState().issues.filter(({ severity }) => severity === 'error')).toEqual([]))
    expect(view.state.doc.toString()).toBe(before)
  })

  const bomb = `a: &a [1,1,1,1,1,1,1,1,1]\n${'bcdefghi'.replace(/./g, (name, at: number) => `${name}: &${name} [${Array.from({ length: 9 }, () => `*${'abcdefghi'[at]}`).join(',')}]\n`)}`
  const bytes = Array.from({ length: 4000 }, (_, index) => String.fromCharCode((index * 7919) % 0xd800)).join('')
  test.each([
    ['a bomb of aliases', bomb],
    ['bytes without meaning', bytes],
    ['nothing', ''],
    ['a prototype', 'format: 1\n__proto__: {polluted: true}\n'],
  ])('%s gives issues; the page stays and so does the text', async (_, text) => {
    replaceText(text, 'bad.yaml')
    await holds(() => {
      expect(useDocument.getState().isReading).toBe(false)
      expect(useDocument.getState().issues.length).toBeGreaterThan(0)
    })
    await seen('.problems-summary', /error/)
    expect(useDocument.getState().text).toBe(text)
    expect(document.querySelector('.hero')).not.toBeNull()
  })

  test('a file over the limit is refused with its size, and the text stays', async () => {
    const { text } = useDocument.getState()
    await openFile(new File([new Uint8Array(4_000_001)], 'large.yaml'))
    await seen('.problems-summary', /large\.yaml has 4000001 bytes.*4000000/)
    expect(useDocument.getState().text).toBe(text)
  })
})

test('a fault of the engine offers scenario, seed and version as a report', async () => {
  useRun.setState({ activity: { kind: 'failed', failure: { message: 'the books do not balance', atMs: 42, trace: ['41 ms compute.pass 0'] } } })
  const dialog = await seen('[role="dialog"]', /the books do not balance/)
  expect(dialog.textContent).toMatch(/Nameplate \d+\.\d+\.\d+/)
  expect(dialog.textContent).toContain('41 ms compute.pass 0')
  await userEvent.keyboard('{Escape}')
  await holds(() => expect(document.querySelector('[role="dialog"]')).toBeNull())
})

describe('traces', () => {
  const drop = (name: string, text: string): void => {
    const dataTransfer = new DataTransfer()
    dataTransfer.items.add(new File([text], name))
    dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }))
  }

  test('dropped on the page are read for the entries that name them, and told', async () => {
    const { text } = sampleOf('quickstart')
    const entries = 'workload:\n  - {id: log, source: trace, file: traces/jobs.swf}\n  - {id: chat, source: inference, firstToken: 2 s, requests: {file: conv.csv}}\n'
    replaceText(text.replace(/^workload:.*\n(?: .*\n)+/mu, entries), 'traces.yaml')
    await holds(() => expect(useDocument.getState().scenario?.workload.map(({ id }) => id)).toEqual(['log', 'chat']))
    drop('jobs.swf', '1 0 0 3600 4 -1 -1 4 7200 -1 1 1 1 -1 -1 -1 -1 -1\nbroken\n')
    await holds(() => expect(useDocument.getState().notice).toMatch(/^jobs\.swf is open: 1 job replayed, 1 line left out/u))
    drop('conv.csv', 'TIMESTAMP,ContextTokens,GeneratedTokens\n2023-11-16 18:17:03.9799600,480,10\n2023-11-16 18:18:04.0319600,318,8\n')
    await holds(() => expect(useDocument.getState().notice).toBe('conv.csv is open: 2 requests replayed, nothing left out'))
    const { scenario } = useDocument.getState()
    expect(scenario === null ? ['no scenario'] : tablesFor(scenario, useTables.getState(), {}).missing).toEqual([])
  })

  test('what is left out stands among the problems, by the policy that the text says; another policy reads the open file again', async () => {
    await seen('.problems li.warn[data-issue="trace-summary"]', /workload\.log\.file: jobs\.swf: 1 job replayed, 1 line left out \(onBadLine: skip\)/u)
    await seen('.problems li.warn[data-issue="SWF_LINE"]', /first in line 2/u)
    const say = (policy: string): void => replaceText(useDocument.getState().text.replace(/file: traces\/jobs\.swf.*\}/u, `file: traces/jobs.swf, onBadLine: ${policy}}`), 'traces.yaml')
    say('fail')
    await seen('.problems li.error[data-issue="trace-summary"]', /jobs\.swf: refused, since onBadLine is fail/u)
    expect(document.querySelector('.problems li[data-issue="file"]')).toBeNull()
    say('clip')
    await seen('.problems li.warn[data-issue="trace-summary"]', /\(onBadLine: clip\)/u)
    expect(document.querySelector('.problems li.error')).toBeNull()
  })
})
