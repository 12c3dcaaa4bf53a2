import { join } from 'node:path'

/** Absolute path of the project. */
export const projectRoot = join(import.meta.dirname, '..', '..')
