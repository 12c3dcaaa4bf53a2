import { execFile } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { signatureOf } from '../../src/service/webhook/signature'
import { makeHome } from '../support/house/open-house'

const SECRET = 'a secret of a webhook'
const AT_MS = 1_764_000_000_000
const BODY = '{"id":"ä","type":"test"}'
const header = signatureOf(SECRET, AT_MS, BODY)
const now = AT_MS / 1000

/** Secret, header, body, time, and what the sample must say. */
const CASES: readonly (readonly [string, string, string, number, boolean])[] = [
  [SECRET, header, BODY, now, true],
  [SECRET, header, BODY, now + 299, true],
  [SECRET, header, BODY, now + 301, false],
  [SECRET, header, BODY, now - 301, false],
  [SECRET, header, `${BODY} `, now, false],
  ['another', header, BODY, now, false],
  [SECRET, header.replace('t=17', 't=16'), BODY, now, false],
  [SECRET, `${header}0`, BODY, now, false],
  [SECRET, '', BODY, now, false],
]

async function sample(language: 'js' | 'python', ending: string): Promise<string> {
  const text = await readFile('WEBHOOK.md', 'utf8')
  const [, code = ''] = new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``).exec(text) ?? []
  const { root } = await makeHome()
  const path = join(root, `sample${ending}`)
  await writeFile(path, code)
  return path
}

describe('the samples that WEBHOOK.md gives for checking a signature', () => {
  it('hold in Node', async () => {
    const path = await sample('js', '.mjs')
    const script = `import { isFromVitrine } from ${JSON.stringify(pathToFileURL(path).href)}
      console.log(JSON.stringify(${JSON.stringify(CASES)}.map(([secret, header, body, now]) => isFromVitrine(secret, header, Buffer.from(body), now))))`
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script])
    expect(JSON.parse(stdout)).toEqual(CASES.map((one) => one[4]))
  })

  it('hold in Python', async () => {
    const path = await sample('python', '.py')
    const script = `import json, sys
sys.path.insert(0, sys.argv[1])
from sample import is_from_vitrine
print(json.dumps([is_from_vitrine(s, h, b.encode(), n) for s, h, b, n, _ in json.loads(sys.argv[2])]))`
    const { stdout } = await promisify(execFile)('python3', ['-c', script, join(path, '..'), JSON.stringify(CASES)])
    expect(JSON.parse(stdout)).toEqual(CASES.map((one) => one[4]))
  })
})
