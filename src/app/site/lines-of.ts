/** The line of a path, or of the nearest place above it that the file has. */
export function lineOf(lines: Readonly<Record<string, number>>, path: string): number | undefined {
  for (let at = path; at !== ''; at = at.replace(/(^|\.)[^.[\]]*$|\[\d+\]$/, '')) {
    if (lines[at] !== undefined) return lines[at]
  }
  return undefined
}
