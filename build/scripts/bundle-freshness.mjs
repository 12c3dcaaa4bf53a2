import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { buildBundles } from './bundles.mjs'
import { projectRoot } from './project-root.mjs'

const sourceRooms = ['src', 'electron', 'renderer', 'test/support', 'build/vite', 'build/resources']
const sourceFiles = ['package.json', 'package-lock.json']

/** What the application consists of. */
export const appBundles = ['main', 'preload', 'renderer', 'relay']

/**
 * Builds the bundles that are absent or older than any source.
 *
 * @param {readonly string[]} names of bundles, `renderer` among them
 */
export async function ensureBundles(names) {
  const newestSource = await newestChange()
  const stale = []
  for (const name of names) {
    const product = join(projectRoot, 'out', name === 'renderer' ? 'renderer/index.html' : `${name}.cjs`)
    const built = await stat(product).then(({ mtimeMs }) => mtimeMs, () => 0)
    if (built <= newestSource) stale.push(name)
  }
  if (stale.length > 0) await buildBundles({ only: stale })
}

async function newestChange() {
  let newest = 0
  for (const file of sourceFiles) newest = Math.max(newest, (await stat(join(projectRoot, file))).mtimeMs)
  for (const room of sourceRooms) {
    const entries = await readdir(join(projectRoot, room), { recursive: true, withFileTypes: true }).catch(() => [])
    for (const entry of entries) {
      const { mtimeMs } = await stat(join(entry.parentPath ?? entry.path, entry.name))
      newest = Math.max(newest, mtimeMs)
    }
  }
  return newest
}
