/** Parts of the page that stand on their own, in the states that they have. */
import '../styles/accounts.css'
import ExportMenu from '../export/export-menu.tsx'
import { PngDialog } from '../export/png-dialog.tsx'
import { AccountTable } from '../panels/account-table.tsx'
import { StateMark } from '../panels/state-mark.tsx'
import type { AccountTable as TableData } from '../state/accounts.ts'
import { formatNumber } from '../format.ts'
import { Button } from '../widgets/button.tsx'
import { charts } from '../../charts/index.ts'
import { useState } from 'react'
import * as operations from '../../../test/charts/operation-samples.ts'

const TABLE: TableData = {
  caption: 'What tenants held',
  columns: [{ label: 'Tenant', unit: '', format: null }, { label: 'Held, GPU·h', unit: 'GPU·h', format: value => formatNumber(value) }, { label: 'Delivered', unit: '', format: null }],
  rows: [['frontier', 1_250_000, '98.2 %'], ['research with a name that is too long for its column', 310_000, null], ['=2+3 <b>', 0, null]],
}

const STATES = ['down', 'degraded', 'savedByTransfer', 'unknown', 'normal'] as const

function Tables(): React.ReactNode {
  return (
    <>
      <AccountTable table={TABLE} />
      <AccountTable table={{ ...TABLE, caption: 'Nothing yet', rows: [] }} />
    </>
  )
}

function Marks(): React.ReactNode {
  return (
    <p className="playground-row">
      {STATES.map(state => (
        <span key={state}>
          <StateMark state={state} /> {state}
        </span>
      ))}
    </p>
  )
}

function Exports(): React.ReactNode {
  const [isOpen, setOpen] = useState(false)
  const taken = { chart: charts.queue, data: operations.queue(), listed: operations.queue(), frame: { width: 720, height: 400 }, source: 'playground' }
  return (
    <p className="playground-row">
      <ExportMenu taken={taken} id="queue" name="queue" />
      <Button label="Size of a picture" onClick={() => setOpen(true)} />
      {isOpen ? <PngDialog name="Jobs" start={{ width: 720, height: 400, dpi: 192, theme: 'light' }} onSave={() => setOpen(false)} onClose={() => setOpen(false)} /> : null}
    </p>
  )
}

function Words(): React.ReactNode {
  return (
    <>
      <p className="empty">The first figures appear as soon as accelerators are contracted.</p>
      <p className="quiet">Quiet words beside figures</p>
      <p className="bad">What is wrong says what, where, and what is allowed</p>
    </>
  )
}

export const PART_DEMOS: Readonly<Record<string, () => React.ReactNode>> = { 'Tables of accounts': Tables, 'States of the audit': Marks, 'Taking charts along': Exports, 'Words of the page': Words }
