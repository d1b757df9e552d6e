/** Marks on a canvas, with the fonts of the page: the picture that a PNG holds. Nothing is loaded for it, so the policy of the page stays closed. */
import type { Attributes, Mark } from '../../charts/mark.ts'

type Paint = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D

/** What marks inherit from those around them. */
interface Look {
  readonly fill: string
  readonly stroke: string
  readonly strokeWidth: number
  readonly fontSize: number
  readonly fontWeight: string
  readonly fontFamily: string
  readonly anchor: string
  readonly fillOpacity: number
  readonly strokeOpacity: number
  readonly dash: string
  readonly cap: string
  readonly join: string
}

const START: Look = { fill: '#000', stroke: 'none', strokeWidth: 1, fontSize: 12, fontWeight: '400', fontFamily: 'sans-serif', anchor: 'start', fillOpacity: 1, strokeOpacity: 1, dash: '', cap: 'butt', join: 'miter' }

const number = (value: string | number | undefined, otherwise = 0): number => (value === undefined ? otherwise : Number(value))

function lookOf(a: Attributes, around: Look): Look {
  const text = (name: string, otherwise: string): string => (a[name] === undefined ? otherwise : String(a[name]))
  return {
    fill: text('fill', around.fill), stroke: text('stroke', around.stroke), strokeWidth: number(a['stroke-width'], around.strokeWidth), fontSize: number(a['font-size'], around.fontSize), fontWeight: text('font-weight', around.fontWeight), fontFamily: text('font-family', around.fontFamily),
    anchor: text('text-anchor', around.anchor), fillOpacity: number(a['fill-opacity'], around.fillOpacity), strokeOpacity: number(a['stroke-opacity'], around.strokeOpacity), dash: text('stroke-dasharray', around.dash), cap: text('stroke-linecap', around.cap), join: text('stroke-linejoin', around.join),
  }
}

function pathOf({ tag, attributes: a }: Mark): Path2D | null {
  if (tag === 'path') return new Path2D(String(a.d ?? ''))
  const path = new Path2D()
  if (tag === 'rect') path.roundRect(number(a.x), number(a.y), Math.max(0, number(a.width)), Math.max(0, number(a.height)), number(a.rx))
  else if (tag === 'circle') path.arc(number(a.cx), number(a.cy), number(a.r), 0, 2 * Math.PI)
  else if (tag === 'line') {
    path.moveTo(number(a.x1), number(a.y1))
    path.lineTo(number(a.x2), number(a.y2))
  } else return null
  return path
}

const CAPS: Readonly<Record<string, CanvasLineCap>> = { butt: 'butt', round: 'round', square: 'square' }
const JOINS: Readonly<Record<string, CanvasLineJoin>> = { miter: 'miter', round: 'round', bevel: 'bevel' }

function paintPath(paint: Paint, path: Path2D, look: Look, tag: string): void {
  if (look.fill !== 'none' && tag !== 'line') {
    paint.globalAlpha = look.fillOpacity
    paint.fillStyle = look.fill
    paint.fill(path)
  }
  if (look.stroke === 'none' || look.strokeWidth === 0) return
  paint.globalAlpha = look.strokeOpacity
  paint.strokeStyle = look.stroke
  paint.lineWidth = look.strokeWidth
  paint.lineCap = CAPS[look.cap] ?? 'butt'
  paint.lineJoin = JOINS[look.join] ?? 'miter'
  paint.setLineDash(look.dash === '' ? [] : look.dash.split(/[ ,]+/u).map(Number))
  paint.stroke(path)
}

function paintText(paint: Paint, { attributes: a, children }: Mark, look: Look): void {
  const text = children.filter(child => typeof child === 'string').join('')
  if (text === '' || look.fill === 'none') return
  paint.globalAlpha = look.fillOpacity
  paint.fillStyle = look.fill
  paint.font = `${look.fontWeight} ${look.fontSize}px ${look.fontFamily}`
  paint.textAlign = look.anchor === 'end' ? 'right' : look.anchor === 'middle' ? 'center' : 'left'
  paint.fillText(text, number(a.x), number(a.y))
}

/** Where a mark is moved to; charts use no other transformation. */
function movedBy({ transform }: Attributes): readonly [number, number] {
  const found = /^translate\(([-\d.]+)[ ,]+([-\d.]+)\)$/u.exec(String(transform ?? ''))
  return found === null ? [0, 0] : [Number(found[1]), Number(found[2])]
}

/** Paints a mark and all in it at the present place of the canvas. */
export function paintMark(paint: Paint, mark: Mark, around: Look = START): void {
  if (mark.tag === 'title') return
  const look = lookOf(mark.attributes, around)
  const [x, y] = movedBy(mark.attributes)
  paint.save()
  paint.translate(x, y)
  const path = pathOf(mark)
  if (path !== null) paintPath(paint, path, look, mark.tag)
  if (mark.tag === 'text') paintText(paint, mark, look)
  else for (const child of mark.children) if (typeof child !== 'string') paintMark(paint, child, look)
  paint.restore()
}
