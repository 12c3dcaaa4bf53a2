import { GROUP_LABELS, withImplied } from '../schema/groups'
import { tr, type World } from './world'

/** Units of each currency (1 EUR, 2 USD, 3 GBP, 4 CHF) that one euro buys. */
export const RATES: Record<number, number> = { 1: 1, 2: 1.1, 3: 0.85, 4: 0.95 }

export const COMPANIES = [
  { id: 1, name: 'Atelier Lumen', currency: 1, country: 'BE', tax: 21, city: 'Gent', vat: 'BE0999000101' },
  { id: 2, name: 'Northgate Fixtures Ltd', currency: 3, country: 'GB', tax: 20, city: 'Leeds', vat: 'GB999000202' },
  { id: 3, name: 'Harbor Supply Inc', currency: 2, country: 'US', tax: 8, city: 'Portland', vat: '' },
] as const

const COUNTRIES: readonly (readonly [string, string, string, number, number])[] = [
  ['AD', 'Andorra', 'Andorre', 376, 1], ['BE', 'Belgium', 'Belgique', 32, 1], ['CA', 'Canada', 'Canada', 1, 2], ['CH', 'Switzerland', 'Suisse', 41, 4],
  ['DE', 'Germany', 'Allemagne', 49, 1], ['ES', 'Spain', 'Espagne', 34, 1], ['FR', 'France', 'France', 33, 1], ['GB', 'United Kingdom', 'Royaume-Uni', 44, 3],
  ['IE', 'Ireland', 'Irlande', 353, 1], ['IT', 'Italy', 'Italie', 39, 1], ['JP', 'Japan', 'Japon', 81, 2], ['LU', 'Luxembourg', 'Luxembourg', 352, 1],
  ['NL', 'Netherlands', 'Pays-Bas', 31, 1], ['NO', 'Norway', 'Norvège', 47, 1], ['PL', 'Poland', 'Pologne', 48, 1], ['PT', 'Portugal', 'Portugal', 351, 1],
  ['SE', 'Sweden', 'Suède', 46, 1], ['US', 'United States', 'États-Unis', 1, 2],
]

export interface SampleAccount {
  id: number
  login: string
  name: string
  key: string
  companyIds: number[]
  companyId: number
  lang: string
  tz: string
  groups: readonly string[]
}

/** The people who can log in. Keys are invented and worth nothing outside this server. */
export const ACCOUNTS: readonly SampleAccount[] = [
  { id: 2, login: 'admin', name: 'Mitchell Invented', key: 'adm1n0000000000000000000000000000000sample', companyIds: [1, 2, 3], companyId: 1, lang: 'en_US', tz: 'Europe/Brussels',
    groups: Object.keys(GROUP_LABELS).filter((group) => !group.startsWith('hr_payroll')) },
  { id: 6, login: 'rita.reader@example.com', name: 'Rita Reader', key: 'r1ta000000000000000000000000000000000sample', companyIds: [1, 2], companyId: 1, lang: 'en_US', tz: 'Europe/Brussels',
    groups: ['sales_team.group_sale_salesman_all_leads', 'purchase.group_purchase_user', 'stock.group_stock_user', 'account.group_account_readonly', 'project.group_project_user'] },
  { id: 7, login: 'sam.sales@example.com', name: 'Sam Sales', key: 's4m0000000000000000000000000000000000sample', companyIds: [1], companyId: 1, lang: 'en_US', tz: 'Europe/Brussels',
    groups: ['sales_team.group_sale_salesman', 'base.group_partner_manager'] },
  { id: 8, login: 'ada.accountant@example.com', name: 'Ada Accountant', key: '4da0000000000000000000000000000000000sample', companyIds: [1, 2, 3], companyId: 1, lang: 'fr_FR', tz: 'Europe/Paris',
    groups: ['account.group_account_manager', 'base.group_partner_manager'] },
  { id: 9, login: 'pat.payroll@example.com', name: 'Pat Payroll', key: 'p4t0000000000000000000000000000000000sample', companyIds: [1], companyId: 1, lang: 'en_US', tz: 'Europe/Brussels',
    groups: ['hr.group_hr_user', 'hr_payroll.group_hr_payroll_user'] },
  { id: 10, login: 'sten.stock@example.com', name: 'Sten Stock', key: 'st3n000000000000000000000000000000000sample', companyIds: [1], companyId: 1, lang: 'en_US', tz: 'Europe/London', groups: ['stock.group_stock_manager'] },
  { id: 11, login: 'sue.seller@example.com', name: 'Sue Seller', key: 'sue0000000000000000000000000000000000sample', companyIds: [1, 2], companyId: 2, lang: 'en_US', tz: 'Europe/London',
    groups: ['sales_team.group_sale_salesman'] },
]

