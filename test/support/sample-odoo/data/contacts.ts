import { countryId } from './foundations'
import { tr, type World } from './world'

const FIRST = ['Ann', 'Bram', 'Carla', 'Dirk', 'Elsa', 'Finn', 'Greta', 'Hugo', 'Ines', 'Jonas', 'Klara', 'Louis', 'Mila', 'Noor', 'Oscar', 'Petra', 'Quinn', 'Rosa', 'Stijn', 'Tess', 'Umar', 'Vera', 'Wout', 'Yara', 'Zoë']
const LAST = ['Aerts', 'Baker', 'Claes', 'Dubois', 'Evans', 'Fischer', 'Garnier', 'Hughes', 'Iversen', 'Jansen', 'Keller', 'Lambert', 'Mertens', 'Novak', "O'Neill", 'Peeters', 'Quist', 'Rossi', 'Smets', 'Taylor']
const WORD = ['Amber', 'Birch', 'Cobalt', 'Delta', 'Ember', 'Falcon', 'Granite', 'Harvest', 'Indigo', 'Juniper', 'Keystone', 'Lantern', 'Maple', 'Nimbus', 'Orchard', 'Prairie', 'Quartz', 'Ridge', 'Summit', 'Timber', 'Umbra', 'Vertex', 'Willow', 'Zephyr']
const TRADE = ['Interiors', 'Bakery', 'Logistics', 'Hotels', 'Clinics', 'Schools', 'Studios', 'Gardens', 'Foods', 'Motors']
const PLACES: readonly (readonly [string, string, string, string, string])[] = [
  ['BE', 'Antwerp', '2000', 'SRL', '+32 3 555'], ['BE', 'Liège', '4000', 'SA', '+32 4 555'], ['FR', 'Lyon', '69002', 'SARL', '+33 4 55 55'], ['DE', 'Köln', '50667', 'GmbH', '+49 221 555'],
  ['GB', 'Bristol', 'BS1 4ST', 'Ltd', '+44 117 555'], ['NL', 'Utrecht', '3511', 'BV', '+31 30 555'], ['US', 'Portland', '97205', 'Inc', '+1 503 555'], ['ES', 'Valencia', '46001', 'SL', '+34 96 555'],
  ['JP', '東京', '100-0001', '株式会社', '+81 3 5555'], ['LU', 'Luxembourg', '1111', 'Sàrl', '+352 55 55'],
]
const JOBS = ['Buyer', 'Director', 'Bookkeeper', 'Site manager', 'Assistant', 'Technician']

export interface Contacts { customers: number[]; suppliers: number[] }

