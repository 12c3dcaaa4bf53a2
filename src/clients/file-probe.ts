import { readdir, stat } from 'node:fs/promises'
import type { FileProbe } from './client-places'

/** The real disk. A place that may not be looked at counts as not there. */
export const diskProbe: FileProbe = {
  exists: async (path) => {
    try {
      await stat(path)
      return true
    } catch {
      return false
    }
  },
  list: async (path) => {
    try {
      return await readdir(path)
    } catch {
      return []
    }
  },
}
