import * as fsPromises from 'node:fs/promises'
import { chmod, lstat, mkdir, readFile, readdir, stat, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { applyPlan } from '../../../src/clients/apply'
import { clientTable, type ClientRow } from '../../../src/clients/client-table'
import { readConfigFile } from '../../../src/clients/config-file'
import type { ConfigPlan } from '../../../src/clients/config-plan'
import { entryFor } from '../../../src/clients/entry'
import { planRegistration, planRemoval } from '../../../src/clients/plan'
import type { FileSteps } from '../../../src/files/file-steps'
import { failingSteps } from '../../support/failing-steps'
import { temporaryDirectory } from '../../support/temporary-directory'

/*
 * What can stand in the way on the disk, for every client, with a configuration of its golden folder. A file that the system
 * lets nobody read or write is tried in test/integration/clients-permissions.test.ts: the administrator's account may do all.
 */
const entry = (client: ClientRow) => entryFor(client, { command: '/opt/Vitrine/vitrine-relay' })
const original = ({ id }: ClientRow) => readFile(join(__dirname, 'golden', id, 'in-use', 'original'))
/** One client for each format: what is below it does not know which client it is. */
const oneOfEachFormat = clientTable.filter(({ format }, index) => clientTable.findIndex((other) => other.format === format) === index)

function changed(plan: ConfigPlan): Extract<ConfigPlan, { after: string }> {
  if (!('after' in plan)) throw new Error(`expected a change, not ${plan.kind}`)
  return plan
}

async function register(client: ClientRow, path: string, fs: FileSteps = fsPromises): Promise<void> {
  const { text, hash } = await readConfigFile(path)
  await applyPlan({ path, change: changed(planRegistration(client, text, entry(client))), plannedFor: hash, now: () => 0, fs })
}

describe('the configuration of each client', () => {
  test.each(clientTable)('of $id behind a link is changed there, and the link stays', async (client) => {
    const directory = await temporaryDirectory()
    const text = await original(client)
    await mkdir(join(directory, 'dotfiles'))
    await writeFile(join(directory, 'dotfiles', 'mine'), text, { mode: 0o644 })
    await symlink(join('dotfiles', 'mine'), join(directory, 'link'))
    await symlink('link', join(directory, 'config'))
    await register(client, join(directory, 'config'))
    expect((await lstat(join(directory, 'config'))).isSymbolicLink()).toBe(true)
    expect((await lstat(join(directory, 'link'))).isSymbolicLink()).toBe(true)
    expect(await readFile(join(directory, 'dotfiles', 'mine'), 'utf8')).toBe(changed(planRegistration(client, text.toString('utf8'), entry(client))).after)
    expect((await stat(join(directory, 'dotfiles', 'mine'))).mode & 0o777).toBe(0o644)
  })

  test.each(clientTable)('of $id behind a link to nothing comes into being there', async (client) => {
    const directory = await temporaryDirectory()
    await symlink(join('dotfiles', 'mine'), join(directory, 'config'))
    await register(client, join(directory, 'config'))
    expect((await lstat(join(directory, 'config'))).isSymbolicLink()).toBe(true)
    expect(await readFile(join(directory, 'dotfiles', 'mine'), 'utf8')).toContain('vitrine-odoo')
  })

  test.each(clientTable)('of $id is left alone when it is no file, no text or read-only', async (client) => {
    const directory = await temporaryDirectory()
    const path = join(directory, 'config')
    const text = await original(client)
    await mkdir(path)
    await expect(register(client, path)).rejects.toMatchObject({ code: 'EISDIR' })
    // It was not there when this was planned.
    const plan = changed(planRegistration(client, null, entry(client)))
    await expect(applyPlan({ path, change: plan, plannedFor: null, now: () => 0 })).rejects.toMatchObject({ code: 'not_written' })
    expect(await readdir(directory)).toEqual(['config'])
    await fsPromises.rmdir(path)

    await symlink('config', path)
    await expect(register(client, path)).rejects.toMatchObject({ code: 'ELOOP' })
    await fsPromises.unlink(path)

    const foreign = Buffer.from(`\uFEFF${text.toString('utf8')}`, 'utf16le')
    await writeFile(path, foreign)
    await expect(register(client, path)).rejects.toMatchObject({ name: 'NotUtf8Error' })
    expect(await readFile(path)).toEqual(foreign)

    await writeFile(path, text)
    await chmod(path, 0o444)
    await expect(register(client, path)).rejects.toMatchObject({ code: 'read_only' })
    expect(await readFile(path)).toEqual(text)
    expect(await readdir(directory)).toEqual(['config'])
  })
})

describe('another program that writes at the same time', () => {
  test.each(oneOfEachFormat)('into $id keeps its words at every step, but between the last look and the rename', async (client) => {
    const text = await original(client)
    const theirs = Buffer.concat([text, Buffer.from('\n')])
    const { calls, outcome } = await whileWritingAt(null)
    expect(outcome).toBe('applied')
    const lost: string[] = []
    for (const [step, name] of calls.entries()) {
      const result = await whileWritingAt(step)
      if (result.stands.equals(theirs)) continue
      expect(result, `step ${step}, ${name}`).toMatchObject({ outcome: 'applied' })
      lost.push(name)
    }
    // Systems know no way of replacing a file only if it is still the same.
    expect(lost).toEqual(['rename'])

    async function whileWritingAt(step: number | null) {
      const path = join(await temporaryDirectory(), 'config')
      await writeFile(path, text)
      const { text: seen, hash } = await readConfigFile(path)
      const change = changed(planRegistration(client, seen, entry(client)))
      const steps = failingSteps()
      const fs = beforeStep(steps.fs, steps.calls, step, () => writeFile(path, theirs))
      const ended = await applyPlan({ path, change, plannedFor: hash, now: () => 0, fs }).then(
        () => 'applied',
        (error: unknown) => (error as { code: string }).code,
      )
      return { calls: [...steps.calls], outcome: ended, stands: await readFile(path) }
    }
  })
})

describe('a configuration of 20 MB', () => {
  test.each(oneOfEachFormat)('of $id gets our entry and loses it, and not another byte', async (client) => {
    const path = join(await temporaryDirectory(), 'config')
    const text = huge(client)
    expect(text.length).toBeGreaterThan(20_000_000)
    await writeFile(path, text)
    await register(client, path)
    const added = await readConfigFile(path)
    expect(isInsertedIn(text, added.text ?? '')).toBe(true)
    await applyPlan({ path, change: changed(planRemoval(client, added.text)), plannedFor: added.hash, now: () => 0 })
    expect((await readFile(path, 'utf8')) === text).toBe(true)
  }, 60_000)
})

function huge({ format, serversKey }: ClientRow): string {
  const numbers = Array.from({ length: 20_000 }, (_, index) => index)
  const word = 'é'.repeat(1_000)
  if (format === 'toml') return numbers.map((number) => `[${serversKey}."server ${number}"]\ncommand = "/opt/${number}"\nargs = ["${word}"]\n`).join('\n')
  const servers = Object.fromEntries(numbers.map((number) => [`server ${number}`, { command: `/opt/${number}`, args: ['--flag', word] }]))
  return JSON.stringify({ [serversKey]: servers }, null, 2)
}

/** Whether `after` is `before` with one stretch of text put in. */
function isInsertedIn(before: string, after: string): boolean {
  let same = 0
  while (same < before.length && before[same] === after[same]) same += 1
  return after.endsWith(before.slice(same))
}

/** Runs `work` right before the call of that number; `calls` are those made so far. */
function beforeStep(fs: FileSteps, calls: readonly string[], step: number | null, work: () => Promise<void>): FileSteps {
  const around = <T extends object>(target: T): T =>
    new Proxy(target, {
      get(from, name) {
        const member: unknown = Reflect.get(from, name)
        if (typeof member !== 'function') return member
        return async (...args: unknown[]) => {
          if (calls.length === step) await work()
          const result: unknown = await Reflect.apply(member, from, args)
          return name === 'open' ? around(result as object) : result
        }
      },
    })
  return around(fs)
}
