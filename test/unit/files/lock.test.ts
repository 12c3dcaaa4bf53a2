import { readFile, readdir, writeFile } from 'node:fs/promises'
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { LockBusyError, withLock } from '../../../src/files/lock'
import { temporaryDirectory } from '../../support/temporary-directory'

const noDelay = async () => undefined
const deadPid = () => spawnSync(process.execPath, ['-e', '0']).pid

describe('withLock', () => {
  test('lets one piece of work after the other in and leaves nothing behind', async () => {
    const directory = await temporaryDirectory()
    const lock = join(directory, 'lock')
    const counter = join(directory, 'counter')
    await writeFile(counter, '0')
    const increment = () =>
      withLock(lock, async () => writeFile(counter, String(Number(await readFile(counter, 'utf8')) + 1)), { pauseMs: 1, attempts: 10_000 })
    await Promise.all(Array.from({ length: 25 }, increment))
    expect(await readFile(counter, 'utf8')).toBe('25')
    expect(await readdir(directory)).toEqual(['counter'])
  })

  test('passes on what the work answers or throws, and lets go in both cases', async () => {
    const directory = await temporaryDirectory()
    const lock = join(directory, 'lock')
    expect(await withLock(lock, async () => 7)).toBe(7)
    await expect(withLock(lock, () => Promise.reject(new Error('no')))).rejects.toThrow('no')
    expect(await readdir(directory)).toEqual([])
  })

  test('gives up after so many attempts while another living process holds it', async () => {
    const lock = join(await temporaryDirectory(), 'lock')
    await writeFile(lock, `${process.ppid} 1`)
    await expect(withLock(lock, async () => 1, { attempts: 3, delay: noDelay })).rejects.toThrow(LockBusyError)
    expect(await readFile(lock, 'utf8')).toBe(`${process.ppid} 1`)
  })

  test.each([
    ['whose process is gone', () => `${deadPid()} 1`],
    ['of an earlier process with our id', () => `${process.pid} 123456789`],
    ['that holds no process id', () => 'garbage'],
    ['that its owner never came to write', () => ''],
  ])('breaks a lock %s', async (_, content) => {
    const directory = await temporaryDirectory()
    const lock = join(directory, 'lock')
    await writeFile(lock, content())
    expect(await withLock(lock, async () => 'in', { attempts: 10, delay: noDelay })).toBe('in')
    expect(await readdir(directory)).toEqual([])
  })

  test('breaks the lock of one that died while it was breaking a lock', async () => {
    const directory = await temporaryDirectory()
    const lock = join(directory, 'lock')
    await writeFile(lock, `${deadPid()} 1`)
    await writeFile(`${lock}.break`, `${deadPid()} 1`)
    expect(await withLock(lock, async () => 'in', { attempts: 10, delay: noDelay })).toBe('in')
    expect(await readdir(directory)).toEqual([])
  })

  test('lets only one in when many find the same stale lock', async () => {
    const lock = join(await temporaryDirectory(), 'lock')
    await writeFile(lock, `${deadPid()} 1`)
    let inside = 0
    let most = 0
    const work = async () => {
      inside += 1
      most = Math.max(most, inside)
      await readFile(lock)
      inside -= 1
    }
    await Promise.all(Array.from({ length: 20 }, () => withLock(lock, work, { attempts: 10_000, pauseMs: 1 })))
    expect(most).toBe(1)
  })
})
