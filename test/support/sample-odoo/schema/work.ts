import { companyRule } from '../engine/access'
import type { Env, Row } from '../engine/model'
import { binary, boolean, char, date, datetime, float, html, integer, many2many, many2one, money, one2many, properties, readableBy, reference, selection, text, type FieldSpec, type ModelSpec } from './fields'
import { HR, PAYROLL, PROJECT, SYSTEM, USER } from './names'
import { thread } from './thread'

const personal = { groups: [HR] } as const

const EMPLOYEE_PUBLIC: Record<string, FieldSpec> = {
  name: char('Employee Name'),
  active: boolean('Active'),
  department_id: many2one('Department', 'hr.department'),
  job_title: char('Job Title'),
  company_id: many2one('Company', 'res.company', { required: true }),
  parent_id: many2one('Manager', 'hr.employee'),
  user_id: many2one('User', 'res.users'),
  work_email: char('Work Email'),
  work_phone: char('Work Phone'),
  mobile_phone: char('Work Mobile'),
}

export const WORK_MODELS: readonly ModelSpec[] = [
  {
    name: 'project.project', label: 'Project', order: 'sequence, name, id', access: readableBy([USER], ['project.group_project_manager']), rules: [companyRule],
    fields: {
      name: char('Name', { required: true, translate: true }),
      active: boolean('Active'),
      sequence: integer('Sequence'),
      partner_id: many2one('Customer', 'res.partner'),
      user_id: many2one('Project Manager', 'res.users'),
      company_id: many2one('Company', 'res.company', { old: [16, { required: true }] }),
      date_start: date('Start Date'),
      date: date('Expiration Date'),
      task_ids: one2many('Tasks', 'project.task', 'project_id'),
      task_count: integer('Task Count', { readonly: true, store: false, compute: (row, env) => env.store.table('project.task').mirror('project_id').get(row.id)?.length ?? 0 }),
      privacy_visibility: selection('Visibility', [['followers', 'Invited internal users'], ['employees', 'All internal users'], ['portal', 'Invited portal users and all internal users']], { required: true }),
      last_update_status: selection('Last Update Status', [['on_track', 'On Track'], ['at_risk', 'At Risk'], ['off_track', 'Off Track'], ['on_hold', 'On Hold'], ['to_define', 'Set Status']], { required: true }),
      description: html('Description'),
      ...thread('project.project'),
    },
  },
  {
    name: 'project.task.type', label: 'Task Stage', order: 'sequence, id', access: readableBy([USER], ['project.group_project_manager']),
    fields: { name: char('Name', { required: true, translate: true }), sequence: integer('Sequence'), fold: boolean('Folded in Kanban'), active: boolean('Active') },
  },
  {
    name: 'project.tags', label: 'Project Tags', order: 'name', access: readableBy([USER], [PROJECT]),
    fields: { name: char('Name', { required: true, translate: true }), color: integer('Color') },
  },
  {
    name: 'project.task', label: 'Task', order: 'priority desc, sequence, date_deadline asc, id desc', access: readableBy([USER], [PROJECT]), rules: [companyRule],
    fields: {
      name: char('Title', { required: true }),
      active: boolean('Active'),
      priority: selection('Priority', [['0', 'Low'], ['1', 'High']]),
      sequence: integer('Sequence'),
      project_id: many2one('Project', 'project.project'),
      stage_id: many2one('Stage', 'project.task.type'),
      state: selection('State', [['01_in_progress', 'In Progress'], ['02_changes_requested', 'Changes Requested'], ['03_approved', 'Approved'], ['1_done', 'Done'], ['1_canceled', 'Cancelled'], ['04_waiting_normal', 'Waiting']], { required: true, since: 17 }),
      kanban_state: selection('Status', [['normal', 'In Progress'], ['done', 'Ready'], ['blocked', 'Blocked']], { required: true, until: 16 }),
      user_ids: many2many('Assignees', 'res.users'),
      partner_id: many2one('Customer', 'res.partner'),
      tag_ids: many2many('Tags', 'project.tags'),
      parent_id: many2one('Parent Task', 'project.task'),
      child_ids: one2many('Sub-tasks', 'project.task', 'parent_id'),
      date_deadline: datetime('Deadline', { since: 17 }),
      allocated_hours: float('Allocated Time', { was: ['planned_hours', 16] }),
      company_id: many2one('Company', 'res.company', { old: [16, { required: true }] }),
      description: html('Description'),
      task_properties: properties('Properties', { definition: 'project_id.task_properties_definition' }),
      ...thread('project.task'),
    },
  },
  {
    name: 'hr.department', label: 'Department', order: 'name', recName: 'complete_name', access: readableBy([USER], [HR]), rules: [companyRule],
    fields: {
      name: char('Department Name', { required: true, translate: true, old: [16, { translate: false }] }),
      complete_name: char('Complete Name', { readonly: true, store: false, searchable: true, old: [18, { store: true }], compute: (row) => row['complete_name'] ?? row['name'] ?? false }),
      active: boolean('Active'),
      company_id: many2one('Company', 'res.company'),
      parent_id: many2one('Parent Department', 'hr.department'),
      manager_id: many2one('Manager', 'hr.employee'),
      member_ids: one2many('Members', 'hr.employee', 'department_id', { readonly: true }),
      total_employee: integer('Total Employee', { readonly: true, store: false, compute: (row, env) => env.store.table('hr.employee').mirror('department_id').get(row.id)?.length ?? 0 }),
    },
  },
  {
    name: 'hr.employee', label: 'Employee', order: 'name', access: readableBy([USER, HR], [HR]), rules: [companyRule],
    fields: {
      ...EMPLOYEE_PUBLIC,
      private_email: char('Private Email', personal),
      private_phone: char('Private Phone', personal),
      birthday: date('Date of Birth', personal),
      identification_id: char('Identification No', personal),
      ssnid: char('SSN No', personal),
      marital: selection('Marital Status', [['single', 'Single'], ['married', 'Married'], ['cohabitant', 'Legal Cohabitant'], ['widower', 'Widower'], ['divorced', 'Divorced']], { ...personal, required: true, old: [17, { required: false }] }),
      children: integer('Number of Dependent Children', personal),
      barcode: char('Badge ID', personal),
      pin: char('PIN', personal),
      ...thread('hr.employee'),
    },
  },
  { name: 'hr.employee.public', label: 'Public Employee', order: 'name', access: readableBy([USER]), rules: [companyRule], fields: EMPLOYEE_PUBLIC },
  {
    name: 'hr.payslip', label: 'Pay Slip', order: 'date_from desc, id', access: readableBy([PAYROLL, SYSTEM], [PAYROLL]), rules: [companyRule],
    fields: {
      name: char('Payslip Name', { required: true }),
      number: char('Reference'),
      employee_id: many2one('Employee', 'hr.employee', { required: true }),
      date_from: date('From', { required: true }),
      date_to: date('To', { required: true }),
      state: selection('Status', [['draft', 'Draft'], ['verify', 'Waiting'], ['done', 'Done'], ['paid', 'Paid'], ['cancel', 'Canceled']]),
      basic_wage: money('Basic Wage', { readonly: true }),
      gross_wage: money('Gross Wage', { readonly: true }),
      net_wage: money('Net Wage', { readonly: true }),
      currency_id: many2one('Currency', 'res.currency', { readonly: true }),
      company_id: many2one('Company', 'res.company', { required: true }),
    },
  },
  {
    name: 'mail.message', label: 'Message', order: 'id desc', recName: 'record_name', access: readableBy([USER], [USER]), filtersAfterLimit: true,
    rules: [{ operations: ['read'], allows: (row, env) => readableDocument(row, env) }],
    fields: {
      subject: char('Subject'),
      date: datetime('Date'),
      body: html('Contents'),
      preview: char('Preview', { readonly: true, store: false, compute: (row) => String(row['body'] ?? '').replace(/<[^>]+>/g, '').slice(0, 190) }),
      model: char('Related Document Model'),
      res_id: { type: 'many2one_reference', label: 'Related Document ID', aggregator: false },
      record_name: char('Message Record Name', { store: false, old: [18, { store: true }], compute: (row) => row['subject'] ?? false }),
      message_type: selection('Type', [['email', 'Incoming Email'], ['comment', 'Comment'], ['email_outgoing', 'Outgoing Email'], ['notification', 'System notification'], ['user_notification', 'User Specific Notification']], { required: true }),
      subtype_id: many2one('Subtype', 'mail.message.subtype'),
      author_id: many2one('Author', 'res.partner'),
      email_from: char('From'),
      is_internal: boolean('Employee Only'),
    },
  },
  {
    name: 'mail.message.subtype', label: 'Message subtypes', order: 'sequence, id', access: readableBy([USER], [SYSTEM]),
    fields: { name: char('Message Type', { required: true, translate: true }), sequence: integer('Sequence'), internal: boolean('Internal Only') },
  },
  {
    name: 'hr.contract.type', label: 'Contract Type', order: 'sequence', access: readableBy([HR], [HR]),
    fields: { name: char('Name', { required: true, translate: true }), sequence: integer('Sequence') },
  },
  {
    name: 'ir.attachment', label: 'Attachment', order: 'id desc', access: readableBy([USER], [USER]), rules: [{ allows: (row, env) => readableDocument(row, env) }],
    fields: {
      name: char('Name', { required: true }),
      description: text('Description'),
      res_model: char('Resource Model', { old: [17, { readonly: true }] }),
      res_id: { type: 'many2one_reference', label: 'Resource ID', aggregator: false },
      type: selection('Type', [['url', 'URL'], ['binary', 'File']], { required: true }),
      url: char('Url'),
      public: boolean('Is public document'),
      datas: binary('File Content (base64)', { store: false, compute: (row) => row['content'] ?? false }),
      raw: binary('File Content (raw)', { store: false, compute: (row) => row['content'] ?? false }),
      file_size: integer('File Size', { readonly: true }),
      mimetype: char('Mime Type', { readonly: true }),
      access_token: char('Access Token', { groups: [USER] }),
      company_id: many2one('Company', 'res.company'),
    },
  },
  {
    name: 'payment.token', label: 'Payment Token', order: 'partner_id, id desc', recName: 'payment_details', access: readableBy([SYSTEM], [SYSTEM]), rules: [companyRule],
    fields: { payment_details: char('Payment Details'), partner_id: many2one('Partner', 'res.partner', { required: true }), provider_ref: char('Provider Reference', { required: true }), active: boolean('Active'), company_id: many2one('Company', 'res.company') },
  },
  {
    name: 'x_reading', label: 'Meter Reading', order: 'id', access: readableBy([USER], [USER]),
    fields: { x_value: float('Value', { manual: true }), x_visit_id: many2one('Visit', 'x_visit', { manual: true }) },
  },
  {
    name: 'x_visit', label: 'Customer Visit', order: 'x_date desc, id desc', recName: 'x_name', access: readableBy([USER], ['sales_team.group_sale_salesman']),
    fields: {
      x_name: char('Subject', { required: true, manual: true }),
      x_date: date('Day', { manual: true }),
      x_partner_id: many2one('Visited', 'res.partner', { manual: true }),
      x_personal_email: char('Personal e-mail', { manual: true }),
      x_notes: html('Notes', { manual: true }),
      x_score: float('Score', { manual: true, digits: [6, 3], aggregator: 'avg' }),
      x_cost: money('Cost', { manual: true, currency: 'x_currency_id' }),
      x_currency_id: many2one('Currency', 'res.currency', { manual: true }),
      x_document: reference('About', { manual: true, selection: [['sale.order', 'Sales Order'], ['crm.lead', 'Opportunity'], ['account.move', 'Journal Entry']] }),
      x_stage: selection('Outcome', [['good', 'Good'], ['open', 'Open'], ['bad', 'Bad']], { manual: true }),
      x_active: boolean('Active', { manual: true }),
      x_photo: binary('Photo', { manual: true }),
    },
  },
]

/** Messages and attachments are readable where the document they belong to is. */
function readableDocument(row: Row, env: Env): boolean {
  const name = row['model'] ?? row['res_model']
  if (typeof name !== 'string') return row['public'] === true || row['create_uid'] === env.user.id || row['model'] === undefined
  const model = env.models.get(name)
  if (!model || !env.user.groups.size || !model.access.read.some((group) => env.user.groups.has(group))) return false
  const target = env.store.table(model).byId.get(row['res_id'] as number)
  if (!target) return true
  const globals = model.rules.filter((rule) => !rule.groups)
  const own = model.rules.filter((rule) => rule.groups?.some((group) => env.user.groups.has(group)))
  return globals.every((rule) => rule.allows(target, env)) && (own.length === 0 || own.some((rule) => rule.allows(target, env)))
}
