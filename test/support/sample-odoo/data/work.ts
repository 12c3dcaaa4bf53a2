import type { Contacts } from './contacts'
import { ACCOUNTS } from './foundations'
import { cents, tr, type World } from './world'

const PIXEL = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='

/** Projects, people, conversations, files, and the model somebody made in Studio. */
export function addWork(world: World, contacts: Contacts): void {
  addProjects(world, contacts)
  addEmployees(world)
  addConversations(world)
  addVisits(world, contacts)
  addReadings(world)
  for (let index = 0; index < 6; index += 1) world.add('payment.token', { payment_details: `•••• ${4000 + index}`, partner_id: world.dice.pick(contacts.customers), provider_ref: `tok_invented_${index}`, active: true, company_id: 1 })
}

function addProjects(world: World, contacts: Contacts): void {
  const { dice } = world
  for (const [index, [en, fr]] of ([['Inbox', 'À traiter'], ['In Progress', 'En cours'], ['Review', 'Relecture'], ['Done', 'Terminé']] as const).entries()) world.add('project.task.type', { name: tr(en, fr), sequence: index, fold: index === 3, active: true })
  for (const [en, fr] of [['Bug', 'Bogue'], ['Fitting', 'Pose'], ['Design', 'Conception']] as const) world.add('project.tags', { name: tr(en, fr), color: 2 })
  for (let index = 0; index < 12; index += 1) {
    const customer = dice.pick(contacts.customers)
    const project = world.add('project.project', {
      name: tr(`Fit-out ${index + 1}`, `Aménagement ${index + 1}`), active: index !== 11, sequence: 10, partner_id: customer, user_id: 2, company_id: index % 4 === 3 ? 2 : 1, date_start: world.day(-120 + index * 8), date: world.day(-20 + index * 12),
      privacy_visibility: 'employees', last_update_status: dice.pick(['on_track', 'at_risk', 'off_track']), description: '<p>Scope as <b>agreed</b>.</p>',
    })
    for (let task = 0; task < 15; task += 1) {
      const stage = dice.int(1, 4)
      world.add('project.task', {
        name: `${dice.pick(['Measure', 'Order', 'Mount', 'Wire', 'Inspect', 'Hand over'])} ${dice.pick(['hall', 'kitchen', 'office', 'stairs', 'roof'])}`, active: true, priority: dice.chance(0.2) ? '1' : '0', sequence: 10, project_id: project, stage_id: stage,
        state: stage === 4 ? '1_done' : '01_in_progress', kanban_state: 'normal', user_ids: dice.chance(0.85) ? [dice.pick([2, 6, 7])] : [], partner_id: customer, tag_ids: dice.chance(0.5) ? [dice.int(1, 3)] : [],
        parent_id: task > 10 ? world.rows('project.task').length - 5 : false, date_deadline: dice.chance(0.7) ? world.moment(dice.int(-40, 60), 16) : false, allocated_hours: dice.int(1, 40), company_id: index % 4 === 3 ? 2 : 1,
        description: '<p>See the drawing.</p>', task_properties: [], create_date: world.moment(-dice.int(5, 120), 9),
      })
    }
  }
}

