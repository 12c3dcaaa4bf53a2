import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const directory = new URL('../../../.github/workflows/', import.meta.url)
const workflows = readdirSync(directory).map((name) => [name, readFileSync(new URL(name, directory), 'utf8')] as const)

describe.each(workflows)('the workflow %s', (_name, text) => {
  it('names each action by the hash of a commit, and says which version that is', () => {
    const used = [...text.matchAll(/uses: (.+)/g)].map(([, action = '']) => action)
    expect(used.length).toBeGreaterThan(0)
    for (const action of used) expect(action).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/)
  })

  it('may read the code and nothing else, unless a job says what it needs', () => {
    expect(text).toMatch(/^permissions:\n {2}contents: read$/m)
    expect(text).not.toContain('write-all')
  })

  it('leaves no token of the forge in the work tree, and runs nobody else’s code with our secrets', () => {
    expect(text.match(/uses: actions\/checkout@/g)?.length).toBe(text.match(/persist-credentials: false/g)?.length)
    expect(text).not.toContain('pull_request_target')
  })

  it('puts no text of an event into a command', () => {
    const commands = [...text.matchAll(/run: (?:\|\n((?: {10,}.*\n)+)|(.*))/g)].map(([, block = '', line = '']) => block + line)
    for (const command of commands) expect(command).not.toContain('${{')
  })
})
