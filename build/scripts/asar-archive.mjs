import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * Packs the files of one flat directory into Electron's archive format: a pickled JSON directory, then the contents.
 * Format: https://github.com/electron/asar#format
 *
 * @param {string} directory absolute path; subdirectories are not taken
 * @returns {Promise<Buffer>}
 */
export async function asarArchive(directory) {
  const files = {}
  const contents = []
  let offset = 0
  for (const name of (await readdir(directory)).sort()) {
    const content = await readFile(join(directory, name))
    files[name] = { size: content.length, offset: String(offset) }
    contents.push(content)
    offset += content.length
  }
  const json = Buffer.from(JSON.stringify({ files }))
  const padded = Math.ceil(json.length / 4) * 4
  const head = Buffer.alloc(16 + padded)
  for (const [at, value] of [4, padded + 8, padded + 4, json.length].entries()) head.writeUInt32LE(value, at * 4)
  json.copy(head, 16)
  return Buffer.concat([head, ...contents])
}
