import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { differences, isObject, plainMessage, type JsonObject, type Recording } from '../support/sample-odoo/recordings/compare'
import { startSampleOdoo, type Json, type OdooVersion, type SampleOdoo } from '../support/sample-odoo/server'

/** Recordings of real servers, where there are any beside the project. */
const FOLDER = resolve(__dirname, '../../../shared/odoo-recordings')
const present = existsSync(FOLDER)
if (!present) process.stdout.write(`SKIPPED: the sample Odoo is not held against real servers, for there are no recordings at ${FOLDER}\n`)

const VERSIONS: readonly OdooVersion[] = [16, 17, 18, 19]

/** Cases that do not apply, each with its reason. */
const NOT_APPLICABLE: Readonly<Record<string, string>> = {
  jsonrpc_x_lang_fr_FR: 'French is installed in the sample; there it was not yet',
  json2_m_context_lang: 'French is installed in the sample; there it was not yet',
  jsonrpc_x_fields_view_get: 'views are not part of the sample',
  http_x_json1_bearer: 'the columns of a view depend on the view, and views are not part of the sample',
  json2_m_wizard_transient: 'the wizards of the web client are not part of the sample',
}

const readJson = (name: string): JsonObject => JSON.parse(readFileSync(resolve(FOLDER, name), 'utf8')) as JsonObject
const recordingsOf = (version: OdooVersion, kind: string): Recording[] => {
  const all = readJson(`odoo${version}-${kind}.json`)['recordings'] as unknown as Recording[]
  // They are kept by name; what writes has to run in the order it was done.
  const rank = (name: string): number => {
    const index = ['_w_create', '_w_write', '_w_copy', '_w_message', '_w_archive', '_w_toggle', '_w_unlink'].findIndex((part) => name.includes(part))
    return index < 0 ? 0 : index + 1
  }
  return [...all].sort((left, right) => rank(left.case) - rank(right.case))
}

/** Ids of records made while replaying: real id to ours. */
type Made = Map<number, number>

function translate(value: Json, odoo: SampleOdoo, made: Made | undefined): Json {
  if (typeof value === 'string') {
    const { admin, sales } = odoo.users
    const named: Record<string, string> = {
      [`odoo${odoo.version}`]: odoo.db, odoo19b: 'other', '<admin-key>': admin.key, '<reader-key>': sales.key, 'reader@example.com': sales.login, 'bearer <admin-key>': `bearer ${admin.key}`,
      'bearer <reader-key>': `bearer ${sales.key}`,
    }
    return named[value] ?? value
  }
  if (typeof value === 'number') return made?.get(value) ?? value
  if (Array.isArray(value)) return value.map((item) => translate(item, odoo, made))
  if (isObject(value)) return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, translate(item, odoo, made)]))
  return value
}

async function replay(odoo: SampleOdoo, recording: Recording, made: Made): Promise<{ status: number; contentType: string; body: Json }> {
  const { method, path, headers } = recording.request
  let body = translate(recording.request.body, odoo, recording.case.includes('_w_') ? made : undefined)
  if (isObject(body) && isObject(body['params'])) {
    const args = body['params']['args']
    if (Array.isArray(args)) {
      // The ordinary user there had another id; the administrator's password was a word.
      if (args[2] === odoo.users.sales.key && (args[1] === 7 || args[1] === 8)) args[1] = odoo.users.sales.id
      if (args[2] === 'admin') args[2] = odoo.users.admin.password
      const foreign = odoo.data['sale.order']?.find((row) => row['user_id'] !== odoo.users.sales.id && row['company_id'] === 1)?.id ?? 0
      if (/record_rule|rule_error|access_rule_denied/.test(recording.case)) args[5] = JSON.parse(JSON.stringify(args[5]).replace(/^\[\[[13](,3)?\]/, `[[${foreign}]`)) as Json
      if (recording.case.includes('lang_write')) args[5] = JSON.parse(JSON.stringify(args[5]).replace('[20]', '[2]')) as Json
      if (recording.case.includes('whoami') || recording.case.includes('has_group_ids')) body = JSON.parse(JSON.stringify(body).replace(/\[\[[78]\]/, `[[${odoo.users.sales.id}]`)) as Json
    }
  }
  const sent = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(translate(value, odoo, undefined))]))
  const response = await fetch(odoo.url + path, {
    method, headers: sent, redirect: 'manual', ...(method === 'POST' && body !== null ? { body: typeof body === 'string' ? body : JSON.stringify(body) } : {}),
  })
  const text = await response.text()
  const contentType = response.headers.get('content-type') ?? ''
  const parsed: Json = contentType.startsWith('application/json') ? JSON.parse(text) as Json : text
  return { status: response.status, contentType, body: parsed }
}

const normalType = (type: string): string => type.replace(/\s/g, '')
const title = (html: Json): string => /<title>([^<]*)/.exec(String(html))?.[1] ?? ''

