import { once } from 'node:events'
import { watch } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import type { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startKeyring } from '../../build/scripts/session-bus.mjs'
import { settingsSchema, type Settings } from '../../src/settings/schema'
import { endsBy, spawnApp } from '../support/app/processes'
import { connectLikeClaude, endpointFile, installClaude, registerClaude, runVitrine, typeConnection, type RunningVitrine } from '../support/app/vitrine'
import { fileAppears } from '../support/desktop/file-appears'
import { startSilentKeychain } from '../support/desktop/silent-keychain'
import { startSampleOdoo, type SampleOdoo } from '../support/sample-odoo/server'

const profile = (home: string): string => path.join(home, '.config', 'Vitrine')
const settingsFile = (home: string): string => path.join(profile(home), 'settings.json')
const runDirectory = (home: string): string => path.dirname(endpointFile(home))

async function readSettings(home: string): Promise<Settings> {
  return settingsSchema.parse(JSON.parse(await readFile(settingsFile(home), 'utf8')))
}

const kill = (vitrine: RunningVitrine): Promise<unknown> => endsBy(vitrine.app(), () => vitrine.app().process().kill('SIGKILL'))
const connected = (vitrine: RunningVitrine): Promise<true> =>
  vitrine.tray.until(async () => ((await vitrine.tray.toolTip()).includes('can look into Northwind') ? true : undefined))
const search = { name: 'odoo_search', arguments: { model: 'sale.order', limit: 2 } }

describe('an application that is killed while a client is connected', () => {
  let vitrine: RunningVitrine
  let sample: SampleOdoo
  let client: Client

  beforeAll(async () => {
    sample = await startSampleOdoo({ version: 19 })
    vitrine = await runVitrine()
    await installClaude(vitrine.desktop.home, '{}')
    await vitrine.start()
    await typeConnection(vitrine.page(), { name: 'Northwind', ...sample })
    await connected(vitrine)
    await registerClaude(vitrine.page())
    client = await connectLikeClaude(vitrine.desktop.home)
  })
  afterAll(async () => {
    await client?.close()
    await vitrine.stop()
    await sample.close()
  })

  /** Everything of before is there again: settings, journal, connection; and nothing of the dead one is in the way. */
  const expectIntact = async (rows: number): Promise<void> => {
    const { home } = vitrine.desktop
    await connected(vitrine)
    expect(await readSettings(home)).toMatchObject({ connectEnabled: true, connections: [{ name: 'Northwind' }], clients: [{ id: 'claude-desktop' }] })
    expect((await readdir(runDirectory(home))).filter((name) => name.endsWith('.sock'))).toHaveLength(1)
    const seen = await vitrine.page().evaluate(async () => {
      const { total } = await window.vitrine.getActivity({ filter: {}, limit: 1 })
      const { state } = await window.vitrine.getSnapshot({})
      return { total, notices: state.notices.map(({ id }) => id).filter((id) => id !== 'test_runtime'), files: state.app.journalPath }
    })
    expect(seen).toMatchObject({ total: rows, notices: [] })
    expect((await readdir(profile(home))).filter((name) => /broken|damaged/.test(name))).toEqual([])
  }

  it('ends a question in the middle with a sentence, and answers again after the next start', async () => {
    expect((await client.callTool(search)).isError).toBeFalsy()

    sample.faults.set({ fault: 'hang', on: { model: 'sale.order' } })
    const reached = new Promise((resolve) => { sample.onCall(resolve) })
    const interrupted = client.callTool(search)
    interrupted.catch(() => undefined)
    await reached
    await kill(vitrine)
    await expect(interrupted).rejects.toThrow('Vitrine was closed before it answered. Open Vitrine and ask again.')
    await expect(client.callTool(search)).rejects.toThrow('Vitrine is not running. Open Vitrine and ask again.')
    expect((await client.listTools()).tools).toHaveLength(7)

    sample.faults.set(null)
    await vitrine.start()
    await expectIntact(1)
    expect((await client.callTool(search)).isError).toBeFalsy()
  })

  it('starts again after it was killed at any moment of a start', async () => {
    const { desktop } = vitrine
    await kill(vitrine)
    const moments: readonly (readonly [string, RegExp])[] = [
      [profile(desktop.home), /^SingletonLock$/],
      [profile(desktop.home), /^journal\.sqlite-wal$/],
      [runDirectory(desktop.home), /\.sock$/],
      [runDirectory(desktop.home), /^endpoint\.json$/],
      [runDirectory(desktop.home), /^announcement\.json$/],
    ]
    for (const [directory, name] of moments) {
      const watcher = watch(directory)
      const moment = new Promise<void>((resolve) => { watcher.on('change', (_kind, changed) => { if (name.test(String(changed))) resolve() }) })
      const app = await spawnApp(desktop, ['--hidden'])
      await moment
      app.kill('SIGKILL')
      await once(app, 'exit')
      watcher.close()
    }
    await vitrine.start()
    await expectIntact(2)
    expect((await client.callTool(search)).isError).toBeFalsy()
  })
})

describe('an application that is killed while a connection is being added', () => {
  it('says at the next start that the key is missing, and takes a new one', async () => {
    const sample = await startSampleOdoo({ version: 19 })
    const vitrine = await runVitrine({ keychain: 'absent' })
    const { home, env } = vitrine.desktop
    const silent = await startSilentKeychain(vitrine.desktop)
    await vitrine.start()
    const written = fileAppears(settingsFile(home), AbortSignal.timeout(30_000))
    await typeConnection(vitrine.page(), { name: 'Northwind', ...sample })
    // The settings are on disk, and the key is not in the keychain yet.
    await Promise.all([written, silent.asked])
    expect((await readSettings(home)).connections).toHaveLength(1)
    await kill(vitrine)
    silent.stop()

    const keyring = await startKeyring(env, path.join(path.dirname(home), 'keyring'))
    await vitrine.start()
    const page = vitrine.page()
    await page.getByRole('heading', { name: 'The Odoo key of this connection is not in the keychain any more.' }).waitFor()
    await page.getByRole('button', { name: 'Enter a new key…' }).first().click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel(/^API key/).fill(sample.apiKey)
    await dialog.getByRole('button', { name: 'Test and replace' }).click()
    await connected(vitrine)
    await vitrine.stop()
    await keyring.stop()
    await sample.close()
  })
})
