/** The answer of a search in words, numbers and rows: tables for people, one object for machines. */
import { figureDifference, figureLabel, figureValue } from '../../analysis/figure-text.ts'
import { metricText } from '../../analysis/judge-checks.ts'
import { percent } from '../../analysis/number-text.ts'
import type { Change } from '../../analysis/solve/marginal.ts'
import { checkMetric } from '../../scenario/check-metrics.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import type { TextTable } from '../text-table.ts'
import type { Around, Marginal } from '../../analysis/solve/around.ts'
import type { BestAnswer, ParetoAnswer } from '../../analysis/solve/best.ts'
import type { Standing } from '../../analysis/solve/decide-sides.ts'
import type { EdgeAnswer } from '../../analysis/solve/edge.ts'
import { DECISIONS, edgeNotes, givesNotes } from '../../analysis/solve/edge-words.ts'
import type { FigureKey, NamedKeep } from '../../analysis/solve/question.ts'

export interface Answer {
  readonly exit: ExitCode
  readonly tables: readonly TextTable[]
  readonly data: Readonly<Record<string, unknown>>
  readonly csv: { readonly header: readonly string[]; readonly rows: readonly (readonly (string | number)[])[] }
}

const MARKS = ' \u00b1 '

/** Half of an interval behind a mean. */
const halfText = (ci95: readonly [number, number] | null, text: (half: number) => string): string => (ci95 === null ? '' : `${MARKS}${text((ci95[1] - ci95[0]) / 2)}`)
const plain = (text: string): string => text.replace(/^[+−]/u, '')

const changeText = (key: FigureKey, change: Change | null): string => (change === null ? '–' : `${figureDifference(key, change.mean)}${halfText(change.ci95, half => plain(figureDifference(key, half)))}`)

/** Change of a bounded metric; days of dates as days. */
function keepChangeText({ metric }: NamedKeep, change: Change | null): string {
  if (change === null) return '–'
  const { unit } = checkMetric(metric)
  const text = (value: number): string => (unit === 'date' ? `${plain(String(Math.round(value)))} d` : plain(metricText(metric, Math.abs(value))))
  const sign = /[1-9]/u.test(text(change.mean)) ? (change.mean < 0 ? '−' : '+') : ''
  return `${sign}${text(change.mean)}${halfText(change.ci95, text)}`
}

const valueText = ({ keep, value }: Standing): string => (Number.isNaN(value) ? 'no value' : metricText(keep.metric, value))

function bindsTable({ binds, label, replications, marginals }: Around): TextTable {
  const share = (mean: number, ci95: readonly [number, number] | null): string => `${percent(mean, 1)}${halfText(ci95, half => percent(half, 1))}`
  return {
    title: `What binds at ${label || 'the file as written'}`,
    columns: ['gate', 'takes most, of the months', 'of the contract', 'most of it'],
    rows: binds.map(each => [each.label, share(each.months, each.monthsCi95), share(each.share, each.shareCi95), each.bucketLabel]),
    notes: binds.length === 0 ? ['Nothing is lost at any gate.'] : [`95 % intervals over replications${marginals.length === 0 ? '' : `; the first ${replications} are those of the table below`}.`],
  }
}

/** How much a unit does, for the order of the table: the first figure of all. */
const effect = ({ figures }: Marginal): number => Math.abs(figures[0]?.mean ?? -1)

function marginalTable({ figures, marginals, replications }: Around, keeps: readonly NamedKeep[]): TextTable {
  const ordered = marginals.toSorted((a, b) => effect(b) - effect(a))
  const clear = ordered.filter(each => [...each.figures, ...each.keeps].some(change => change?.isClear === true))
  return {
    title: 'What one more unit of each would bring',
    columns: ['resource', 'from', 'to', ...figures.map(figureLabel), ...keeps.map(({ text }) => `mean of ${text.replace(/^\S+?\(/u, '').replace(/\)[^)]*$/u, '')}`)],
    rows: ordered.map(each => [each.path, each.present, each.more, ...(each.reason === undefined ? [...each.figures.map((change, at) => changeText(figures[at], change)), ...each.keeps.map((change, at) => keepChangeText(keeps[at], change))] : [...figures, ...keeps].map(() => 'cannot be'))]),
    notes: [
      `Paired differences over ${replications} replications; 95 % intervals of all resources together. ${clear.length === 0 ? 'No unit moves anything beyond chance.' : `Beyond chance: ${clear.map(({ path }) => path).join(', ')}.`}`,
      ...ordered.filter(({ reason }) => reason !== undefined).map(({ path, more, reason }) => `${path}=${more}: ${reason}`),
    ],
  }
}

