/** Every key of the scenario format with its description, from the schema itself. */
import { ELEMENT } from '../editor/yaml-path.ts'
import { keysAt } from '../editor/schema-walk.ts'

export interface HelpEntry {
  /** As an author writes it: `blocks[].cooling.units.count`, `grid.feeds.NAME.capacity`. */
  readonly path: string
  readonly help: string
  readonly isRequired: boolean
}

const NAME = 'NAME'
/** Sections within sections; deeper ones repeat what stands above them. */
const DEEPEST = 7
/** Overlays hold any part of a scenario again. */
const REPEATED: readonly string[] = ['options', 'sites']

const pathOf = (steps: readonly string[]): string => steps.reduce((path, step) => (step === ELEMENT ? `${path}[]` : path === '' ? step : `${path}.${step}`), '')

/** Entries from the top down; a generator, so that the reader of the list decides how long it works at a time. */
export function* schemaEntries(root: unknown): Generator<HelpEntry> {
  const waiting: (readonly string[])[] = [[]]
  for (let steps = waiting.shift(); steps !== undefined; steps = waiting.shift()) {
    for (const { key, help, isRequired } of keysAt(root, steps)) {
      const below = [...steps, key]
      // Forms of distributions are told where they may stand.
      if (help !== '') yield { path: pathOf(below), help, isRequired }
      if (below.length >= DEEPEST || (steps.length === 0 && REPEATED.includes(key)) || steps.includes(key)) continue
      for (const next of [below, [...below, ELEMENT], [...below, NAME]]) {
        const keys = keysAt(root, next)
        if (keys.length === 0) continue
        waiting.push(next)
        break
      }
    }
  }
}

const normal = (text: string): string => text.toLowerCase()

/** Entries that have all words, those with them in the path first, short paths before long ones. */
export function findEntries(entries: readonly HelpEntry[], asked: string, most: number): readonly HelpEntry[] {
  const words = normal(asked).split(/\s+/u).filter(word => word !== '')
  if (words.length === 0) return entries.slice(0, most)
  const score = ({ path, help }: HelpEntry): number => {
    const [inPath, inHelp] = [normal(path), normal(help)]
    if (!words.every(word => inPath.includes(word) || inHelp.includes(word))) return -1
    const last = inPath.slice(inPath.lastIndexOf('.') + 1)
    return words.filter(word => inPath.includes(word)).length * 4 + words.filter(word => last.includes(word)).length * 4 + (words.includes(last) ? 8 : 0)
  }
  return entries
    .map((entry, index) => ({ entry, index, score: score(entry) }))
    .filter(each => each.score >= 0)
    .sort((a, b) => b.score - a.score || a.entry.path.length - b.entry.path.length || a.index - b.index)
    .slice(0, most)
    .map(({ entry }) => entry)
}