/** Customers, suppliers, their people and addresses. */
export function addContacts(world: World): Contacts {
  addTags(world)
  const { dice } = world
  const contacts: Contacts = { customers: [], suppliers: [] }
  for (let index = 0; index < 280; index += 1) {
    const supplier = index >= 220
    const [country, city, zip, form, phone] = dice.pick(PLACES)
    const name = `${WORD[index % WORD.length] ?? 'Acme'} ${TRADE[Math.floor(index / WORD.length) % TRADE.length] ?? 'Goods'} ${form}`
    const slug = `${name.split(' ').slice(0, 2).join('-').toLowerCase()}-${index}`
    const owner = index % 9 === 0 ? dice.pick([1, 2, 3]) : false
    const id = world.add('res.partner', {
      name, complete_name: name, is_company: true, active: index % 31 !== 30, type: 'contact', ref: `${supplier ? 'S' : 'C'}${String(index).padStart(4, '0')}`,
      street: `${dice.int(1, 180)} ${dice.pick(['Market Street', 'Rue Haute', 'Station Road', 'Kerkstraat'])}`, zip, city, country_id: countryId(world, country),
      state_id: country === 'US' ? 3 : false, email: `office@${slug}.example.com`, email_normalized: `office@${slug}.example.com`, phone: `${phone} ${dice.int(10, 99)} ${dice.int(10, 99)}`,
      mobile: `${phone} 0 ${dice.int(100, 999)}`, website: `https://${slug}.example.com`, vat: country === 'US' || country === 'JP' ? false : `${country}${900_000_000 + index}`,
      lang: country === 'FR' || country === 'LU' ? 'fr_FR' : 'en_US', tz: 'Europe/Brussels', company_id: owner, user_id: supplier ? false : dice.pick([7, 11, 2]), team_id: supplier ? false : dice.int(1, 3),
      category_id: index % 3 === 0 ? [dice.int(1, 4), ...(index % 12 === 0 ? [5] : [])] : [], customer_rank: supplier ? 0 : dice.int(1, 20), supplier_rank: supplier ? dice.int(1, 20) : 0, color: index % 12,
      comment: index % 7 === 0 ? `<p>Prefers <b>morning</b> deliveries.</p><p>Ask for code ${index}.</p>` : false, create_date: world.moment(-dice.int(100, 900), 9, index % 60), write_date: world.moment(-dice.int(0, 90), 14, index % 60),
      property_payment_term_id: { base: false, byCompany: { 1: dice.int(1, 3), 2: dice.int(1, 3) } }, property_supplier_payment_term_id: supplier ? { base: false, byCompany: { 1: 2 } } : false,
      credit_limit: { base: 0, byCompany: { 1: dice.int(1, 20) * 500 } }, signup_token: index % 50 === 0 ? 'invented-signup-token' : false, signup_type: false,
      properties: index % 10 === 0 ? [{ name: 'b1f00d', type: 'char', string: 'Loyalty card', value: `L-${index}` }] : [],
    })
    world.row('res.partner', id)['commercial_partner_id'] = id
    ;(supplier ? contacts.suppliers : contacts.customers).push(id)
    addPeopleOf(world, id, name, index, owner)
  }
  for (let index = 0; index < 30; index += 1) {
    const name = `${FIRST[index % FIRST.length] ?? 'Ann'} ${LAST[(index * 3) % LAST.length] ?? 'Aerts'}`
    const id = world.add('res.partner', { name, complete_name: name, is_company: false, active: true, type: 'contact', email: `private${index}@example.org`, phone: `+32 470 55 ${dice.int(10, 99)} ${dice.int(10, 99)}`,
      country_id: countryId(world, 'BE'), city: 'Gent', company_id: false, customer_rank: 1, supplier_rank: 0, category_id: [6], lang: 'en_US' })
    world.row('res.partner', id)['commercial_partner_id'] = id
    contacts.customers.push(id)
  }
  for (const row of world.rows('res.partner')) row['commercial_partner_id'] ??= row.id
  return contacts
}

function addPeopleOf(world: World, parent: number, company: string, index: number, owner: number | false): void {
  const { dice } = world
  for (let person = 0; person < (index % 4 === 0 ? 2 : 1); person += 1) {
    const name = `${dice.pick(FIRST)} ${dice.pick(LAST)}`
    const type = index % 10 === 1 && person === 0 ? 'delivery' : index % 10 === 2 && person === 0 ? 'invoice' : 'contact'
    const id = world.add('res.partner', {
      name: type === 'contact' ? name : false, complete_name: type === 'contact' ? `${company}, ${name}` : `${company}, ${type === 'delivery' ? 'Delivery' : 'Invoice'} Address`, parent_id: parent, is_company: false,
      active: true, type, function: type === 'contact' ? dice.pick(JOBS) : false, email: type === 'contact' ? `${name.split(' ')[0]?.toLowerCase() ?? 'x'}.${index}@example.com` : false,
      phone: `+32 2 555 ${dice.int(10, 99)} ${dice.int(10, 99)}`, country_id: world.row('res.partner', parent)['country_id'] ?? false, city: world.row('res.partner', parent)['city'] ?? false,
      company_id: owner, customer_rank: 0, supplier_rank: 0, lang: 'en_US', write_date: world.moment(-dice.int(0, 200), 10, index % 60),
    })
    world.row('res.partner', id)['commercial_partner_id'] = parent
  }
}

function addTags(world: World): void {
  world.add('res.partner.category', { name: tr('Trade', 'Métier'), color: 1, active: true, parent_id: false })
  world.add('res.partner.category', { name: tr('Retailer', 'Détaillant'), color: 2, active: true, parent_id: 1 })
  world.add('res.partner.category', { name: tr('Wholesaler', 'Grossiste'), color: 3, active: true, parent_id: 1 })
  world.add('res.partner.category', { name: tr('Prospect', 'Prospect'), color: 4, active: true, parent_id: false })
  world.add('res.partner.category', { name: tr('Key account', 'Grand compte'), color: 5, active: true, parent_id: false })
  world.add('res.partner.category', { name: tr('Private person', 'Particulier'), color: 6, active: true, parent_id: false })
}
