/**
 * The words of a step, which scenes give in English, as another language shows them.
 *
 * @param {string} english a label: a whole message, one whose `{values}` are filled in, or a message followed by a name
 * @param {Readonly<Record<string, string>>} en the English catalogue
 * @param {Readonly<Record<string, string>>} other the other language's
 * @returns {string} the same label there; the English one where no message fits
 */
export function translatedLabel(english, en, other) {
  for (const [id, message] of Object.entries(en)) {
    const said = other[id]
    if (said === undefined) continue
    if (message === english) return said
    const names = [...message.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
    if (names.length === 0 || /\{\w+,/.test(message)) continue
    const match = new RegExp(`^${message.split(/\{\w+\}/).map(escaped).join('(.+)')}$`).exec(english)
    if (match !== null) return said.replace(/\{(\w+)\}/g, (_whole, name) => match[names.indexOf(name) + 1] ?? '')
  }
  const space = english.lastIndexOf(' ')
  return space < 0 ? english : `${translatedLabel(english.slice(0, space), en, other)}${english.slice(space)}`
}

function escaped(text) {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}
