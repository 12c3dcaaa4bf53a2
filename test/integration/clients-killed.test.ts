import { spawn } from 'node:child_process'
import { once } from 'node:events'
import * as fsPromises from 'node:fs/promises'
import { basename, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { keepBackup } from '../../src/clients/backups'
import { bundledScript, type BundledScript } from '../support/bundled-script'
import { carryOut, type ConfigWork } from '../support/dying-script'
import { failingSteps } from '../support/failing-steps'
import { temporaryDirectory } from '../support/temporary-directory'

const { mkdir, readFile, readdir, writeFile } = fsPromises

/** One client for each format; what stands in the file is long enough to be cut in two. */
const formats = {
  json: { clientId: 'cursor', file: 'mcp.json', text: `{\n  "mcpServers": {\n    "notes": { "command": "/usr/bin/${'n'.repeat(500)}" }\n  }\n}\n` },
  'json with comments': {
    clientId: 'zed',
    file: 'settings.json',
    text: `// mine\n{\n\t"context_servers": {\n\t\t// ${'a note '.repeat(80)}\n\t\t"notes": { "command": "/usr/bin/notes" }, // last\n\t},\n}\n`,
  },
  toml: { clientId: 'codex', file: 'config.toml', text: `# mine\n[mcp_servers.notes]\ncommand = "/usr/bin/${'n'.repeat(500)}" # keep\n` },
} as const
const actions = ['register', 'unregister', 'restore'] as const
const cases = Object.entries(formats).flatMap(([format, one]) => actions.map((action) => ({ format, action, ...one })))
const abandoned = [
  { held: 'a lock', locks: { 'vitrine-lock': '999999999 1' } },
  { held: 'a lock that is empty', locks: { 'vitrine-lock': '' } },
  { held: 'a lock and the right to break it', locks: { 'vitrine-lock': '999999999 1', 'vitrine-lock.break': '999999999 2' } },
  { held: 'a lock and the right to break it, both empty', locks: { 'vitrine-lock': '', 'vitrine-lock.break': '' } },
]
/** Between two of these the disk is the same, so that dying at one of them is like dying at the next call that is none. */
const reads: readonly string[] = ['lstat', 'readlink', 'readFile', 'stat', 'readdir']

describe('a process that is killed at any call to the file system', () => {
  let script: BundledScript
  beforeAll(async () => {
    script = await bundledScript('test/support/dying-script.ts')
  })
  afterAll(() => script.remove())

  test.each(cases)('leaves the old or the new file whole and blocks nothing: $action in $format', async ({ clientId, file, text, action }) => {
    const outcomes = await dyingAtEachStep(() => prepared({ clientId, file, text }, action))
    // Both were seen: the file is replaced between two of the steps.
    expect(outcomes).toEqual(new Set(['old', 'new']))
  })

  test('blocks nothing when it dies while it takes over the lock of another dead one', async () => {
    await dyingAtEachStep(async () => {
      const work = await prepared(formats.json, 'register')
      await writeFile(`${work.path}.vitrine-lock`, '999999999 1')
      return work
    })
  })

  test.each(abandoned)('has left $held, which the next one takes over', async ({ locks }) => {
    const work = await prepared(formats.json, 'register')
    for (const [suffix, owner] of Object.entries(locks)) await writeFile(`${work.path}.${suffix}`, owner)
    await carryOut(work, fsPromises)
    expect(await readFile(work.path, 'utf8')).toContain('vitrine-odoo')
    expect(await readdir(join(work.path, '..'))).not.toContain(`${basename(work.path)}.vitrine-lock`)
  })

  async function dyingAtEachStep(prepare: () => Promise<ConfigWork>): Promise<Set<string>> {
    const work = await prepare()
    const before = await readFile(work.path, 'utf8')
    const { fs, calls } = failingSteps()
    await carryOut(work, fs)
    const after = await readFile(work.path, 'utf8')
    expect(after).not.toBe(before)
    const outcomes = new Set<string>()
    const die = async (step: number) => {
      const dying = await prepare()
      const child = spawn(process.execPath, [script.path, JSON.stringify({ ...dying, step })], { stdio: 'ignore' })
      const [, signal] = (await once(child, 'close')) as [number | null, string | null]
      expect(signal, `step ${step}, ${calls[step] ?? ''}`).toBe('SIGKILL')
      const text = await readFile(dying.path, 'utf8')
      expect([before, after], `step ${step}, ${calls[step] ?? ''}`).toContain(text)
      outcomes.add(text === after ? 'new' : 'old')
      await nextRunIsClean(dying, text)
    }
    const steps = calls.flatMap((name, step) => (reads.includes(name) ? [] : [step]))
    while (steps.length > 0) await Promise.all(steps.splice(0, 4).map(die))
    return outcomes
  }

  /** Nothing stands in the way of the next change, and what the dead process left goes with it. */
  async function nextRunIsClean(work: ConfigWork, text: string): Promise<void> {
    await carryOut({ ...work, action: text.includes('vitrine-odoo') ? 'unregister' : 'register' }, fsPromises)
    const names = await readdir(join(work.path, '..'))
    // The right to break a lock is asked for again only when there is one to break.
    const left = names.filter((name) => name !== basename(work.path) && !name.endsWith('.break'))
    expect(left.filter((name) => name.startsWith('.') || !name.includes('.vitrine-backup-'))).toEqual([])
  }
})

async function prepared({ clientId, file, text }: { clientId: string; file: string; text: string }, action: (typeof actions)[number]): Promise<ConfigWork> {
  const path = join(await temporaryDirectory(), 'home', file)
  await mkdir(join(path, '..'))
  await writeFile(path, text)
  if (action === 'register') return { clientId, path, action }
  await carryOut({ clientId, path, action: 'register' }, fsPromises)
  return { clientId, path, action: action === 'unregister' ? action : { restore: basename(await keepBackup(path, Buffer.from(text), 3_000)) } }
}
