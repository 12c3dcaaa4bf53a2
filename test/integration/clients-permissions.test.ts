import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdir, readFile, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { text as textOf } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { bundledScript, type BundledScript } from '../support/bundled-script'
import { temporaryDirectory } from '../support/temporary-directory'

const original = '{ "mcpServers": { "notes": {} } }'
/** `nobody`. The administrator's account may read and write anything, so that a program of somebody else is asked to. */
const somebodyElse = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {}

describe.skipIf(process.platform === 'win32')('a configuration that the system does not let us have', () => {
  let script: BundledScript
  beforeAll(async () => {
    script = await bundledScript('test/support/registering-script.ts')
    await chmod(join(script.path, '..'), 0o755)
  })
  afterAll(() => script.remove())

  test.each([
    ['a file that may not be read', { file: 0o000, directory: 0o555 }, 'EACCES'],
    ['a file in a directory that may not be entered', { file: 0o644, directory: 0o000 }, 'EACCES'],
    ['a file in a directory that may not be written', { file: 0o644, directory: 0o555 }, 'not_written'],
  ] as const)('%s is left alone, and it is told', async (_, modes, outcome) => {
    const { directory, path } = await configuration(modes)
    const child = spawn(process.execPath, [script.path, path, '1'], { stdio: ['ignore', 'pipe', 'inherit'], ...somebodyElse })
    const [printed] = await Promise.all([textOf(child.stdout), once(child, 'close')])
    expect(printed).toBe(`${outcome}\n`)
    await open(directory, path)
    expect(await readFile(path, 'utf8')).toBe(original)
    expect(await readdir(directory)).toEqual(['claude_desktop_config.json'])
  })
})

async function configuration(modes: { readonly file: number; readonly directory: number }) {
  const root = await temporaryDirectory()
  const directory = join(root, 'Claude')
  const path = join(directory, 'claude_desktop_config.json')
  await mkdir(directory)
  await writeFile(path, original)
  await chmod(root, 0o755)
  await chmod(path, modes.file)
  await chmod(directory, modes.directory)
  onTestFinished(() => open(directory, path))
  return { directory, path }
}

/** Ours again, to look at and to remove. */
async function open(directory: string, path: string): Promise<void> {
  await chmod(directory, 0o755)
  await chmod(path, 0o644)
}
