import { open as openFile, readdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { openJournal, type OpenedJournal } from '../../src/activity/journal'
import { JournalError } from '../../src/activity/journal-error'
import { OPEN_POLICY } from '../../src/policy/policy'
import { writeManyRows } from '../support/bench/many-rows'
import { draftOf, makeHome, openHouse, startClient, type Home, type OpenHouse, type OpenHouseOptions } from '../support/house/open-house'
import { bundleRelay } from '../support/relay/relay-bundle'
import { sampleEvent } from '../support/sample-event'
import { startSampleOdoo, type SampleOdoo } from '../support/sample-odoo/server'

let relay: Awaited<ReturnType<typeof bundleRelay>>
beforeAll(async () => {
  relay = await bundleRelay()
})
afterAll(() => relay.remove())

const DAY_MS = 86_400_000
const search = { model: 'sale.order', fields: ['name'], limit: 2 }

async function connected(options: OpenHouseOptions = {}): Promise<{ sample: SampleOdoo; home: Home; open: OpenHouse }> {
  const sample = await startSampleOdoo({ version: 19 })
  onTestFinished(() => sample.close())
  const home = await makeHome()
  const open = await openHouse(home, { relay: relay.path, ...options })
  expect(await open.house.handlers.addConnection({ draft: draftOf(sample) })).toEqual({ ok: true })
  return { sample, home, open }
}

/** A journal on a disk that gets full when it is told to. */
function fillable(): Required<Pick<OpenHouseOptions, 'journal'>> & { readonly fill: () => void; readonly free: () => void } {
  let isFull = false
  return {
    journal: ({ journal }) => ({
      journal: {
        ...journal,
        append: (event) => {
          if (isFull) throw new JournalError('full')
          return journal.append(event)
        },
      },
    }),
    fill: () => {
      isFull = true
    },
    free: () => {
      isFull = false
    },
  }
}

const notices = ({ state }: OpenHouse) => state().notices.map(({ id }) => id)
const pageOf = ({ house }: OpenHouse) => house.handlers.getActivity({ filter: {}, limit: 100 })

describe('the journal', () => {
  it('has one row for each call, whatever becomes of it, written before the answer', async () => {
    const order: string[] = []
    const { home, open, sample } = await connected({
      journal: ({ journal }) => ({
        journal: {
          ...journal,
          append: (event) => {
            const kept = journal.append(event)
            order.push(`${kept.tool} ${kept.code ?? 'answered'}`)
            return kept
          },
        },
      }),
    })
    // Nothing waits for an answer of the user here.
    expect(await open.house.handlers.setPolicy({ policy: OPEN_POLICY })).toEqual({ ok: true })
    const client = await startClient(home, open)
    const ask = async (tool: string, args: Readonly<Record<string, unknown>>): Promise<void> => {
      const { isError } = await client.ask(tool, args).catch(() => ({ isError: true }))
      order.push(isError ? 'told an error' : 'told')
    }
    await ask('odoo_search', search)
    await ask('odoo_search', { ...search, domain: [['nothing', '=', 1]] })
    await ask('odoo_search', { model: 'ir.config_parameter' })
    await ask('odoo_read', { model: 'hr.payslip', ids: [1] })
    await ask('odoo_search', { model: 7 })
    await ask('no_such_tool', {})
    sample.faults.set('bad-gateway')
    await ask('odoo_search', search)
    expect(order).toEqual([
      'odoo_search answered', 'told',
      'odoo_search unknown_field', 'told an error',
      'odoo_search not_allowed_by_policy', 'told an error',
      'odoo_read access_denied_by_odoo', 'told an error',
      'odoo_search invalid_domain', 'told an error',
      'unknown invalid_domain', 'told an error',
      'odoo_search unreachable', 'told an error',
    ])
    sample.faults.set('hang')
    const arrived = new Promise<void>((resolve) => {
      const stop = sample.onCall(({ model }) => {
        if (model !== 'sale.order') return
        stop()
        resolve()
      })
    })
    const cancel = new AbortController()
    const asking = client.ask('odoo_search', search, cancel.signal)
    await arrived
    cancel.abort()
    await expect(asking).rejects.toThrow()
    await open.until(({ lastActivity }) => lastActivity?.outcome === 'cancelled')
    expect((await pageOf(open)).total).toBe(8)
    expect(open.state().lastActivity).toMatchObject({ clientName: 'Claude test', clientId: 'claude-desktop', connectionId: open.settings.get().activeConnectionId })
  })

  it('that cannot be written keeps every answer back, says so, and goes on when it can', async () => {
    const disk = fillable()
    const { home, open } = await connected({ journal: disk.journal })
    const client = await startClient(home, open)
    expect((await client.ask('odoo_search', search)).isError).toBe(false)
    disk.fill()
    const kept = await client.ask('odoo_search', search)
    expect(kept.answer).toMatchObject({ code: 'internal' })
    expect(kept.text).not.toContain('rows')
    expect(open.state().notices).toMatchObject([{ id: 'journal_problem', hint: expect.stringContaining('the disk is full') as string }])
    expect(open.state().connection.kind).toBe('connected')
    disk.free()
    expect((await client.ask('odoo_search', search)).isError).toBe(false)
    expect(notices(open)).toEqual([])
    expect((await pageOf(open)).total).toBe(2)
  })

  it('that cannot be written goes on answering where the user chose so, counts what it lacks, and notes the number later', async () => {
    const disk = fillable()
    const { home, open } = await connected({ journal: disk.journal })
    expect(await open.house.handlers.changeSettings({ change: { strictRecording: false } })).toEqual({ ok: true })
    const client = await startClient(home, open)
    disk.fill()
    for (const asked of [1, 2]) {
      expect(await client.ask('odoo_search', search)).toMatchObject({ isError: false, answer: { rows: expect.any(Array) as unknown[] } })
      expect(open.state().journal).toMatchObject({ status: 'full', unrecorded: asked })
    }
    expect(notices(open)).toEqual(['journal_problem'])
    disk.free()
    expect((await client.ask('odoo_search', search)).isError).toBe(false)
    expect(open.state().journal).toMatchObject({ status: 'recording', unrecorded: 0 })
    expect(notices(open)).toEqual([])
    expect((await pageOf(open)).total).toBe(1)
    expect((await open.house.handlers.getActivityNotes({ limit: 20 })).filter(({ kind }) => kind === 'unrecorded')).toMatchObject([{ count: 2 }])
  })

  it('that was closed under the house answers nothing either', async () => {
    let opened: OpenedJournal | undefined
    const { home, open } = await connected({ journal: (one) => (opened = one) })
    const client = await startClient(home, open)
    opened?.journal.close()
    expect((await client.ask('odoo_search', search)).answer).toMatchObject({ code: 'internal' })
    expect(notices(open)).toEqual(['journal_problem'])
    expect(await open.house.handlers.deleteActivity({})).toMatchObject({ ok: false, message: 'The journal is closed.' })
    expect(await open.house.handlers.disconnect({})).toEqual({ ok: true })
  })

  it('that could not be opened is a notice without a path, and no question is answered', async () => {
    const { home, open } = await connected({
      journal: ({ journal }) => {
        journal.close()
        return new Error('unable to open database file /home/somebody/journal.sqlite')
      },
    })
    const client = await startClient(home, open)
    expect((await client.ask('odoo_search', search)).answer).toMatchObject({ code: 'internal' })
    expect(notices(open)).toEqual(['journal_problem'])
    expect(JSON.stringify(open.state().notices)).not.toContain('/home')
    expect(await pageOf(open)).toEqual({ events: [], total: 0 })
    expect(await open.house.handlers.getSummary({})).toMatchObject({ questions: 0 })
  })

  it('that was damaged is begun anew, which stays said after the first question', async () => {
    const home = await makeHome()
    await writeFile(home.journalPath, 'this is no database, and it is long enough to be looked at'.repeat(40))
    const sample = await startSampleOdoo({ version: 19 })
    onTestFinished(() => sample.close())
    const open = await openHouse(home, { relay: relay.path })
    await open.house.handlers.addConnection({ draft: draftOf(sample) })
    expect(notices(open)).toEqual(['journal_problem'])
    const client = await startClient(home, open)
    expect((await client.ask('odoo_search', search)).isError).toBe(false)
    expect(notices(open)).toEqual(['journal_problem'])
  })

  it('that its check finds damaged is said, and begun anew at the next start', async () => {
    const home = await makeHome()
    writeManyRows(home.journalPath, { count: 24_000, key: Buffer.alloc(32, 1), nowMs: home.time.now() })
    const file = await openFile(home.journalPath, 'r+')
    await file.write(Buffer.alloc(8 * 4096, 0xff), 0, 8 * 4096, 512 * 4096)
    await file.close()
    const sample = await startSampleOdoo({ version: 19 })
    onTestFinished(() => sample.close())
    const open = await openHouse(home, { relay: relay.path })
    expect(notices(open)).toEqual([])
    // The check waits for the key of the chain, which comes with a connection.
    expect(await open.house.handlers.addConnection({ draft: draftOf(sample) })).toEqual({ ok: true })
    await open.until(({ notices: said }) => said.length > 0)
    expect(open.state().notices).toMatchObject([{ id: 'journal_problem', message: 'The journal file is damaged.', hint: expect.stringContaining('Restart Vitrine') as string }])
    await open.stop()
    const next = await openHouse(home)
    expect(next.state().notices).toMatchObject([{ id: 'journal_problem', message: expect.stringContaining('new one was begun') as string }])
    expect((await pageOf(next)).total).toBe(0)
  })

  it('forgets at the start, each day and at a shorter limit what is older than the settings keep', async () => {
    const home = await makeHome()
    const { journal } = openJournal(home.journalPath, { now: home.time.now })
    const daysAgo = (days: number) => sampleEvent({ time: new Date(home.time.now() - days * DAY_MS).toISOString() })
    for (const days of [1, 40, 89, 91, 400]) journal.append(daysAgo(days))
    journal.close()
    const first = await openHouse(home)
    // There is no key yet that could seal the record of what is deleted.
    expect((await pageOf(first)).total).toBe(5)
    const sample = await startSampleOdoo({ version: 19 })
    onTestFinished(() => sample.close())
    await first.house.handlers.addConnection({ draft: draftOf(sample) })
    await first.stop()

    const open = await openHouse(home)
    const rows = async (total: number): Promise<void> => {
      await expect.poll(async () => (await pageOf(open)).total).toBe(total)
    }
    await rows(3)
    home.time.pass(2 * DAY_MS)
    await rows(2)
    await open.house.handlers.changeSettings({ change: { retentionDays: 30 } })
    expect((await pageOf(open)).total).toBe(1)
    await open.house.handlers.changeSettings({ change: { retentionDays: 1 } })
    expect(open.state().lastActivity).toBeNull()
  })

  it('that cannot be purged does not keep the house from starting', async () => {
    const { open } = await connected({
      journal: ({ journal }) => ({
        journal: {
          ...journal,
          purge: () => {
            throw new JournalError('busy')
          },
        },
      }),
    })
    expect(open.state().connection.kind).toBe('connected')
    expect(notices(open)).toEqual([])
  })

  it('is emptied when the user asks for it', async () => {
    const { home, open } = await connected()
    const client = await startClient(home, open)
    await client.ask('odoo_search', search)
    expect(open.state().lastActivity).not.toBeNull()
    expect(await open.house.handlers.getJournalSize({})).toEqual({ bytes: expect.any(Number) as number, rows: 1 })
    expect(await open.house.handlers.deleteActivity({})).toEqual({ ok: true })
    expect(await pageOf(open)).toEqual({ events: [], total: 0 })
    expect(await open.house.handlers.getJournalSize({})).toMatchObject({ rows: 0 })
    expect(open.state().lastActivity).toBeNull()
    expect((await readFile(home.journalPath)).includes('sale.order')).toBe(false)
  })

  it('still answers when whoever shows a call fails', async () => {
    const { home, open } = await connected()
    const client = await startClient(home, open)
    open.house.store.subscribe(({ changes }) => {
      if (changes.lastActivity !== undefined) throw new Error('The tray cannot be drawn.')
    })
    expect((await client.ask('odoo_search', search)).isError).toBe(false)
    expect(notices(open)).toEqual([])
  })
})

describe('the settings file', () => {
  it('that is broken is set aside and said, and the house starts with defaults', async () => {
    const home = await makeHome()
    await writeFile(home.settingsPath, '{ "schemaVersion": 1, "connections": 7')
    const open = await openHouse(home)
    expect(open.state().notices).toMatchObject([{ id: 'settings_broken', hint: expect.stringContaining('kept') as string }])
    expect(open.state()).toMatchObject({ connection: { kind: 'none' }, settings: { retentionDays: 90, theme: 'system' } })
    expect(await open.house.handlers.changeSettings({ change: { theme: 'dark' } })).toEqual({ ok: true })
    const files = await readdir(dirname(home.settingsPath))
    const texts = await Promise.all(files.filter((name) => name.startsWith('settings')).map((name) => readFile(join(dirname(home.settingsPath), name), 'utf8')))
    expect(texts).toContain('{ "schemaVersion": 1, "connections": 7')
  })

  it('of a newer version is said and not touched, whatever is asked for', async () => {
    const sample = await startSampleOdoo({ version: 19 })
    onTestFinished(() => sample.close())
    const home = await makeHome()
    const newer = '{"schemaVersion": 99, "connections": {"as": "never seen"}}'
    await writeFile(home.settingsPath, newer)
    const open = await openHouse(home, { relay: relay.path })
    expect(notices(open)).toEqual(['settings_newer'])
    const { handlers } = open.house
    const refused = { ok: false, message: expect.stringContaining('newer version') as string }
    expect(await handlers.changeSettings({ change: { theme: 'dark' } })).toMatchObject(refused)
    expect(await handlers.addConnection({ draft: draftOf(sample) })).toMatchObject(refused)
    expect(await handlers.connect({})).toMatchObject({ ok: false })
    expect(await handlers.disconnect({})).toMatchObject({ ok: false })
    await handlers.planClient({ clientId: 'claude-desktop', action: 'register' })
    expect(await handlers.applyClient({ clientId: 'claude-desktop', action: 'register' })).toMatchObject({ ok: false })
    expect(await readFile(home.settingsPath, 'utf8')).toBe(newer)
    expect(home.keychain.items.size).toBe(0)
    expect(open.state().settings.theme).toBe('system')
  })

  it('changes nothing when the system refuses to start Vitrine at login', async () => {
    const home = await makeHome()
    const open = await openHouse(home, { setStartAtLogin: () => Promise.reject(new Error('No such thing here: /etc/xdg')) })
    const outcome = await open.house.handlers.changeSettings({ change: { startAtLogin: true, theme: 'dark' } })
    expect(outcome).toMatchObject({ ok: false })
    expect(JSON.stringify(outcome)).not.toContain('/etc')
    expect(open.state().settings).toMatchObject({ startAtLogin: false, theme: 'system' })
  })
})

describe('the endpoint', () => {
  it('that cannot be opened is a notice, and everything else goes on', async () => {
    const sample = await startSampleOdoo({ version: 19 })
    onTestFinished(() => sample.close())
    const home = await makeHome()
    await writeFile(join(home.host.homeDir, '.vitrine'), 'a file where a directory should be')
    const open = await openHouse(home)
    expect(notices(open)).toEqual(['endpoint_problem'])
    expect(await open.house.handlers.addConnection({ draft: draftOf(sample) })).toEqual({ ok: true })
    expect(open.state().connection.kind).toBe('connected')
  })
})