const aroundTables = (told: Around | null, keeps: readonly NamedKeep[]): TextTable[] => (told === null ? [] : [bindsTable(told), ...(told.marginals.length === 0 ? [] : [marginalTable(told, keeps)])])

export function edgeAnswer(answer: EdgeAnswer, keeps: readonly NamedKeep[], confidence: number): Answer {
  const notes = edgeNotes(answer, confidence)
  const table: TextTable = {
    title: notes[0],
    columns: [answer.path, '', 'replications', ...keeps.map(({ text }) => text)],
    rows: answer.points.map(point => [point.value, point.reason === undefined ? DECISIONS[point.decision] : 'cannot be built', String(point.replications), ...keeps.map((_, at) => (point.standings[at] === undefined ? '–' : valueText(point.standings[at])))]),
    notes: notes.slice(1),
  }
  return {
    exit: answer.status === 'answered' ? EXIT.pass : EXIT.checkFailed,
    tables: [table, ...aroundTables(answer.around, keeps)],
    data: { question: answer.isMost ? 'most' : 'least', answer: answer.kept, ...answer, points: answer.points.map(pointData), nearest: answer.nearest === null ? null : pointData(answer.nearest) },
    csv: { header: ['value', 'decision', 'replications', ...keeps.map(({ text }) => text)], rows: answer.points.map(({ value, decision, replications, standings }) => [value, decision, replications, ...keeps.map((_, at) => standings[at]?.value ?? '')]) },
  }
}

/** Standings as machines read them: by bound. */
function pointData({ standings, reason, ...rest }: { readonly standings: readonly Standing[]; readonly reason?: string | undefined }): object {
  return { ...rest, keeps: standings.map(({ keep, value, holds, short }) => ({ text: keep.text, value: Number.isFinite(value) ? value : null, holds, short: Number.isFinite(short) ? short : null })), ...(reason === undefined ? {} : { reason }) }
}

function bestHeadline({ status, figure, isHighest, best, points, importance }: BestAnswer, confidence: string): string[] {
  const word = `${isHighest ? 'Highest' : 'Lowest'} ${figureLabel(figure)}`
  const found = points.find(({ label }) => label === best)
  const others = points.filter(({ isLeft, label }) => isLeft && label !== best).map(({ label }) => label)
  const value = found === undefined ? '' : `${figureValue(figure, found.mean)}${halfText(found.ci95, half => plain(figureDifference(figure, half)))}`
  if (status === 'infeasible') return [`Infeasible: none of ${points.length} keeps every bound (confidence ${confidence}).`]
  if (best === null) return [`Unresolved at a confidence of ${confidence}: none surely keeps every bound; not decided: ${others.join(' · ')}. Allow more with --most-replications.`]
  if (status === 'tied') return [`${word}: ${best}, ${value} (confidence ${confidence}). Perhaps as good, but not better by more than ${percent(importance, importance > 0 && importance < 0.01 ? 2 : 0)}: ${others.join(' · ')}.`]
  if (status === 'unresolved') return [`Unresolved at a confidence of ${confidence}: ${word} is that of ${best}, ${value}, so far; ${others.join(' · ')} may be better. Allow more with --most-replications.`]
  return [`${word}: ${best}, ${value} (confidence ${confidence}).`]
}

