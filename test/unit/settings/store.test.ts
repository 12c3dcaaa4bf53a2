import { chmod, readFile, readdir, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { USUAL_POLICY } from '../../../src/policy/policy'
import { readSettings } from '../../../src/settings/read-settings'
import { defaultSettings, settingsSchema, type Settings } from '../../../src/settings/schema'
import { createSettingsStore, SettingsError } from '../../../src/settings/store'
import { failingSteps } from '../../support/failing-steps'
import { temporaryDirectory } from '../../support/temporary-directory'

const now = () => Date.parse('2026-03-04T05:06:07.089Z')
const connection = {
  id: 'c1',
  name: 'Main company',
  url: 'https://odoo.example.com',
  database: 'main',
  login: 'anna@example.com',
  createdAt: '2026-01-01T00:00:00.000Z',
}

async function settingsPath() {
  return join(await temporaryDirectory(), 'profile', 'settings.json')
}

async function storeOn(text: string) {
  const path = join(await temporaryDirectory(), 'settings.json')
  await writeFile(path, text)
  return { path, store: await createSettingsStore({ path, now }) }
}

describe('the settings store', () => {
  test('starts with the defaults and writes nothing by itself', async () => {
    const path = await settingsPath()
    const store = await createSettingsStore({ path, now })
    expect(store.get()).toEqual(defaultSettings)
    expect(store.problem).toBeNull()
    await expect(readFile(path)).rejects.toMatchObject({ code: 'ENOENT' })
  })

  test('keeps what was changed, for its owner alone', async () => {
    const path = await settingsPath()
    const store = await createSettingsStore({ path, now })
    await store.update((before) => ({ ...before, connections: [connection], activeConnectionId: 'c1', theme: 'dark' }))
    expect((await stat(path)).mode & 0o777).toBe(0o600)
    expect((await stat(join(path, '..'))).mode & 0o777).toBe(0o700)
    const next = await createSettingsStore({ path, now })
    expect(next.get()).toEqual({ ...defaultSettings, connections: [connection], activeConnectionId: 'c1', theme: 'dark' })
  })

  test('makes changes one after the other, so that none is lost', async () => {
    const path = await settingsPath()
    const [one, other] = [await createSettingsStore({ path, now }), await createSettingsStore({ path, now })]
    const longer = ({ retentionDays, ...rest }: Settings) => ({ ...rest, retentionDays: retentionDays + 1 })
    await Promise.all([one, other, one, other, one, other].map((store) => store.update(longer)))
    const next = await createSettingsStore({ path, now })
    expect(next.get().retentionDays).toBe(96)
  })

  test('tells listeners what was and what is, until they stop', async () => {
    const store = await createSettingsStore({ path: await settingsPath(), now })
    const heard: string[] = []
    const stop = store.onChange((after, before) => heard.push(`${before.theme} → ${after.theme}`))
    await store.update((before) => ({ ...before, theme: 'dark' }))
    stop()
    await store.update((before) => ({ ...before, theme: 'light' }))
    expect(heard).toEqual(['system → dark'])
  })

  test('refuses a change that is not valid, and goes on', async () => {
    const store = await createSettingsStore({ path: await settingsPath(), now })
    await expect(store.update((before) => ({ ...before, retentionDays: 0 }))).rejects.toThrow()
    expect(store.get()).toEqual(defaultSettings)
    await store.update((before) => ({ ...before, retentionDays: 1 }))
    expect(store.get().retentionDays).toBe(1)
  })

  test('has nothing changed when the disk is full', async () => {
    const path = await settingsPath()
    await (await createSettingsStore({ path, now })).update((before) => ({ ...before, theme: 'dark' }))
    const counting = failingSteps()
    await (await createSettingsStore({ path, now, fs: counting.fs })).update((before) => ({ ...before, theme: 'light' }))
    const write = counting.calls.lastIndexOf('file.writeFile')
    await (await createSettingsStore({ path, now })).update((before) => ({ ...before, theme: 'dark' }))

    const { fs } = failingSteps({ call: write })
    const store = await createSettingsStore({ path, now, fs })
    await expect(store.update((before) => ({ ...before, theme: 'light' }))).rejects.toMatchObject({ code: 'ENOSPC' })
    expect(store.get().theme).toBe('dark')
    expect((await createSettingsStore({ path, now })).get().theme).toBe('dark')
    expect(await readdir(join(path, '..'))).toEqual(['settings.json'])
  })

  test('is whole, old or new, after the process died at any step of a change', async () => {
    const themes = new Set<string>()
    for (let call = 0; call < 30; call += 1) {
      const path = await settingsPath()
      await (await createSettingsStore({ path, now })).update((before) => ({ ...before, theme: 'dark' }))
      const { fs, close } = failingSteps({ call, kind: 'crash', code: 'EIO' })
      const dying = await createSettingsStore({ path, now, fs })
      await dying.update((before) => ({ ...before, theme: 'light' })).catch(() => undefined)
      const next = await createSettingsStore({ path, now })
      expect(next.problem).toBeNull()
      themes.add(next.get().theme)
      await next.update((before) => ({ ...before, notifications: false }))
      await close()
    }
    expect([...themes].sort()).toEqual(['dark', 'light'])
  })
})

describe('a settings file that cannot be used', () => {
  test.each([
    ['{"schemaVersion": 1, "theme"', 'It is not valid JSON.'],
    ['[]', 'It is not a JSON object.'],
    ['{"schemaVersion": "1"}', 'Its schemaVersion is not a whole number.'],
    ['{"schemaVersion": 1, "theme": "pink", "retentionDays": 4000}', 'These entries are not as they should be: theme, retentionDays.'],
  ])('is kept aside and told about: %s', async (text, reason) => {
    const { path, store } = await storeOn(text)
    const keptAs = join(path, '..', 'settings.broken-20260304T050607089Z.json')
    expect(store.problem).toEqual({ kind: 'broken', reason, keptAs })
    expect(store.get()).toEqual(defaultSettings)
    expect(await readFile(keptAs, 'utf8')).toBe(text)
    await store.update((before) => ({ ...before, theme: 'dark' }))
    expect(store.problem).toEqual({ kind: 'broken', reason, keptAs })
    expect((await createSettingsStore({ path, now })).get().theme).toBe('dark')
  })

  test('is left alone when a newer Vitrine wrote it', async () => {
    const text = '{"schemaVersion": 3, "something": "new"}'
    const { path, store } = await storeOn(text)
    expect(store.problem).toEqual({ kind: 'newer', version: 3 })
    expect(store.get()).toEqual(defaultSettings)
    await expect(store.update((before) => before)).rejects.toThrow(SettingsError)
    expect(await readFile(path, 'utf8')).toBe(text)
    expect(await readdir(join(path, '..'))).toEqual(['settings.json'])
  })

  test('is left alone when the system does not let us read it', async () => {
    const path = await settingsPath()
    const { fs } = failingSteps({ call: 0, kind: 'crash', code: 'EACCES' })
    const store = await createSettingsStore({ path, now, fs })
    expect(store.problem).toEqual({ kind: 'unreadable' })
    await expect(store.update((before) => before)).rejects.toMatchObject({ code: 'EACCES' })
  })

  test('is written again from what is in force when it disappears', async () => {
    const { path, store } = await storeOn('{"schemaVersion": 1, "theme": "dark"}')
    const { rm } = await import('node:fs/promises')
    await rm(path)
    await store.update((before) => ({ ...before, notifications: false }))
    expect((await createSettingsStore({ path, now })).get()).toEqual({ ...defaultSettings, theme: 'dark', notifications: false })
  })

  test('keeps its restricted mode even when somebody has opened it', async () => {
    const { path, store } = await storeOn('{"schemaVersion": 1}')
    await chmod(path, 0o644)
    await store.update((before) => ({ ...before, theme: 'dark' }))
    expect((await stat(path)).mode & 0o777).toBe(0o600)
  })
})

describe('the settings file', () => {
  test('of version 0, which had no number, is understood', () => {
    expect(readSettings('{"theme": "dark"}')).toEqual({ kind: 'settings', settings: { ...defaultSettings, theme: 'dark' } })
  })

  test('of version 1 hides what it hid, and asks about models that it never named', () => {
    const hidden = { models: ['hr.employee'], fields: { 'res.partner': ['email'], '*': ['margin'] } }
    expect(readSettings(JSON.stringify({ schemaVersion: 1, theme: 'dark', hidden }))).toEqual({
      kind: 'settings',
      settings: {
        ...defaultSettings,
        theme: 'dark',
        policy: {
          ...USUAL_POLICY,
          models: { ...USUAL_POLICY.models, hide: hidden.models },
          fields: { ...USUAL_POLICY.fields, hide: hidden.fields },
        },
      },
    })
    expect(readSettings('{"schemaVersion": 1}')).toEqual({ kind: 'settings', settings: defaultSettings })
  })

  test.each([
    { schemaVersion: 1, hidden: { models: 'hr.employee' } },
    { schemaVersion: 1, hidden: { models: ['Employees'] } },
    { schemaVersion: 1, hidden: ['hr.employee'] },
    { schemaVersion: 2, policy: { ...USUAL_POLICY, version: 3 } },
    { schemaVersion: 2, policy: { ...USUAL_POLICY, columns: {} } },
    { schemaVersion: 2, policy: null },
    { schemaVersion: 2, clients: [{ id: 'a', name: 'A', keyHash: 'ab'.repeat(32), createdAt: '2026-01-01T00:00:00Z', policy: {} }] },
  ])('with a policy that cannot be understood is broken as a whole: %j', (settings) => {
    expect(readSettings(JSON.stringify(settings))).toMatchObject({ kind: 'broken', reason: expect.stringContaining('policy') })
  })

  test('may start with a byte-order mark', () => {
    expect(readSettings('\uFEFF{"schemaVersion": 1}').kind).toBe('settings')
  })

  test('is read without ever throwing', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (text) => void readSettings(text)))
  })

  test('never says in a reason what stands in the file', () => {
    const reading = readSettings('{"schemaVersion": 1, "connections": [{"login": "anna@example.com"}], "theme": "s3cret-value"}')
    expect(JSON.stringify(reading)).not.toMatch(/anna|s3cret/)
  })

  test('drops what is not in the schema', () => {
    const reading = readSettings('{"schemaVersion": 1, "apiKey": "0123456789abcdef0123456789abcdef01234567"}')
    expect(reading).toEqual({ kind: 'settings', settings: defaultSettings })
  })

  test('has no place for a secret', () => {
    const names = propertyNames(z.toJSONSchema(settingsSchema, { io: 'input', unrepresentable: 'any' }))
    expect(names).toContain('keyHash')
    expect(names.filter((name) => /secret|token|password|passphrase|api_?key|credential|cipher/i.test(name))).toEqual([])
    // A hash, and a date.
    expect(new Set(names.filter((name) => /key/i.test(name)))).toEqual(new Set(['keyHash', 'keySince']))
  })

  test.each(['https://anna:pw@odoo.example.com', 'https://odoo.example.com/?key=1', 'https://odoo.example.com/#k', 'ftp://odoo.example.com', 'odoo.example.com', 'file:///etc/passwd'])(
    'takes no address such as %s',
    (url) => {
      expect(settingsSchema.safeParse({ schemaVersion: 2, connections: [{ ...connection, url }] }).success).toBe(false)
    },
  )

  test('takes an address with a path', () => {
    expect(settingsSchema.safeParse({ schemaVersion: 2, connections: [{ ...connection, url: 'http://localhost:8069/odoo' }] }).success).toBe(true)
  })

  test('takes no two connections of one id', () => {
    expect(settingsSchema.safeParse({ schemaVersion: 2, connections: [connection, connection] }).success).toBe(false)
  })
})

/** Every property name in a JSON schema, at any depth. */
function propertyNames(schema: unknown): string[] {
  if (typeof schema !== 'object' || schema === null) return []
  const own = 'properties' in schema && typeof schema.properties === 'object' && schema.properties !== null ? Object.keys(schema.properties) : []
  return [...own, ...Object.values(schema).flatMap(propertyNames)]
}
