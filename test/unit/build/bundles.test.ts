import { builtinModules } from 'node:module'
import { build, type Rolldown } from 'vite'
import { describe, expect, it } from 'vitest'
import { nodeBundleConfig, nodeBundles } from '../../../build/vite/node-bundles.mjs'

const root = new URL('../../..', import.meta.url).pathname

/** Builds a bundle in memory. Answers the modules that it loads at run time. */
async function modulesLoadedBy(name: string): Promise<string[]> {
  const bundle = nodeBundles.find((candidate) => candidate.name === name)
  if (!bundle) throw new Error(`There is no bundle ${name}.`)
  const config = nodeBundleConfig(bundle, root)
  const { output } = (await build({ ...config, build: { ...config.build, write: false } })) as Rolldown.RolldownOutput
  expect(output.map(({ fileName }) => fileName)).toEqual([`${name}.cjs`])
  return output.flatMap((file) => (file.type === 'chunk' ? [...file.imports, ...file.dynamicImports] : []))
}

describe('a bundle is one file and loads at run time', () => {
  it('only Node built-ins, if it is the relay', async () => {
    const loaded = await modulesLoadedBy('relay')
    expect(loaded).not.toEqual([])
    expect(loaded.filter((name) => !builtinModules.includes(name.replace(/^node:/, '')))).toEqual([])
  })

  it("only 'electron', if it is the sandboxed preload", async () => {
    expect(await modulesLoadedBy('preload')).toEqual(['electron'])
  })
})
