import { join } from 'node:path'
import { ensureBundles } from './bundle-freshness.mjs'
import { runToEnd } from './child-process.mjs'
import { projectRoot } from './project-root.mjs'

/**
 * Builds a bundle if need be and runs it in Node with our stdio. Standard output carries the program's own lines only.
 *
 * @param {string} name of the bundle
 * @param {readonly string[]} args
 * @returns {Promise<number>} its exit code
 */
export async function runNodeBundle(name, args) {
  await ensureBundles([name])
  return runToEnd(process.execPath, [join(projectRoot, 'out', `${name}.cjs`), ...args])
}
