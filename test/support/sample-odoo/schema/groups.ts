/** Groups of users: how each is called up to 18, and from 19 on when privileges replaced categories. */
export const GROUP_LABELS: Readonly<Record<string, readonly [string, string]>> = {
  'base.group_user': ['User types/Internal User', 'Role / User'],
  'base.group_erp_manager': ['Administration/Access Rights', 'Access Rights'],
  'base.group_system': ['Administration/Settings', 'Role / Administrator'],
  'base.group_partner_manager': ['Extra Rights/Contact Creation', 'Contact/Creation'],
  'base.group_multi_company': ['Extra Rights/Multi Companies', 'Multi Companies'],
  'product.group_product_manager': ['Extra Rights/Product Creation', 'Products/Create'],
  'sales_team.group_sale_salesman': ['Sales/User: Own Documents Only', 'Sales/User: Own Documents Only'],
  'sales_team.group_sale_salesman_all_leads': ['Sales/User: All Documents', 'Sales/User: All Documents'],
  'sales_team.group_sale_manager': ['Sales/Administrator', 'Sales/Administrator'],
  'purchase.group_purchase_user': ['Purchase/User', 'Purchase/User'],
  'purchase.group_purchase_manager': ['Purchase/Administrator', 'Purchase/Administrator'],
  'stock.group_stock_user': ['Inventory/User', 'Inventory/User'],
  'stock.group_stock_manager': ['Inventory/Administrator', 'Inventory/Administrator'],
  'account.group_account_readonly': ['Technical/Show Accounting Features - Readonly', 'Show Accounting Features - Readonly'],
  'account.group_account_invoice': ['Invoicing/Billing', 'Accounting/Invoicing'],
  'account.group_account_manager': ['Invoicing/Billing Administrator', 'Accounting/Administrator'],
  'project.group_project_user': ['Project/User', 'Project/User'],
  'project.group_project_manager': ['Project/Administrator', 'Project/Administrator'],
  'hr.group_hr_user': ['Employees/Officer: Manage all employees', 'Employees/Officer: Manage all employees'],
  'hr.group_hr_manager': ['Employees/Administrator', 'Employees/Administrator'],
  'hr_payroll.group_hr_payroll_user': ['Payroll/Officer: Manage all contracts', 'Payroll/Officer: Manage all contracts'],
}

const LABELS_18: Readonly<Record<string, string>> = {
  'account.group_account_invoice': 'Invoicing/Invoicing',
  'account.group_account_manager': 'Invoicing/Administrator',
}

export function groupLabel(group: string, version: number): string {
  const labels = GROUP_LABELS[group]
  if (!labels) return group
  if (version >= 19) return labels[1]
  return (version === 18 ? LABELS_18[group] : undefined) ?? labels[0]
}

/** What a group brings along. */
const IMPLIED: Readonly<Record<string, readonly string[]>> = {
  'base.group_system': ['base.group_erp_manager', 'product.group_product_manager'],
  'sales_team.group_sale_manager': ['sales_team.group_sale_salesman_all_leads'],
  'sales_team.group_sale_salesman_all_leads': ['sales_team.group_sale_salesman'],
  'purchase.group_purchase_manager': ['purchase.group_purchase_user'],
  'stock.group_stock_manager': ['stock.group_stock_user'],
  'account.group_account_manager': ['account.group_account_invoice'],
  'project.group_project_manager': ['project.group_project_user'],
  'hr.group_hr_manager': ['hr.group_hr_user'],
}

export function withImplied(groups: readonly string[]): Set<string> {
  const all = new Set<string>(['base.group_user'])
  const add = (group: string): void => {
    if (all.has(group)) return
    all.add(group)
    for (const implied of IMPLIED[group] ?? []) add(implied)
  }
  for (const group of groups) add(group)
  return all
}
