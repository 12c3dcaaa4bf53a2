import { execFile } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

/** One check of a scenario, as the suite writes it down. */
interface Check {
  readonly id: string
  readonly status: 'SUCCESS' | 'FAILURE' | 'WARNING' | 'SKIPPED' | 'INFO'
  readonly errorMessage?: string
}

export interface ScenarioResult {
  readonly scenario: string
  /** What did not hold; empty for a scenario that passed. */
  readonly failures: readonly string[]
  readonly successes: number
}

const require = createRequire(__filename)
const program = require.resolve('@modelcontextprotocol/conformance/dist/index.js')
const hooks = ['node-20-hooks.mjs', 'client-key.mjs'].flatMap((file) => ['--import', pathToFileURL(join(__dirname, file)).href])

/** Runs every server scenario of the public conformance suite against an address, in a process of its own. */
export async function runServerScenarios(url: string, key: string): Promise<readonly ScenarioResult[]> {
  const folder = await mkdtemp(join(tmpdir(), 'vitrine-conformance-'))
  try {
    const printed = await new Promise<string>((resolve) => {
      // Its exit code says no more than what it writes down: some scenarios are meant for another server and fail.
      execFile(
        process.execPath,
        [...hooks, program, 'server', '--url', url, '--suite', 'all', '--output-dir', folder],
        { cwd: folder, env: { ...process.env, CONFORMANCE_KEY: key }, maxBuffer: 64 * 1024 * 1024 },
        (_error, stdout, stderr) => { resolve(`${stdout}\n${stderr}`) },
      )
    })
    const names = [...printed.matchAll(/^=== Running scenario: (\S+) ===$/gm)].map(([, name = '']) => name)
    if (names.length === 0) throw new Error(`The conformance suite ran no scenario: ${printed.slice(-2_000)}`)
    const written = await readdir(folder)
    return await Promise.all(names.map(async (scenario) => {
      const directory = written.find((name) => new RegExp(`^server-${scenario}-\\d{4}`).test(name))
      // A scenario that could not be run leaves nothing behind.
      if (directory === undefined) return { scenario, failures: ['the scenario did not run to its end'], successes: 0 }
      const checks = JSON.parse(await readFile(join(folder, directory, 'checks.json'), 'utf8')) as readonly Check[]
      return {
        scenario,
        failures: checks
          .filter(({ status }) => status === 'FAILURE' || status === 'WARNING')
          .map(({ id, status, errorMessage = '' }) => `${status} ${id}: ${errorMessage}`),
        successes: checks.filter(({ status }) => status === 'SUCCESS').length,
      }
    }))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
