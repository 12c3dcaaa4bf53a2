import { readFile, readdir, stat, writeFile } from 'node:fs/promises'
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import * as fsPromises from 'node:fs/promises'
import { atomicWrite } from '../../../src/files/atomic-write'
import { failingSteps } from '../../support/failing-steps'
import { temporaryDirectory } from '../../support/temporary-directory'

const noDelay = async () => undefined

describe('atomicWrite', () => {
  test('writes a new file that only its owner may read', async () => {
    const path = join(await temporaryDirectory(), 'settings.json')
    await atomicWrite(path, 'content')
    expect(await readFile(path, 'utf8')).toBe('content')
    expect((await stat(path)).mode & 0o777).toBe(0o600)
  })

  test('gives the mode that was asked for, whatever the umask', async () => {
    const path = join(await temporaryDirectory(), 'shared.json')
    await atomicWrite(path, Buffer.from('content'), { mode: 0o666 })
    expect((await stat(path)).mode & 0o777).toBe(0o666)
  })

  test('syncs the bytes before the rename and the directory after it', async () => {
    const path = join(await temporaryDirectory(), 'settings.json')
    const { fs, calls } = failingSteps()
    await atomicWrite(path, 'content', { fs })
    expect(calls).toEqual([
      'readdir', 'open', 'file.writeFile', 'file.chmod', 'file.sync', 'file.close', 'rename', 'open', 'file.sync', 'file.close',
    ])
  })

  test('leaves the old file and no other when any step before the rename fails', async () => {
    for (const call of [1, 2, 3, 4, 5, 6]) {
      const directory = await temporaryDirectory()
      const path = join(directory, 'settings.json')
      await writeFile(path, 'old')
      const { fs, close } = failingSteps({ call })
      await expect(atomicWrite(path, 'new content', { fs })).rejects.toMatchObject({ code: 'ENOSPC' })
      expect(await readFile(path, 'utf8')).toBe('old')
      expect(await readdir(directory)).toEqual(['settings.json'])
      await close()
    }
  })

  test('leaves the whole old or the whole new file when the process dies at any step', async () => {
    const seen = new Set<string>()
    for (let call = 0; call < 10; call += 1) {
      const path = join(await temporaryDirectory(), 'settings.json')
      await writeFile(path, 'old')
      const { fs, close } = failingSteps({ call, kind: 'crash', code: 'EIO' })
      await atomicWrite(path, 'new content', { fs }).catch(() => undefined)
      seen.add(await readFile(path, 'utf8'))
      await close()
    }
    expect([...seen].sort()).toEqual(['new content', 'old'])
  })

  test('removes what a dead process left of the same file, and nothing else', async () => {
    const directory = await temporaryDirectory()
    const { pid: deadPid } = spawnSync(process.execPath, ['-e', '0'])
    await writeFile(join(directory, `.settings.json.backup-1.${deadPid}.7.tmp`), '')
    const names = [`.settings.json.${deadPid}.1.tmp`, `.settings.json.${process.pid}.999.tmp`, `.other.json.${deadPid}.1.tmp`]
    for (const name of names) await writeFile(join(directory, name), '')
    await atomicWrite(join(directory, 'settings.json'), 'content')
    expect((await readdir(directory)).sort()).toEqual([names[1], names[2], 'settings.json'].sort())
  })

  test('tries again while Windows holds the file, and waits longer each time', async () => {
    const path = join(await temporaryDirectory(), 'settings.json')
    const waits: number[] = []
    let refusals = 3
    const rename: typeof fsPromises.rename = async (from, to) => {
      refusals -= 1
      if (refusals >= 0) throw Object.assign(new Error('held'), { code: 'EBUSY' })
      await fsPromises.rename(from, to)
    }
    await atomicWrite(path, 'content', { fs: { ...fsPromises, rename }, delay: async (ms) => void waits.push(ms) })
    expect(await readFile(path, 'utf8')).toBe('content')
    expect(waits).toEqual([10, 20, 40])
  })

  test('gives up when the file stays held, and leaves no temporary file', async () => {
    const directory = await temporaryDirectory()
    const rename = async () => {
      throw Object.assign(new Error('held'), { code: 'EPERM' })
    }
    const written = atomicWrite(join(directory, 'settings.json'), 'content', { fs: { ...fsPromises, rename }, delay: noDelay })
    await expect(written).rejects.toMatchObject({ code: 'EPERM' })
    expect(await readdir(directory)).toEqual([])
  })

  test('does not replace anything when the last check objects', async () => {
    const directory = await temporaryDirectory()
    const path = join(directory, 'settings.json')
    await writeFile(path, 'old')
    const beforeReplace = async () => {
      throw new Error('somebody else was faster')
    }
    await expect(atomicWrite(path, 'new', { beforeReplace })).rejects.toThrow('somebody else was faster')
    expect(await readFile(path, 'utf8')).toBe('old')
    expect(await readdir(directory)).toEqual(['settings.json'])
  })
})
