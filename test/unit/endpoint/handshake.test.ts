import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { acceptance, appHandshake, LONGEST_HANDSHAKE_LINE, refusal, relayHandshake } from '../../../src/endpoint/handshake'

const runKey = randomBytes(32)
const clientKey = 'the-key-of-the-client'
const newRelay = (key = runKey) => relayHandshake({ runKey: key, nonce: randomBytes(32), clientId: 'claude-desktop', key: clientKey })
const newApp = (key = runKey) => appHandshake({ runKey: key, nonce: randomBytes(32) })

/** Hands a line over and answers what is sent back. */
function passOn(side: { next: (line: string) => { kind: string; line?: string } }, line: string): string {
  const step = side.next(line.trimEnd())
  if (step.kind !== 'send' || step.line === undefined) throw new Error(`Nothing was sent but ${step.kind}.`)
  return step.line
}

describe('a handshake', () => {
  test('brings the claim of a client to the application, and its verdict back', () => {
    const relay = newRelay()
    const app = newApp()
    const claim = passOn(relay, passOn(app, relay.hello))
    expect(app.next(claim)).toEqual({ kind: 'claim', clientId: 'claude-desktop', key: clientKey })
    expect(relay.next(acceptance)).toEqual({ kind: 'done' })
  })

  test('brings a refusal with its sentence', () => {
    const relay = newRelay()
    passOn(relay, passOn(newApp(), relay.hello))
    expect(relay.next(refusal('revoked', 'This client was removed.'))).toEqual({ kind: 'refused', code: 'revoked', message: 'This client was removed.' })
  })

  test('ends before the client key is told when the application does not know the run key', () => {
    const relay = newRelay()
    const challenge = passOn(newApp(randomBytes(32)), relay.hello)
    expect(relay.next(challenge)).toEqual({ kind: 'untrusted' })
    // And does not go on, whatever comes next.
    expect(relay.next(passOn(newApp(), relay.hello))).toEqual({ kind: 'untrusted' })
  })

  test('ends when the relay does not know the run key', () => {
    const stranger = newRelay(randomBytes(32))
    const app = newApp()
    const ours = newRelay()
    passOn(app, stranger.hello)
    const claim = passOn(ours, passOn(newApp(), ours.hello))
    expect(app.next(claim)).toEqual({ kind: 'untrusted' })
  })

  test('cannot be replayed against the application', () => {
    const relay = newRelay()
    const claim = passOn(relay, passOn(newApp(), relay.hello))
    const again = newApp()
    passOn(again, relay.hello)
    expect(again.next(claim)).toEqual({ kind: 'untrusted' })
  })

  test('cannot be replayed against the relay', () => {
    const first = newRelay()
    const challenge = passOn(newApp(), first.hello)
    expect(newRelay().next(challenge)).toEqual({ kind: 'untrusted' })
  })

  test('does not take its own proof back as the proof of the other side', () => {
    const relay = newRelay()
    const { nonce } = JSON.parse(relay.hello) as { nonce: string }
    // Somebody who opens a connection of his own to the application to have the relay's nonce signed under "relay".
    const app = newApp()
    const { proof } = JSON.parse(passOn(app, relay.hello)) as { proof: string }
    expect(relay.next(JSON.stringify({ nonce, proof }))).toEqual({ kind: 'untrusted' })
    expect(app.next(JSON.stringify({ proof, client: 'claude-desktop', key: clientKey }))).toEqual({ kind: 'untrusted' })
  })

  test('never tells key or run key in clear before both are proved', () => {
    const relay = newRelay()
    const challenge = passOn(newApp(), relay.hello)
    for (const line of [relay.hello, challenge]) {
      expect(line).not.toContain(clientKey)
      expect(line).not.toContain(runKey.toString('base64url'))
    }
  })

  test('keeps every line of its own under the limit', () => {
    const relay = relayHandshake({ runKey, nonce: randomBytes(32), clientId: 'x'.repeat(64), key: 'k'.repeat(512) })
    const challenge = passOn(newApp(), relay.hello)
    const claim = passOn(relay, challenge)
    for (const line of [relay.hello, challenge, claim]) expect(line.length).toBeLessThan(LONGEST_HANDSHAKE_LINE)
  })

  test('is ended by anything else, at any point, on both sides', () => {
    const anything = fc.oneof(
      fc.string(),
      fc.json(),
      fc.record({ nonce: fc.anything(), proof: fc.anything(), vitrine: fc.anything() }).map((value) => JSON.stringify(value)),
    )
    fc.assert(
      fc.property(anything, (line) => {
        expect(newApp().next(line)).toEqual({ kind: 'untrusted' })
        expect(newRelay().next(line)).toEqual({ kind: 'untrusted' })
        const app = newApp()
        passOn(app, newRelay().hello)
        expect(app.next(line)).toEqual({ kind: 'untrusted' })
        const relay = newRelay()
        passOn(relay, passOn(newApp(), relay.hello))
        expect(relay.next(line)).toEqual({ kind: 'untrusted' })
      }),
    )
  })

  test('refuses a client key of unreasonable length', () => {
    const app = newApp()
    const relay = relayHandshake({ runKey, nonce: randomBytes(32), clientId: 'a', key: 'k'.repeat(600) })
    const claim = passOn(relay, passOn(app, relay.hello))
    expect(app.next(claim)).toEqual({ kind: 'untrusted' })
  })
})
