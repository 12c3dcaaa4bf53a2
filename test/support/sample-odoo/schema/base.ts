import type { Json } from '../engine/model'
import { binary, boolean, char, date, datetime, float, html, integer, many2many, many2one, one2many, readableBy, selection, text, type ModelSpec } from './fields'
import { ACCESS_ADMIN, NOBODY, SYSTEM, USER } from './names'
import { TIME_ZONES } from './choices'

const LANGUAGES = [['en_US', 'English (US)'], ['fr_FR', 'French / Français']] as const

export const BASE_MODELS: readonly ModelSpec[] = [
  {
    name: 'res.company', label: 'Companies', order: 'sequence, name', access: readableBy([USER], [SYSTEM]),
    rules: [
      { groups: [ACCESS_ADMIN], allows: () => true },
      { groups: [USER], allows: (row, env) => env.companyIds.includes(row.id) || env.user.companyIds.includes(row.id) },
    ],
    fields: {
      name: char('Company Name', { required: true }),
      sequence: integer('Sequence', { help: 'Used to order Companies in the company switcher' }),
      active: boolean('Active'),
      partner_id: many2one('Partner', 'res.partner', { required: true }),
      parent_id: many2one('Parent Company', 'res.company'),
      currency_id: many2one('Currency', 'res.currency', { required: true }),
      user_ids: many2many('Accepted Users', 'res.users'),
      email: char('Email'),
      phone: char('Phone'),
      vat: char('Tax ID', { related: 'partner_id.vat' }),
      country_id: many2one('Country', 'res.country', { store: false, compute: (row, env) => env.store.table('res.partner').byId.get(row['partner_id'] as number)?.['country_id'] ?? false }),
      company_registry: char('Company ID', { store: false, searchable: true, sortable: true, old: [17, { sortable: false, groupable: false }] }),
      logo: binary('Company Logo', { store: false, searchable: true, compute: () => false }),
    },
  },
  {
    name: 'res.currency', label: 'Currency', order: 'active desc, name', access: readableBy([USER], [SYSTEM]),
    fields: {
      name: char('Currency', { required: true }),
      full_name: char('Name'),
      symbol: char('Symbol', { required: true }),
      rate: float('Current Rate', { readonly: true, store: false, compute: (row) => row['base_rate'] ?? 1 }),
      inverse_rate: float('Inverse Rate', { readonly: true, store: false, compute: (row) => 1 / Number(row['base_rate'] ?? 1) }),
      rounding: float('Rounding Factor', { digits: [12, 6] }),
      decimal_places: integer('Decimal Places', { readonly: true }),
      active: boolean('Active'),
      position: selection('Symbol Position', [['after', 'After Amount'], ['before', 'Before Amount']]),
      currency_unit_label: char('Currency Unit', { translate: true, old: [17, { translate: false }] }),
      currency_subunit_label: char('Currency Subunit', { translate: true, old: [17, { translate: false }] }),
    },
  },
  {
    name: 'res.country', label: 'Country', order: 'name, id', access: readableBy([USER], [SYSTEM]), nameFields: ['name', 'code'],
    fields: {
      name: char('Country Name', { required: true, translate: true }),
      code: char('Country Code', { required: true, old: [16, { required: false }], help: 'The ISO country code in two chars. \nYou can use this field for quick search.' }),
      phone_code: integer('Country Calling Code'),
      currency_id: many2one('Currency', 'res.currency'),
      state_ids: one2many('States', 'res.country.state', 'country_id'),
      vat_label: char('Vat Label', { translate: true }),
    },
  },
  {
    name: 'res.country.state', label: 'Country state', order: 'code, id', access: readableBy([USER], [SYSTEM]), nameFields: ['name', 'code'],
    displayName: (row, env) => `${String(row['name'])} (${String(env.store.table('res.country').byId.get(row['country_id'] as number)?.['code'] ?? '')})`,
    fields: {
      name: char('State Name', { required: true }),
      code: char('State Code', { required: true }),
      country_id: many2one('Country', 'res.country', { required: true }),
    },
  },
  {
    name: 'res.lang', label: 'Languages', order: 'active desc, name', access: readableBy([USER], [SYSTEM]),
    fields: {
      name: char('Name', { required: true }),
      code: char('Locale Code', { required: true }),
      iso_code: char('ISO code'),
      active: boolean('Active'),
      date_format: char('Date Format', { required: true }),
      week_start: selection('First Day of Week', [['1', 'Monday'], ['7', 'Sunday']], { required: true }),
    },
  },
  {
    name: 'res.groups', label: 'Access Groups', order: 'name', access: readableBy([USER], [ACCESS_ADMIN]),
    fields: {
      name: char('Name', { required: true, translate: true }),
      full_name: char('Group Name', { readonly: true, store: false, searchable: true, compute: (row) => row['label'] ?? row['name'] ?? false }),
      users: many2many('Users', 'res.users', { until: 18, compute: (row, env) => usersIn(row.id, env.store.table('res.users').mirror('groups_id')) }),
      user_ids: many2many('Users', 'res.users', { since: 19, compute: (row, env) => usersIn(row.id, env.store.table('res.users').mirror('group_ids')) }),
      comment: text('Comment', { translate: true }),
    },
  },
  {
    name: 'res.users', label: 'User', order: 'name, login', access: readableBy([USER], [ACCESS_ADMIN]), nameFields: ['name', 'login'],
    rules: [{ allows: (row, env) => {
      const companies = row['company_ids']
      return Array.isArray(companies) && companies.some((id) => env.companyIds.includes(id as number))
    } }],
    fields: {
      partner_id: many2one('Related Partner', 'res.partner', { required: true }),
      name: char('Name', { related: 'partner_id.name', inherited: true }),
      login: char('Login', { required: true, help: 'Used to log into the system' }),
      email: char('Email', { related: 'partner_id.email', inherited: true }),
      password: char('Password', { store: false, compute: () => '' }),
      new_password: char('Set Password', { store: false, compute: () => '' }),
      api_key_ids: one2many('API Keys', 'res.users.apikeys', 'user_id'),
      totp_secret: char('TOTP secret', { store: false, groups: ['.'], compute: () => false }),
      totp_enabled: boolean('Two-factor authentication', { readonly: true, store: false, searchable: true, old: [16, { searchable: false }], compute: () => false }),
      active: boolean('Active'),
      company_id: many2one('Company', 'res.company', { required: true }),
      company_ids: many2many('Companies', 'res.company'),
      group_ids: many2many('Groups', 'res.groups', { was: ['groups_id', 18] }),
      lang: selection('Language', LANGUAGES, { related: 'partner_id.lang', inherited: true }),
      tz: selection('Timezone', TIME_ZONES, { related: 'partner_id.tz', inherited: true }),
      signature: html('Email Signature'),
      notification_type: selection('Notification', [['email', 'Handle by Emails'], ['inbox', 'Handle in Odoo']], { required: true }),
      login_date: datetime('Latest Login', { store: false, searchable: true, compute: () => false, old: [18, { label: 'Latest authentication' }] }),
      share: boolean('Share User', { readonly: true }),
      sale_team_id: many2one('User Sales Team', 'crm.team', { readonly: true }),
      employee_ids: one2many('Related employee', 'hr.employee', 'user_id', {}),
    },
  },
  {
    name: 'res.users.apikeys', label: 'Users API Keys', order: 'id',
    access: { read: [USER], write: NOBODY, create: NOBODY, unlink: NOBODY },
    rules: [{ groups: [USER], allows: (row, env) => row['user_id'] === env.user.id }, { groups: [SYSTEM], allows: () => true }],
    fields: {
      name: char('Description', { required: true, readonly: true }),
      user_id: many2one('User', 'res.users', { required: true, readonly: true }),
      scope: char('Scope', { readonly: true }),
      create_date: datetime('Creation Date', { readonly: true }),
      expiration_date: datetime('Expiration Date', { readonly: true, since: 18 }),
    },
  },
  {
    name: 'ir.config_parameter', label: 'System Parameter', order: 'key', recName: 'key', access: readableBy([SYSTEM], [SYSTEM]),
    fields: { key: char('Key', { required: true }), value: text('Value', { required: true }) },
  },
  {
    name: 'ir.mail_server', label: 'Mail Server', order: 'sequence, id', access: readableBy([SYSTEM], [SYSTEM]),
    fields: {
      name: char('Name', { required: true }),
      sequence: integer('Priority'),
      active: boolean('Active'),
      smtp_host: char('SMTP Server'),
      smtp_port: integer('SMTP Port', { aggregator: false }),
      smtp_user: char('Username', { groups: [SYSTEM] }),
      smtp_pass: char('Password', { groups: [SYSTEM] }),
      smtp_encryption: selection('Connection Encryption', [['none', 'None'], ['starttls', 'TLS (STARTTLS)'], ['ssl', 'SSL/TLS']], { required: true }),
    },
  },
  {
    name: 'ir.module.module', label: 'Module', order: 'name', access: readableBy([USER], [SYSTEM]),
    fields: {
      name: char('Technical Name', { required: true, readonly: true }),
      shortdesc: char('Module Name', { translate: true, readonly: true }),
      state: selection('Status', [['installed', 'Installed'], ['uninstalled', 'Not Installed']], { readonly: true }),
      latest_version: char('Installed Version', { readonly: true }),
    },
  },
  {
    name: 'ir.cron', label: 'Scheduled Actions', order: 'name', recName: 'name', access: readableBy([SYSTEM], [SYSTEM]),
    fields: { name: char('Name', { required: true }), active: boolean('Active'), nextcall: datetime('Next Execution Date', { required: true }), date_started: date('Started') },
  },
  {
    name: 'ir.model', label: 'Models', order: 'model', access: readableBy([ACCESS_ADMIN], [SYSTEM]), nameFields: ['name', 'model'],
    fields: {
      name: char('Model Description', { required: true, translate: true }),
      model: char('Model', { required: true }),
      info: text('Information'),
      state: selection('Type', [['manual', 'Custom Object'], ['base', 'Base Object']], { readonly: true }),
      transient: boolean('Transient Model'),
      abstract: boolean('Abstract Model', { since: 19 }),
      modules: char('In Apps', { readonly: true, store: false, compute: (row) => row['apps'] ?? 'base' }),
      field_id: one2many('Fields', 'ir.model.fields', 'model_id', { required: true }),
    },
  },
  {
    name: 'ir.model.fields', label: 'Fields', order: 'name, id', recName: 'field_description', access: readableBy([ACCESS_ADMIN], [SYSTEM]), nameFields: ['name', 'field_description'],
    fields: {
      name: char('Field Name', { required: true }),
      model: char('Model Name', { required: true }),
      model_id: many2one('Model', 'ir.model', { required: true }),
      field_description: char('Field Label', { required: true, translate: true }),
      ttype: char('Field Type', { required: true }),
      relation: char('Related Model'),
      required: boolean('Required'),
      readonly: boolean('Readonly'),
      store: boolean('Stored'),
    },
  },
  {
    name: 'ir.model.access', label: 'Model Access', order: 'model_id, name, id', access: readableBy([ACCESS_ADMIN], [ACCESS_ADMIN]),
    fields: {
      name: char('Name', { required: true }),
      active: boolean('Active'),
      model_id: many2one('Model', 'ir.model', { required: true }),
      group_id: many2one('Group', 'res.groups'),
      perm_read: boolean('Read Access'),
      perm_write: boolean('Write Access'),
      perm_create: boolean('Create Access'),
      perm_unlink: boolean('Delete Access'),
    },
  },
]

const usersIn = (group: number, mirror: ReadonlyMap<number, number[]>): Json => [...(mirror.get(group) ?? [])]
