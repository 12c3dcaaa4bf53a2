/**
 * For the models that are asked for most: which fields say what a person wants to know, and the order of Odoo's own lists
 * made unique by the id. Names that a version of Odoo does not have are passed over: `product_uom` became `product_uom_id`.
 */
export interface PopularModel {
  readonly fields: readonly string[]
  /** Odoo's own order differs per version or is not unique; `id` is added where it is missing. */
  readonly order?: string
}

export const POPULAR_MODELS: ReadonlyMap<string, PopularModel> = new Map<string, PopularModel>([
  ['res.partner', {
    fields: ['name', 'is_company', 'parent_id', 'email', 'phone', 'mobile', 'city', 'country_id', 'vat', 'ref', 'user_id', 'company_id'],
    order: 'name, id',
  }],
  ['res.users', { fields: ['name', 'login', 'email', 'partner_id', 'company_id', 'login_date', 'active'], order: 'name, id' }],
  ['sale.order', {
    fields: [
      'name', 'state', 'partner_id', 'date_order', 'amount_untaxed', 'amount_total', 'invoice_status', 'delivery_status',
      'commitment_date', 'user_id', 'team_id', 'company_id',
    ],
    order: 'date_order desc, id desc',
  }],
  ['sale.order.line', {
    fields: [
      'name', 'order_id', 'product_id', 'product_uom_qty', 'product_uom_id', 'product_uom', 'qty_delivered', 'qty_invoiced',
      'price_unit', 'discount', 'price_subtotal', 'price_total', 'state',
    ],
  }],
  ['purchase.order', {
    fields: [
      'name', 'state', 'partner_id', 'date_order', 'date_planned', 'amount_untaxed', 'amount_total', 'invoice_status',
      'receipt_status', 'user_id', 'company_id',
    ],
    order: 'date_order desc, id desc',
  }],
  ['purchase.order.line', {
    fields: [
      'name', 'order_id', 'product_id', 'product_qty', 'product_uom_id', 'product_uom', 'qty_received', 'qty_invoiced',
      'price_unit', 'price_subtotal', 'date_planned', 'state',
    ],
  }],
  ['account.move', {
    fields: [
      'name', 'move_type', 'state', 'partner_id', 'invoice_date', 'invoice_date_due', 'date', 'amount_untaxed', 'amount_total',
      'amount_residual', 'payment_state', 'company_id',
    ],
    order: 'date desc, id desc',
  }],
  ['account.move.line', {
    fields: [
      'name', 'move_id', 'date', 'account_id', 'partner_id', 'product_id', 'quantity', 'debit', 'credit', 'balance',
      'amount_residual', 'date_maturity',
    ],
    order: 'date desc, id desc',
  }],
  ['account.payment', {
    fields: ['name', 'state', 'payment_type', 'partner_id', 'amount', 'date', 'journal_id', 'memo', 'ref', 'company_id'],
    order: 'date desc, id desc',
  }],
  ['product.template', {
    fields: ['name', 'default_code', 'type', 'categ_id', 'list_price', 'uom_id', 'sale_ok', 'purchase_ok', 'active', 'company_id'],
    order: 'name, id',
  }],
  ['product.product', {
    fields: ['display_name', 'default_code', 'barcode', 'type', 'categ_id', 'list_price', 'uom_id', 'product_tmpl_id', 'active', 'company_id'],
    order: 'default_code, id',
  }],
  ['stock.quant', {
    fields: ['product_id', 'location_id', 'quantity', 'reserved_quantity', 'product_uom_id', 'lot_id', 'in_date', 'company_id'],
  }],
  ['stock.picking', {
    fields: [
      'name', 'state', 'picking_type_id', 'partner_id', 'scheduled_date', 'date_deadline', 'date_done', 'origin', 'location_id',
      'location_dest_id', 'user_id', 'company_id',
    ],
    order: 'scheduled_date desc, id desc',
  }],
  ['stock.move', {
    fields: [
      'reference', 'state', 'product_id', 'product_uom_qty', 'quantity', 'quantity_done', 'product_uom', 'product_uom_id', 'date',
      'location_id', 'location_dest_id', 'picking_id', 'origin', 'company_id',
    ],
    order: 'date desc, id desc',
  }],
  ['crm.lead', {
    fields: [
      'name', 'type', 'stage_id', 'partner_id', 'contact_name', 'expected_revenue', 'probability', 'date_deadline', 'user_id', 'team_id',
      'create_date', 'company_id',
    ],
    order: 'create_date desc, id desc',
  }],
  ['project.project', {
    fields: ['name', 'partner_id', 'user_id', 'stage_id', 'date_start', 'date', 'task_count', 'last_update_status', 'company_id'],
    order: 'name, id',
  }],
  ['project.task', {
    fields: [
      'name', 'project_id', 'stage_id', 'state', 'partner_id', 'user_ids', 'date_deadline', 'priority', 'allocated_hours', 'planned_hours',
      'parent_id', 'create_date', 'company_id',
    ],
    order: 'create_date desc, id desc',
  }],
  ['hr.employee', {
    fields: ['name', 'job_title', 'job_id', 'department_id', 'parent_id', 'work_email', 'work_phone', 'user_id', 'company_id'],
    order: 'name, id',
  }],
  ['mail.message', {
    fields: ['date', 'author_id', 'subject', 'model', 'res_id', 'record_name', 'message_type', 'subtype_id', 'body'],
    order: 'id desc',
  }],
  ['account.analytic.line', {
    fields: ['date', 'name', 'project_id', 'task_id', 'employee_id', 'user_id', 'unit_amount', 'amount', 'account_id', 'partner_id', 'company_id'],
    order: 'date desc, id desc',
  }],
])
