/** A drawing taken along: as SVG on paper whatever the window, its data as CSV, and more forms in a menu. */
import { lazy, Suspense } from 'react'
import type { ChartDefinition, Frame } from '../../charts/chart.ts'
import { toSvgText } from '../../charts/mark.ts'
import { writeCsv } from '../../exchange/csv.ts'
import { studySource } from '../state/figures.ts'
import { useChosenStudy } from '../state/site-study.ts'
import { useView } from '../state/view.ts'
import { Button } from '../widgets/button.tsx'
import { download } from '../widgets/download.ts'
import { useOptionLabel } from './option-label.ts'

/** Menus and dialogs come after the first picture. */
const ExportMenu = lazy(() => import('../export/export-menu.tsx'))

/** Files are on paper and of one size, whatever the window and its theme. */
export type FileFrame = Pick<Frame, 'width' | 'height'>

/** Grey line under downloads of what the page shows; '' before there is a run. */
export function useSource(): string {
  const base = useChosenStudy()
  const label = useOptionLabel(useView(view => view.option))
  return base === null ? '' : studySource(base, label)
}

interface Props<D> {
  readonly chart: ChartDefinition<D>
  /** What the SVG shows, and what the CSV lists where that differs. */
  readonly data: D
  readonly listed?: D
  readonly frame: FileFrame
  readonly source: string
  /** Name on the command line, where it is not that of the chart, such as `serving:chat`. */
  readonly id?: string
}

export function DrawingFiles<D>({ chart, data, listed = data, frame, source, id = chart.id }: Props<D>): React.ReactNode {
  const fileName = id.replaceAll(':', '-')
  const saveSvg = (): void => download(`${fileName}.svg`, toSvgText(chart.layout(data, { ...frame, theme: 'light', source })), 'image/svg+xml')
  const saveCsv = (): void => {
    const { columns, rows } = chart.rows(listed)
    download(`${fileName}.csv`, writeCsv(columns, rows), 'text/csv')
  }
  return (
    <>
      <Button label="SVG" title={`Download “${chart.label}” as SVG`} onClick={saveSvg} />
      <Button label="CSV" title={`Download “${chart.label}” as CSV`} onClick={saveCsv} />
      <Suspense fallback={null}>
        <ExportMenu taken={{ chart, data, listed, frame, source }} id={id} name={fileName} />
      </Suspense>
    </>
  )
}
