/** Which files are results, and which of them a link may name. */

/** Bundles by their ending; Parquet is a merged sweep unless the scenario names the file as a trace. */
export const isResultsFile = (name: string): boolean => /\.(nameplate|parquet)$/iu.test(name)

/** Address of the file that the page's address names; undefined when it names none, a text when it may not be followed. */
export function linkedAddress(page: string): { readonly url: URL } | { readonly problem: string } | undefined {
  const given = new URL(page).searchParams.get('results')
  if (given === null || given === '') return undefined
  if (!URL.canParse(given, page)) return { problem: 'The link names results by an address that cannot be read.' }
  const url = new URL(given, page)
  if (url.origin !== new URL(page).origin) return { problem: `The link names results on ${url.host}. Only files beside this app are opened by a link; download the file and drop it here.` }
  if (!isResultsFile(url.pathname)) return { problem: 'The link names a file that is neither a results bundle (.nameplate) nor a merged sweep (.parquet).' }
  return { url }
}
