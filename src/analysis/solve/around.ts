/** What binds at a point of a search, and what one more unit of each resource would bring there. */
import { type BindingShare, bindingShares } from './binds.ts'
import { type Change, changeOf } from './marginal.ts'
import { FIRST_LOOK } from '../statistics/stopping.ts'
import { loadScenario } from '../../scenario/load.ts'
import { nearestName } from '../../scenario/nearest.ts'
import { type Resource, resourceAt, resourcesOf } from '../../scenario/resources.ts'
import { StudyProblem } from '../studies/laboratory.ts'
import type { Bench, Tried } from './bench.ts'
import { valuesOf } from './decide-sides.ts'
import type { FigureKey, NamedKeep, Question } from './question.ts'

export interface Marginal extends Resource {
  /** Why there cannot be one more. */
  readonly reason: string | undefined
  /** Change by one more of the figures in the order of `Around.figures`; null where one has no value. */
  readonly figures: readonly (Change | null)[]
  /** The same of the means of what is to be kept. */
  readonly keeps: readonly (Change | null)[]
}

export interface Around {
  readonly label: string
  readonly replications: number
  readonly binds: readonly BindingShare[]
  readonly figures: readonly FigureKey[]
  readonly marginals: readonly Marginal[]
}

const NONE = 'none'

/** Data of the file as it is at a side. */
function dataAt({ file, text, set }: Question, { side }: Tried): Readonly<Record<string, unknown>> {
  const { document } = loadScenario(text, { file, set: [...set, ...side.set], ...(side.option === undefined ? {} : { option: side.option }) })
  return document?.addressed ?? {}
}

/** Resources that are asked about; wrong paths are told all at once. */
export function resourcesAsked(data: Readonly<Record<string, unknown>>, asked: string | undefined): Resource[] {
  if (asked === NONE) return []
  if (asked === undefined) return resourcesOf(data)
  const known = resourcesOf(data).map(({ path }) => path)
  const problems: string[] = []
  const found = asked.split(',').map(path => path.trim()).filter(path => path !== '').flatMap(path => {
    const resource = resourceAt(data, path)
    const nearest = nearestName(path, known)
    if (resource === undefined) problems.push(`--resources: ${path} is no number or quantity of the file${nearest === undefined ? '' : `; did you mean ${nearest}?`} There are ${known.join(', ')}`)
    return resource ?? []
  })
  if (problems.length > 0) throw new StudyProblem(problems.join('\n'))
  return found
}

/** Figures that tell what a unit brings: work, how steady it is, and money where any is earned, else what it costs. */
function figuresTold({ rows }: Tried): FigureKey[] {
  const hasValue = (key: FigureKey): boolean => rows.every(({ figures }) => Number.isFinite(figures[key]))
  return [...(['productiveGpuHours', 'sustainedUtilisation'] as const).filter(hasValue), hasValue('netPresentUsd') ? 'netPresentUsd' : 'totalCostUsd']
}

/** Tells all of it at one side. */
export async function around(bench: Bench, question: Question, at: Tried, keeps: readonly NamedKeep[]): Promise<Around> {
  const replications = question.flags.replications ?? FIRST_LOOK
  const resources = resourcesAsked(dataAt(question, at), question.flags.resources)
  const sides = await Promise.all(resources.map(({ path, more }) => bench.open({ ...at.side, label: `${path}=${more}`, set: [...at.side.set.filter(each => each.path !== path), { path, value: more }] })))
  await bench.runTo([at, ...sides], replications)
  const figures = figuresTold(at)
  const first = (side: Tried): Tried => ({ ...side, rows: side.rows.slice(0, replications) })
  const [base, mores] = [first(at), sides.map(first)]
  const built = mores.filter(({ reason }) => reason === undefined).length
  const marginals = resources.map((resource, index): Marginal => {
    const more = mores[index]
    if (more.reason !== undefined) return { ...resource, reason: more.reason, figures: figures.map(() => null), keeps: keeps.map(() => null) }
    return {
      ...resource, reason: undefined,
      figures: figures.map(key => changeOf(base.rows.map(row => row.figures[key]), more.rows.map(row => row.figures[key]), built)),
      keeps: keeps.map(keep => changeOf(valuesOf(base, keep), valuesOf(more, keep), built)),
    }
  })
  return { label: at.side.label, replications: base.rows.length, binds: bindingShares(at.rows), figures, marginals }
}
