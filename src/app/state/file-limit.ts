/** As large as the scenario reader allows; stated here so that the page need not load the reader. A test holds both equal. */
export const MAX_FILE_BYTES = 4_000_000
