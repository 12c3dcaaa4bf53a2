import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { temporaryDirectory } from '../support/temporary-directory'

const run = promisify(execFile)
const dist = new URL('../../dist', import.meta.url).pathname
const TYPE = 'application/vnd.vitrine.connection+json'

/** What the package would put on a machine, without installing it. */
async function unpacked(): Promise<string> {
  const debian = (await readdir(dist)).find((name) => name.endsWith('.deb'))
  if (debian === undefined) throw new Error(`There is no Debian package in ${dist}. Build it: npm run package`)
  const root = await temporaryDirectory()
  await run('dpkg-deb', ['--extract', join(dist, debian), root])
  return root
}

describe('the Debian package', () => {
  it('makes both names of a connection file a type of its own', async () => {
    const mime = join(await unpacked(), 'usr', 'share', 'mime')
    // As the system does after the installation.
    await run('update-mime-database', [mime])
    const globs = (await readFile(join(mime, 'globs2'), 'utf8')).split('\n').filter((line) => line.includes(TYPE))
    expect(globs.sort()).toEqual([`50:${TYPE}:*.vitrine`, `50:${TYPE}:*.vitrine.json`])
  })

  it('opens this type and our links with Vitrine, which is handed the file', async () => {
    const root = await unpacked()
    const entry = await readFile(join(root, 'usr', 'share', 'applications', 'vitrine.desktop'), 'utf8')
    const types = new Set(/^MimeType=(.*)$/m.exec(entry)?.[1]?.split(';'))
    expect(types).toEqual(new Set([TYPE, 'x-scheme-handler/vitrine', '']))
    const [, program = '', placeholder] = /^Exec=(\S+) (%[fFuU])$/m.exec(entry) ?? []
    expect(placeholder).toBe('%U')
    expect(existsSync(join(root, program))).toBe(true)
  })
})