export function addFoundations(world: World): void {
  world.add('res.currency', { name: 'EUR', full_name: 'Euro', symbol: '€', position: 'after', base_rate: 1, rounding: 0.01, decimal_places: 2, active: true, currency_unit_label: 'Euros', currency_subunit_label: 'Cents' })
  world.add('res.currency', { name: 'USD', full_name: 'United States dollar', symbol: '$', position: 'before', base_rate: 1.1, rounding: 0.01, decimal_places: 2, active: true, currency_unit_label: 'Dollars', currency_subunit_label: 'Cents' })
  world.add('res.currency', { name: 'GBP', full_name: 'Pound sterling', symbol: '£', position: 'before', base_rate: 0.85, rounding: 0.01, decimal_places: 2, active: true, currency_unit_label: 'Pounds', currency_subunit_label: 'Pence' })
  world.add('res.currency', { name: 'CHF', full_name: 'Swiss franc', symbol: 'CHF', position: 'after', base_rate: 0.95, rounding: 0.01, decimal_places: 2, active: false, currency_unit_label: 'Francs', currency_subunit_label: 'Centimes' })
  for (const [code, en, fr, phone, currency] of COUNTRIES) {
    world.add('res.country', { name: tr(en, fr), code, phone_code: phone, currency_id: currency, vat_label: tr('VAT', 'TVA') })
  }
  for (const [code, name] of [['CA', 'California'], ['NY', 'New York'], ['OR', 'Oregon'], ['TX', 'Texas'], ['WA', 'Washington']] as const) {
    world.add('res.country.state', { name, code, country_id: countryId(world, 'US') })
  }
  world.add('res.lang', { name: 'English (US)', code: 'en_US', iso_code: 'en', active: true, date_format: '%m/%d/%Y', week_start: '7' })
  world.add('res.lang', { name: 'French / Français', code: 'fr_FR', iso_code: 'fr', active: true, date_format: '%d/%m/%Y', week_start: '1' })
  world.add('res.lang', { name: 'German / Deutsch', code: 'de_DE', iso_code: 'de', active: false, date_format: '%d.%m.%Y', week_start: '1' })
  for (const [xmlid, [label]] of Object.entries(GROUP_LABELS)) {
    world.add('res.groups', { name: label.split('/')[1] ?? label, label: label.replace('/', ' / '), xmlid })
  }
  addTechnical(world)
}

export const countryId = (world: World, code: string): number => world.rows('res.country').find((row) => row['code'] === code)?.id ?? 1

/** Companies and users, with the contacts that carry their names. */
export function addPeople(world: World): void {
  for (const company of COMPANIES) {
    const partner = world.add('res.partner', {
      name: company.name, complete_name: company.name, is_company: true, active: true, type: 'contact', city: company.city, country_id: countryId(world, company.country),
      vat: company.vat || false, email: `info@${company.name.split(' ')[0]?.toLowerCase() ?? 'x'}.example.com`, phone: `+32 9 555 00 0${company.id}`, lang: 'en_US', tz: 'Europe/Brussels', company_id: false,
      customer_rank: 0, supplier_rank: 0, comment: false,
    })
    world.add('res.company', { name: company.name, email: `info@${company.name.split(' ')[0]?.toLowerCase() ?? 'x'}.example.com`, phone: `+32 9 555 00 0${company.id}`, sequence: company.id * 10, active: true, partner_id: partner, parent_id: false, currency_id: company.currency, user_ids: [], company_registry: `REG-${company.id}` })
  }
  world.add('res.partner', { name: 'OdooBot', complete_name: 'OdooBot', is_company: false, active: false, type: 'contact', email: 'odoobot@example.com', lang: 'en_US', tz: false, company_id: false })
  const groups = world.rows('res.groups')
  world.add('res.users', { login: '__system__', partner_id: 4, active: false, company_id: 1, company_ids: [1], group_ids: [], notification_type: 'email', share: false, signature: false }, 1)
  for (const account of ACCOUNTS) {
    const partner = world.add('res.partner', {
      name: account.name, complete_name: `Atelier Lumen, ${account.name}`, parent_id: 1, is_company: false, active: true, type: 'contact', email: account.login.includes('@') ? account.login : 'admin@example.com',
      lang: account.lang, tz: account.tz, company_id: false, employee: true, function: 'Colleague', country_id: countryId(world, 'BE'), city: 'Gent', customer_rank: 0, supplier_rank: 0,
    })
    const all = withImplied(account.groups)
    world.add('res.users', {
      login: account.login, partner_id: partner, active: true, company_id: account.companyId, company_ids: account.companyIds,
      group_ids: groups.filter((group) => all.has(String(group['xmlid']))).map((group) => group.id), notification_type: 'email', share: false,
      signature: `<p>${account.name}</p>`, sale_team_id: 1,
    }, account.id)
    // From 18 on keys of ordinary users last 90 days at most; who administers Odoo may have one without an end.
    const ends = all.has('base.group_system') ? false : world.moment(70, 9)
    world.add('res.users.apikeys', { name: 'Sample key', user_id: account.id, scope: 'rpc', create_date: world.moment(-20, 9), expiration_date: ends })
  }
}

function addTechnical(world: World): void {
  for (const [key, value] of [['database.uuid', '00000000-0000-4000-8000-000000000000'], ['database.secret', 'not-a-real-secret'], ['web.base.url', 'http://localhost:8069'], ['mail.catchall.alias', 'catchall']] as const) {
    world.add('ir.config_parameter', { key, value })
  }
  world.add('ir.mail_server', { name: 'Outgoing', sequence: 10, active: true, smtp_host: 'smtp.example.com', smtp_port: 587, smtp_user: 'mailer', smtp_pass: 'invented-smtp-password', smtp_encryption: 'starttls' })
  for (const name of ['account', 'base', 'contacts', 'crm', 'hr', 'project', 'purchase', 'rpc', 'sale', 'stock', 'web']) {
    world.add('ir.module.module', { name, shortdesc: name, state: 'installed', latest_version: '1.0' })
  }
  for (const [en, fr] of [['Discussions', 'Discussions'], ['Note', 'Note']] as const) world.add('mail.message.subtype', { name: tr(en, fr), sequence: 1, internal: en === 'Note' })
  for (const [en, fr] of [['Permanent', 'Permanent'], ['Temporary', 'Temporaire']] as const) world.add('hr.contract.type', { name: tr(en, fr), sequence: 1 })
  world.add('ir.cron', { name: 'Mail: Email Queue Manager', active: true, nextcall: world.moment(0, 12) })
}
