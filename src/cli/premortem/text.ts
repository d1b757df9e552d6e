/** The premortem in words: the chain, how likely it is, what breaks it, and the command that shows it again. */
import { logLikelihood } from '../../analysis/decide/chains.ts'
import type { PlausibleEvent } from '../../analysis/decide/events.ts'
import { digits, percent } from '../../analysis/number-text.ts'
import type { ChainQuestion, Searched, TriedChain } from '../../analysis/studies/chain-search.ts'
import type { Fix } from '../../analysis/studies/fixes.ts'
import { exp } from '../../base/exact-math.ts'
import type { RunFlags } from '../run-flags.ts'
import type { TextTable } from '../text-table.ts'

type Question = ChainQuestion & { readonly flags: RunFlags }

const MOST_FIXES = 5

/** The probability of a chain as people say it. */
function oneIn(chain: readonly number[], events: readonly PlausibleEvent[]): string {
  const probability = exp(logLikelihood(chain, events))
  return `${percent(probability, probability < 0.01 ? 2 : 0)} (1 in ${digits(1 / probability, 0)})`
}

const quoted = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`

/** The command that judges the target with the chain. */
export function commandOf({ file, option, set, flags }: Question, { rows }: Pick<TriedChain, 'rows'>, forced: readonly { readonly path: string; readonly value: string }[]): string {
  const sets = [...set, ...forced].map(({ path, value }) => ` --set ${quoted(`${path}=${value}`)}`).join('')
  return `nameplate ${option === undefined ? 'check' : 'run'} ${file}${option === undefined ? '' : ` --option ${option}`} --seed ${rows[0].seed} --replications ${rows.length}${flags.until === undefined ? '' : ` --until ${flags.until}`}${sets}`
}

const valueOf = ({ results }: TriedChain): string => results.map(({ valueText, limit }) => `${valueText} (${limit})`).join(', ')

function fixText({ kind, id, label, costUsd }: Fix): string {
  if (kind === 'cause') return `mending ${id} (${label.toLowerCase()}), which has no price in the file`
  return `option ${id}, ${label}, for ${costUsd === null ? 'an unknown cost' : `${digits(costUsd, 0)} USD`}`
}

function fixNotes(fixes: readonly Fix[]): string[] {
  const good = fixes.filter(({ keeps }) => keeps)
  if (good.length === 0) return ['Nothing breaks it: no option of the file, and no cause of loss alone.']
  const [cheapest, ...others] = good
  const priced = cheapest.kind === 'option' ? 'Cheapest fix' : 'No option of the file breaks it. Least fix'
  return [`${priced}: ${fixText(cheapest)}.`, ...(others.length === 0 ? [] : [`Also: ${others.slice(0, MOST_FIXES).map(fixText).join('; ')}${others.length > MOST_FIXES ? `; ${others.length - MOST_FIXES} more` : ''}.`])]
}

/** What was looked at, and what was not. */
function scope({ events }: Question, { tried, isWhole }: Searched): string {
  const inputs = new Set(events.map(({ input }) => input)).size
  return `${inputs} uncertain inputs of the file, ${tried} chains simulated${isWhole ? '' : '; more are left: raise --most-chains'}. Events count as independent; those that do nothing alone are not joined.`
}

export function premortemTable(question: Question, searched: Searched, fixes: readonly Fix[], command: string): TextTable {
  const { check, events } = question
  const { base, found } = searched
  const target = `${check.metric.text}: ${check.expect.map(({ text }) => text).join(', ')}`
  const columns = ['what happens', 'at least so bad']
  if (found === undefined) return { title: `Nothing of up to three events misses ${target}`, columns, rows: [], notes: [`As planned: ${valueOf(base)}.`, scope(question, searched)] }
  const isPlan = found.chain.length === 0
  return {
    title: isPlan ? `${target} is missed as planned` : `How ${target} is missed`,
    columns,
    rows: isPlan ? [['everything as planned', 'always']] : found.chain.map(index => [`${events[index].path}: ${events[index].words}`, percent(events[index].probability, 1)]),
    notes: [
      isPlan ? `As planned: ${valueOf(base)}.` : `As planned: ${valueOf(base)}; then: ${valueOf(found)}. All of it together: ${oneIn(found.chain, events)}.`,
      ...fixNotes(fixes),
      `Again: ${command}`,
      scope(question, searched),
    ],
  }
}
