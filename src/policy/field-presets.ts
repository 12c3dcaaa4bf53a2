import type { FieldPreset } from './policy'

/**
 * What each kind of fields is found by. Odoo has thousands of fields and every company adds its own, so none of these is a list of
 * fields: a field is found by the words of its technical name or of its label, in English, French, Spanish, German and Dutch,
 * together with its type, and by the model that it leads to. `find-field.ts` says how the tables are read.
 *
 * They do not buy certainty: a phone number that somebody writes into a note is not found. Names of people and companies, countries
 * and provinces stay visible, so that sales can still be told by customer and by country.
 */
export interface FieldKind {
  /** For people, as it stands on a switch. */
  readonly title: string
  /** Completes "It covers …". */
  readonly covers: string
  /** Types that can hold such a value; a count or a yes or no about it is not the value. */
  readonly types: readonly string[]
  /**
   * Words side by side, in lower case and without accents; `*` stands for the rest of a word, for the languages that write words
   * together. `=` before them: nothing else may stand in the name.
   */
  readonly terms: readonly string[]
  /** Further terms that mean this on some models only. */
  readonly onModels?: { readonly models: RegExp; readonly terms: readonly string[]; readonly types: readonly string[] }
  /** Fields that their names do not give away. */
  readonly fields: Readonly<Record<string, readonly string[]>>
  /** Whatever leads there is hidden. */
  readonly relations?: RegExp
  /** Words that, anywhere in the name or label, make it about something else. */
  readonly spared: readonly string[]
}

const TEXTS = ['char', 'text', 'html', 'json', 'properties', 'reference']
const NUMBERS = ['float', 'monetary', 'integer']
const LINKS = ['many2one', 'one2many', 'many2many']

/** About a value, not the value: what a form shows in its place, how many there are, how it is written. */
const NO_VALUE = ['placeholder', 'label', 'count', 'color', 'layout', 'xmlid', 'format', 'prefix', 'template', 'required', 'type', 'method', 'criteria']

