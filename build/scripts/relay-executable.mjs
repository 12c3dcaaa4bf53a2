import { chmod, copyFile, mkdir, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { mustCapture } from './child-process.mjs'
import { projectRoot } from './project-root.mjs'

const postject = createRequire(import.meta.url).resolve('postject/dist/cli.js')

/** Fixed by Node: https://nodejs.org/api/single-executable-applications.html */
const sentinel = 'NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2'

/**
 * Makes the relay a program of its own for this platform from `out/relay.cjs` and the Node that runs this script.
 *
 * @returns {Promise<string>} absolute path of the program, in `out/relay`
 */
export async function buildRelayExecutable() {
  const directory = join(projectRoot, 'out', 'relay')
  await mkdir(directory, { recursive: true })
  const program = join(directory, process.platform === 'win32' ? 'vitrine-relay.exe' : 'vitrine-relay')
  const blob = join(directory, 'relay.blob')
  const configuration = join(directory, 'sea-config.json')
  const main = join(projectRoot, 'out', 'relay-program.cjs')
  await writeFile(configuration, JSON.stringify({ main, output: blob, disableExperimentalSEAWarning: true }))
  await mustCapture(process.execPath, ['--experimental-sea-config', configuration])

  await copyFile(process.execPath, program)
  await chmod(program, 0o755)
  // Before the injection: stripped afterwards, the program no longer finds what was injected.
  if (process.platform === 'linux') await mustCapture('strip', ['--strip-all', program])
  if (process.platform === 'darwin') await mustCapture('codesign', ['--remove-signature', program])
  const segment = process.platform === 'darwin' ? ['--macho-segment-name', 'NODE_SEA'] : []
  // As a program of its own, because it prints a warning for every section name it cannot read.
  await mustCapture(process.execPath, [postject, program, 'NODE_SEA_BLOB', blob, '--sentinel-fuse', sentinel, ...segment])
  if (process.platform === 'darwin') await mustCapture('codesign', ['--sign', '-', program])
  return program
}
