import type { Scenario } from '../../scenario/schema/scenario.ts'

/** The line of a path, or of the nearest place above it that the file has. */
export function lineOf(lines: Readonly<Record<string, number>>, path: string): number | undefined {
  for (let at = path; at !== ''; at = at.replace(/(^|\.)[^.[\]]*$|\[\d+\]$/, '')) {
    if (lines[at] !== undefined) return lines[at]
  }
  return undefined
}

/** The same for one of several sites (its id): what its own part of the file says comes before what the top says. */
export function lineAtSite(lines: Readonly<Record<string, number>>, site: string, path: string): number | undefined {
  if (site === '') return lineOf(lines, path)
  for (let at = path; at !== ''; at = at.replace(/(^|\.)[^.[\]]*$|\[\d+\]$/, '')) {
    const line = lines[`sites.${site}.${at}`] ?? lines[at]
    if (line !== undefined) return line
  }
  return undefined
}

/** Written place of something as in the text: blocks by their entry, plants by their id. */
export function writtenPath(scenario: Scenario | null, path: readonly (string | number)[]): string {
  return path.reduce<string>((written, step, index) => {
    if (typeof step !== 'number') return written === '' ? step : `${written}.${step}`
    if (index === 1 && path[0] === 'blocks') return `${written}.${(scenario?.blocks[step]?.id ?? '').replace(/\[\d+\]$/, '')}`
    if (index === 1 && path[0] === 'generation') return `${written}.${scenario?.generation[step]?.id ?? ''}`
    return `${written}[${step}]`
  }, '')
}
