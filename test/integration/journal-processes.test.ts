import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { DatabaseSync } from '@photostructure/sqlite'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { openJournal } from '../../src/activity/journal'
import { bundledScript, type BundledScript } from '../support/bundled-script'
import { sampleEvent } from '../support/sample-event'
import { temporaryDirectory } from '../support/temporary-directory'

let script: BundledScript
beforeAll(async () => {
  script = await bundledScript(join(import.meta.dirname, '..', 'support', 'journal-script.ts'))
})
afterAll(() => script.remove())

/** Starts a writer; `acknowledged` grows with each row that it says it has written. */
function startWriter(path: string, mode: string, rows: number) {
  const child = spawn(process.execPath, [script.path, path, mode, String(rows)], { stdio: ['ignore', 'pipe', 'pipe'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  const acknowledged: number[] = []
  let stderr = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
  const lines = createInterface({ input: child.stdout })
  const ended = Promise.all([once(child, 'exit'), once(lines, 'close')]).then(([[code, signal]]) => ({ code: code as number | null, signal: signal as string | null, stderr }))
  return { child, lines, acknowledged, ended }
}

describe('a journal whose process is killed', () => {
  // Early, in the middle, and around the thousandth page of the write-ahead log, where SQLite copies it back.
  it.each([
    ['append', 1], ['append', 2], ['append', 97], ['append', 480], ['append', 900], ['append', 1_400], ['append', 2_600],
    ['purge', 50], ['purge', 649], ['purge', 1_000],
    ['reopen', 1], ['reopen', 30], ['reopen', 77],
  ])('while it does %s, after %i rows, has every row that was acknowledged', async (mode, rows) => {
    const path = join(await temporaryDirectory(), 'journal.sqlite')
    const { child, lines, acknowledged, ended } = startWriter(path, mode, 0)
    lines.on('line', (line) => {
      acknowledged.push(Number(line))
      if (acknowledged.length === rows) child.kill('SIGKILL')
    })
    const { signal, stderr } = await ended
    expect([signal, stderr]).toEqual(['SIGKILL', ''])

    const { journal, problem } = openJournal(path, { now: () => 0 })
    onTestFinished(() => { journal.close() })
    expect(problem).toBeUndefined()
    const { total } = journal.page({}, { limit: 1 })
    const kept = new Set<number>()
    for (let beforeId: number | undefined; ; ) {
      const { events } = journal.page({}, { beforeId, limit: 500 })
      if (events.length === 0) break
      for (const { id } of events) kept.add(id)
      beforeId = events.at(-1)?.id
    }
    expect(acknowledged.filter((id) => !kept.has(id))).toEqual([])
    // The row that was being written when the kill came may be there too, but no more.
    expect([kept.size, kept.size - acknowledged.length <= 1]).toEqual([total, true])
    const database = new DatabaseSync(path)
    onTestFinished(() => { database.close() })
    expect(database.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' })
    expect(journal.append(sampleEvent()).id).toBe(Math.max(...kept) + 1)
  })
})

describe('a journal of several processes', () => {
  it('has the rows of all, each with a number of its own, from the first moment on', async () => {
    const path = join(await temporaryDirectory(), 'profile', 'journal.sqlite')
    const writers = [startWriter(path, 'append', 400), startWriter(path, 'purge', 400), startWriter(path, 'reopen', 100)]
    for (const { lines, acknowledged } of writers) lines.on('line', (line) => acknowledged.push(Number(line)))
    for (const { ended } of writers) expect(await ended).toEqual({ code: 0, signal: null, stderr: '' })
    // Nothing is left beside the file of processes that ended by themselves.
    expect(readdirSync(join(path, '..'))).toEqual(['journal.sqlite'])

    const { journal, problem } = openJournal(path, { now: () => 0 })
    onTestFinished(() => { journal.close() })
    const numbers = writers.flatMap(({ acknowledged }) => acknowledged)
    expect([problem, journal.page({}, { limit: 1 }).total, new Set(numbers).size]).toEqual([undefined, 900, 900])
    for (const { acknowledged } of writers) expect([...acknowledged].sort((a, b) => a - b)).toEqual(acknowledged)
  })
})
