import { parsePolicy, type ParsedPolicy } from '../policy/parse'

/** What `npm run` prints before a program's own lines, and a shell then writes into the file as well. JSON never begins so. */
const BANNER_OF_NPM = /^(?:\s*> [^\n]*\n)+/

/** Reads a policy out of the text of a file, written by hand or by `policy example`. */
export function policyInText(text: string): ParsedPolicy {
  try {
    return parsePolicy(JSON.parse(text.replace(BANNER_OF_NPM, '')))
  } catch {
    return { ok: false, message: 'The file is not JSON.' }
  }
}
