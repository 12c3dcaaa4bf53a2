import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { isObject, type JsonObject } from '../support/sample-odoo/recordings/compare'
import { startSampleOdoo, type Json, type OdooVersion, type SampleOdoo } from '../support/sample-odoo/server'

const FOLDER = resolve(__dirname, '../../../shared/odoo-recordings')
const present = existsSync(FOLDER)
if (!present) process.stdout.write(`SKIPPED: the sample's fields are not held against real servers, for there are no recordings at ${FOLDER}\n`)

/** What a client decides by; labels, help and choices vary with the modules installed. */
const ATTRIBUTES = ['type', 'relation', 'store', 'searchable', 'sortable', 'groupable', 'company_dependent', 'translate', 'required', 'aggregator', 'group_operator', 'currency_field']

/** Fields whose attributes differ on purpose. */
const EXCEPTIONS: Readonly<Record<string, string>> = {
  'account.move.line.amount_currency': 'summed here in every version, so that one test can sum it on all',
  'hr.employee.private_email': 'stored here in 16 as well, where it mirrored a private contact',
  'hr.employee.department_id': 'from 19 on it mirrors a contract version, a model the sample does not have',
  'hr.employee.job_title': 'from 19 on it mirrors a contract version',
  'hr.employee.identification_id': 'from 19 on it mirrors a contract version',
  'hr.employee.ssnid': 'from 19 on it mirrors a contract version',
  'hr.employee.marital': 'from 19 on it mirrors a contract version',
  'hr.employee.children': 'from 19 on it mirrors a contract version',
  'ir.attachment.res_id': 'not summed here in 16: the sum of references means nothing',
  'mail.message.res_id': 'not summed here in 16: the sum of references means nothing',
  'product.product.is_favorite': 'not stored a second time on the variant',
  'purchase.order.line.price_subtotal': '18 alone left it without a sum',
}

async function fieldsOf(odoo: SampleOdoo, who: 'admin' | 'sales', model: string): Promise<JsonObject> {
  const { id, key } = odoo.users[who]
  const response = await fetch(`${odoo.url}/jsonrpc`, {
    method: 'POST', headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, params: { service: 'object', method: 'execute_kw', args: [odoo.db, id, key, model, 'fields_get', [], {}] } }),
  })
  const { result } = await response.json() as { result?: Json }
  return isObject(result) ? result : {}
}

describe.skipIf(!present)("the sample's fields beside those of real servers", () => {
  for (const version of [16, 17, 18, 19] as readonly OdooVersion[]) {
    it(`describes the fields of Odoo ${version} as it does, to administrators and to others`, async () => {
      const odoo = await startSampleOdoo({ version })
      const problems: string[] = []
      let compared = 0
      try {
        for (const [recorded, who] of [['admin', 'admin'], ['reader', 'sales']] as const) {
          const { fields_get: real } = JSON.parse(readFileSync(resolve(FOLDER, `odoo${version}-schema-${recorded}.json`), 'utf8')) as { fields_get: Record<string, JsonObject> }
          for (const [model, fields] of Object.entries(real)) {
            for (const [name, ours] of Object.entries(await fieldsOf(odoo, who, model))) {
              const theirs = fields[name]
              if (!isObject(theirs) || !isObject(ours) || `${model}.${name}` in EXCEPTIONS) continue
              compared += 1
              for (const attribute of ATTRIBUTES) {
                if (attribute === 'translate' && theirs[attribute] === undefined) continue
                if (ours[attribute] !== theirs[attribute]) problems.push(`${model}.${name} ${attribute}: ${String(theirs[attribute])} there, ${String(ours[attribute])} here (${who})`)
              }
            }
          }
        }
      } finally {
        await odoo.close()
      }
      process.stdout.write(`compared the attributes of ${compared} fields of Odoo ${version}\n`)
      expect(problems).toEqual([])
      expect(compared).toBeGreaterThan(800)
    })
  }
})
