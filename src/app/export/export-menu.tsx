/** More ways to take a chart along than SVG and CSV: picture of a chosen size, Parquet, the clipboard, and the line that puts it into the report. */
import { DropdownMenu } from 'radix-ui'
import { useState } from 'react'
import '../styles/export.css'
import { useDocument } from '../state/document.ts'
import { shellWord } from '../state/compare-command.ts'
import { Button } from '../widgets/button.tsx'
import { download } from '../widgets/download.ts'
import type { PictureChoice, TakenChart } from './chart-files.ts'
import { PngDialog } from './png-dialog.tsx'

/** Painting and Parquet come when somebody asks for them. */
const files = async (): Promise<typeof import('./chart-files.ts')> => import('./chart-files.ts')

const DPI = 192
/** How long it stands that something was done, ms. */
const TOLD_MS = 2500

interface Props {
  readonly taken: TakenChart<unknown>
  /** Name on the command line. */
  readonly id: string
  /** Name of the file without its ending. */
  readonly name: string
}

export default function ExportMenu({ taken, id, name }: Props): React.ReactNode {
  const [isSizing, setSizing] = useState(false)
  const [said, setSaid] = useState('')
  const start: PictureChoice = { ...taken.frame, dpi: DPI, theme: 'light' }
  const tell = (text: string): void => {
    setSaid(text)
    setTimeout(() => setSaid(before => (before === text ? '' : before)), TOLD_MS)
  }
  const act = (what: () => Promise<string>): void => void what().then(tell, (error: unknown) => tell(error instanceof Error ? error.message : String(error)))
  const copies = (text: () => Promise<string>, said: string): void =>
    act(async () => {
      if (!('clipboard' in navigator)) throw new Error('Pages that came over plain http may not copy; save the file instead')
      await navigator.clipboard.writeText(await text())
      return said
    })
  const savePng = (choice: PictureChoice): void => {
    setSizing(false)
    act(async () => {
      download(`${name}.png`, await (await files()).pngOf(taken, choice), 'image/png')
      return 'PNG saved'
    })
  }
  const actions: readonly (readonly [label: string, run: () => void])[] = [
    ['PNG with size and dots per inch…', () => setSizing(true)],
    ['Parquet of the data', () => act(async () => (download(`${name}.parquet`, (await files()).parquetOf(taken), 'application/vnd.apache.parquet'), 'Parquet saved'))],
    ['Copy as picture', () => act(async () => {
      // The browser wants the item at once, the picture may follow.
      const picture = files().then(async ({ pngOf }) => new Blob([await pngOf(taken, start)], { type: 'image/png' }))
      if (!('clipboard' in navigator)) throw new Error('Pages that came over plain http may not copy; save the picture instead')
      await navigator.clipboard.write([new ClipboardItem({ 'image/png': picture })])
      return 'Picture copied'
    })],
    ['Copy as SVG text', () => copies(async () => (await files()).svgOf(taken), 'SVG copied')],
    ['Copy data as CSV', () => copies(async () => (await files()).csvOf(taken, false), 'Data copied')],
    ['Copy the command that puts it into the report', () => copies(async () => `npx nameplate report ${shellWord(useDocument.getState().file)} --charts ${shellWord(id)} --out report.html`, 'Command copied')],
  ]
  return (
    <>
      <DropdownMenu.Root modal={false}>
        <DropdownMenu.Trigger asChild>
          <Button icon="down" label={`More forms of “${taken.chart.label}”`} iconOnly />
        </DropdownMenu.Trigger>
        <DropdownMenu.Portal>
          <DropdownMenu.Content className="menu export-menu" sideOffset={4} align="end" collisionPadding={8}>
            {actions.map(([label, run]) => (
              <DropdownMenu.Item key={label} className="menu-item" onSelect={run}>
                {label}
              </DropdownMenu.Item>
            ))}
          </DropdownMenu.Content>
        </DropdownMenu.Portal>
      </DropdownMenu.Root>
      <span className={said === '' ? 'out-of-sight' : 'export-said'} role="status">{said}</span>
      {isSizing ? <PngDialog name={taken.chart.label} start={start} onSave={savePng} onClose={() => setSizing(false)} /> : null}
    </>
  )
}
