import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'vite'
import { nodeBundleConfig, nodeBundles } from '../../../build/vite/node-bundles.mjs'

const projectDirectory = new URL('../../..', import.meta.url).pathname

/** Bundles the relay as it stands in the sources, as it is shipped, into a directory of its own. */
export async function bundleRelay(): Promise<{ readonly path: string; readonly remove: () => Promise<void> }> {
  const relay = nodeBundles.find(({ name }) => name === 'relay')
  if (relay === undefined) throw new Error('There is no bundle of the relay.')
  const directory = await mkdtemp(join(tmpdir(), 'vitrine-relay-'))
  const config = nodeBundleConfig(relay, projectDirectory)
  await build({ ...config, build: { ...config.build, outDir: directory } })
  return { path: join(directory, 'relay.cjs'), remove: () => rm(directory, { recursive: true, force: true }) }
}
