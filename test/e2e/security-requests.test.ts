import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { REQUEST_NAMES } from '../../src/contract/channels'
import { requests, type RequestName } from '../../src/contract/requests'
import { attack } from '../support/app/attack'
import { runVitrine, typeConnection, type RunningVitrine } from '../support/app/vitrine'
import { startSampleOdoo, type SampleOdoo } from '../support/sample-odoo/server'

const preload = new URL('../../out/preload.cjs', import.meta.url).pathname
const canary = 'canary-7f3a91'

/** Arguments that fit no request. Each carries a word that must not come back. */
const unfitting = [
  'undefined',
  'null',
  `'${canary}'`,
  '17',
  `['${canary}']`,
  `{ surplus: '${canary}' }`,
  `JSON.parse('{"__proto__": {"draft": "${canary}"}, "constructor": 1}')`,
  `{ draft: { name: '${canary}', url: 1, database: '', login: '', apiKey: '${canary}', caFile: '' } }`,
  `{ draft: '${canary}' }`,
  `{ draft: { name: 'x', url: 'https://x', database: '', login: 'x', apiKey: '${canary}'.repeat(1000), caFile: '' } }`,
  `{ connectionId: { $ne: '${canary}' }, apiKey: '${canary}' }`,
  `{ connectionId: '${canary}'.repeat(100) }`,
  `{ minutes: 'soon ${canary}' }`,
  `{ minutes: -1 }`,
  `{ minutes: 1.5 }`,
  `{ action: '${canary}' }`,
  `{ filter: { text: '${canary}'.repeat(100) }, limit: 10 }`,
  `{ filter: {}, limit: 1e9 }`,
  `{ filter: { sql: '${canary}' }, limit: 10 }`,
  `{ change: { theme: '${canary}' } }`,
  `{ change: { connectEnabled: true } }`,
  `{ change: { retentionDays: 0 } }`,
  `{ link: 'https://${canary}.example/' }`,
  `{ link: 'constructor' }`,
  `{ link: '__proto__' }`,
  `{ link: ['odoo_keys'] }`,
  `{ what: '/etc/passwd' }`,
  `{ what: '../${canary}' }`,
  `{ policy: '${canary}' }`,
  `{ clientId: { $ne: '${canary}' }, model: '${canary}' }`,
  `{ questionId: '${canary}'.repeat(100), answer: 'always' }`,
  `{ questionId: '1', answer: '${canary}' }`,
  `{ format: '${canary}' }`,
]
/** Requests whose arguments may all be left out take an empty object, which the rest refuse. */
const takesNothing = (name: RequestName): boolean => requests[name].args.safeParse({}).success

