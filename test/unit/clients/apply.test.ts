import * as fsPromises from 'node:fs/promises'
import { chmod, mkdir, readFile, readdir, stat, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { applyPlan, type ApplyOptions } from '../../../src/clients/apply'
import { keepBackup, listBackups } from '../../../src/clients/backups'
import { readConfigFile } from '../../../src/clients/config-file'
import { claudeDesktop } from '../../../src/clients/client-table'
import { entryFor } from '../../../src/clients/entry'
import { planRegistration } from '../../../src/clients/plan'
import type { ConfigChange } from '../../../src/clients/config-plan'
import type { FileSteps } from '../../../src/files/file-steps'
import { failingSteps } from '../../support/failing-steps'
import { temporaryDirectory } from '../../support/temporary-directory'

const entry = entryFor(claudeDesktop, { command: '/opt/Vitrine/vitrine-relay' })
const original = '{\n  "mcpServers": {\n    "notes": { "command": "/usr/bin/notes" }\n  }\n}\n'
const now = () => Date.parse('2026-03-04T05:06:07.089Z')

async function configWith(text: string | Uint8Array, mode = 0o600) {
  const path = join(await temporaryDirectory(), 'claude_desktop_config.json')
  await writeFile(path, text)
  await chmod(path, mode)
  return path
}

async function planFor(path: string): Promise<Pick<ApplyOptions, 'path' | 'change' | 'plannedFor' | 'now'>> {
  const { text, hash } = await readConfigFile(path)
  const plan = planRegistration(claudeDesktop, text, entry)
  if (!('after' in plan)) throw new Error(`expected a change, not ${plan.kind}`)
  return { path, change: plan, plannedFor: hash, now }
}

describe('applying a plan', () => {
  test('goes through its steps in order', async () => {
    const path = await configWith(original)
    const planned = await planFor(path)
    const { fs, calls } = failingSteps()
    await applyPlan({ ...planned, fs })
    const steps = calls.filter((call) => ['file.writeFile', 'file.sync', 'readFile', 'rename', 'unlink'].includes(call))
    expect(steps).toEqual([
      'readFile',
      'file.writeFile', // the lock
      'readFile',
      'file.writeFile', 'file.sync', 'rename', 'file.sync', // the backup
      'file.writeFile', 'file.sync', // the new file
      'readFile', // compared once more
      'rename', 'file.sync',
      'readFile', // read back
      'unlink', // the lock
    ])
  })

  test('keeps the mode of the file', async () => {
    const path = await configWith(original, 0o664)
    await applyPlan(await planFor(path))
    expect((await stat(path)).mode & 0o777).toBe(0o664)
  })

  test('is refused when the file has changed since it was planned', async () => {
    const path = await configWith(original)
    const planned = await planFor(path)
    await writeFile(path, original.replace('notes', 'diary'))
    await expect(applyPlan(planned)).rejects.toMatchObject({ code: 'changed' })
    expect(await readFile(path, 'utf8')).toBe(original.replace('notes', 'diary'))
    expect(await readdir(join(path, '..'))).toEqual(['claude_desktop_config.json'])
  })

  test('is refused when the file has come, gone or turned into something unreadable since', async () => {
    const path = await configWith(original)
    const missing = join(path, '..', 'other.json')
    const planned = await planFor(missing)
    await writeFile(missing, '{}')
    await expect(applyPlan(planned)).rejects.toMatchObject({ code: 'changed' })
    const gone = await planFor(path)
    await fsPromises.rm(path)
    await expect(applyPlan(gone)).rejects.toMatchObject({ code: 'changed' })
    await writeFile(path, Buffer.from('\uFEFF{}', 'utf16le'))
    await expect(applyPlan(gone)).rejects.toMatchObject({ code: 'changed' })
  })

  test('is refused when the file changes between backup and rename', async () => {
    const path = await configWith(original)
    const planned = await planFor(path)
    let renames = 0
    const rename: typeof fsPromises.rename = async (from, to) => {
      renames += 1
      await fsPromises.rename(from, to)
      // The first rename puts the backup in place: right then, Claude writes its own file.
      if (renames === 1) await writeFile(path, '{"written":"by Claude"}')
    }
    await expect(applyPlan({ ...planned, fs: { ...fsPromises, rename } })).rejects.toMatchObject({ code: 'changed' })
    expect(await readFile(path, 'utf8')).toBe('{"written":"by Claude"}')
  })

  test('tells when another program replaces the file right afterwards', async () => {
    const path = await configWith(original)
    const planned = await planFor(path)
    const rename: typeof fsPromises.rename = async (from, to) => {
      await fsPromises.rename(from, to)
      if (to === path) await writeFile(path, '{"written":"by Claude"}')
    }
    await expect(applyPlan({ ...planned, fs: { ...fsPromises, rename } })).rejects.toMatchObject({ code: 'not_kept' })
  })

  test('is refused when a link points elsewhere in the meantime', async () => {
    const path = await configWith(original)
    const link = join(path, '..', 'link.json')
    await symlink(path, link)
    const planned = await planFor(link)
    const twin = join(path, '..', 'twin.json')
    await writeFile(twin, original)
    const rename: typeof fsPromises.rename = async (from, to) => {
      await fsPromises.rename(from, to)
      await fsPromises.rm(link)
      await symlink(twin, link)
    }
    await expect(applyPlan({ ...planned, fs: { ...fsPromises, rename } })).rejects.toMatchObject({ code: 'changed' })
    expect(await readFile(path, 'utf8')).toBe(original)
    expect(await readFile(twin, 'utf8')).toBe(original)
  })

  test('is refused when the edit would touch anything else', async () => {
    const path = await configWith(original)
    const planned = await planFor(path)
    const tampered: ConfigChange = { ...planned.change, after: planned.change.after.replace('/usr/bin/notes', '/usr/bin/noted') }
    await expect(applyPlan({ ...planned, change: tampered })).rejects.toMatchObject({ code: 'unsafe_edit' })
    expect(await readFile(path, 'utf8')).toBe(original)
  })

  test('ends when another living process keeps the lock', async () => {
    const path = await configWith(original)
    await writeFile(`${path}.vitrine-lock`, `${process.ppid} 1`)
    const applied = applyPlan({ ...(await planFor(path)), delay: async () => undefined })
    await expect(applied).rejects.toMatchObject({ code: 'busy' })
    expect(await readFile(path, 'utf8')).toBe(original)
  })

  test('lets one of two at the same time win, and the other one be told', async () => {
    const path = await configWith(original)
    const planned = await planFor(path)
    const outcomes = await Promise.allSettled([applyPlan(planned), applyPlan(planned)])
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(await readFile(path, 'utf8')).toBe(planned.change.after)
  })

  test('leaves the whole old or the whole new file when any step fails, and no trace but backups', async () => {
    const { calls } = await countCalls()
    for (let call = 0; call < calls; call += 1) {
      const path = await configWith(original)
      const planned = await planFor(path)
      const { fs, close } = failingSteps({ call })
      const outcome = await applyPlan({ ...planned, fs }).then(() => 'applied', (error: unknown) => error)
      await close()
      const text = await readFile(path, 'utf8')
      if (outcome === 'applied') expect(text).toBe(planned.change.after)
      else expect(outcome, `call ${call}`).toMatchObject({ name: 'ApplyError' })
      expect([original, planned.change.after]).toContain(text)
      // The one step whose failure leaves the lock is its removal; the next one finds it stale or its own.
      const left = (await readdir(join(path, '..'))).filter((name) => !name.includes('backup') && !name.endsWith('config.json'))
      expect(left.filter((name) => !name.endsWith('lock'))).toEqual([])
    }
  })

  test('leaves the whole old or the whole new file when the process dies at any step, and works the next time', async () => {
    const { calls } = await countCalls()
    const seen = new Set<string>()
    for (let call = 0; call < calls; call += 1) {
      const path = await configWith(original)
      const planned = await planFor(path)
      const { fs, close } = failingSteps({ call, kind: 'crash', code: 'EIO' })
      await applyPlan({ ...planned, fs }).catch(() => undefined)
      const text = await readFile(path, 'utf8')
      seen.add(text)
      await close()
      if (text === original) await applyPlan(await planFor(path))
      expect(await readFile(path, 'utf8')).toBe(planned.change.after)
    }
    expect(seen).toEqual(new Set([original, (await planFor(await configWith(original))).change.after]))
  })

  async function countCalls() {
    const { fs, calls } = failingSteps()
    await applyPlan({ ...(await planFor(await configWith(original))), fs })
    return { calls: calls.length }
  }
})

describe('reading a configuration', () => {
  test('gives up on links that lead in a circle', async () => {
    const directory = await temporaryDirectory()
    await symlink(join(directory, 'b'), join(directory, 'a'))
    await symlink(join(directory, 'a'), join(directory, 'b'))
    await expect(readConfigFile(join(directory, 'a'))).rejects.toMatchObject({ code: 'ELOOP' })
  })

  test('refuses UTF-16', async () => {
    await expect(readConfigFile(await configWith(Buffer.from('\uFEFF{}', 'utf16le')))).rejects.toMatchObject({ name: 'NotUtf8Error' })
  })

  test('passes on what the system refuses', async () => {
    const readFileRefused = async () => {
      throw Object.assign(new Error('no'), { code: 'EACCES' })
    }
    const fs = { ...fsPromises, readFile: readFileRefused } as unknown as FileSteps
    await expect(readConfigFile(await configWith('{}'), fs)).rejects.toMatchObject({ code: 'EACCES' })
  })
})

describe('backups', () => {
  test('are exact copies for the owner alone, the five newest of them', async () => {
    const path = await configWith('{}')
    await mkdir(join(path, '..', 'other'))
    for (let index = 0; index < 8; index += 1) await keepBackup(path, Buffer.from(`\uFEFF{"n": ${index}}`), now() + index)
    const backups = await listBackups(path)
    expect(await Promise.all(backups.map((backup) => readFile(backup, 'utf8')))).toEqual([7, 6, 5, 4, 3].map((index) => `\uFEFF{"n": ${index}}`))
    expect((await stat(backups[0] ?? '')).mode & 0o777).toBe(0o600)
  })

  test('of one moment do not replace each other', async () => {
    const path = await configWith('{}')
    await keepBackup(path, Buffer.from('first'), now())
    await keepBackup(path, Buffer.from('second'), now())
    const texts = await Promise.all((await listBackups(path)).map((backup) => readFile(backup, 'utf8')))
    expect(texts).toEqual(['second', 'first'])
  })
})
