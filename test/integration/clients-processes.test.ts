import { spawn, type ChildProcessByStdio } from 'node:child_process'
import { once } from 'node:events'
import { readFile, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { claudeDesktop } from '../../src/clients/client-table'
import { placeOf } from '../../src/clients/config-plan'
import { listBackups } from '../../src/clients/backups'
import { haveSameValues } from '../../src/clients/same-values'
import { bundledScript, type BundledScript } from '../support/bundled-script'
import { temporaryDirectory } from '../support/temporary-directory'

const original = `${JSON.stringify({ mcpServers: { notes: { command: '/usr/bin/notes', env: { TOKEN: 'x'.repeat(10_000) } } } }, null, 2)}\n`

describe('several processes on one configuration of Claude Desktop', () => {
  let script: BundledScript
  beforeAll(async () => {
    script = await bundledScript('test/support/registering-script.ts')
  })
  afterAll(() => script.remove())

  const start = (path: string, rounds: number) => {
    const child = spawn(process.execPath, [script.path, path, String(rounds)], { stdio: ['ignore', 'pipe', 'inherit'] })
    return { child, lines: linesOf(child) }
  }

  async function configuration() {
    const path = join(await temporaryDirectory(), 'claude_desktop_config.json')
    await writeFile(path, original)
    return path
  }

  const expectWhole = async (path: string) => {
    const text = await readFile(path, 'utf8')
    expect(haveSameValues(original, text, placeOf(claudeDesktop))).toBe(true)
  }

  test('never mix up or lose what stands there', async () => {
    const path = await configuration()
    const outcomes = await Promise.all([1, 2, 3].map(() => start(path, 20).lines.toEnd()))
    const all = outcomes.flat()
    expect(all).toHaveLength(60)
    expect(all.filter((line) => !['insert', 'remove', 'unchanged', 'changed'].includes(line))).toEqual([])
    await expectWhole(path)
    expect(await listBackups(path)).toHaveLength(5)
    expect((await readdir(join(path, '..'))).filter((name) => name.includes('lock') || name.endsWith('.tmp'))).toEqual([])
  })

  test('leave a whole file when they are killed, and do not stand in the way of the next one', async () => {
    const path = await configuration()
    for (let killedAfter = 1; killedAfter <= 8; killedAfter += 1) {
      const { child, lines } = start(path, 1_000)
      await lines.until(killedAfter)
      child.kill('SIGKILL')
      await once(child, 'close')
      await expectWhole(path)
    }
    const outcomes = await start(path, 3).lines.toEnd()
    expect(outcomes.slice(1)).toEqual(['remove', 'insert'])
    expect((await readdir(join(path, '..'))).filter((name) => name.includes('lock') || name.endsWith('.tmp'))).toEqual([])
  })
})

/** The lines a process prints: awaited up to a number of them, or up to its end. */
function linesOf(child: ChildProcessByStdio<null, Readable, null>) {
  const lines: string[] = []
  let noticed = (): void => undefined
  createInterface({ input: child.stdout }).on('line', (line) => {
    lines.push(line)
    noticed()
  })
  return {
    until: (count: number) =>
      new Promise<void>((resolve) => {
        noticed = () => void (lines.length >= count && resolve())
        noticed()
      }),
    toEnd: async () => {
      await once(child, 'close')
      return lines
    },
  }
}
