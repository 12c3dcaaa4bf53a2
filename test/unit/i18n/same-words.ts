/** Messages that read as they do in English: names of things, and words that the languages share. */
export const SAME_WORDS: Readonly<Record<'everywhere' | 'de' | 'es' | 'fr' | 'nl', readonly string[]>> = {
  everywhere: [
    'Apache 2.0', 'CRM', 'CSV', 'Claude', 'Claude Desktop', 'Deutsch', 'Electron', 'English', 'Español', 'Français', 'JSON Lines', 'JSON-2', 'JSON-RPC', 'Linux',
    'Nederlands', 'Odoo', 'Odoo {version}', 'Odoo {version}, {protocol}', 'Vitrine', 'Webhook', 'Windows', 'macOS', 'ms', '{time} UTC', '{view} – Vitrine', 'Vitrine: {status}',
    '{what}{model, select, other {, {model}}}', '{time}, {client}: {what}{model, select, other {, {model}}}',
  ],
  de: ['Client', 'Clients', 'Filter', 'Format', 'Live', 'Login', 'Name', 'Port', 'Server', 'System', 'Version', 'in {connection}.', 'in {model}', 'optional', '{model} in {connection}', 'in Odoo {version}'],
  es: ['General', 'no'],
  fr: ['Client', 'Clients', 'Configuration', 'Contacts', 'Format', 'Licence', 'Notifications', 'Port', 'Questions', 'Version'],
  nl: ['Client', 'Clients', 'Database', 'Filter', 'In model', 'Live', 'Login', 'Model', 'Privacy', 'Project', 'Server', 'in Odoo {version}', 'in {connection}.', 'in {model}', '{count, plural, one {# open} other {# open}}', '{model} in {connection}', '{records, plural, one {# record} other {# records}}'],
}
