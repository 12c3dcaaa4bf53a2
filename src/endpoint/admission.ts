import type { Socket } from 'node:net'
import { acceptance, appHandshake, LONGEST_HANDSHAKE_LINE, refusal } from './handshake'
import { createLineBuffer } from './line-buffer'

/** Runs something later; the answer takes it back. Tests pass one that they set off by hand. */
export type Schedule = (run: () => void, delayMs: number) => () => void

export type Authorize = (
  clientId: string,
  key: string,
) => Promise<{ readonly ok: true; /** Of the key that let it in. */ readonly keyHash: string } | { readonly ok: false; readonly code: string; readonly message: string }>

export type Admission =
  | { readonly kind: 'admitted'; readonly clientId: string; readonly keyHash: string }
  | { readonly kind: 'refused'; readonly clientId: string; readonly code: string }
  /** Gone, silent, or no relay of this user. */
  | { readonly kind: 'dropped'; readonly reason: 'gone' | 'silent' | 'untrusted' }

export interface AdmissionDeps {
  readonly runKey: Buffer
  readonly nonce: Buffer
  readonly authorize: Authorize
  readonly schedule: Schedule
  readonly deadlineMs: number
}

/**
 * Leads the handshake on a fresh connection, up to the last line. An admitted socket is paused and has not lost a byte;
 * any other is closed.
 */
export async function admit(socket: Socket, deps: AdmissionDeps): Promise<Admission> {
  const handshake = appHandshake({ runKey: deps.runKey, nonce: deps.nonce })
  const lines = createLineBuffer(LONGEST_HANDSHAKE_LINE)

  const claim = await new Promise<{ clientId: string; key: string } | 'gone' | 'silent' | 'untrusted'>((resolve) => {
    const settle = (outcome: { clientId: string; key: string } | 'gone' | 'silent' | 'untrusted'): void => {
      cancelDeadline()
      socket.off('data', received)
      socket.off('close', gone)
      socket.pause()
      resolve(outcome)
    }
    const gone = (): void => settle('gone')
    const received = (piece: Buffer): void => {
      const { lines: complete, overflow } = lines.push(piece)
      const [line, ...more] = complete
      // The relay speaks in turn: whoever says two things at once is not the relay.
      if (overflow || more.length > 0) return settle('untrusted')
      if (line === undefined) return
      const step = handshake.next(line.toString('utf8'))
      if (lines.takeRest().length > 0 || step.kind === 'untrusted') return settle('untrusted')
      if (step.kind === 'send') socket.write(step.line)
      else settle({ clientId: step.clientId, key: step.key })
    }
    const cancelDeadline = deps.schedule(() => settle('silent'), deps.deadlineMs)
    socket.on('data', received)
    socket.once('close', gone)
  })

  if (typeof claim === 'string') {
    socket.destroy()
    return { kind: 'dropped', reason: claim }
  }
  const verdict = await deps.authorize(claim.clientId, claim.key).catch(() => internalRefusal)
  if (verdict.ok) {
    if (socket.destroyed) return { kind: 'dropped', reason: 'gone' }
    socket.write(acceptance)
    return { kind: 'admitted', clientId: claim.clientId, keyHash: verdict.keyHash }
  }
  socket.end(refusal(verdict.code, verdict.message))
  socket.resume() // whatever still comes is thrown away, so that the end arrives
  return { kind: 'refused', clientId: claim.clientId, code: verdict.code }
}

const internalRefusal = { ok: false, code: 'internal', message: 'Vitrine could not check the key of this client.' } as const
