import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { keyFromText, open } from '../../src/credentials/fernet'
import { bundledScript, type BundledScript } from '../support/bundled-script'
import { hasKeyring, runWithKeyring, type KeyringState } from '../support/keyring'
import { temporaryDirectory } from '../support/temporary-directory'

const secret = 'fedcba9876543210fedcba9876543210fedcba98'

if (!hasKeyring) process.stderr.write('SKIPPED: dbus-run-session or gnome-keyring-daemon is absent; the vault was not tried on a real keychain.\n')

describe.skipIf(!hasKeyring)('the vault on a real keyring', () => {
  let vaultScript: BundledScript
  let silentService: BundledScript
  let rotationScript: BundledScript

  beforeAll(async () => {
    vaultScript = await bundledScript('test/support/vault-script.ts')
    silentService = await bundledScript('test/support/silent-secret-service.ts')
    rotationScript = await bundledScript('test/support/rotation-script.ts')
    return async () => {
      await vaultScript.remove()
      await silentService.remove()
      await rotationScript.remove()
    }
  })

  const run = async (state: KeyringState, commands: readonly string[], home: string): Promise<unknown> => {
    const { exitCode, output, errors } = await runWithKeyring(state, vaultScript.path, ['30000', ...commands], home)
    expect(exitCode, errors).toBe(0)
    return JSON.parse(output)
  }

  test('keeps a sealed credential from session to session and removes it for good', async () => {
    const home = await temporaryDirectory()
    expect(await run('unlocked', ['unlock', `store:c1:${secret}`, 'accounts', 'use:c1'], home)).toEqual([null, null, ['connection:c1', 'master-key'], 40])
    const [, length, masterKey, token] = (await run('unlocked', ['refuse', 'use:c1', 'get:master-key', 'get:connection:c1'], home)) as string[]
    expect(length).toBe(40)
    expect(open(keyFromText(masterKey ?? ''), token ?? '')).toBe(secret)
    expect(await run('unlocked', ['unlock', 'remove:c1', 'use:c1', 'accounts'], home)).toEqual([null, null, { vault: 'missing' }, ['master-key']])
  })

  test.each([
    ['after a request', ['use:c1']],
    ['right after it was unlocked', []],
  ])('leaves nothing in memory when it is locked %s', async (_, commands) => {
    const home = await temporaryDirectory()
    const [, , masterKey, token] = (await run('unlocked', ['unlock', `store:c1:${secret}`, 'get:master-key', 'get:connection:c1'], home)) as string[]
    const snapshots = { open: join(home, 'open.heapsnapshot'), locked: join(home, 'locked.heapsnapshot') }
    await run('unlocked', ['refuse', ...commands, `snapshot:${snapshots.open}`, 'lock', `snapshot:${snapshots.locked}`], home)
    const [whenOpen, whenLocked] = await Promise.all([readFile(snapshots.open, 'utf8'), readFile(snapshots.locked, 'utf8')])
    const hexKey = keyFromText(masterKey ?? '').toString('hex')
    // The search can find something: the sealed token stays while the vault is open.
    expect(whenOpen.includes(token ?? '')).toBe(commands.length > 0)
    expect(whenOpen.includes(secret), 'the secret is dropped after its one use').toBe(false)
    const watched = { secret, masterKey, signingHalf: hexKey.slice(0, 32), encryptionHalf: hexKey.slice(32), token }
    const left = Object.entries(watched).filter(([, text]) => whenLocked.includes(text ?? '')).map(([name]) => name)
    expect(left).toEqual([])
  })

  test('loses nothing and leaves nothing when it is killed after any call during a rotation of the master key', async () => {
    const { exitCode, output, errors } = await runWithKeyring('unlocked', rotationScript.path, [], await temporaryDirectory())
    expect(exitCode, errors).toBe(0)
    const outcomes = JSON.parse(output) as { killed: boolean; readable: boolean[]; accounts: string[]; journal: string }[]
    expect(outcomes.filter(({ killed }) => !killed)).toHaveLength(1)
    expect(outcomes.length).toBeGreaterThan(30)
    expect(new Set(outcomes.map(({ journal }) => journal)).size).toBe(1)
    expect(outcomes.filter(({ readable }) => !readable.every(Boolean))).toEqual([])
    const items = outcomes.map(({ accounts }) => accounts.filter((account) => account !== 'journal-key').join(' '))
    expect(new Set(items)).toEqual(new Set(['connection:c1 connection:c2 master-key']))
    expect(outcomes.at(-1)?.accounts).toContain('journal-key')
  }, 120_000)

  test('is locked, not empty, while the keyring is closed, and loses nothing', async () => {
    const home = await temporaryDirectory()
    await run('unlocked', ['unlock', `store:c1:${secret}`], home)
    const locked = { keychain: 'locked' }
    expect(await run('locked', ['unlock', 'refuse', 'accounts', 'remove:c1'], home)).toEqual([locked, locked, locked, locked])
    expect(await run('unlocked', ['refuse', 'use:c1'], home)).toEqual([null, 40])
  })

  test('is locked when there is no keyring yet and nobody can answer the question for its password', async () => {
    expect(await run('locked', ['unlock', 'accounts'], await temporaryDirectory())).toEqual([{ keychain: 'locked' }, { keychain: 'locked' }])
  })

  test.each(['no_bus', 'no_service'] as const)('is absent with %s', async (state) => {
    const absent = { keychain: 'absent' }
    expect(await run(state, ['unlock', 'accounts', 'remove:c1'], await temporaryDirectory())).toEqual([absent, absent, absent])
  })

  test('is locked when the service does not answer, and the process can still end', async () => {
    const home = await temporaryDirectory()
    const { exitCode, output, errors } = await runWithKeyring('no_service', silentService.path, [process.execPath, vaultScript.path, '500', 'unlock', 'accounts'], home)
    expect(JSON.parse(output), errors).toEqual([{ keychain: 'locked' }, { keychain: 'locked' }])
    expect(exitCode).toBe(137)
  })
})
