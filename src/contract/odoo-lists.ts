/**
 * Lists of records that an address alone opens, by model: the external id of the window action behind them. Without an action Odoo's
 * web client opens a single record at most: a list is restored from what the browser tab did before, so `model=…` alone leads to the
 * home menu (Odoo 16 to 19, `addons/web/static/src/webclient/actions/action_service.js`). Models that Odoo's
 * own applications have no such action for are left out.
 */
const LISTS = {
  'account.account': 'account.action_account_form',
  'account.journal': 'account.action_account_journal_form',
  'account.move': 'account.action_move_journal_line',
  'account.move.line': 'account.action_account_moves_all',
  'account.payment': 'account.action_account_payments',
  'account.tax': 'account.action_tax_form',
  'crm.lead': 'crm.crm_lead_action_pipeline',
  'hr.employee': 'hr.open_view_employee_list_my',
  'hr.job': 'hr.action_hr_job',
  'mrp.bom': 'mrp.mrp_bom_form_action',
  'mrp.production': 'mrp.mrp_production_action',
  'product.category': 'product.product_category_action_form',
  'product.product': 'product.product_normal_action',
  'product.template': 'product.product_template_action',
  'project.project': 'project.open_view_project_all',
  'project.task': 'project.action_view_all_task',
  'purchase.order': 'purchase.purchase_form_action',
  'res.company': 'base.action_res_company_form',
  'res.country': 'base.action_country',
  'res.currency': 'base.action_currency_form',
  'res.partner': 'base.action_partner_form',
  'res.users': 'base.action_res_users',
  'sale.order': 'sale.action_orders',
  'sale.report': 'sale.action_order_report_all',
  'stock.picking': 'stock.action_picking_tree_all',
} as const

export type ListedModel = keyof typeof LISTS
export const LISTED_MODELS = Object.keys(LISTS) as readonly ListedModel[]

/** The model, if an address can open its list. */
export function listedModel(model: string | undefined): ListedModel | null {
  return LISTED_MODELS.find((listed) => listed === model) ?? null
}

/** Odoo 16 and 17 read this form, and later versions turn it into their own. @param odooUrl without a slash at its end */
export function listAddress(odooUrl: string, model: ListedModel): string {
  return `${odooUrl}/web#action=${LISTS[model]}`
}
