import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { allowedLicences, shippedPackages, thirdPartyNotices } from '../../../build/scripts/notices.mjs'

const shipped = await shippedPackages()

describe('what others made and users get', () => {
  it('is under a licence that allows it', () => {
    expect(shipped.length).toBeGreaterThan(50)
    expect(shipped.filter(({ licence }) => licence === undefined || !allowedLicences.includes(licence))).toEqual([])
  })

  it('is named with its terms in the notices, the Node.js of the relay among them', async () => {
    const notices = await thirdPartyNotices()
    expect(notices).toContain(`Node.js ${process.version}`)
    for (const { name, version, texts } of shipped) {
      expect(notices).toContain(`${name} ${version} (`)
      for (const text of texts) expect(notices).toContain(text)
    }
  })

  it('holds every direct dependency', () => {
    const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as { readonly dependencies: Record<string, string> }
    const names = new Set(shipped.map(({ name }) => name))
    expect(Object.keys(dependencies).filter((name) => !names.has(name))).toEqual([])
  })
})

describe('the lock file', () => {
  const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
    readonly packages: Record<string, { readonly resolved?: string; readonly integrity?: string; readonly link?: boolean; readonly bundled?: boolean; readonly inBundle?: boolean }>
  }
  const entries = Object.entries(packages).filter(([path]) => path !== '')

  it('names no registry, so that every machine asks its own', () => {
    expect(entries.filter(([, { resolved }]) => resolved !== undefined).map(([path]) => path)).toEqual([])
  })

  it('has a hash for every package', () => {
    expect(entries.filter(([, { integrity, inBundle }]) => integrity === undefined && inBundle !== true).map(([path]) => path)).toEqual([])
  })
})

it('no package runs a script while it is installed', () => {
  expect(readFileSync('.npmrc', 'utf8')).toMatch(/^ignore-scripts=true$/m)
})
