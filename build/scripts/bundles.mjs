import { cp, mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { build } from 'vite'
import { nodeBundleConfig, nodeBundles } from '../vite/node-bundles.mjs'
import { rendererConfig } from '../vite/renderer.mjs'
import { projectRoot } from './project-root.mjs'

/**
 * Compiles bundles into `out/`.
 *
 * @param {object} options
 * @param {readonly string[]} [options.only] names of the bundles wanted, `renderer` among them; all by default
 */
export async function buildBundles({ only } = {}) {
  const isWanted = (name) => only === undefined || only.includes(name)
  await mkdir(join(projectRoot, 'out'), { recursive: true })
  const failures = []
  const attempt = async (name, config) => {
    if (!isWanted(name)) return
    // One that fails does not keep the others from being built, and all errors are seen at once.
    await build(config).catch((error) => failures.push(`Bundle ${name}: ${stripVTControlCharacters(error.message)}`))
  }
  for (const bundle of nodeBundles) await attempt(bundle.name, nodeBundleConfig(bundle, projectRoot))
  await attempt('renderer', rendererConfig(projectRoot))
  if (isWanted('main')) await copyTrayIcons()
  if (failures.length > 0) throw new Error(failures.join('\n'))
}

async function copyTrayIcons() {
  const source = join(projectRoot, 'build', 'resources', 'tray')
  const target = join(projectRoot, 'out', 'tray')
  await rm(target, { recursive: true, force: true })
  await cp(source, target, { recursive: true })
}
