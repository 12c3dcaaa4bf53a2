import { chmod, lstat, mkdir, mkdtemp, readFile, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { applyPlan } from '../../../src/clients/apply'
import { readConfigFile } from '../../../src/clients/config-file'
import { claudeDesktop } from '../../../src/clients/client-table'
import { entryFor } from '../../../src/clients/entry'
import { planRegistration, planRemoval } from '../../../src/clients/plan'
import type { ConfigPlan } from '../../../src/clients/config-plan'

/*
 * One folder a case: `original`, what registering makes of it (`after-add`), what unregistering makes of that
 * (`after-remove`), and case.json. A missing file stands for a file that is not there; where nothing is to change,
 * `after-add` or `after-remove` is left out too. To see what a new case gives, run with UPDATE_GOLDEN=1 and look.
 */
const position = z.object({ line: z.number(), column: z.number() })
const outcome = z.strictObject({
  kind: z.enum(['insert', 'update', 'remove', 'unchanged', 'conflict', 'unparsable']),
  reason: z.string().optional(),
  at: position.optional(),
  error: position.extend({ message: z.string() }).optional(),
  refused: z.string().optional(),
})
const caseSchema = z.strictObject({
  about: z.string(),
  setup: z.enum(['missing_directory', 'symlink', 'read_only']).optional(),
  add: outcome.default({ kind: 'insert' }),
  remove: outcome.default({ kind: 'remove' }),
})

const folder = join(__dirname, 'golden')
const entry = entryFor(claudeDesktop, { command: '/opt/Vitrine/vitrine-relay' })
const names = (await readdir(folder, { withFileTypes: true })).filter((item) => item.isDirectory()).map((item) => item.name)

let home: string
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'vitrine-golden-'))
})
afterEach(async () => {
  await rm(home, { recursive: true, force: true })
})

describe.each(names)('golden case %s', (name) => {
  const at = (file: string) => join(folder, name, file)

  test('is registered and unregistered as written down', async () => {
    const golden = caseSchema.parse(JSON.parse(await readFile(at('case.json'), 'utf8')))
    const original = await readOrNull(at('original'))
    const path = join(home, 'Claude', 'claude_desktop_config.json')
    const file = golden.setup === 'symlink' ? join(home, 'dotfiles', 'claude.json') : path
    if (golden.setup !== 'missing_directory') await mkdir(dirname(path))
    if (golden.setup === 'symlink') {
      await mkdir(dirname(file))
      await symlink(join('..', 'dotfiles', 'claude.json'), path)
    }
    if (original !== null) await writeFile(file, original, { mode: 0o640 })
    if (golden.setup === 'read_only') await chmod(file, 0o440)

    const added = await carryOut(path, (text) => planRegistration(claudeDesktop, text, entry), golden.add)
    await matchesGolden(at('after-add'), added ? await readFile(file) : null)
    if (!added) expect(await readOrNull(file), 'nothing is written').toEqual(original)
    if (added && original !== null) expect((await stat(file)).mode & 0o777, 'the mode stays').toBe(0o640)

    const beforeRemoval = await readOrNull(file)
    const removed = await carryOut(path, (text) => planRemoval(claudeDesktop, text), golden.remove)
    await matchesGolden(at('after-remove'), removed ? await readFile(file) : null)
    if (!removed) expect(await readOrNull(file), 'nothing is written').toEqual(beforeRemoval)
    if (golden.setup === 'symlink') expect((await lstat(path)).isSymbolicLink(), 'the link stays a link').toBe(true)

    const directory = await readdir(dirname(file)).catch(() => [])
    expect(directory.filter((item) => item.endsWith('.tmp') || item.includes('lock')), 'no trace is left').toEqual([])
  })
})

async function carryOut(path: string, plan: (text: string | null) => ConfigPlan, expected: z.infer<typeof outcome>): Promise<boolean> {
  const config = await readConfigFile(path)
  const planned = plan(config.text)
  expect(planned).toMatchObject(pick(expected, ['kind', 'reason', 'at', 'error']))
  if (planned.kind === 'unchanged' || planned.kind === 'conflict' || planned.kind === 'unparsable') return false
  const applied = applyPlan({ path, change: planned, plannedFor: config.hash, now: () => 0 })
  if (expected.refused !== undefined) {
    await expect(applied).rejects.toMatchObject({ code: expected.refused })
    return false
  }
  const { backup } = await applied
  expect(backup === null ? null : await readFile(backup), 'the backup is what was there').toEqual(config.bytes)
  if (backup !== null) expect((await stat(backup)).mode & 0o777).toBe(0o600)
  expect(plan((await readConfigFile(path)).text).kind, 'a second time changes nothing').toBe('unchanged')
  return true
}

async function matchesGolden(path: string, bytes: Buffer | null): Promise<void> {
  if (process.env['UPDATE_GOLDEN'] === '1') {
    if (bytes === null) await rm(path, { force: true })
    else await writeFile(path, bytes)
  }
  expect(bytes?.toString('utf8') ?? null).toEqual((await readOrNull(path))?.toString('utf8') ?? null)
}

async function readOrNull(path: string): Promise<Buffer | null> {
  return readFile(path).catch(() => null)
}

function pick<T extends object>(from: T, keys: readonly (keyof T)[]): Partial<T> {
  return Object.fromEntries(Object.entries(from).filter(([key]) => keys.some((wanted) => wanted === key))) as Partial<T>
}
