import { Duplex, PassThrough } from 'node:stream'
import { setImmediate as turn } from 'node:timers/promises'
import type { Socket } from 'node:net'
import { beforeEach, describe, expect, test } from 'vitest'
import { notRunning, type Attempt } from '../../../src/relay/app-connection'
import type { OfflineAnswers } from '../../../src/relay/offline-answers'
import { GRACE_MS, startRelay } from '../../../src/relay/relay'
import { WAKE_MS, type Wake } from '../../../src/relay/wake'

/** What the relay is given, in the hands of the test: time, the application, and both ends of the client. */
let input: PassThrough
let output: PassThrough
let timers: { run: () => void; delayMs: number }[]
let attempts: ((outcome: Attempt) => void)[]
let said: string[]
let ended: number
let directoryChanged: () => void

let wakes: number
let wakeOutcome: Wake

const offline: OfflineAnswers = {
  answer: ({ id, method }) => Promise.resolve(method === 'tools/list' ? `${JSON.stringify({ jsonrpc: '2.0', id, result: { tools: [] } })}\n` : null),
}

beforeEach(() => {
  input = new PassThrough()
  output = new PassThrough()
  timers = []
  attempts = []
  said = []
  ended = 0
  wakes = 0
  wakeOutcome = { kind: 'cannot', message: notRunning.message }
  startRelay({
    input,
    output,
    connect: () => new Promise((resolve) => attempts.push(resolve)),
    offline,
    wake: () => {
      wakes += 1
      return Promise.resolve(wakeOutcome)
    },
    onRunDirectoryChanged: (listener) => (directoryChanged = listener),
    schedule: (run, delayMs) => {
      const timer = { run, delayMs }
      timers.push(timer)
      return () => (timers = timers.filter((other) => other !== timer))
    },
    say: (sentence) => void said.push(sentence),
    onEnded: () => (ended += 1),
  })
})

/** The application's end of a connection: what the relay writes arrives in `heard`. */
function newApp(): { socket: Socket; heard: string[]; send: (message: object) => void; close: () => void } {
  const heard: string[] = []
  const stream = new Duplex({
    read: () => undefined,
    write: (piece: Buffer, _encoding, done) => {
      heard.push(...piece.toString().split('\n').filter(Boolean))
      done()
    },
  })
  return {
    socket: stream as unknown as Socket,
    heard,
    send: (message) => void stream.push(`${JSON.stringify(message)}\n`),
    close: () => void stream.destroy(),
  }
}

/** Lets everything happen that needs no time. */
async function settle(): Promise<void> {
  for (let round = 0; round < 5; round += 1) await turn()
}

async function tell(message: object): Promise<void> {
  input.write(`${JSON.stringify(message)}\n`)
  await settle()
}

async function outcome(attempt: Attempt): Promise<void> {
  attempts.shift()?.(attempt)
  await settle()
}

/** Lets the timers of one length go off, as if that time had passed. */
async function pass(delayMs: number): Promise<void> {
  const due = timers.filter((timer) => timer.delayMs === delayMs)
  timers = timers.filter((timer) => timer.delayMs !== delayMs)
  for (const { run } of due) run()
  await settle()
}

function answers(): unknown[] {
  const text = String((output.read() as Buffer | null) ?? '')
  return text.split('\n').filter(Boolean).map((line) => JSON.parse(line) as unknown)
}

const request = (id: number, method = 'tools/call') => ({ jsonrpc: '2.0', id, method })
const response = (id: number) => ({ jsonrpc: '2.0', id, result: {} })
const offlineAnswer = (id: number, message = notRunning.message) => ({
  jsonrpc: '2.0',
  id,
  error: { code: -32000, message, data: { code: 'disconnected' } },
})

