// Links: what is looked at comes back as it was; what a stranger sends is refused or shown as text, never run and never unpacked without end.
import { deflateSync, strToU8 } from 'fflate'
import { expect, test } from 'vitest'
import { fragmentOf, type Link, MOST_CHARACTERS, readFragment } from '../../src/app/link/link.ts'
import { packText, unpackText } from '../../src/app/link/pack.ts'

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url')

test('everything in a link comes back as it was', () => {
  const link: Link = {
    text: 'format: 1\nname: "Größe & <b>Ziel</b> — 100 %"\n',
    file: 'my plan.yaml',
    option: 'bridge-gas',
    compare: '*',
    beside: ['option:a', 'written'],
    room: 'decide',
    view: 'accounts',
    layer: 'power',
    account: 'tenants',
    site: 'dublin',
    at: 94_694_400_000,
    select: 'rack/hall/3',
  }
  expect(readFragment(fragmentOf(link))).toEqual({ link, left: [] })
})

test('a shipped scenario is named, not copied', () => {
  const fragment = fragmentOf({ scenario: 'quickstart', room: 'watch' })
  expect(fragment).toBe('#scenario=quickstart&room=watch')
  expect(readFragment(fragment)?.link).toEqual({ scenario: 'quickstart', room: 'watch' })
})

test('other fragments are no links', () => {
  for (const fragment of ['', '#', '#top', '#room=watch', '#__proto__=x']) expect(readFragment(fragment)).toBeUndefined()
})

test.each<[string, string, readonly string[]]>([
  ['a prototype', '#scenario=quickstart&__proto__=x&constructor=y&room=watch', ['__proto__', 'constructor']],
  ['another room', '#scenario=quickstart&room=cellar', ['room']],
  ['a time that is none', '#scenario=quickstart&at=-5', ['at']],
  ['a time beyond all horizons', '#scenario=quickstart&at=9999999999999', ['at']],
  ['a script as view', '#scenario=quickstart&view=<script>alert(1)</script>', ['view']],
  ['a path as file', '#scenario=quickstart&file=../../etc/passwd', ['file']],
  ['a path as scenario', '#scenario=../secret', ['scenario']],
  ['a hundred options', `#scenario=quickstart&${'beside=a&'.repeat(100)}`, ['beside']],
  ['letters that are no text', '#text=%00%01', ['text']],
  ['a text that is cut off', `#text=${packText('format: 1\n'.repeat(50)).slice(0, 10)}`, ['text']],
  ['bytes that are no text', `#text=${base64(deflateSync(new Uint8Array([0xff, 0xfe, 0xc0])))}`, ['text']],
  ['a fragment without end', `#text=${'A'.repeat(MOST_CHARACTERS)}`, ['text']],
])('%s is left out and named', (_, fragment, left) => {
  const found = readFragment(fragment)
  expect(found?.left).toEqual(left)
  expect(Object.getPrototypeOf(found?.link)).toBe(Object.prototype)
  expect(Object.hasOwn(found?.link ?? {}, '__proto__')).toBe(false)
})

test('what would unpack to more than any scenario is refused', () => {
  const bomb = base64(deflateSync(strToU8('a'.repeat(5_000_000)), { level: 9 }))
  expect(bomb.length).toBeLessThan(MOST_CHARACTERS)
  expect(unpackText(bomb)).toBeUndefined()
  expect(unpackText(packText('a'.repeat(1_000_000)))).toHaveLength(1_000_000)
})