function addEmployees(world: World): void {
  const { dice } = world
  for (const [index, [en, fr]] of ([['Management', 'Direction'], ['Sales', 'Ventes'], ['Workshop', 'Atelier'], ['Administration', 'Administration']] as const).entries()) {
    world.add('hr.department', { name: tr(en, fr), complete_name: index ? `Management / ${en}` : en, active: true, company_id: 1, parent_id: index ? 1 : false, manager_id: 1 })
  }
  for (let index = 0; index < 36; index += 1) {
    const account = ACCOUNTS[index]
    const name = account?.name ?? `${dice.pick(['Alma', 'Bert', 'Cleo', 'Dora', 'Emil', 'Fay', 'Gus', 'Hana'])} ${dice.pick(['Wolfs', 'Maes', 'Peters', 'Lind', 'Okafor'])}`
    const shared = {
      name, active: index !== 35, department_id: dice.int(1, 4), job_title: dice.pick(['Fitter', 'Clerk', 'Designer', 'Driver', 'Manager']), company_id: index % 6 === 5 ? 2 : 1, parent_id: index === 0 ? false : 1, user_id: account?.id ?? false,
      work_email: `${name.split(' ')[0]?.toLowerCase() ?? 'x'}.${index}@lumen.example.com`, work_phone: `+32 9 555 01 ${String(index).padStart(2, '0')}`, mobile_phone: `+32 470 55 01 ${String(index).padStart(2, '0')}`,
    }
    const id = world.add('hr.employee', {
      ...shared, private_email: `home${index}@example.org`, private_phone: `+32 9 555 99 ${String(index).padStart(2, '0')}`, birthday: `19${60 + (index % 40)}-0${1 + (index % 9)}-15`, identification_id: `ID-${7000 + index}`, ssnid: `SSN-${index}`,
      marital: dice.pick(['single', 'married']), children: dice.int(0, 3), barcode: `B${index}`, pin: String(1000 + index),
    })
    world.add('hr.employee.public', shared)
    for (let month = 1; month <= 3; month += 1) {
      const gross = 2_400 + index * 45
      world.add('hr.payslip', { name: `Salary slip - ${name}`, number: `SLIP/${String(world.rows('hr.payslip').length + 1).padStart(4, '0')}`, employee_id: id, date_from: world.day(-30 * month - 14), date_to: world.day(-30 * month + 15), state: 'done',
        basic_wage: gross, gross_wage: gross, net_wage: cents(gross * 0.68), currency_id: 1, company_id: shared.company_id })
    }
  }
}

function addConversations(world: World): void {
  const { dice } = world
  const about = ['sale.order', 'res.partner', 'account.move', 'crm.lead', 'project.task', 'hr.payslip'] as const
  for (let index = 0; index < 420; index += 1) {
    const model = about[index % about.length] ?? 'res.partner'
    const rows = world.rows(model)
    const target = rows[dice.int(0, rows.length - 1)]
    world.add('mail.message', {
      subject: dice.chance(0.2) ? 'About this document' : false, date: world.moment(-dice.int(0, 200), dice.int(6, 20), index % 60), body: `<p>${dice.pick(['Please check the amount.', 'Customer called back.', 'Document created', 'Delivery was moved.'])}</p>`,
      model, res_id: target?.id ?? 1, message_type: dice.pick(['comment', 'notification', 'email']), author_id: 5, email_from: 'admin@example.com', is_internal: dice.chance(0.5), subtype_id: dice.int(1, 2),
    })
  }
  for (let index = 0; index < 60; index += 1) {
    const model = (['sale.order', 'account.move', 'project.task', 'hr.payslip'] as const)[index % 4] ?? 'sale.order'
    const target = world.dice.pick(world.rows(model))
    world.add('ir.attachment', { name: `document-${index}.png`, description: false, res_model: model, res_id: target.id, type: 'binary', url: false, public: false, content: PIXEL, file_size: 70, mimetype: 'image/png', access_token: false, company_id: 1 })
  }
}

/** Records that have no name, as of models that somebody made without one. */
function addReadings(world: World): void {
  for (let index = 0; index < 12; index += 1) world.add('x_reading', { x_value: index * 1.5, x_visit_id: index + 1 })
}

function addVisits(world: World, contacts: Contacts): void {
  const { dice } = world
  for (let index = 0; index < 40; index += 1) {
    world.add('x_visit', {
      x_name: `Visit ${index + 1}`, x_date: world.day(-dice.int(0, 120)), x_partner_id: dice.pick(contacts.customers), x_personal_email: `someone${index}@example.org`, x_notes: '<p>Friendly. <script>alert(1)</script>Wants a <b>catalogue</b>.</p>',
      x_score: dice.int(1, 10_000) / 1000, x_cost: dice.int(5, 80), x_currency_id: 1, x_document: index % 3 === 0 ? `sale.order,${index + 1}` : false, x_stage: dice.pick(['good', 'open', 'bad']), x_active: index % 10 !== 9, x_photo: index % 8 === 0 ? PIXEL : false,
    })
  }
}
