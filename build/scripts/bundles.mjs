import { existsSync } from 'node:fs'
import { cp, mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { build } from 'vite'
import { nodeBundleConfig, nodeBundles } from '../vite/node-bundles.mjs'
import { rendererConfig } from '../vite/renderer.mjs'
import { projectRoot } from './project-root.mjs'

/** While rooms are being built, a bundle without an entry is left out with a note instead of failing the build. */
const missingEntryIsAnError = false

/**
 * Compiles bundles into `out/`.
 *
 * @param {object} options
 * @param {readonly string[]} [options.only] names of the bundles wanted, `renderer` among them; all by default
 * @param {(line: string) => void} options.say receives notes, one line at a time
 */
export async function buildBundles({ only, say }) {
  const isWanted = (name) => only === undefined || only.includes(name)
  const hasEntry = (name, entry) => {
    if (existsSync(join(projectRoot, entry))) return true
    if (missingEntryIsAnError) throw new Error(`Bundle ${name}: ${entry} does not exist.`)
    say(`Bundle ${name} is left out: ${entry} does not exist.`)
    return false
  }
  await mkdir(join(projectRoot, 'out'), { recursive: true })
  const failures = []
  const attempt = async (name, entry, config) => {
    if (!isWanted(name) || !hasEntry(name, entry)) return
    // One that fails does not keep the others from being built, and all errors are seen at once.
    await build(config).catch((error) => failures.push(`Bundle ${name}: ${stripVTControlCharacters(error.message)}`))
  }
  for (const bundle of nodeBundles) await attempt(bundle.name, bundle.entry, nodeBundleConfig(bundle, projectRoot))
  await attempt('renderer', 'renderer/index.html', rendererConfig(projectRoot))
  if (isWanted('main')) await copyTrayIcons()
  if (failures.length > 0) throw new Error(failures.join('\n'))
}

async function copyTrayIcons() {
  const source = join(projectRoot, 'build', 'resources', 'tray')
  const target = join(projectRoot, 'out', 'tray')
  await rm(target, { recursive: true, force: true })
  if (existsSync(source)) await cp(source, target, { recursive: true })
}
