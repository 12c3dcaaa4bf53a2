import { isUtf8 } from 'node:buffer'
import type { Socket } from 'node:net'
import type { Readable, Writable } from 'node:stream'
import { notRunning, type Attempt, type Unreachable } from './app-connection'
import { idsOfBatch } from './batch'
import { createLineScanner, type JsonRpcId, type ScannedLine } from './line-scanner'
import { batchLines, errorLine, garbageLine, invalidLine, listsChangedLines, notTextLine, type OfflineAnswers } from './offline-answers'
import { WAKE_MS, type Wake } from './wake'

/** Runs something later; the answer takes it back. */
export type Schedule = (run: () => void, delayMs: number) => () => void

export interface RelayDeps {
  /** From the client, and to it: nothing but lines of JSON-RPC is ever written there. */
  readonly input: Readable
  readonly output: Writable
  readonly connect: () => Promise<Attempt>
  readonly offline: OfflineAnswers
  /** Has the application started when it does not run. */
  readonly wake: () => Promise<Wake>
  /** Calls back when the application may have come or gone. */
  readonly onRunDirectoryChanged: (listener: () => void) => void
  readonly schedule: Schedule
  /** Receives one sentence for people each time the state changes. */
  readonly say: (sentence: string) => void
  /** The client has ended the conversation, and what could still be answered has been. */
  readonly onEnded: () => void
}

export const LONGEST_LINE = 16 * 1024 * 1024
/** How long questions wait for an application that is not there, at the start and each time it goes away. */
export const GRACE_MS = 3_000
/** Looks for the application this often, should the watch of the directory miss something. */
const POLL_MS = 1_000
/** A connection that ends sooner than this is not opened again at once. */
const STABLE_MS = 1_000
const GREETING_MS = 10_000
/** How long answers may still arrive after the client's end of input: it stops waiting soon after. */
const LAST_ANSWERS_MS = 1_500
const mostHeld = 256

const closedMessage = 'Vitrine was closed before it answered. Open Vitrine and ask again.'
const startedInVain: Unreachable = { kind: 'not_running', message: 'Vitrine was started and did not answer in time. Look at Vitrine and ask again.' }
const tooLongMessage = `A message may have ${LONGEST_LINE} bytes at most.`

interface Link {
  readonly socket: Socket
  readonly cancelTimers: () => void
  stable: boolean
  /** The id of the client's `initialize` while it is repeated to a new application, whose answer the client must not see. */
  greeting: string | null
}

/**
 * Copies lines between a client and the application, and bridges the times when the application is away: see
 * offline-answers.ts for what is answered then. Holds nothing that outlives the process.
 */
