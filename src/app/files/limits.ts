/** How much of what is dropped or opened is taken. A file that claims less than it holds is stopped where it passes them. */
export const MAX_TABLE_BYTES = 64_000_000
/** Of all files of an archive together. */
export const MAX_UNPACKED_BYTES = 256_000_000
export const MAX_FILES = 2000
/** Most scenarios of a folder that are held as bases. */
export const MAX_BASES = 200
