/** What contingencies are called: the components by their words on the drawing, the block after them. */
import type { Contingency } from '../../results/audit.ts'
import type { OneLine, OneLineNode } from '../../results/one-line.ts'
import { holderOf } from './effect.ts'

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
  if (node.id === path && (node.units === 1 || node.kind === 'ups')) return node.label
  if (node.kind === 'ups' && path.startsWith(`${node.id}/`)) return `${capital(stepWords(steps[steps.length - 1]))} of ${node.label}`
  const own = steps.slice(1).filter((step, index, all) => index >= all.length - (all[all.length - 1].startsWith('path[') ? 2 : 1)).map(stepWords).join(', ')
  return capital(own === '' ? stepWords(path) : steps[0] === 'grid' && steps.includes('substation') ? `substation ${own}` : own)
}

/** `Hall 2`, or nothing for what belongs to the site or to a site of one block. */
export function blockName(block: number, blockLabels: readonly string[]): string {
  return block < 0 || blockLabels.length < 2 ? '' : (blockLabels[block] ?? `Block ${block + 1}`)
}

/** One path in words, with its block: `Module 3 of UPS system B, Hall 2`. */
export function componentText(oneLine: OneLine, path: string, blockLabels: readonly string[], held?: number): string {
  const holder = held ?? holderOf(oneLine, path)
  const node = oneLine.nodes[holder]
  const place = blockName(node?.block ?? -1, blockLabels)
  return `${pathWords(path, node)}${place === '' ? '' : `, ${place}`}`
}

/** A contingency in a line: what fails, during which maintenance, and how many equal ones it stands for. */
export function contingencyText(oneLine: OneLine, { failed, maintained, nodes, count }: Contingency, blockLabels: readonly string[]): string {
  const names = failed.map((path, index) => {
    const found = holderOf(oneLine, path)
    return componentText(oneLine, path, blockLabels, found >= 0 ? found : nodes[index])
  })
  const alike = count > 1 ? ` (any of ${count})` : ''
  const during = maintained === null ? '' : ` during maintenance of ${componentText(oneLine, maintained, blockLabels)}`
  return `${names.join(' and ')}${alike}${during}`
}