export function startRelay(deps: RelayDeps): void {
  const { input, output, offline, schedule, say } = deps
  let link: Link | null = null
  let attempting = false
  let waiting = true
  /** The application is being started: what only it can answer waits longer. */
  let waking = false
  let cancelWaking: () => void = () => undefined
  let cancelGrace: () => void = () => undefined
  let reason: Unreachable = notRunning
  let inputEnded = false
  /** Requests for which nobody could be asked yet. */
  let held: ScannedLine[] = []
  /** Requests that the application has and has not answered, by id. */
  const inFlight = new Map<string, JsonRpcId>()
  let initialize: { readonly line: ScannedLine; answered: boolean } | null = null
  let initialized: Buffer | null = null

  const toClient = (line: Buffer | string): void => {
    if (!output.write(line)) link?.socket.pause()
  }
  const toApp = (current: Link, line: Buffer): void => {
    if (!current.socket.write(line)) input.pause()
  }
  const isAnswerToInitialize = (id: JsonRpcId | null): boolean => id !== null && initialize?.line.id === id

  const fromClient = (line: ScannedLine): void => {
    const { kind, id, method, bytes } = line
    if (bytes !== null && !isUtf8(bytes)) return toClient(notTextLine(kind === 'request' ? id : null))
    if (kind === 'garbage') return refuse(bytes)
    if (bytes === null) return kind === 'request' ? toClient(invalidLine(id, tooLongMessage)) : undefined
    if (method === 'initialize' && kind === 'request') {
      initialize = { line, answered: false }
      initialized = null
    }
    if (method === 'notifications/initialized') initialized = bytes
    if (method === 'notifications/cancelled' && forget(bytes) === 'was held') return
    if (kind === 'request') ask(line)
    else if (link !== null && link.greeting === null) toApp(link, bytes)
    // Notifications and responses are for the application that was there; a later one does not know of them.
  }

  const refuse = (bytes: Buffer | null): void => {
    const ids = bytes === null ? null : idsOfBatch(bytes)
    for (const answer of ids === null ? [garbageLine] : batchLines(ids)) toClient(answer)
  }

  const ask = (line: ScannedLine): void => {
    if (line.bytes === null || line.id === null) return
    if (link !== null && link.greeting === null) {
      inFlight.set(keyOf(line.id), line.id)
      return toApp(link, line.bytes)
    }
    if (held.length >= mostHeld) return toClient(errorLine(line.id, reason.message))
    held.push(line)
    // The file may have come without a sign of it, or the key may have been replaced.
    void attempt()
  }

  const forget = (cancellation: Buffer): 'was held' | 'unknown' => {
    const id = cancelledId(cancellation)
    if (id === null) return 'unknown'
    inFlight.delete(keyOf(id))
    const before = held.length
    held = held.filter((line) => line.id !== id)
    return held.length < before ? 'was held' : 'unknown'
  }

  const attempt = async (): Promise<void> => {
    if (link !== null || attempting) return
    attempting = true
    const outcome = await deps.connect()
    attempting = false
    if (outcome.kind === 'connected') return adopt(outcome.socket)
    sayOnce(outcome.message)
    // A more telling reason stands until something new is found.
    if (outcome.kind === 'refused' || reason.kind === 'refused') reason = outcome
    if (outcome.kind === 'not_running' && held.length > 0 && !inputEnded) await wake()
    if (!waiting || inputEnded || outcome.kind === 'refused') await answerHeld()
  }

  const wake = async (): Promise<void> => {
    if (waking) return
    waking = true
    const outcome = await deps.wake()
    if (outcome.kind === 'cannot' || link !== null) waking = false
    if (outcome.kind === 'cannot') reason = { kind: 'not_running', message: outcome.message }
    if (!waking) return
    cancelWaking = schedule(() => {
      waking = false
      reason = startedInVain
      void answerHeld()
    }, WAKE_MS)
  }

  let lastSaid = ''
  const sayOnce = (sentence: string): void => {
    if (sentence !== lastSaid) say(sentence)
    lastSaid = sentence
  }

  const wait = (): void => {
    waiting = true
    cancelGrace = schedule(() => {
      waiting = false
      if (!attempting && link === null) void answerHeld()
    }, GRACE_MS)
  }

  const answerHeld = async (): Promise<void> => {
    for (const line of held) {
      const answer = await offline.answer(line)
      // It was taken back meanwhile, or the application came and was asked.
      if (!held.includes(line) || line.id === null) continue
      if (answer === null && waking && !inputEnded && reason.kind === 'not_running') continue
      held = held.filter((other) => other !== line)
      if (isAnswerToInitialize(line.id) && initialize !== null) initialize.answered = true
      toClient(answer ?? errorLine(line.id, reason.message))
    }
    endWhenDone()
  }

  const adopt = (socket: Socket): void => {
    cancelGrace()
    cancelWaking()
    waiting = false
    waking = false
    reason = notRunning
    lastSaid = ''
    const cancelStable = schedule(() => (current.stable = true), STABLE_MS)
    let cancelGreeting: () => void = () => undefined
    const current: Link = {
      socket,
      stable: false,
      greeting: initialize?.answered ? keyOf(initialize.line.id) : null,
      cancelTimers: () => {
        cancelStable()
        cancelGreeting()
      },
    }
    link = current
    const scanner = createLineScanner(LONGEST_LINE)
    socket.on('data', (piece) => {
      for (const line of scanner.push(piece)) fromApp(current, line)
    })
    socket.on('drain', () => input.resume())
    socket.once('close', () => closed(current))
    socket.resume()
    if (current.greeting === null || !initialize?.line.bytes) return flush(current)
    cancelGreeting = schedule(() => current.greeting !== null && socket.destroy(), GREETING_MS)
    toApp(current, initialize.line.bytes)
  }

  const fromApp = (current: Link, { kind, id, bytes }: ScannedLine): void => {
    if (kind === 'garbage') return
    if (kind === 'response' && id !== null) {
      if (current.greeting === keyOf(id)) return greeted(current, bytes)
      inFlight.delete(keyOf(id))
      if (isAnswerToInitialize(id) && initialize !== null) initialize.answered = true
    }
    if (bytes !== null) toClient(bytes)
    else if (kind === 'response') toClient(invalidLine(id, tooLongMessage))
    endWhenDone()
  }

  const greeted = (current: Link, answer: Buffer | null): void => {
    if (answer === null || isError(answer)) return void current.socket.destroy()
    current.greeting = null
    if (initialized !== null) {
      toApp(current, initialized)
      for (const notice of listsChangedLines(answer)) toClient(notice)
    }
    flush(current)
  }

  const flush = (current: Link): void => {
    const lines = held
    held = []
    for (const line of lines) {
      if (line.id !== null) inFlight.set(keyOf(line.id), line.id)
      if (line.bytes !== null) toApp(current, line.bytes)
    }
  }

  const closed = (former: Link): void => {
    former.cancelTimers()
    link = null
    input.resume()
    const unanswered = [...inFlight.values()]
    inFlight.clear()
    for (const id of unanswered) {
      if (isAnswerToInitialize(id) && initialize !== null && !initialize.answered) held.unshift(initialize.line)
      else toClient(errorLine(id, closedMessage))
    }
    wait()
    if (inputEnded) void answerHeld()
    else if (former.stable) void attempt()
  }

  const endWhenDone = (): void => {
    if (inputEnded && inFlight.size === 0 && held.length === 0) deps.onEnded()
  }
  const inputIsOver = (): void => {
    if (inputEnded) return
    // A client that closes right after its last question may have left out the line feed.
    for (const line of scanner.end()) fromClient(line)
    inputEnded = true
    schedule(deps.onEnded, LAST_ANSWERS_MS)
    if (link === null && !attempting) void answerHeld()
    else endWhenDone()
  }

  const poll = (): void => {
    // A refusal stands until the user has done something; then the next question tries again.
    if (reason.kind === 'not_running') void attempt()
    schedule(poll, POLL_MS)
  }

  const scanner = createLineScanner(LONGEST_LINE)
  input.on('data', (piece: Buffer) => {
    for (const line of scanner.push(piece)) fromClient(line)
  })
  input.once('end', inputIsOver)
  input.once('close', inputIsOver)
  input.once('error', inputIsOver)
  output.on('drain', () => link?.socket.resume())
  deps.onRunDirectoryChanged(() => void attempt())
  schedule(poll, POLL_MS)
  wait()
  void attempt()
}

function keyOf(id: JsonRpcId | null): string {
  return JSON.stringify(id)
}

function cancelledId(notification: Buffer): JsonRpcId | null {
  try {
    const { params } = JSON.parse(notification.toString('utf8')) as { params?: { requestId?: unknown } }
    const id = params?.requestId
    return typeof id === 'string' || typeof id === 'number' ? id : null
  } catch {
    return null
  }
}

function isError(response: Buffer): boolean {
  try {
    return 'error' in (JSON.parse(response.toString('utf8')) as object)
  } catch {
    return true
  }
}
