import { KINDS } from './field-presets'
import { COMPANIONS, MODELS_OF_PRESETS } from './model-presets'
import { NEVER_IN_WORDS } from './never-list'
import { FIELD_PRESETS, MODEL_PRESETS, type Policy } from './policy'
import { fieldsOfRowRule } from './row-rule'
import { counted, fieldsInWords } from './words'
import { workingTimeInWords } from './working-time'

/** A policy in plain words, whole: to be read on a screen or on paper. Technical names stand in it, values of Odoo never. */
export interface PolicySheet {
  readonly sections: readonly SheetSection[]
}

export interface SheetSection {
  readonly id: 'always' | 'models' | 'fields' | 'records' | 'limits' | 'addresses'
  readonly title: string
  readonly sentences: readonly string[]
}

export function policySheet(policy: Policy): PolicySheet {
  return {
    sections: [
      { id: 'always', title: 'What always holds', sentences: ALWAYS },
      { id: 'models', title: 'Models', sentences: modelsSaid(policy.models) },
      { id: 'fields', title: 'Fields', sentences: fieldsSaid(policy.fields) },
      { id: 'records', title: 'Records', sentences: recordsSaid(policy.rows) },
      { id: 'limits', title: 'Limits', sentences: limitsSaid(policy.limits) },
      { id: 'addresses', title: 'Network addresses', sentences: addressesSaid(policy.addresses) },
    ],
  }
}

const ALWAYS = [
  'Nothing in Odoo can be created, changed or deleted.',
  'The policy only narrows: what the Odoo user may not see is not shown, whatever stands here.',
  `Never readable, and no policy can open it: ${NEVER_IN_WORDS}.`,
  'Fields with names of secrets (passwords, keys, tokens, PINs) are always hidden.',
  'What is hidden cannot be read, filtered on, sorted by, grouped by, summed or reached through another record.',
]

function modelsSaid({ presets, allow, hide, others }: Policy['models']): readonly string[] {
  return [
    ...MODEL_PRESETS.filter((preset) => presets.includes(preset)).map((preset) => {
      const { title, covers, models } = MODELS_OF_PRESETS[preset]
      return `${title} are allowed: ${covers} (${models.join(', ')}).`
    }),
    ...(presets.length === 0 ? [] : [`Allowed with them, since most answers name them: companies, users, currencies, countries, languages, units and working schedules (${COMPANIONS.join(', ')}).`]),
    ...said('Allowed by name', allow),
    ...said('Hidden by name, before all that is allowed', hide),
    OTHERS[others],
  ]
}

const OTHERS: Readonly<Record<Policy['models']['others'], string>> = {
  allow: 'Every other model that the Odoo user may read is allowed.',
  ask: 'Every other model asks first: nothing of it is shown before the user has agreed. Where nobody can be asked, it is refused.',
  refuse: 'Every other model is refused.',
}

function fieldsSaid({ presets, hide, allow, only }: Policy['fields']): readonly string[] {
  const exceptions = fieldsInWords(allow)
  const hidden = fieldsInWords(hide)
  const sentences = [
    ...FIELD_PRESETS.filter((preset) => presets.includes(preset)).map((preset) => {
      const { title, covers } = KINDS[preset]
      return `${title} are hidden on every model: ${covers}. They are found by the words of their names and labels and by their types, custom fields included.`
    }),
    ...(presets.length === 0 ? [] : said('Shown nevertheless', exceptions)),
    ...said('Hidden by name', hidden),
    ...(hidden.length === 0 ? [] : [
      'A field hidden by name is hidden also where Odoo shows the same record under another model, such as a contact’s fields on a user. A copy that an app keeps on another model, such as the e-mail address on a lead, is a field of its own: hide it by its name too, or by its kind.',
    ]),
    ...Object.entries(only).map(([model, names]) => `Of ${model}, only these fields may be read: ${['id', ...names].join(', ')}.`),
  ]
  return sentences.length === 0 ? ['All fields of an allowed model may be read, except those that are always hidden.'] : sentences
}

function recordsSaid(rows: Policy['rows']): readonly string[] {
  const rules = Object.entries(rows)
  if (rules.length === 0) return ['All records of an allowed model may be read that the Odoo user may read.']
  return rules.map(([model, rule]) => `Of ${model}, only records may be read that pass a filter on ${fieldsOfRowRule(rule).join(', ')}.`)
}

function limitsSaid({ callsPerMinute, rowsPerAnswer, ...time }: Policy['limits']): readonly string[] {
  const sentences = [
    ...(callsPerMinute === undefined ? [] : [`At most ${counted(callsPerMinute, 'call')} in any minute.`]),
    ...(rowsPerAnswer === undefined ? [] : [`At most ${counted(rowsPerAnswer, 'row')} in an answer.`]),
    ...(time.hours === undefined && time.days === undefined ? [] : [`Questions are answered only ${workingTimeInWords(time)}, by the clock of this computer.`]),
  ]
  return sentences.length === 0 ? ['The policy sets no limits of its own; those of the app hold.'] : sentences
}

function addressesSaid({ allow, deny }: Policy['addresses']): readonly string[] {
  const sentences = [...said('Over HTTP, only from', allow), ...said('Over HTTP, never from', deny)]
  if (sentences.length === 0) return ['Over HTTP, from this computer alone, as the endpoint listens nowhere else.']
  return [...sentences, 'A client that comes over the local socket has no address, and these rules say nothing about it.']
}

function said(beginning: string, names: readonly string[]): readonly string[] {
  return names.length === 0 ? [] : [`${beginning}: ${names.join(', ')}.`]
}
