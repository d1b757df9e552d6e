/** Where the energy of the site comes from and goes to, and where its heat goes. */
import { digits, percent } from '../analysis/number-text.ts'
import { type ChartDefinition, defineChart } from './chart.ts'
import { FLOW, type FlowData, flowing, flowPage } from './flow.ts'
import { emptyPage, headingOf } from './page.ts'

interface Words {
  readonly id: string
  readonly label: string
  readonly subtitle: string
  readonly empty: string
  readonly finding: (data: FlowData) => string
}

const UNITS = [[1e6, 'TWh'], [1e3, 'GWh'], [1, 'MWh'], [1e-3, 'kWh']] as const

/** Three digits at most. */
function amountText(mwh: number): string {
  const [size, unit] = UNITS.find(([least]) => mwh >= least * 0.9995) ?? UNITS[UNITS.length - 1]
  const scaled = mwh / size
  return `${digits(scaled, scaled >= 99.95 ? 0 : scaled >= 9.995 ? 1 : 2)}\u2009${unit}`
}
const into = ({ links }: FlowData, id: string): number => links.reduce((sum, { to, amount }) => (to === id ? sum + amount : sum), 0)
const outOf = ({ links }: FlowData, id: string): number => links.reduce((sum, { from, amount }) => (from === id ? sum + amount : sum), 0)

function flowChart(words: Words): ChartDefinition<FlowData> {
  return defineChart<FlowData>({
    id: words.id,
    label: words.label,
    layout(whole, frame) {
      const data = flowing(whole)
      if (data.links.length === 0) return emptyPage(frame, words.label, words.empty)
      return flowPage(frame, headingOf(frame, words.finding(data), `${words.subtitle}${data.replications > 1 ? `, mean of ${data.replications} runs` : ', one replication'}`), data, amountText)
    },
    rows({ nodes, links }) {
      const nameOf = (id: string): string => nodes.find(node => node.id === id)?.label ?? id
      return {
        columns: [{ name: 'from', unit: '' }, { name: 'to', unit: '' }, ...['energy', 'lowest run', 'highest run'].map(name => ({ name, unit: 'MWh' }))],
        rows: links.map(({ from, to, amount, low, high }) => [nameOf(from), nameOf(to), amount, low, high]),
      }
    },
    describe(whole) {
      const data = flowing(whole)
      const largest = data.links.toSorted((a, b) => b.amount - a.amount).slice(0, 6)
      const nameOf = (id: string): string => data.nodes.find(node => node.id === id)?.label ?? id
      return data.links.length === 0 ? `${words.label}: ${words.empty}.` : `${words.finding(data)}. ${largest.map(({ from, to, amount }) => `${nameOf(from)} to ${nameOf(to)} ${amountText(amount)}`).join('; ')}.`
    },
  })
}

export const powerFlow = flowChart({
  id: 'power-flow',
  label: 'Where power comes from and goes',
  subtitle: 'Energy over the simulated time from its source to its use',
  empty: 'No energy has flown yet: it begins when the first block is energised',
  finding(data) {
    const all = into(data, FLOW.site)
    const grid = outOf(data, FLOW.grid)
    return `${percent(into(data, FLOW.it) / all, 1)} of ${amountText(all)} reaches IT; ${grid >= all * 0.9995 ? 'all of it comes from the grid' : `${percent(grid / all, 1)} comes from the grid`}`
  },
})

export const heatFlow = flowChart({
  id: 'heat-flow',
  label: 'Where heat comes from and goes',
  subtitle: 'Heat over the simulated time from what makes it to what carries it off; hatched where runs do not tell it apart',
  empty: 'No heat has been made yet: it begins with the first IT power',
  finding(data) {
    const all = into(data, FLOW.heat)
    const vapour = into(data, FLOW.vapour)
    return `${amountText(all)} of heat leaves the halls and plants, ${vapour === 0 ? 'all of it without evaporating water' : `${percent(vapour / all, vapour / all < 0.01 ? 2 : 0)} of it as water vapour`}`
  },
})