describe('the requests of the window', () => {
  let vitrine: RunningVitrine
  let sample: SampleOdoo

  beforeAll(async () => {
    sample = await startSampleOdoo({ version: 19 })
    vitrine = await runVitrine()
    await vitrine.start()
    await typeConnection(vitrine.page(), { name: 'Northwind', ...sample })
    await vitrine.tray.until(async () => ((await vitrine.tray.toolTip()).includes('can look into') ? true : undefined))
    // What would leave the application is noted here instead.
    await vitrine.app().evaluate(({ shell }) => {
      const opened: string[] = []
      Object.assign(globalThis, { opened })
      shell.openExternal = (url) => Promise.resolve(void opened.push(url))
      shell.showItemInFolder = (file) => void opened.push(file)
    })
  })
  afterAll(async () => {
    await vitrine.stop()
    await sample.close()
  })

  const opened = (): Promise<string[]> => vitrine.app().evaluate(() => Reflect.get(globalThis, 'opened') as string[])

  it.each(REQUEST_NAMES)('refuses unfitting arguments of %s with a sentence that repeats nothing of them', async (name) => {
    const before = sample.calls.length
    const wrong = takesNothing(name) ? unfitting : ['{}', ...unfitting]
    for (const one of wrong) {
      const outcome = await attack(vitrine.page(), `vitrine.${name}(${one})`)
      expect(outcome, one).toBe(`refused: Error: Error invoking remote method 'vitrine:${name}': Error: The arguments of ${name} are not valid.`)
    }
    expect(sample.calls).toHaveLength(before)
    expect(await opened()).toEqual([])
  })

  it('leaves nothing of refused arguments in the log', async () => {
    const log = await readFile(path.join(vitrine.desktop.home, '.config', 'Vitrine', 'logs', 'vitrine.log'), 'utf8')
    expect(log).not.toContain(canary)
  })

  it('cannot send what cannot be copied', async () => {
    for (const one of ['() => 1', 'window', '{ get draft() { return window } }', 'Symbol()']) {
      expect(await attack(vitrine.page(), `vitrine.getSnapshot(${one})`), one).toMatch(/^refused: Error/)
    }
  })

  it('never gives back the key, whatever is asked', async () => {
    const page = vitrine.page()
    const connectionId = `(await vitrine.getSnapshot({})).state.connections[0].id`
    const questions = [
      'vitrine.getSnapshot({})',
      'vitrine.getActivity({ filter: {}, limit: 500 })',
      'vitrine.getSummary({})',
      `vitrine.planClient({ clientId: 'claude-desktop', action: 'register' })`,
      `vitrine.connect({})`,
      `(async () => vitrine.activateConnection({ connectionId: ${connectionId} }))()`,
      `(async () => vitrine.replaceKey({ connectionId: ${connectionId}, apiKey: 'wrong-key' }))()`,
      `(async () => { const told = []; vitrine.on('stateChanged', (patch) => told.push(patch)); await vitrine.disconnect({}); await vitrine.connect({}); return told })()`,
    ]
    for (const question of questions) {
      const answer = await attack(page, `Promise.resolve(${question}).then(JSON.stringify)`)
      expect(answer, question).toMatch(/^worked/)
      expect(answer.includes(sample.apiKey), question).toBe(false)
    }
    // Nor does it stay behind in the form, or where a page keeps things.
    const kept = await attack(page, `JSON.stringify([document.documentElement.outerHTML, [...document.querySelectorAll('input')].map(({ value }) => value), { ...localStorage }, { ...sessionStorage }, document.cookie])`)
    expect(kept).toMatch(/^worked/)
    expect(kept.includes(sample.apiKey)).toBe(false)
  })

  it('opens pages of its table by their names, and none by an address', async () => {
    const page = vitrine.page()
    for (const link of ['odoo_keys', 'claude_privacy']) expect(await attack(page, `vitrine.openExternal({ link: '${link}' }).then(({ ok }) => ok)`)).toBe('worked: true')
    expect(await attack(page, `vitrine.showInFolder({ what: 'journal' }).then(({ ok }) => ok)`)).toBe('worked: true')
    const journal = path.join(vitrine.desktop.home, '.config', 'Vitrine', 'journal.sqlite')
    expect(await opened()).toEqual([`${sample.url}/web#action=base.action_res_users_my`, 'https://www.anthropic.com/legal/privacy', journal])
  })

  it.each([
    ['an empty page in our session', 'about:blank', 'ours'],
    ['another host of our scheme', 'app://other/', 'ours'],
    ['a page of data', 'data:text/html,<p>hello', 'other'],
  ])('answers nothing to %s, even with our preload script in it', async (_what, address, whose) => {
    const outcomes = await vitrine.app().evaluate(
      async ({ BrowserWindow, session }, { url, preload: script, names, owner }) => {
        const own = owner === 'ours' ? { session: session.fromPartition('vitrine-window') } : {}
        const stranger = new BrowserWindow({ show: false, webPreferences: { ...own, preload: script, sandbox: true, contextIsolation: true } })
        await stranger.loadURL(url).catch(() => undefined)
        const ask = (name: string): Promise<string> => stranger.webContents.executeJavaScript(`vitrine.${name}({}).then(() => 'answered', (error) => error.message)`) as Promise<string>
        const answers = await Promise.all(names.map(ask))
        stranger.destroy()
        return answers
      },
      { url: address, preload, names: [...REQUEST_NAMES], owner: whose },
    )
    expect(outcomes).toEqual(REQUEST_NAMES.map((name) => `Error invoking remote method 'vitrine:${name}': Error: This page may not ask.`))
  })
})