describe('while the application is away', () => {
  test('questions wait for the time of grace, and not longer', async () => {
    await outcome(notRunning)
    await tell(request(1))
    await outcome(notRunning)
    expect(answers()).toEqual([])
    await pass(GRACE_MS)
    expect(answers()).toEqual([offlineAnswer(1)])
  })

  test('each later question looks once more and is answered at once', async () => {
    await outcome(notRunning)
    await pass(GRACE_MS)
    await tell(request(1))
    expect(attempts).toHaveLength(1)
    await outcome(notRunning)
    expect(answers()).toEqual([offlineAnswer(1)])
  })

  test('questions that waited are asked when it comes within the time of grace', async () => {
    await outcome(notRunning)
    await tell(request(1))
    await outcome(notRunning)
    const app = newApp()
    directoryChanged()
    await outcome({ kind: 'connected', socket: app.socket })
    expect(app.heard).toEqual([JSON.stringify(request(1))])
    app.send(response(1))
    await settle()
    expect(answers()).toEqual([response(1)])
  })

  test('no more than 256 questions wait', async () => {
    for (let id = 1; id <= 257; id += 1) await tell(request(id))
    expect(answers()).toMatchObject([{ id: 257, error: {} }])
  })

  test('it is looked for each second also where nothing announces it', async () => {
    await outcome(notRunning)
    expect(attempts).toHaveLength(0)
    await pass(1_000)
    expect(attempts).toHaveLength(1)
  })

  test('one that refused is asked again by a question, not by the clock', async () => {
    await outcome({ kind: 'refused', message: 'This client was removed.' })
    await pass(1_000)
    expect(attempts).toHaveLength(0)
    await tell(request(1))
    expect(attempts).toHaveLength(1)
    await outcome({ kind: 'refused', message: 'This client was removed.' })
    expect(answers()).toEqual([offlineAnswer(1, 'This client was removed.')])
  })

  test('the same sentence is said once', async () => {
    await outcome(notRunning)
    await pass(1_000)
    await outcome(notRunning)
    expect(said).toEqual([notRunning.message])
  })
})

describe('while the application is being started', () => {
  beforeEach(() => {
    wakeOutcome = { kind: 'starting' }
  })

  test('nothing is started before the client asks, and once for all that it asks', async () => {
    await outcome(notRunning)
    await pass(1_000)
    await outcome(notRunning)
    expect(wakes).toBe(0)
    await tell(request(1))
    await outcome(notRunning)
    await tell(request(2))
    await outcome(notRunning)
    expect(wakes).toBe(1)
  })

  test('lists are answered after the time of grace, and questions when it has come', async () => {
    await outcome(notRunning)
    await tell(request(1))
    await outcome(notRunning)
    await tell(request(2, 'tools/list'))
    await outcome(notRunning)
    expect(answers()).toEqual([])
    await pass(GRACE_MS)
    expect(answers()).toEqual([{ jsonrpc: '2.0', id: 2, result: { tools: [] } }])
    const app = newApp()
    directoryChanged()
    await outcome({ kind: 'connected', socket: app.socket })
    expect(app.heard).toEqual([JSON.stringify(request(1))])
    app.send(response(1))
    await settle()
    expect(answers()).toEqual([response(1)])
    await pass(WAKE_MS)
    expect(answers()).toEqual([])
  })

  test('questions do not wait for ever, and the next one has it started once more', async () => {
    await outcome(notRunning)
    await tell(request(1))
    await outcome(notRunning)
    await pass(GRACE_MS)
    expect(answers()).toEqual([])
    await pass(WAKE_MS)
    expect(answers()).toEqual([offlineAnswer(1, 'Vitrine was started and did not answer in time. Look at Vitrine and ask again.')])
    await tell(request(2))
    await outcome(notRunning)
    expect(wakes).toBe(2)
    expect(answers()).toEqual([])
  })

  test('a question that is taken back is not asked when it has come', async () => {
    await outcome(notRunning)
    await tell(request(1))
    await outcome(notRunning)
    await pass(GRACE_MS)
    await tell({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 1 } })
    const app = newApp()
    directoryChanged()
    await outcome({ kind: 'connected', socket: app.socket })
    expect(app.heard).toEqual([])
  })

  test('one that comes and refuses is not waited for', async () => {
    await outcome(notRunning)
    await tell(request(1))
    await outcome(notRunning)
    directoryChanged()
    await outcome({ kind: 'refused', message: 'This client was removed.' })
    expect(answers()).toEqual([offlineAnswer(1, 'This client was removed.')])
  })

  test('the end of the input ends the waiting', async () => {
    await outcome(notRunning)
    await tell(request(1))
    await outcome(notRunning)
    input.end()
    await settle()
    expect(answers()).toEqual([offlineAnswer(1)])
    expect(ended).toBeGreaterThan(0)
  })
})

