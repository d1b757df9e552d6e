/** What contingencies are called: the components by their words on the drawing, the block after them. */
import type { Contingency } from '../../results/audit.ts'
import type { OneLine, OneLineNode } from '../../results/one-line.ts'
import { holderOf, isSystem } from './effect.ts'

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'

/** `airHandler[2]` as `air handler 3`, `feed[permanent]` as `feed permanent`. */
function stepWords(step: string): string {
  const [, name, index] = /^([^[]*)(?:\[(.+)\])?$/.exec(step) ?? ['', step, '']
  const words = name.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase().replace(/\bups\b/g, 'UPS').replace(/\bcdu\b/g, 'CDU').replace(/-/g, ' ')
  if (index === undefined || index === '') return words
  if (!/^\d+$/.test(index)) return `${words} ${index}`
  return name === 'path' ? `path ${LETTERS[Number(index)] ?? Number(index) + 1}` : `${words} ${Number(index) + 1}`
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

/** What a path below a component is called; the component itself by its label. */
function pathWords(path: string, node: OneLineNode | undefined): string {
  const steps = path.split('/')
  if (node === undefined) return capital(steps.slice(-2).map(stepWords).join(' '))
  if (node.id === path && (node.units === 1 || isSystem(node))) return node.label
  if (isSystem(node) && path.startsWith(`${node.id}/`)) return `${capital(stepWords(steps[steps.length - 1]))} of ${node.label}`
  const own = steps.slice(1).filter((step, index, all) => index >= all.length - (all[all.length - 1].startsWith('path[') ? 2 : 1)).map(stepWords).join(', ')
  return capital(own === '' ? stepWords(path) : steps[0] === 'grid' && steps.includes('substation') ? `substation ${own}` : own)
}

/** `Hall 2`, or nothing for what belongs to the site or to a site of one block. */
export function blockName(block: number, blockLabels: readonly string[]): string {
  return block < 0 || blockLabels.length < 2 ? '' : (blockLabels[block] ?? `Block ${block + 1}`)
}

interface Named {
  readonly words: string
  readonly place: string
}

function named(oneLine: OneLine, path: string, blockLabels: readonly string[], held: number): Named {
  const node = oneLine.nodes[held]
  return { words: pathWords(path, node), place: blockName(node?.block ?? -1, blockLabels) }
}

const withPlace = ({ words, place }: Named): string => (place === '' ? words : `${words}, ${place}`)

/** Within a sentence; names such as UPS keep their capitals. */
const small = (text: string): string => (/^[A-Z][a-z]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text)

/** One path in words, with its block: `Module 3 of UPS system B, Hall 2`. */
export const componentText = (oneLine: OneLine, path: string, blockLabels: readonly string[], held: number = holderOf(oneLine, path)): string => withPlace(named(oneLine, path, blockLabels, held))

export interface ContingencyWords {
  /** What fails, and what is out for maintenance then. */
  readonly words: string
  /** Block of all of them; '' for the site, and where the words name several. */
  readonly place: string
}

/** Zones and insurance units are named as the file names them; undefined for other paths. */
function zoneWords(path: string): string | undefined {
  const [, kind, name] = /(?:^|\/)(fire|fireZones|insurance)\/([^/]+)$/u.exec(path) ?? []
  if (name === undefined) return undefined
  if (kind === 'insurance') return `Insurance unit ${name}`
  return path.startsWith('site/') ? `Fire in all buildings of zone ${name}` : `Fire in zone ${name}`
}

/** Names of what fails: each by itself, or the cause that takes several at once. */
function failuresOf(oneLine: OneLine, { failed, nodes }: Contingency, blockLabels: readonly string[]): Named[] {
  return failed.map((path, index) => {
    const zone = zoneWords(path)
    if (zone !== undefined) return { words: zone, place: blockName(oneLine.nodes[nodes[0] ?? -1]?.block ?? -1, blockLabels) }
    const found = holderOf(oneLine, path)
    if (found >= 0 || failed.length > 1) return named(oneLine, path, blockLabels, found >= 0 ? found : (nodes[index] ?? -1))
    const taken = nodes.map(node => small(oneLine.nodes[node].label))
    return taken.length > 1 ? { words: `Common cause of ${taken.slice(0, -1).join(', ')} and ${taken[taken.length - 1]}`, place: '' } : named(oneLine, path, blockLabels, nodes[0] ?? -1)
  })
}

/** A contingency in words; a block that is the same for all is told once. */
export function contingencyWords(oneLine: OneLine, contingency: Contingency, blockLabels: readonly string[]): ContingencyWords {
  const { maintained } = contingency
  const failures = failuresOf(oneLine, contingency, blockLabels)
  const serviced = maintained === null ? [] : [named(oneLine, maintained, blockLabels, holderOf(oneLine, maintained))]
  const all = [...failures, ...serviced]
  const isOnePlace = all.every(({ place }) => place === all[0].place)
  const say = (each: Named): string => (isOnePlace ? each.words : withPlace(each))
  const words = `${failures.map((each, index) => (index === 0 ? say(each) : small(say(each)))).join(' and ')}${serviced.map(each => ` while ${small(say(each))} is serviced`).join('')}`
  return { words, place: isOnePlace ? all[0].place : '' }
}

/** The same in one line. */
export const contingencyText = (oneLine: OneLine, contingency: Contingency, blockLabels: readonly string[]): string => withPlace(contingencyWords(oneLine, contingency, blockLabels))
