import { readdirSync, readFileSync } from 'node:fs'
import { builtinModules } from 'node:module'
import path from 'node:path'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'

/** Which way dependencies point. Lint says it in the editor; this walks every import of every file, types included. */

const root = path.resolve(import.meta.dirname, '../..')
const builtins = new Set(builtinModules)

interface Import {
  readonly file: string
  readonly specifier: string
  /** Path from the root for a file of ours, else null. */
  readonly target: string | null
}

function filesBelow(directory: string): string[] {
  return readdirSync(path.join(root, directory), { recursive: true, encoding: 'utf8' })
    .map((name) => path.join(directory, name))
    .filter((name) => /\.tsx?$/.test(name) && !name.endsWith('.d.ts'))
}

function importsOf(file: string): Import[] {
  return ts
    .preProcessFile(readFileSync(path.join(root, file), 'utf8'), true, true)
    .importedFiles.map(({ fileName: specifier }) => ({
      file,
      specifier,
      target: specifier.startsWith('.') ? path.relative(root, path.resolve(root, path.dirname(file), specifier)) : null,
    }))
}

const isBuiltin = (specifier: string): boolean => specifier.startsWith('node:') || builtins.has(specifier)
const isBelow = (target: string, ...rooms: string[]): boolean => rooms.some((room) => target.startsWith(`${room}/`))

interface Door {
  readonly room: string
  readonly files: readonly string[]
  readonly allows: (one: Import) => boolean
}

/** Shown in the window, as text; with the other two, part of an evidence pack. */
const documents: readonly string[] = ['PRIVACY.md?raw', 'SECURITY.md?raw']
const packed: readonly string[] = [...documents, 'JOURNAL.md?raw', 'POLICY.md?raw']
const pure = ['src/contract', 'src/i18n', 'src/state', 'src/policy']
const src = filesBelow('src')
const doors: readonly Door[] = [
  {
    room: 'renderer',
    files: filesBelow('renderer'),
    allows: ({ specifier, target }) =>
      target === null ? specifier !== 'electron' && !isBuiltin(specifier) : isBelow(target, 'renderer', 'src/contract', 'src/i18n', 'src/state') || documents.includes(target),
  },
  { room: 'src', files: src, allows: ({ specifier, target }) => (target === null ? specifier !== 'electron' : isBelow(target, 'src') || target === 'package.json' || packed.includes(target)) },
  {
    room: 'the pure rooms of src',
    files: src.filter((file) => isBelow(file, ...pure)),
    allows: ({ specifier, target }) => (target === null ? !isBuiltin(specifier) : isBelow(target, ...pure)),
  },
  {
    room: 'src/relay',
    files: [...src.filter((file) => isBelow(file, 'src/relay')), 'src/endpoint/address.ts', 'src/endpoint/handshake.ts'],
    allows: ({ specifier, target }) =>
      target === null
        ? isBuiltin(specifier)
        : isBelow(target, 'src/relay') || /^src\/(endpoint\/(address|handshake|line-buffer)|host\/host)$/.test(target),
  },
  {
    room: 'electron',
    files: filesBelow('electron'),
    allows: ({ target }) => target === null || isBelow(target, 'electron', 'src'),
  },
]

describe('the doors of the house', () => {
  it.each(doors)('$room imports only what it may', ({ files, allows }) => {
    const imports = files.flatMap(importsOf)
    expect(imports.length).toBeGreaterThan(0)
    expect(imports.filter((one) => !allows(one)).map(({ file, specifier }) => `${file} imports ${specifier}`)).toEqual([])
  })

  it('only the electron room names the electron package', () => {
    const elsewhere = [...src, ...filesBelow('renderer')].flatMap(importsOf)
    expect(elsewhere.filter(({ specifier }) => specifier === 'electron')).toEqual([])
  })
})
