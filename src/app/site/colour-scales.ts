/** Colour scales for values: viridis for amounts, blue–white–red around a limit for temperatures. */

/** Nine stops of viridis. Source: matplotlib colour map "viridis", van der Walt and Smith, 2015. */
const VIRIDIS = ['#440154', '#472d7b', '#3b528b', '#2c728e', '#21918c', '#28ae80', '#5ec962', '#addc30', '#fde725']
/** Blue–white–red. Source: ColorBrewer "RdBu", nine classes, reversed. */
const DIVERGING = ['#2166ac', '#4393c3', '#92c5de', '#d1e5f0', '#f7f7f7', '#fddbc7', '#f4a582', '#d6604d', '#b2182b']

const channel = (colour: string, at: number): number => Number.parseInt(colour.slice(at, at + 2), 16)

function between(stops: readonly string[], share: number): string {
  const place = Math.min(1, Math.max(0, share)) * (stops.length - 1)
  const index = Math.min(stops.length - 2, Math.floor(place))
  const mixed = [1, 3, 5].map(at => {
    const [low, high] = [channel(stops[index], at), channel(stops[index + 1], at)]
    return Math.round(low + (place - index) * (high - low)).toString(16).padStart(2, '0')
  })
  return `#${mixed.join('')}`
}

export const viridis = (share: number): string => between(VIRIDIS, share)
export const diverging = (share: number): string => between(DIVERGING, share)
