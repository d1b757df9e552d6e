/** Which uncertain input moves a result most, and how the result answers one of them. */
import { useState } from 'react'
import { FIGURE_TEXTS } from '../../analysis/figure-text.ts'
import type { RunFigures } from '../../analysis/figures.ts'
import { charts } from '../../charts/index.ts'
import { ChartCard } from '../panels/chart-card.tsx'
import { useSource } from '../panels/drawing-files.tsx'
import { useStudy } from '../state/study.ts'
import { SelectMenu } from '../widgets/select-menu.tsx'
import { CommandLine } from './command-line.tsx'
import { StudyStatus } from './study-status.tsx'

const ROW = 30
const HEIGHT = { least: 170, most: 520, foot: 110, curve: 240 } as const

type Key = keyof RunFigures
export const RESULTS: readonly { readonly id: Key; readonly label: string }[] = (['meanUtilisation', 'sustainedUtilisation', 'productiveGpuHours', 'timeToCapacity', 'availability', 'goodput', 'pue', 'energyMWh', 'totalCostUsd', 'costPerUsefulGpuHour', 'netPresentUsd'] as const).map(id => ({ id, label: FIGURE_TEXTS[id].label }))

export const resultOf = (id: string): Key => RESULTS.find(each => each.id === id)?.id ?? 'meanUtilisation'

export function InputsPanel(): React.ReactNode {
  const [result, setResult] = useState<Key>('meanUtilisation')
  const [path, setPath] = useState<string | null>(null)
  const source = useSource()
  const tornado = useStudy(study => study.answers.tornado?.answer)
  const response = useStudy(study => study.answers.response?.answer)
  const data = tornado?.kind === 'tornado' ? tornado.data : null
  const curve = response?.kind === 'response' ? response.data : null
  const inputs = (data?.factors ?? []).map(factor => ({ id: factor.path, label: factor.path }))
  const chosen = inputs.some(({ id }) => id === path) ? path : (inputs[0]?.id ?? null)
  return (
    <section aria-label="Which input matters">
      <SelectMenu label="Result" prefix="Of" value={result} choices={RESULTS} onChange={id => setResult(resultOf(id))} />
      <p className="quiet">Each parameter moves by 20 % either way, each distribution between its 10 % and 90 % quantiles; the others stay in the middle. What the file cannot hold at its ends is left out.</p>
      <StudyStatus question={{ kind: 'tornado', result }} />
      {data === null ? null : <ChartCard chart={charts.tornado} data={data} height={Math.min(HEIGHT.most, Math.max(HEIGHT.least, data.factors.length * ROW + HEIGHT.foot))} source={source} />}
      <CommandLine verb="sensitivity" more={` --result ${result}`} />
      {data === null || chosen === null ? null : (
        <>
          <h3>How the result answers one input</h3>
          <SelectMenu label="Input" prefix="Over" value={chosen} choices={inputs} onChange={setPath} />
          <StudyStatus question={{ kind: 'response', result: data.result, path: chosen }} ask="Draw the curve" />
          {curve === null ? null : <ChartCard chart={charts.response} data={curve} height={HEIGHT.curve} source={source} />}
        </>
      )}
    </section>
  )
}
