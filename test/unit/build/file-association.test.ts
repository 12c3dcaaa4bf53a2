import { createRequire } from 'node:module'
import { describe, expect, it } from 'vitest'
import { PROVISION_ENDINGS } from '../../../src/provisioning/provision'

interface Association {
  readonly ext: string
  readonly mimeType: string
  readonly role: string
}

interface Configuration {
  readonly fileAssociations: readonly Association[]
  readonly linux: { readonly fileAssociations: readonly Association[] }
  readonly mac: { readonly extendInfo: { readonly UTExportedTypeDeclarations: readonly [{ readonly UTTypeTagSpecification: Readonly<Record<string, readonly string[]>> }] } }
}

const configuration = createRequire(import.meta.url)('../../../build/electron-builder.config.cjs') as Configuration

describe('the files that installers make Vitrine open', () => {
  it('have an ending of one part where the system looks at the last part of a name alone', () => {
    const { fileAssociations } = configuration
    expect(fileAssociations.map(({ ext, role }) => [`.${ext}`, role])).toEqual([[PROVISION_ENDINGS[0], 'Viewer']])
    expect(fileAssociations.every(({ ext }) => !ext.includes('.'))).toBe(true)
  })

  it('have on Linux every name that Vitrine takes from a double click, as one type', () => {
    // An ending is written into the system's type file as it is; a list of them would become one that nothing has.
    const all = [...configuration.fileAssociations, ...configuration.linux.fileAssociations]
    expect(all.map(({ ext }) => `.${ext}`)).toEqual(PROVISION_ENDINGS)
    expect(new Set(all.map(({ mimeType }) => mimeType)).size).toBe(1)
  })

  it('have on macOS a type that Vitrine declares', () => {
    const [type] = configuration.mac.extendInfo.UTExportedTypeDeclarations
    const [{ ext, mimeType } = { ext: '', mimeType: '' }] = configuration.fileAssociations
    expect(type.UTTypeTagSpecification).toEqual({ 'public.filename-extension': [ext], 'public.mime-type': [mimeType] })
  })
})
