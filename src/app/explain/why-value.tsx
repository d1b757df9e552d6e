import type { ReactNode } from 'react'

interface Props {
  /** `figure:pue`, `bucket:L2.grid` or `gate:2`; undefined for what no card tells of. */
  readonly topic: string | undefined
  readonly className?: string
  readonly children: ReactNode
}

/** A figure that answers "why": a plain button around it; the page opens the card (`why.ts`). Without a topic it is only its text. */
export function WhyValue({ topic, className = '', children }: Props): ReactNode {
  if (topic === undefined) return children
  return (
    <button type="button" className={`why ${className}`} data-why={topic} aria-haspopup="dialog">
      {children}
    </button>
  )
}
