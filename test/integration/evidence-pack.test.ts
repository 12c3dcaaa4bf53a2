import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import * as fsPromises from 'node:fs/promises'
import { chmod, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { inEnglish } from '../../src/i18n/english'
import type { PackFile } from '../../src/service/evidence/pack'
import { packFailure, writePack, type PackSteps } from '../../src/service/evidence/write-pack'
import { failingSteps } from '../support/failing-steps'
import { temporaryDirectory } from '../support/temporary-directory'

const FACTS = { appVersion: '1.2.3', madeAt: '2026-11-22T12:00:00.000Z', timeZone: 'Europe/Brussels', since: undefined, until: undefined }
const file = (path: string, ...pieces: readonly string[]): PackFile => ({ path, about: 'A file.', pieces: () => pieces })
const FILES = [file('README.md', 'Read me\n'), file('journal/journal.jsonl', '{"id":1}\n', '{"id":2,"name":"Größe"}\n'), file('documents/PRIVACY.md', '')]
const run = promisify(execFile)

const tree = async (folder: string): Promise<readonly string[]> => (await readdir(folder, { recursive: true })).sort()

describe('writing a pack', () => {
  it('makes a folder of its files, open to its owner alone, with sums that the usual program checks', async () => {
    const root = await temporaryDirectory()
    const target = join(root, 'pack')
    await writePack(target, FILES, FACTS)
    expect(await tree(root)).toEqual(['pack', 'pack/README.md', 'pack/SHA256SUMS', 'pack/documents', 'pack/documents/PRIVACY.md', 'pack/journal', 'pack/journal/journal.jsonl', 'pack/manifest.json'])
    for (const name of await tree(root)) expect((await stat(join(root, name))).mode & 0o077).toBe(0)
    expect((await run('sha256sum', ['-c', 'SHA256SUMS'], { cwd: target })).stdout.split('\n').filter((line) => line.endsWith(': OK'))).toHaveLength(4)
    const text = await readFile(join(target, 'journal/journal.jsonl'))
    const manifest = JSON.parse(await readFile(join(target, 'manifest.json'), 'utf8')) as unknown
    expect(manifest).toMatchObject({ format: 1, appVersion: '1.2.3', madeAt: FACTS.madeAt, timeZone: 'Europe/Brussels', since: null, files: [{}, { path: 'journal/journal.jsonl', bytes: text.length, sha256: createHash('sha256').update(text).digest('hex') }, {}] })
    await writeFile(join(target, 'README.md'), 'Read you\n')
    await expect(run('sha256sum', ['-c', 'SHA256SUMS'], { cwd: target })).rejects.toMatchObject({ stdout: expect.stringContaining('README.md: FAILED') as string })
  })

  it('takes the place of nothing', async () => {
    const root = await temporaryDirectory()
    const target = join(root, 'pack')
    await mkdir(target)
    const error: unknown = await writePack(target, FILES, FACTS).catch((thrown: unknown) => thrown)
    expect(inEnglish(packFailure(error).message)).toBe('There is already a file or folder of that name.')
    expect(await tree(root)).toEqual(['pack'])
  })

  it.each([
    ['ENOSPC', 'The disk is full, and nothing was written.'],
    ['EACCES', 'Vitrine may not write there, and nothing was written.'],
    ['EIO', 'The evidence pack could not be written, and nothing was left behind.'],
  ])('leaves nothing behind whichever step fails with %s', async (code, message) => {
    const counting = failingSteps()
    await writePack(join(await temporaryDirectory(), 'pack'), FILES, FACTS, counting.fs as unknown as PackSteps)
    // The first looks whether the place is free.
    for (let call = 1; call < counting.calls.length; call += 1) {
      const root = await temporaryDirectory()
      const { fs, close } = failingSteps({ call, code })
      const error: unknown = await writePack(join(root, 'pack'), FILES, FACTS, fs as unknown as PackSteps).catch((thrown: unknown) => thrown)
      await close()
      expect([counting.calls[call], inEnglish(packFailure(error).message), await tree(root)]).toEqual([counting.calls[call], message, []])
    }
  })

  it('leaves nothing behind when the journal stops in the middle', async () => {
    const root = await temporaryDirectory()
    const broken: PackFile = {
      path: 'journal/journal.jsonl',
      about: 'A journal.',
      async *pieces() {
        yield '{"id":1}\n'
        await Promise.resolve()
        throw new Error('The journal stops')
      },
    }
    await expect(writePack(join(root, 'pack'), [broken], FACTS)).rejects.toThrow('The journal stops')
    expect(await tree(root)).toEqual([])
  })

  it('says that there is no such folder', async () => {
    const error: unknown = await writePack(join(await temporaryDirectory(), 'nowhere', 'pack'), FILES, FACTS).catch((thrown: unknown) => thrown)
    expect(inEnglish(packFailure(error).message)).toBe('That folder does not exist, and nothing was written.')
  })

  it('says that it may not write into a folder, unless the system lets it', async () => {
    const root = await temporaryDirectory()
    await chmod(root, 0o500)
    // An administrator's program may write everywhere.
    const mayWrite = await fsPromises.mkdir(join(root, 'probe')).then(() => true, () => false)
    const error: unknown = await writePack(join(root, 'pack'), FILES, FACTS).catch((thrown: unknown) => thrown)
    await chmod(root, 0o700)
    expect(error === undefined ? '' : inEnglish(packFailure(error).message)).toBe(mayWrite ? '' : 'Vitrine may not write there, and nothing was written.')
  })
})