test('what keeps the application from being started is told with the answer', async () => {
  wakeOutcome = { kind: 'cannot', message: 'Vitrine was quit. Open Vitrine and ask again.' }
  await outcome(notRunning)
  await tell(request(1))
  await outcome(notRunning)
  await pass(GRACE_MS)
  expect(answers()).toEqual([offlineAnswer(1, 'Vitrine was quit. Open Vitrine and ask again.')])
})

describe('when the application goes', () => {
  test('a connection that stood is opened again at once, one that ended right away is not', async () => {
    const first = newApp()
    await outcome({ kind: 'connected', socket: first.socket })
    first.close()
    await settle()
    expect(attempts).toHaveLength(0)
    await pass(1_000)
    const second = newApp()
    await outcome({ kind: 'connected', socket: second.socket })
    await pass(1_000)
    second.close()
    await settle()
    expect(attempts).toHaveLength(1)
  })

  test('an initialize that it had not answered goes to the next one, everything else is answered', async () => {
    const first = newApp()
    await outcome({ kind: 'connected', socket: first.socket })
    await tell(request(0, 'initialize'))
    await tell(request(1))
    first.close()
    await settle()
    expect(answers()).toMatchObject([{ id: 1, error: { code: -32000 } }])
    const second = newApp()
    directoryChanged()
    await outcome({ kind: 'connected', socket: second.socket })
    second.send(response(0))
    await settle()
    expect(answers()).toEqual([response(0)])
  })

  test('the next one is greeted as the client greeted the first, and the client sees none of it', async () => {
    const first = newApp()
    await outcome({ kind: 'connected', socket: first.socket })
    await tell(request(0, 'initialize'))
    first.send(response(0))
    await tell({ jsonrpc: '2.0', method: 'notifications/initialized' })
    first.close()
    await settle()
    answers()
    const second = newApp()
    directoryChanged()
    await outcome({ kind: 'connected', socket: second.socket })
    await tell(request(7))
    // Nothing is asked before the greeting is over.
    expect(second.heard).toEqual([JSON.stringify(request(0, 'initialize'))])
    second.send({ jsonrpc: '2.0', id: 0, result: { capabilities: { tools: { listChanged: true }, resources: { listChanged: true }, prompts: {} } } })
    await settle()
    expect(second.heard.slice(1)).toEqual([JSON.stringify({ jsonrpc: '2.0', method: 'notifications/initialized' }), JSON.stringify(request(7))])
    // Of the lists, only those are announced whose changes the application announces itself.
    expect(answers()).toEqual([
      { jsonrpc: '2.0', method: 'notifications/tools/list_changed' },
      { jsonrpc: '2.0', method: 'notifications/resources/list_changed' },
    ])
  })

  test('one that does not take the greeting is left', async () => {
    const first = newApp()
    await outcome({ kind: 'connected', socket: first.socket })
    await tell(request(0, 'initialize'))
    first.send(response(0))
    await settle()
    first.close()
    await settle()
    for (const refuses of [true, false]) {
      const next = newApp()
      directoryChanged()
      await outcome({ kind: 'connected', socket: next.socket })
      if (refuses) next.send({ jsonrpc: '2.0', id: 0, error: { code: -32600, message: 'No.' } })
      else await pass(10_000)
      await settle()
      expect(next.socket.destroyed).toBe(true)
    }
    expect(answers()).toEqual([response(0)])
  })

  test('a cancelled question is neither answered nor asked again', async () => {
    const app = newApp()
    await outcome({ kind: 'connected', socket: app.socket })
    await tell(request(1))
    const cancellation = { jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 1 } }
    await tell(cancellation)
    expect(app.heard).toEqual([JSON.stringify(request(1)), JSON.stringify(cancellation)])
    app.close()
    await settle()
    expect(answers()).toEqual([])
  })
})

