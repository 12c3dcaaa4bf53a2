import { policyInWords } from '../../policy/words'
import { defineInput } from '../arguments'
import { connectionSaid } from '../chosen-connection'
import { oneLine } from '../../odoo/text'
import { isoInZone } from '../render/zone'
import { defineTool } from '../tool'

const MOST_COMPANIES = 50

export const contextTool = defineTool({
  name: 'odoo_context',
  title: 'Odoo context',
  description: 'Who asks and where: user, companies, language, time zone, present time, Odoo version, what the policy allows and hides, connections.',
  input: defineInput({}),
  output: { user: 'object', companies: 'array', now: 'string', policy: 'array', connections: 'array' },
  run: async (call) => {
    const { user, version, connectionName } = await call.open()
    const companies = user.companies.map(({ id, name, currency }) => ({
      id,
      name: oneLine(name, 80),
      currency,
      ...(id === user.companyId && { current: true }),
    }))
    call.trail.rows = 1
    call.trail.companies = user.companies.map(({ id }) => id)
    return {
      user: { id: user.id, ...(call.visibility.isAskerNamed && { name: oneLine(user.name, 80) }) },
      companies: companies.slice(0, MOST_COMPANIES),
      ...(companies.length > MOST_COMPANIES && { companies_more: companies.length - MOST_COMPANIES }),
      language: user.lang,
      time_zone: user.tz,
      now: isoInZone(call.deps.host.now(), user.tz),
      odoo_version: version.text,
      policy: policyInWords(call.visibility.policy),
      connection: connectionSaid(connectionName),
      connections: call.deps.connectionNames().slice(0, 20).map(connectionSaid),
    }
  },
})
