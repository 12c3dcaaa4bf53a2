import { spawn } from 'node:child_process'

const forwardedSignals = ['SIGINT', 'SIGTERM', 'SIGHUP']

/**
 * Runs a program to its end with our own stdio, hands on the signals we receive, and answers its exit code
 * (128 + signal number by the shell's custom when a signal ended it).
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 * @returns {Promise<number>}
 */
export function runToEnd(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: 'inherit', ...options })
    const handlers = forwardedSignals.map((signal) => {
      // A terminal sends Ctrl+C to the child as well, and twice would cut its farewell short.
      const forward = () => signal === 'SIGINT' && process.stdin.isTTY ? undefined : child.kill(signal)
      return [signal, forward]
    })
    for (const [signal, handler] of handlers) process.on(signal, handler)
    const release = () => handlers.forEach(([signal, handler]) => process.off(signal, handler))
    child.once('error', (error) => {
      release()
      reject(error)
    })
    child.once('close', (code, signal) => {
      release()
      resolve(code ?? 128 + ({ SIGHUP: 1, SIGINT: 2, SIGKILL: 9, SIGTERM: 15 }[signal] ?? 0))
    })
  })
}

/**
 * Runs a program quietly and answers what it printed.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnOptions & { timeoutMs?: number }} [options]
 * @returns {Promise<{ code: number | null, stdout: string, stderr: string }>} code is null when it was ended by the
 *   time-out or another signal; rejects only when the program cannot be started
 */
export function capture(command, args, { timeoutMs, ...options } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'], timeout: timeoutMs })
    let stdout = ''
    let stderr = ''
    child.stdout.setEncoding('utf8').on('data', (text) => (stdout += text))
    child.stderr.setEncoding('utf8').on('data', (text) => (stderr += text))
    child.once('error', reject)
    child.once('close', (code) => resolve({ code, stdout, stderr }))
  })
}

/** Like {@link capture}, but a failure is an error that carries what the program said. Answers its standard output. */
export async function mustCapture(command, args, options) {
  const { code, stdout, stderr } = await capture(command, args, options)
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} failed with ${code}: ${(stderr || stdout).trim()}`)
  return stdout
}

/**
 * Starts a helper such as a display that must not outlive us, however we end, and that Ctrl+C in our terminal must not
 * end before the programs that use it. Linux only.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnOptions} options
 */
export function spawnBound(command, args, options) {
  return spawn('setpriv', ['--pdeathsig', 'TERM', '--', command, ...args], { ...options, detached: true })
}
