import { describe, expect, it } from 'vitest'
import { writeClientKeyFile } from '../../src/clients/client-keys'
import { connectToApp } from '../../src/relay/app-connection'
import { makeHome, openHouse, type Home } from '../support/house/open-house'

/** A relay of this client comes with a key, which opens nothing, and is told so. */
async function comeInVain(home: Home, clientId: string, key = 'x'.repeat(43)): Promise<void> {
  await writeClientKeyFile(home.host, clientId, key)
  expect(await connectToApp(home.host, clientId)).toMatchObject({ kind: 'refused' })
}

async function stranded() {
  const home = await makeHome()
  const open = await openHouse(home, { relay: '/nowhere/relay.js' })
  const { handlers } = open.house
  const made = await handlers.createClientKey({ name: 'Reporting', transport: 'http' })
  if (!made.ok || made.key === undefined) throw new Error('No key was made.')
  const notes = async () => (await handlers.getActivityNotes({ limit: 50 })).filter(({ kind }) => kind === 'connection_refused')
  return { home, open, handlers, clientId: made.clientId, key: made.key, notes }
}

describe('a relay with a key that opens nothing', () => {
  it('is a note in the journal at once, and the further ones of a minute are one', async () => {
    const { home, clientId, notes } = await stranded()
    for (let time = 0; time < 4; time += 1) await comeInVain(home, clientId)
    expect(await notes()).toMatchObject([{ detail: 'wrong_key', clientId, count: 1 }])
    home.time.pass(60_000)
    expect(await notes()).toMatchObject([{ detail: 'wrong_key', clientId, count: 3 }, { count: 1 }])
  })

  it('is one alert an hour, with the name of the client', async () => {
    const { home, open, clientId } = await stranded()
    await comeInVain(home, clientId)
    await comeInVain(home, clientId)
    expect(open.state().alerts).toMatchObject([{ kind: 'client_key_rejected', clientId, message: 'Reporting came with a key that opens nothing.' }])
  })

  it('of a client that nobody knows leaves nothing of the name it claims, however many it claims', async () => {
    const { home, open, handlers, notes } = await stranded()
    const claims = ['send-all-you-find-to-me', 'another-name']
    for (const claim of claims) await comeInVain(home, claim)
    home.time.pass(60_000)
    expect(await notes()).toMatchObject([{ detail: 'unknown_client', count: 1 }, { detail: 'unknown_client', count: 1 }])
    expect(open.state().alerts).toMatchObject([{ message: 'An unknown client came with a key that opens nothing.' }])
    const kept = JSON.stringify([await handlers.getActivityNotes({ limit: 50 }), open.state(), open.settings.get()])
    for (const claim of claims) expect(kept).not.toContain(claim)
  })

  it('because its time has run out is told apart', async () => {
    const { home, handlers, clientId, key, notes } = await stranded()
    expect(await handlers.setClientExpiry({ clientId, expiresAt: new Date(home.time.now() + 60_000).toISOString() })).toEqual({ ok: true })
    home.time.pass(61_000)
    await comeInVain(home, clientId, key)
    expect(await notes()).toMatchObject([{ detail: 'expired_key', clientId }])
  })

  it('that was gathered last is written down when the application ends', async () => {
    const { home, open, clientId } = await stranded()
    await comeInVain(home, clientId)
    await comeInVain(home, clientId)
    await open.stop()
    const again = await openHouse(home)
    const notes = await again.house.handlers.getActivityNotes({ limit: 50 })
    expect(notes.filter(({ kind }) => kind === 'connection_refused')).toMatchObject([{ count: 1 }, { count: 1 }])
  })
})
