import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { chmod, lstat, mkdir, readFile, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { applyPlan } from '../../../src/clients/apply'
import { locateClient } from '../../../src/clients/client-places'
import { clientTable, type ClientRow } from '../../../src/clients/client-table'
import { readConfigFile } from '../../../src/clients/config-file'
import type { ConfigPlan } from '../../../src/clients/config-plan'
import { entryFor } from '../../../src/clients/entry'
import { planRegistration, planRemoval } from '../../../src/clients/plan'
import { machineIn, relayOn, systems } from '../../support/client-machine'
import { temporaryDirectory } from '../../support/temporary-directory'

/*
 * A folder a client, and in it places.json (where it keeps its configuration on each system, the live place first) and a
 * folder a case: `original`, what registering makes of it (`after-add`), what unregistering makes of that
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
  system: z.enum(systems),
  setup: z.enum(['missing_directory', 'symlink', 'read_only', 'packaged']).optional(),
  add: outcome.default({ kind: 'insert' }),
  remove: outcome.default({ kind: 'remove' }),
})
const placesSchema = z.strictObject({ linux: z.array(z.string()), darwin: z.array(z.string()), win32: z.array(z.string()) })

const folder = join(__dirname, 'golden')
const cases = clientTable.flatMap((client) => {
  const own = join(folder, client.id)
  const names = existsSync(own) ? readdirSync(own, { withFileTypes: true }).filter((item) => item.isDirectory()).map(({ name }) => name) : []
  return names.map((name) => {
    const at = (file: string) => join(own, name, file)
    return { id: client.id, name, client, at, golden: caseSchema.parse(JSON.parse(readFileSync(at('case.json'), 'utf8'))) }
  })
})
type GoldenCase = (typeof cases)[number]

describe('the golden folders', () => {
  test.each(clientTable)('of $name hold cases on each system', ({ id }) => {
    const own = cases.filter((one) => one.id === id)
    expect(new Set(own.map(({ golden }) => golden.system))).toEqual(new Set(systems))
    expect(own.length).toBeGreaterThanOrEqual(10)
  })

  test('are all of clients in the table', async () => {
    const folders = (await readdir(folder, { withFileTypes: true })).filter((item) => item.isDirectory()).map(({ name }) => name)
    expect(folders.sort()).toEqual(clientTable.map(({ id }) => id).sort())
  })

  test.each(clientTable)('of $name say where its configuration is', async (client) => {
    const expected = placesSchema.parse(JSON.parse(await readFile(join(folder, client.id, 'places.json'), 'utf8')))
    for (const system of systems) {
      const { host, probe } = machineIn(await temporaryDirectory(), system)
      const { locations, installed } = await locateClient(host, client, probe)
      expect(locations.map(({ path }) => path)).toEqual(expected[system])
      expect(installed).toBe(false)
    }
  })
})

describe('a configuration', () => {
  test.each(cases)('of $id, $name: is registered and unregistered as written down', async ({ client, at, golden }) => {
    const { path, file, decoy } = await laidOut(client, golden, at)
    const original = await readOrNull(at('original'))
    const entry = entryFor(client, { command: relayOn(golden.system) })

    const added = await carryOut(path, (text) => planRegistration(client, text, entry), golden.add)
    await matchesGolden(at('after-add'), added ? await readFile(file) : null)
    if (!added) expect(await readOrNull(file), 'nothing is written').toEqual(original)
    if (added && original !== null) expect((await stat(file)).mode & 0o777, 'the mode stays').toBe(0o640)

    const beforeRemoval = await readOrNull(file)
    const removed = await carryOut(path, (text) => planRemoval(client, text), golden.remove)
    await matchesGolden(at('after-remove'), removed ? await readFile(file) : null)
    if (!removed) expect(await readOrNull(file), 'nothing is written').toEqual(beforeRemoval)
    if (golden.setup === 'symlink') expect((await lstat(path)).isSymbolicLink(), 'the link stays a link').toBe(true)
    if (decoy !== null) expect(await readFile(decoy, 'utf8'), 'what the client does not read stays').toBe('{"left": "behind"}')

    const directory = await readdir(dirname(file)).catch(() => [])
    expect(directory.filter((item) => item.endsWith('.tmp') || item.includes('lock')), 'no trace is left').toEqual([])
  })

  test.each(cases.filter(({ golden }) => golden.add.kind === 'insert' && golden.add.refused === undefined))(
    'of $id, $name: has every character of the original, in its order, after registering',
    async ({ at }) => {
      const original = (await readOrNull(at('original')))?.toString('utf8').replace(/^\uFEFF/, '') ?? ''
      // An empty object between whose braces there is only white space is written anew.
      expect(isWithin(original.replace(/\{\s*\}/g, '{}').trim(), await readFile(at('after-add'), 'utf8'))).toBe(true)
    },
  )
})

/** The case's files on a disk of its own, at the place where the client reads on that system. */
async function laidOut(client: ClientRow, { system, setup }: GoldenCase['golden'], at: GoldenCase['at']) {
  const { host, probe, onDisk } = machineIn(await temporaryDirectory(), system)
  const original = await readOrNull(at('original'))
  let decoy: string | null = null
  const classic = onDisk((await locateClient(host, client, probe)).locations[0].path)
  if (setup === 'packaged') await mkdir(onDisk(`${host.env['LOCALAPPDATA'] ?? ''}\\Packages\\Claude_pzs8sxrjxfjjc`), { recursive: true })
  const path = onDisk((await locateClient(host, client, probe)).locations[0].path)
  if (setup === 'packaged' && original !== null) {
    decoy = classic
    await mkdir(dirname(decoy), { recursive: true })
    await writeFile(decoy, '{"left": "behind"}')
  }
  expect(path).not.toBe(decoy)
  const file = setup === 'symlink' ? join(dirname(path), 'dotfiles', 'mine') : path
  if (setup !== 'missing_directory') await mkdir(dirname(path), { recursive: true })
  if (setup === 'symlink') {
    await mkdir(dirname(file))
    await symlink(join('dotfiles', 'mine'), path)
  }
  if (original !== null) await writeFile(file, original, { mode: 0o640 })
  if (setup === 'read_only') await chmod(file, 0o440)
  return { path, file, decoy }
}

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

function isWithin(characters: string, text: string): boolean {
  const wanted = [...characters]
  let at = 0
  for (const character of text) if (character === wanted[at]) at += 1
  return at === wanted.length
}

function pick<T extends object>(from: T, keys: readonly (keyof T)[]): Partial<T> {
  return Object.fromEntries(Object.entries(from).filter(([key]) => keys.some((wanted) => wanted === key))) as Partial<T>
}
