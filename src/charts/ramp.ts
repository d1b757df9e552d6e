/** Colours for amounts: sequential viridis, and blue–white–red around a limit. In few steps, so that equal neighbours join. */

/** Viridis at eleven even steps. Source: van der Walt and Smith, matplotlib, 2015. */
const VIRIDIS = ['#440154', '#482475', '#414487', '#355f8d', '#2a788e', '#21918c', '#22a884', '#44bf70', '#7ad151', '#bddf26', '#fde725'] as const
/** Blue over near-white to red at eleven even steps. Source: ColorBrewer RdBu, Brewer, 2003. */
const BLUE_RED = ['#053061', '#2166ac', '#4393c3', '#92c5de', '#d1e5f0', '#f7f7f7', '#fddbc7', '#f4a582', '#d6604d', '#b2182b', '#67001f'] as const

const at = (colours: readonly string[], share: number): string => colours[Math.max(0, Math.min(colours.length - 1, Math.round(share * (colours.length - 1))))]

/** Colour of a share from 0 to 1. */
export const sequential = (share: number): string => at(VIRIDIS, share)

/** Colour of a deviation from −1 to 1; 0 is the middle. */
export const diverging = (deviation: number): string => at(BLUE_RED, (deviation + 1) / 2)
