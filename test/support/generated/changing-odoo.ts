import { sendJson, startScriptedServer, type ScriptedServer } from '../odoo/scripted-server'
import type { SampleOdoo } from '../sample-odoo/server'

export interface ChangingOdoo extends Pick<ScriptedServer, 'url' | 'close'> {
  /** From now on no model has the field, as after an app was removed. */
  readonly drop: (field: string) => void
  /** The field is there again. */
  readonly restore: (field: string) => void
  /** `fields_get` calls that arrived. */
  readonly schemaReads: () => number
}

/** The sample Odoo behind a relay that lets fields come and go while the server runs. */
export async function startChangingOdoo(sample: SampleOdoo): Promise<ChangingOdoo> {
  const gone = new Set<string>()
  let schemaReads = 0
  const server = await startScriptedServer(({ path, body, incoming }, response) => {
    const isRpc = path === '/jsonrpc'
    const isSchema = path.endsWith('/fields_get') || body.includes('"fields_get"')
    if (isSchema) schemaReads += 1
    const fault = { name: 'builtins.ValueError', message: 'Champ invalide', arguments: [], context: {}, debug: 'Traceback (most recent call last):' }
    if (!isSchema && [...gone].some((field) => body.includes(field))) {
      if (isRpc) sendJson(response, { jsonrpc: '2.0', id: 1, error: { code: 200, message: 'Odoo Server Error', data: fault } })
      else sendJson(response, fault, 500)
      return
    }
    const { host: _host, 'content-length': _length, connection: _connection, 'accept-encoding': _encoding, ...headers } = incoming.headers
    const init = { method: incoming.method ?? 'GET', headers: headers as Record<string, string>, ...(body !== '' && { body }) }
    fetch(`${sample.url}${path}`, init).then(
      async (answer) => {
        const text = await answer.text()
        const contentType = answer.headers.get('content-type') ?? 'text/html'
        if (!isSchema || answer.status !== 200) {
          response.writeHead(answer.status, { 'content-type': contentType }).end(text)
          return
        }
        const parsed = JSON.parse(text) as Record<string, unknown>
        const fields = (isRpc ? parsed['result'] : parsed) as Record<string, unknown>
        const left = Object.fromEntries(Object.entries(fields).filter(([name]) => !gone.has(name)))
        sendJson(response, isRpc ? { ...parsed, result: left } : left)
      },
      () => response.destroy(),
    )
  })
  return {
    url: server.url,
    close: server.close,
    drop: (field) => gone.add(field),
    restore: (field) => gone.delete(field),
    schemaReads: () => schemaReads,
  }
}