export function bestAnswer(answer: BestAnswer, keeps: readonly NamedKeep[], confidence: number): Answer {
  const { figure, points } = answer
  const notes = [
    ...bestHeadline(answer, percent(confidence, confidence > 0.99 ? 1 : 0)),
    ...(answer.nearest === null || answer.status !== 'infeasible' ? [] : givesNotes(answer.nearest.label, answer.nearest.standings)),
    ...points.filter(({ reason }) => reason !== undefined).map(({ label, reason }) => `${label} cannot be built: ${reason}`),
  ]
  const state = (point: BestAnswer['points'][number]): string => (point.reason !== undefined ? 'cannot be built' : point.decision === 'missed' ? 'misses' : point.label === answer.best ? 'best' : point.isLeft ? 'perhaps as good' : 'worse')
  return {
    exit: answer.status === 'answered' || answer.status === 'tied' ? EXIT.pass : EXIT.checkFailed,
    tables: [{
      title: notes[0],
      columns: ['side', '', 'replications', figureLabel(figure), ...keeps.map(({ text }) => text)],
      rows: points.map(point => [point.label, state(point), String(point.replications), point.replications === 0 ? '–' : `${figureValue(figure, point.mean)}${halfText(point.ci95, half => plain(figureDifference(figure, half)))}`, ...keeps.map((_, at) => (point.standings[at] === undefined ? '–' : valueText(point.standings[at])))]),
      notes: notes.slice(1),
    }, ...aroundTables(answer.around, keeps)],
    data: { question: answer.isHighest ? 'highest' : 'lowest', answer: answer.best, ...answer, points: points.map(pointData), nearest: answer.nearest === null ? null : pointData(answer.nearest) },
    csv: { header: ['side', 'state', 'replications', figure, 'low', 'high', ...keeps.map(({ text }) => text)], rows: points.map(point => [point.label, state(point), point.replications, point.mean, point.ci95?.[0] ?? '', point.ci95?.[1] ?? '', ...keeps.map((_, at) => point.standings[at]?.value ?? '')]) },
  }
}

const frontState = ({ isOnFront, isSure }: ParetoAnswer['sides'][number]): string => (isOnFront ? (isSure ? 'on the front' : 'perhaps on the front') : isSure ? 'beaten' : 'perhaps beaten')

export function paretoAnswer(answer: ParetoAnswer): Answer {
  const { cost, gain, sides, left, replications } = answer
  const sorted = sides.toSorted((a, b) => a.cost - b.cost || a.gain - b.gain)
  const cell = (key: FigureKey, mean: number, ci95: readonly [number, number] | null): string => `${figureValue(key, mean)}${halfText(ci95, half => plain(figureDifference(key, half)))}`
  const count = sides.filter(({ isOnFront }) => isOnFront).length
  return {
    exit: answer.status === 'answered' ? EXIT.pass : EXIT.checkFailed,
    tables: [{
      title: sides.length === 0 ? 'Infeasible: none keeps every bound and has both figures' : `${count} of ${sides.length} are beaten by none in ${figureLabel(cost)} and ${figureLabel(gain)} (${replications} replications)`,
      columns: ['side', '', figureLabel(cost), figureLabel(gain), 'beaten by', 'binds there'],
      rows: sorted.map(side => [side.label, frontState(side), cell(cost, side.cost, side.costCi95), cell(gain, side.gain, side.gainCi95), side.beatenBy ?? '', side.binds === undefined ? 'nothing' : `${side.binds.label} (${percent(side.binds.months)} of months)`]),
      notes: [...(sides.length === 0 ? [] : ['perhaps: paired 95 % intervals of all comparisons together leave it open.']), ...left.map(({ label, reason }) => `Left out, ${label}: ${reason}`)],
    }],
    data: { question: 'pareto', ...answer, sides: sides.map(pointData) },
    csv: { header: ['side', 'state', cost, `${cost}_low`, `${cost}_high`, gain, `${gain}_low`, `${gain}_high`, 'beaten_by', 'binds'], rows: sorted.map(side => [side.label, frontState(side), side.cost, side.costCi95?.[0] ?? '', side.costCi95?.[1] ?? '', side.gain, side.gainCi95?.[0] ?? '', side.gainCi95?.[1] ?? '', side.beatenBy ?? '', side.binds?.label ?? '']) },
  }
}
