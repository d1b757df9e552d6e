/** One rack from the front: shelves, nodes, switch trays and manifold, with the state of its nodes now. */
import { memo } from 'react'
import { type NodeState, NODE_WORDS, type RackFront, type Slot } from '../site/rack-front.ts'

export interface RackLook {
  readonly rack: number
  readonly name: string
  readonly front: RackFront
  /** Nodes out for a fault with what struck, and the state of the others. */
  readonly faulty: ReadonlyMap<number, string>
  readonly others: NodeState
  readonly job: string
  readonly jobNumber: number
  readonly power: string
  /** Node that is selected, −1 for the rack as a whole, null for neither. */
  readonly selected: number | null
  /** Taken in by what is selected elsewhere: a job, a zone, a leaf group. */
  readonly isTakenIn: boolean
}

interface Props {
  readonly look: RackLook
  readonly x: number
  readonly width: number
  readonly height: number
}

const INSET_PX = 6
const MANIFOLD_PX = 5
const GAP_PX = 1.5

const SLOT_WORDS = { switch: 'Switch tray', shelf: 'Power shelf' } as const

function SlotMark({ slot, look, box }: { readonly slot: Slot; readonly look: RackLook; readonly box: { readonly x: number; readonly y: number; readonly width: number; readonly height: number } }): React.ReactNode {
  const y = box.y + slot.y * box.height
  const height = Math.max(1, slot.height * box.height - GAP_PX)
  if (slot.kind !== 'node') {
    return (
      <rect className={`slot ${slot.kind}`} x={box.x} y={y} width={box.width} height={height}>
        <title>{`${SLOT_WORDS[slot.kind]} ${slot.index + 1}`}</title>
      </rect>
    )
  }
  const fault = look.faulty.get(slot.index)
  const state: NodeState = fault === undefined ? look.others : 'faulty'
  return (
    <g className={`slot node ${state} ${look.selected === slot.index ? 'selected' : ''}`} data-node={slot.index}>
      <title>{`Node ${slot.index + 1}: ${fault === undefined ? NODE_WORDS[state].toLowerCase() : fault}`}</title>
      <rect x={box.x} y={y} width={box.width} height={height} />
      {state === 'faulty' ? <path d={`M${box.x + 3} ${y + 1.5}L${box.x + box.width - 3} ${y + height - 1.5}M${box.x + 3} ${y + height - 1.5}L${box.x + box.width - 3} ${y + 1.5}`} /> : null}
      {state === 'some' ? <path d={`M${box.x} ${y + height}L${box.x + box.width} ${y}`} /> : null}
      {state === 'work' ? <circle cx={box.x + box.width - 7} cy={y + height / 2} r={Math.min(2, height / 3)} /> : null}
    </g>
  )
}

export const RackDrawing = memo(function RackDrawing({ look, x, width, height }: Props): React.ReactNode {
  const { front } = look
  const left = INSET_PX + (front.hasManifold ? MANIFOLD_PX + 2 : 0)
  const box = { x: left, y: INSET_PX, width: width - left - INSET_PX, height: height - 2 * INSET_PX }
  return (
    <g className={`rack-front ${look.others} ${look.selected !== null ? 'selected' : ''} ${look.isTakenIn ? 'taken-in' : ''}`} transform={`translate(${x.toFixed(1)},22)`} data-rack={look.rack}>
      <text className="rack-name" x={width / 2} y={-8} textAnchor="middle">
        {look.name}
      </text>
      <rect className="frame" width={width} height={height} rx={3} />
      {front.hasManifold ? (
        <rect className="manifold" x={INSET_PX - 2} y={INSET_PX} width={MANIFOLD_PX} height={height - 2 * INSET_PX}>
          <title>Manifold: liquid to the nodes</title>
        </rect>
      ) : null}
      {front.slots.map(slot => (
        <SlotMark key={`${slot.kind} ${slot.index}`} slot={slot} look={look} box={box} />
      ))}
      <text className={`rack-job ${look.jobNumber >= 0 ? 'known' : ''}`} x={width / 2} y={height + 16} textAnchor="middle" {...(look.jobNumber >= 0 ? { 'data-job': look.jobNumber } : {})}>
        {look.job}
      </text>
      <text className="rack-power" x={width / 2} y={height + 31} textAnchor="middle">
        {look.power}
      </text>
    </g>
  )
})
