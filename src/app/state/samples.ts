/** The scenarios that come with the app. */

export interface Sample {
  /** File name without extension, as in `?scenario=`. */
  readonly id: string
  readonly label: string
  readonly text: string
}

const texts = import.meta.glob<string>('../../../scenarios/*.yaml', { query: '?raw', import: 'default', eager: true })

/** The name that the scenario gives itself; cheap, because the text may not be valid. */
function labelOf(text: string, id: string): string {
  return /^name: *['"]?(.+?)['"]?\s*$/m.exec(text)?.[1] ?? id
}

export const SAMPLES: readonly Sample[] = Object.keys(texts)
  .sort()
  .map(path => {
    const id = path.replace(/^.*\//, '').replace(/\.yaml$/, '')
    return { id, label: labelOf(texts[path], id), text: texts[path] }
  })

const FIRST = 'dallas-100mw'

/** The sample of that id; without one, the campus that the app opens with. */
export function sampleOf(id: string | null): Sample {
  const found = SAMPLES.find(sample => sample.id === id) ?? SAMPLES.find(sample => sample.id === FIRST) ?? SAMPLES[0]
  return found ?? { id: 'empty', label: 'Empty scenario', text: 'format: 1\n' }
}
