/** The assets of several domains as one list. */
import type { AssetPort } from './ports.ts'

/** Joins ports in this order: the assets of each follow those of the ports before it. */
export function joinAssets(ports: readonly AssetPort[]): AssetPort {
  const owner = ports.flatMap(port => port.assets.map(() => port))
  const index = ports.flatMap(({ assets }) => assets.map((_, i) => i))
  return {
    assets: ports.flatMap(({ assets }) => assets),
    isUp: asset => owner[asset].isUp(index[asset]),
    takeOut: (asset, reason) => owner[asset].takeOut(index[asset], reason),
    giveBack: (asset, reason) => owner[asset].giveBack(index[asset], reason),
    fail: asset => owner[asset].fail(index[asset]),
    destroy: asset => owner[asset].destroy(index[asset]),
    repaired: asset => owner[asset].repaired(index[asset]),
    setHazard: (asset, factor) => owner[asset].setHazard(index[asset], factor),
  }
}
