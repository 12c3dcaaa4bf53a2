import { listAddress, type ListedModel } from '../../src/contract/odoo-lists'
import type { ExternalLink } from '../../src/contract/requests'

/**
 * The address behind a link id: the window cannot name one itself. The links into the user's Odoo start from the address
 * of the connection that is meant, or of the Odoo that was found at a typed one; null where there is none, and for a list of no model.
 */
export function addressOf(link: ExternalLink, odooUrl: string | undefined, model?: ListedModel): string | null {
  switch (link) {
    case 'odoo_keys':
      return odooUrl === undefined ? null : `${odooUrl}/web#action=base.action_res_users_my`
    case 'odoo_users':
      return odooUrl === undefined ? null : `${odooUrl}/web#action=base.action_res_users`
    case 'odoo_list':
      return odooUrl === undefined || model === undefined ? null : listAddress(odooUrl, model)
    case 'odoo_api_docs':
      return 'https://www.odoo.com/documentation/19.0/developer/reference/external_api.html'
    case 'claude_download':
      return 'https://claude.ai/download'
    case 'claude_privacy':
      return 'https://www.anthropic.com/legal/privacy'
  }
}
