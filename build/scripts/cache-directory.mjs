import { homedir } from 'node:os'
import { join } from 'node:path'

/**
 * Where set-up keeps what it fetched, so that `npm ci` and a second checkout find it again: the user's cache directory.
 *
 * @returns {string} absolute path; it need not exist yet
 */
export function cacheDirectory() {
  const { platform, env } = process
  if (platform === 'win32' && env.LOCALAPPDATA) return join(env.LOCALAPPDATA, 'vitrine-development')
  if (platform === 'darwin') return join(homedir(), 'Library', 'Caches', 'vitrine-development')
  return join(env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'vitrine-development')
}
