/** A state of the audit as a shape, with its word beside it or told to screen readers. */
import type { AuditState } from '../../results/audit.ts'

const SHAPES: Readonly<Record<AuditState, React.ReactNode>> = {
  down: <path d="M1.5 1.5h9v9h-9zM4 4l4 4M8 4l-4 4" />,
  degraded: (
    <>
      <path d="M6 1 11 10.5H1z" />
      <path d="M6 4.5v3M6 8.7v.4" />
    </>
  ),
  savedByTransfer: <path d="M1 4h8L6.5 1.5M11 8H3l2.5 2.5" />,
  unknown: (
    <>
      <circle cx="6" cy="6" r="4.8" />
      <path d="M4.6 4.8c0-1.8 2.8-1.8 2.8 0 0 1-1.4 1-1.4 2.2M6 8.6v.3" />
    </>
  ),
  normal: <path d="m1.5 6.5 3 3 6-7" />,
}

export function StateMark({ state }: { readonly state: AuditState }): React.ReactNode {
  return (
    <svg className={`state-mark ${state}`} width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">
      {SHAPES[state]}
    </svg>
  )
}
