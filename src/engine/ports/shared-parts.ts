/** Spare parts that several sites have in common. */

/** The shelf of one site as the others see it. */
export interface SharedShelf {
  /** Parts that it could send away now. */
  spare(): number
  /** One leaves it. */
  lend(): void
}

export interface PartsPool {
  /** Makes the shelf of this site known; parts have the same name at all sites. */
  join(name: string, shelf: SharedShelf): void
  /** Takes one off the shelf of another site; false where none has any to spare. */
  borrow(name: string): boolean
}
