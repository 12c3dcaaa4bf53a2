import { isKnownModel } from '../../policy/model-presets'
import { isFieldName, isModelName } from '../../policy/names'

/** What `--hide` names: a whole model, or a field of one model or (`*`) of every model. */
export type Hidden =
  | { readonly kind: 'model'; readonly model: string }
  | { readonly kind: 'field'; readonly model: string; readonly field: string }

export type HideArgument = { readonly ok: true; readonly hidden: Hidden } | { readonly ok: false; readonly message: string }

/**
 * Reads `res.partner.email`, `*.email`, `hr.payslip`. Dots stand within the names of models too, so `a.b.c` can be two things; where
 * the model is not known, it has to be said: `a.b:c` is a field, `a.b.c.*` a whole model.
 */
export function readHideArgument(text: string): HideArgument {
  if (text.endsWith('.*')) return model(text.slice(0, -2), text)
  const colon = text.indexOf(':')
  if (colon !== -1) return field(text.slice(0, colon), text.slice(colon + 1), text)
  const dot = text.lastIndexOf('.')
  const [before, after] = [text.slice(0, Math.max(dot, 0)), text.slice(dot + 1)]
  if (before === '*') return field(before, after, text)
  if (isKnownModel(text) || dot === -1) return model(text, text)
  if (isKnownModel(before) || (!before.includes('.') && before.startsWith('x_'))) return field(before, after, text)
  // No module's name is a model by itself: `hr.payslip` cannot be a field of `hr`.
  if (!before.includes('.')) return model(text, text)
  return {
    ok: false,
    message: `${quoted(text)} can be a field or a model. Write ${quoted(`${before}:${after}`)} for the field, or ${quoted(`${text}.*`)} for the whole model.`,
  }
}

function model(name: string, text: string): HideArgument {
  return isModelName(name) ? { ok: true, hidden: { kind: 'model', model: name } } : unreadable(text)
}

function field(of: string, name: string, text: string): HideArgument {
  const isReadable = isFieldName(name) && (of === '*' || isModelName(of))
  return isReadable ? { ok: true, hidden: { kind: 'field', model: of, field: name } } : unreadable(text)
}

function unreadable(text: string): HideArgument {
  return { ok: false, message: `${quoted(text)} is no technical name, such as res.partner.email, *.email or hr.payslip.` }
}

function quoted(text: string): string {
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text)
}
