import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { startSampleOdoo, type OdooVersion } from '../support/sample-odoo/server'

const PYTHON = '/usr/bin/python3'
const present = existsSync(PYTHON) && existsSync('/usr/lib/python3/dist-packages/odoorpc')
if (!present) process.stdout.write("SKIPPED: no independent client speaks to the sample Odoo, for Debian's python3-odoorpc is not installed\n")

/** Logs in, searches, reads through relations, groups, and tells what a refusal looks like; all as JSON on the last line. */
const SCRIPT = `
import json, sys, odoorpc
port, login, password = int(sys.argv[1]), sys.argv[2], sys.stdin.readline().strip()
odoo = odoorpc.ODOO('127.0.0.1', port=port)
databases = odoo.db.list() if int(odoo.version.split('.')[0]) < 20 else []
odoo.login('sample', login, password)
Partner = odoo.env['res.partner']
ids = Partner.search([('is_company', '=', True), ('country_id.code', '=', 'BE')], limit=5, order='id')
first = Partner.browse(ids[0])
orders = odoo.env['sale.order'].search_read([('state', '=', 'sale')], ['name', 'amount_total'], limit=3)
try:
    odoo.env['ir.config_parameter'].search([])
    refused = None
except odoorpc.error.RPCError as cause:
    refused = cause.info['name'] if 'name' in cause.info else cause.info['data']['name']
print(json.dumps({
    'version': odoo.version, 'databases': databases, 'user': odoo.env.user.name, 'tz': odoo.env.context['tz'],
    'ids': ids, 'name': first.name, 'country': first.country_id.name, 'children': first.child_ids.ids,
    'orders': orders, 'float': isinstance(orders[0]['amount_total'], float), 'refused': refused,
    'count': odoo.env['sale.order'].search_count([]),
}))
`

describe.skipIf(!present)('an independent client, odoorpc,', () => {
  for (const version of [16, 17, 18, 19, 20] as readonly OdooVersion[]) {
    it(`logs in to sample Odoo ${version}, searches, reads through relations and is refused what it may not see`, async () => {
      const odoo = await startSampleOdoo({ version })
      try {
        const running = promisify(execFile)(PYTHON, ['-c', SCRIPT, new URL(odoo.url).port, odoo.login])
        running.child.stdin?.end(`${odoo.users.reader.password}\n`)
        const answer = JSON.parse((await running).stdout) as Record<string, unknown>
        const partners = (odoo.data['res.partner'] ?? []).filter((row) => row['is_company'] && row['active'] && row['country_id'] === 2 && row['company_id'] !== 3)
        const [first] = partners
        expect(answer['version']).toMatch(new RegExp(`^${version}\\.0`))
        expect(answer['databases']).toEqual(version < 20 ? ['sample'] : [])
        expect(answer['user']).toBe('Rita Reader')
        expect(answer['tz']).toBe('Europe/Brussels')
        expect(answer['ids']).toEqual(partners.slice(0, 5).map((row) => row.id))
        expect(answer['name']).toBe(first?.['name'])
        expect(answer['country']).toBe('Belgium')
        expect(answer['children']).toEqual((odoo.data['res.partner'] ?? []).filter((row) => row['parent_id'] === first?.id).map((row) => row.id))
        expect(answer['float']).toBe(true)
        expect(answer['refused']).toBe('odoo.exceptions.AccessError')
        expect(answer['count']).toBe(odoo.data['sale.order']?.filter((row) => row['company_id'] !== 3).length)
      } finally {
        await odoo.close()
      }
    })
  }
})
