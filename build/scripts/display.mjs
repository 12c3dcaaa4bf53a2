import { spawnBound } from './child-process.mjs'

/** Whether this session can show windows. */
export function hasDisplay(env = process.env) {
  return process.platform !== 'linux' || Boolean(env.DISPLAY || env.WAYLAND_DISPLAY)
}

/**
 * Starts a virtual display (Xvfb) on a free number, without network access to it.
 *
 * @param {{ width?: number, height?: number }} [size] of the screen in pixels
 * @returns {Promise<{ env: { DISPLAY: string }, stop: () => Promise<void> }>}
 */
export function startVirtualDisplay({ width = 1440, height = 900 } = {}) {
  return new Promise((resolve, reject) => {
    // Xvfb writes the number it chose to this descriptor once it accepts clients.
    const args = ['-displayfd', '3', '-screen', '0', `${width}x${height}x24`, '-nolisten', 'tcp', '-noreset']
    const child = spawnBound('Xvfb', args, { stdio: ['ignore', 'ignore', 'pipe', 'pipe'] })
    const ended = new Promise((done) => child.once('close', done))
    let complaint = ''
    child.stderr.setEncoding('utf8').on('data', (text) => (complaint += text))
    child.once('error', reject)
    void ended.then((code) => reject(new Error(`Xvfb ended with ${code}: ${complaint.trim()}`)))
    let number = ''
    child.stdio[3].setEncoding('utf8').on('data', (text) => {
      number += text
      if (!number.endsWith('\n')) return
      const stop = async () => {
        child.kill()
        await ended
      }
      resolve({ env: { DISPLAY: `:${number.trim()}` }, stop })
    })
  })
}
