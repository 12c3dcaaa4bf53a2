import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { capture, mustCapture } from './child-process.mjs'

/**
 * Packages of Debian and Ubuntu by purpose. An entry of several names is one package that changed its name: any of
 * them serves, and the first one that the system's lists know is installed.
 */
const packagesFor = {
  /** Electron's own libraries, notifications, and the library through which keytar asks the secret service. */
  run: [
    ['libgtk-3-0t64', 'libgtk-3-0'],
    ['libasound2t64', 'libasound2'],
    ['libgbm1'],
    ['libnotify4'],
    ['libnss3'],
    ['libsecret-1-0'],
  ],
  display: [['xvfb']],
  bus: [['dbus-daemon'], ['gnome-keyring']],
  /** The independent readers that the integration tests compare with. */
  test: [['python3-cryptography'], ['python3-odoorpc']],
  /** `strip`, for the relay's executable. */
  package: [['binutils']],
}

/**
 * Sees to it that the packages for these purposes are installed; on systems other than Debian and Ubuntu it does
 * nothing, and the system's own names for the same libraries are the user's to find.
 *
 * @param {readonly (keyof typeof packagesFor)[]} purposes
 * @param {(line: string) => void} [say] receives progress; standard error by default
 * @throws {Error} with the one line to run, when packages are missing and we may not install them
 */
export async function ensureSystemPackages(purposes, say = (line) => console.error(line)) {
  if (!(await isDebianLike())) return
  const missing = await missingPackages(purposes.flatMap((purpose) => packagesFor[purpose]))
  if (missing.length === 0) return
  const asRoot = process.getuid() === 0 ? [] : ['sudo', '-n']
  if (asRoot.length > 0 && !(await succeeds('sudo', ['-n', 'true']))) {
    const names = missing.map((alternatives) => alternatives.at(-1)).join(' ')
    throw new Error(`System packages are missing. Run this once, then again what you ran:\n  sudo apt-get install -y ${names}`)
  }
  const apt = async (...args) => {
    const options = ['-o', 'DPkg::Lock::Timeout=300', '-qq']
    const command = [...asRoot, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', ...options, ...args]
    await mustCapture(command[0], command.slice(1))
  }
  say('Refreshing the package lists …')
  await apt('update')
  const names = await Promise.all(missing.map(firstKnown))
  say(`Installing system packages: ${names.join(' ')}`)
  await apt('install', '-y', '--no-install-recommends', ...names)
}

async function isDebianLike() {
  if (process.platform !== 'linux' || !existsSync('/usr/bin/apt-get')) return false
  const release = await readFile('/etc/os-release', 'utf8').catch(() => '')
  return /^ID(_LIKE)?=.*\b(debian|ubuntu)\b/m.test(release)
}

async function missingPackages(wanted) {
  const names = wanted.flat()
  // It fails when it does not know one of them, and still lists the others.
  const { stdout } = await capture('dpkg-query', ['-W', '-f', '${db:Status-Abbrev} ${Package}\n', ...names])
  const installed = new Set(stdout.split('\n').filter((line) => line.startsWith('ii')).map((line) => line.slice(3).trim()))
  return wanted.filter((alternatives) => !alternatives.some((name) => installed.has(name)))
}

async function firstKnown(alternatives) {
  for (const name of alternatives) {
    // A purely virtual package is listed without a version of its own; `show` fails on it.
    if (await succeeds('apt-cache', ['show', '--no-all-versions', name])) return name
  }
  throw new Error(`The package lists know none of: ${alternatives.join(', ')}.`)
}

async function succeeds(command, args) {
  return capture(command, args).then(
    ({ code }) => code === 0,
    () => false,
  )
}
