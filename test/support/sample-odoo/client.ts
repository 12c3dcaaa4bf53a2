import type { Json, SampleOdoo, SampleUser } from './server'

/** A bare call, for tests of the sample itself: no library, no help. */
export interface Outcome { status: number; body: Json }

export async function json2(odoo: SampleOdoo, user: SampleUser, model: string, method: string, body: Json): Promise<Outcome> {
  const response = await fetch(`${odoo.url}/json/2/${model}/${method}`, {
    method: 'POST', headers: { 'content-type': 'application/json', authorization: `bearer ${user.key}` }, body: JSON.stringify(body),
  })
  return { status: response.status, body: await response.json() as Json }
}

/** `execute_kw`: the result, or the error's name and message. */
export async function rpc(odoo: SampleOdoo, user: SampleUser, model: string, method: string, args: Json[], kwargs: Json = {}): Promise<{ result?: Json; error?: { name: string; message: string } }> {
  const response = await fetch(`${odoo.url}/jsonrpc`, {
    method: 'POST', headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'call', params: { service: 'object', method: 'execute_kw', args: [odoo.db, user.id, user.key, model, method, args, kwargs] } }),
  })
  const { result, error } = await response.json() as { result?: Json; error?: { data: { name: string; message: string } } }
  return { ...(result === undefined ? {} : { result }), ...(error ? { error: { name: error.data.name, message: error.data.message } } : {}) }
}