export const KINDS: Readonly<Record<FieldPreset, FieldKind>> = {
  contact_details: {
    title: 'Contact details',
    covers: 'e-mail addresses, phone numbers, streets, towns and postcodes, websites and messengers, of people and companies',
    types: [...TEXTS, 'float'],
    terms: [
      'email*', 'e mail', 'e mails', '*email', 'mail', 'mailadres*', 'reply to', 'phone', 'phones', 'phonenumber*', 'telephone', 'tel', 'telefon*', 'telefoon*', 'telefono*',
      'mobile', 'mobil', 'mobiel', 'movil', 'celular', 'cellphone', 'cell', 'gsm', 'handy', 'handynummer', 'mobiltelefon*', 'mobilnummer', 'mobielnummer', 'fax', 'faxnummer', 'telecopie*',
      'street*', '*strasse', 'strasse', 'straat', '*straat', 'rue', 'calle', 'zip', 'zipcode', 'postcode', 'postal code', 'code postal', 'codigo postal', 'plz', 'postleitzahl',
      'city', 'ville', 'ciudad', 'stadt', 'wohnort', 'stad', 'woonplaats', 'address', 'addresses', 'adresse*', '*adresse', 'anschrift', '*anschrift', 'adres', '*adres',
      'direccion', 'domicilio', 'domicile', 'courriel*', 'correo', 'correos',
      '=website', '=sitio web', '=site web', 'latitude', 'longitude', 'skype', 'whatsapp', 'telegram', 'linkedin', 'facebook', 'instagram', 'twitter',
    ],
    fields: { 'res.users': ['login'] },
    spared: [
      ...NO_VALUE, 'ip', 'mac', 'state', 'status', 'template', 'message', 'messages', 'subject', 'body', 'signature', 'server', 'quality', 'reception', 'confirmation', 'notice', 'url',
    ],
  },

  tax_and_bank: {
    title: 'Tax and bank',
    covers: 'tax numbers and company registration numbers, account numbers, IBAN and BIC, and links to bank accounts and banks',
    types: [...TEXTS],
    terms: [
      'vat', 'tax id', 'tax number', 'tax identification', 'taxpayer', 'tin', 'fiscal code', 'fiscal number', 'fiscal id', 'company registry', 'registration number',
      'eori', 'siren', 'siret', 'nif', 'cif', 'dni', 'nie', 'rfc', 'curp', 'cuit', 'cnpj', 'cpf', 'gstin', 'kvk', 'codice fiscale', 'pec', 'peppol endpoint',
      'tva', 'numero fiscal', 'identifiant fiscal', 'identificacion fiscal', 'numero de identificacion', 'iva intracomunitario',
      'ust idnr', 'ust id', 'ustid*', 'umsatzsteuer*', 'steuernummer', 'steuer nr', 'steuer id', 'steuer*identifikationsnummer', 'handelsregister*', 'btw nummer', 'btw nr', 'btwnummer',
      'btw', 'fiscaal nummer',
      'iban', 'bic', 'swift', 'acc number', 'account number', 'bank account', 'bank accounts', 'acc holder', 'account holder', 'routing number', 'sort code', 'rib', 'clabe', 'bsb',
      'kontonummer', 'kontoinhaber', 'bankkonto', 'bankverbindung', 'bankleitzahl', 'blz', 'rekeningnummer', 'bankrekening*', 'compte bancaire', 'numero de compte',
      'cuenta bancaria', 'numero de cuenta', 'coordonnees bancaires', 'datos bancarios',
    ],
    fields: { 'res.bank': ['bic'], 'res.partner.bank': ['acc_number', 'sanitized_acc_number', 'acc_holder_name', 'clearing_number'] },
    relations: /^res\.(?:partner\.)?bank$/,
    spared: [...NO_VALUE, 'rate', 'rates', 'amount', 'group', 'tags', 'totals', 'country', 'countries', 'satz', 'tarief', 'taux', 'tasa', 'tipo', 'legal', 'notes'],
  },

  cost_and_margin: {
    title: 'Cost and margin',
    covers: 'cost and purchase prices of products, value of stock, margins and profit; not what stands on purchase orders and bills',
    types: [...NUMBERS, 'char', 'text', 'json', 'properties'],
    terms: [
      'cost', 'costs', 'costing', 'margin', 'margins', 'standard price', 'purchase price', 'buying price', 'buy price', 'profit', 'profits', 'profitability', 'markup', 'gross profit',
      'value svl', 'total value', 'stock value', 'inventory value', 'remaining value',
      'cout', 'couts', 'prix de revient', 'prix d achat', 'marge', 'marges', 'benefice',
      'coste', 'costes', 'costo', 'costos', 'precio de coste', 'precio de costo', 'precio de compra', 'margen', 'margenes', 'beneficio', 'ganancia', 'rentabilidad',
      'kosten', '*kosten', 'einstandspreis*', 'einkaufspreis*', 'herstellungskosten', 'marge', 'gewinn*', 'deckungsbeitrag*', 'rohertrag*', 'handelsspanne',
      'kost', 'kostprijs*', 'inkoopprijs*', 'aankoopprijs*', 'winst*',
    ],
    fields: {
      'account.analytic.line': ['amount'],
      'product.product': ['suggest_estimated_price'],
      'product.supplierinfo': ['price', 'price_discounted', 'discount'],
      'stock.move': ['price_unit', 'value', 'value_manual', 'value_justification', 'value_computed_justification'],
      'stock.quant': ['value'],
      'stock.valuation.layer': ['value', 'unit_cost', 'remaining_value', 'price_diff_value'],
    },
    spared: [
      ...NO_VALUE, 'left', 'right', 'top', 'bottom', 'header', 'page', 'gauche', 'droite', 'haut', 'bas', 'izquierdo', 'derecho', 'superior', 'inferior', 'center', 'centre', 'centro',
      'links', 'rechts', 'oben', 'unten', 'boven', 'onder', 'currency', 'date',
    ],
  },

  payroll_and_hr: {
    title: 'Payroll and HR',
    covers: 'wages, contracts, absences, birth, family, nationality, identity papers, private addresses and notes about employees',
    types: [...TEXTS, ...NUMBERS, ...LINKS, 'date', 'datetime', 'selection', 'boolean', 'binary', 'image'],
    terms: [
      'wage', 'wages', 'salary', 'salaries', 'payroll', 'payslip', 'payslips', 'hourly cost', 'birthday', 'birthdate', 'date of birth', 'birth date', 'place of birth', 'country of birth',
      'gender', 'marital', 'marital status', 'spouse', 'nationality', 'ssn', 'ssnid', 'sinid', 'social security', 'passport', 'identification id', 'permit no', 'work permit', 'visa no',
      'visa expire', 'emergency contact', 'emergency phone', 'home work', 'disability', 'religion', 'ethnicity', 'home address', 'address home',
      'salaire*', 'remuneration', 'paie', 'bulletin de paie', 'date de naissance', 'lieu de naissance', 'etat civil', 'situation familiale', 'conjoint', 'nationalite', 'securite sociale', 'passeport', 'handicap',
      'salario*', 'sueldo*', 'nomina', 'nominas', 'fecha de nacimiento', 'lugar de nacimiento', 'estado civil', 'conyuge', 'nacionalidad', 'seguridad social', 'pasaporte', 'discapacidad',
      'gehalt*', 'monatsgehalt', 'jahresgehalt', 'grundgehalt', 'lohn', '*lohn', 'lohnabrechnung', 'geburt*', 'familienstand', 'ehepartner', 'staatsangehorigkeit', 'nationalitat',
      'sozialversicherung*', 'reisepass*', 'personalausweis*', 'schwerbehindert*', 'geschlecht',
      'salaris*', 'loon', '*loon', 'loonstrook', 'geboorte*', 'burgerlijke staat', 'echtgenoot', 'nationaliteit', 'bsn', 'rijksregisternummer', 'burgerservicenummer', 'paspoort*', 'geslacht',
    ],
    onModels: {
      models: /^(?:hr\.(?!department$|job$|work\.location$|employee\.category$)|res\.users$)/,
      types: [...TEXTS, ...NUMBERS, ...LINKS, 'date', 'datetime', 'selection', 'boolean', 'binary', 'image'],
      terms: [
        'private', 'sex', 'children', 'certificate', 'study', 'departure', 'contract', 'contracts', 'leave', 'leaves', 'absent', 'absence', 'attendance', 'sick', 'permit', 'visa', 'age',
        'resume', 'notes', 'note', 'additional note', 'hourly', 'bonus', 'allocation', 'allocations', 'employee bank', 'barcode', 'badge', 'trial', 'appraisal', 'driving',
        'genre', 'sexe', 'enfants', 'conge', 'conges', 'prime', 'notes privees', 'sexo', 'hijos', 'ausencia', 'vacaciones', 'kinder', 'urlaub*', 'krank*', 'abwesenheit*', 'privat*',
        'kinderen', 'verlof*', 'ziekte*', 'prive*',
      ],
    },
    fields: {
      'hr.employee': ['country_id', 'employee_properties'],
      'hr.employee.public': ['country_id'],
      'hr.version': ['country_id'],
      'res.users': ['employee_country_id'],
    },
    relations: /^hr\.(?:contract|payslip|payroll|leave|applicant|appraisal|attendance|resume\.line|departure\.reason|version|expense)(?:\.|$)/,
    spared: ['placeholder', 'label', 'color', 'template', 'count', 'presence', 'warning', 'access', 'url', 'period'],
  },
}