function errorOf(body: Json): { name: Json; message: Json; keys: string; code?: Json } | undefined {
  if (!isObject(body)) return undefined
  const rpc = body['error']
  if (isObject(rpc) && isObject(rpc['data'])) {
    const { name = null, message = null } = rpc['data']
    return { name, message, keys: Object.keys(rpc['data']).sort().join(), code: rpc['code'] ?? null }
  }
  const { name, message } = body
  return typeof name === 'string' && typeof message === 'string' && 'debug' in body ? { name, message, keys: Object.keys(body).sort().join() } : undefined
}

const resultOf = (body: Json): Json | undefined => (isObject(body) && 'jsonrpc' in body ? body['result'] : body)

function compareAnswers(recording: Recording, ours: { status: number; contentType: string; body: Json }, knows: (key: string) => boolean): string[] {
  const real = recording.response
  const found: string[] = []
  if (real.status !== ours.status) found.push(`status ${real.status} there, ${ours.status} here`)
  if (normalType(real.contentType) !== normalType(ours.contentType)) found.push(`content type ${real.contentType} there, ${ours.contentType} here`)
  if (found.length > 0 || typeof real.body === 'string') {
    if (typeof real.body === 'string' && real.body.includes('<title>') && title(real.body) !== title(ours.body)) found.push(`title ${title(real.body)} there, ${title(ours.body)} here`)
    return found
  }
  const realError = errorOf(real.body)
  const ourError = errorOf(ours.body)
  if (realError || ourError) {
    if (!realError || !ourError) return [`${realError ? `error ${String(realError.name)}: ${String(realError.message)}` : 'no error'} there, ${ourError ? `error ${String(ourError.name)}: ${String(ourError.message)}` : 'no error'} here`]
    if (realError.name !== ourError.name) found.push(`error ${String(realError.name)} there, ${String(ourError.name)} here (${String(ourError.message)})`)
    if (realError.code !== ourError.code) found.push(`code ${String(realError.code)} there, ${String(ourError.code)} here`)
    if (realError.keys !== ourError.keys) found.push(`keys ${realError.keys} there, ${ourError.keys} here`)
    if (plainMessage(realError.message) !== plainMessage(ourError.message)) found.push(`message\n  there: ${plainMessage(realError.message)}\n  here:  ${plainMessage(ourError.message)}`)
    return found
  }
  return differences(resultOf(real.body), resultOf(ours.body), knows)
}

const modelOf = (recording: Recording): string => {
  const { body, path } = recording.request
  const args = isObject(body) && isObject(body['params']) ? body['params']['args'] : undefined
  return Array.isArray(args) ? String(args[3]) : path.split('/')[3] ?? ''
}

describe.skipIf(!present)('the sample Odoo beside real servers', () => {
  const servers = new Map<OdooVersion, SampleOdoo>()
  beforeAll(async () => {
    for (const version of VERSIONS) {
      servers.set(version, await startSampleOdoo({ version, databases: version === 19 ? ['other'] : [], now: '2026-11-22T05:00:00Z' }))
    }
  })
  afterAll(async () => {
    for (const odoo of servers.values()) await odoo.close()
  })
  const serverOf = (version: OdooVersion): SampleOdoo => {
    const odoo = servers.get(version)
    if (!odoo) throw new Error(`no server ${version}`)
    return odoo
  }

  for (const version of VERSIONS) {
    for (const kind of ['jsonrpc', 'json2', 'other']) {
      it(`answers the ${kind} cases of ${version} with the same statuses, errors and shapes`, async () => {
        const odoo = serverOf(version)
        const fields = await fieldNames(odoo)
        const made: Made = new Map()
        const problems: string[] = []
        let compared = 0
        for (const recording of recordingsOf(version, kind)) {
          if (recording.case in NOT_APPLICABLE) continue
          const ours = await replay(odoo, recording, made)
          const realId = resultOf(recording.response.body)
          const ourId = resultOf(ours.body)
          if (/_w_(create|copy)/.test(recording.case)) learn(made, realId, ourId)
          const known = fields.get(modelOf(recording))
          compared += 1
          const found = compareAnswers(recording, ours, (key) => known?.has(key.split(':')[0] ?? key) ?? true)
          problems.push(...found.map((text) => `${recording.case}: ${text}`))
        }
        process.stdout.write(`compared ${compared} ${kind} recordings of Odoo ${version}\n`)
        expect(problems).toEqual([])
      })
    }
  }
})

function learn(made: Made, real: Json | undefined, ours: Json | undefined): void {
  const [from] = Array.isArray(real) ? real : [real]
  const [to] = Array.isArray(ours) ? ours : [ours]
  if (typeof from === 'number' && typeof to === 'number') made.set(from, to)
}

async function fieldNames(odoo: SampleOdoo): Promise<Map<string, Set<string>>> {
  const names = new Map<string, Set<string>>()
  for (const model of Object.keys(odoo.data)) {
    const response = await fetch(`${odoo.url}/jsonrpc`, {
      method: 'POST', headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, params: { service: 'object', method: 'execute_kw', args: [odoo.db, odoo.users.admin.id, odoo.adminKey, model, 'fields_get', [], { attributes: ['type'] }] } }),
    })
    const { result } = await response.json() as { result: JsonObject }
    names.set(model, new Set([...Object.keys(result), '__count', '__domain', '__range', '__context', '__extra_domain']))
  }
  return names
}
