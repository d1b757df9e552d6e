/** What a user can do, said once: the palette, the sheet of shortcuts and the handling of keys all read it. */
export interface Command {
  /** Stable name in kebab case with its area first, such as `time.next-event`. */
  readonly id: string
  /** What it does, as a sentence without a full stop. */
  readonly label: string
  /** Heading in palette and sheet. */
  readonly group: string
  /** Keys that run it, such as `Mod+K`, `?`, `.` or `Shift+ArrowRight`; several ways are separated by a blank. Mod is Ctrl, or Cmd on a Mac. */
  readonly keys?: string
  readonly isAvailable?: () => boolean
  readonly run: () => void | Promise<void>
}
