import { execFile } from 'node:child_process'
import { rm } from 'node:fs/promises'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import type { Demonstrated } from '../support/demo/demonstration'

it('shows the whole path in a terminal, as the README promises', async () => {
  const { stdout } = await promisify(execFile)('npm', ['run', '--silent', 'demo', '--', '--json'])
  const shown = JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Demonstrated
  expect(shown).toMatchObject({ ok: true, failures: [] })
  expect(shown.questions).toHaveLength(3)
  await rm(shown.screenshot)
})