describe('at the end of its input', () => {
  test('the relay waits for what is being answered', async () => {
    const app = newApp()
    await outcome({ kind: 'connected', socket: app.socket })
    await tell(request(1))
    input.end()
    await settle()
    expect(ended).toBe(0)
    app.send(response(1))
    await settle()
    expect(answers()).toEqual([response(1)])
    expect(ended).toBe(1)
  })

  test('a last question without a line feed is asked as any other', async () => {
    const app = newApp()
    await outcome({ kind: 'connected', socket: app.socket })
    input.end(JSON.stringify(request(1)))
    await settle()
    expect(app.heard).toEqual([JSON.stringify(request(1))])
    app.send(response(1))
    await settle()
    expect(answers()).toEqual([response(1)])
    expect(ended).toBe(1)
  })

  test('but not for long', async () => {
    const app = newApp()
    await outcome({ kind: 'connected', socket: app.socket })
    await tell(request(1))
    input.end()
    await settle()
    await pass(1_500)
    expect(ended).toBe(1)
  })

  test('questions that wait for an application are answered first', async () => {
    await outcome(notRunning)
    await tell(request(1))
    input.end()
    await settle()
    await outcome(notRunning)
    expect(answers()).toEqual([offlineAnswer(1)])
    expect(ended).toBeGreaterThan(0)
  })
})

describe('a line that is no message', () => {
  const batchError = { code: -32600, message: 'MCP has no batches. Send each message on a line of its own.' }

  test('but a batch is answered with an error for each request in it, and none of it is asked', async () => {
    const app = newApp()
    await outcome({ kind: 'connected', socket: app.socket })
    input.write(`${JSON.stringify([request(1), { jsonrpc: '2.0', method: 'notifications/initialized' }, { ...request(0), id: 'b' }, response(9), 7])}\n`)
    await settle()
    expect(answers()).toEqual([
      { jsonrpc: '2.0', id: 1, error: batchError },
      { jsonrpc: '2.0', id: 'b', error: batchError },
    ])
    expect(app.heard).toEqual([])
  })

  test.each(['[]', ' [{"jsonrpc":"2.0","method":"notifications/initialized"}]', '[7]'])('but the batch %s without requests is answered once', async (text) => {
    input.write(`${text}\n`)
    await settle()
    expect(answers()).toEqual([{ jsonrpc: '2.0', error: batchError }])
  })

  test('because its bytes are no UTF-8 is answered with an error, and the next one is asked', async () => {
    const app = newApp()
    await outcome({ kind: 'connected', socket: app.socket })
    const [head, tail] = ['{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"text":"Z', 'rich"}}\n']
    input.write(Buffer.concat([Buffer.from(head ?? ''), Buffer.from([0xfc]), Buffer.from(tail ?? '')]))
    await tell(request(2))
    expect(answers()).toEqual([{ jsonrpc: '2.0', id: 1, error: { code: -32700, message: 'This line is not valid UTF-8.' } }])
    expect(app.heard).toEqual([JSON.stringify(request(2))])
  })
})

test('a client that does not read stops the application, and one that reads lets it go on', async () => {
  const app = newApp()
  await outcome({ kind: 'connected', socket: app.socket })
  app.send({ jsonrpc: '2.0', id: 1, result: 'x'.repeat(1024 * 1024) })
  await settle()
  expect(app.socket.isPaused()).toBe(true)
  output.resume()
  await settle()
  expect(app.socket.isPaused()).toBe(false)
})

test('garbage of the application does not reach the client', async () => {
  const app = newApp()
  await outcome({ kind: 'connected', socket: app.socket })
  app.socket.push('garbage\n\n[1]\n')
  app.send(response(1))
  await settle()
  expect(answers()).toEqual([response(1)])
})
