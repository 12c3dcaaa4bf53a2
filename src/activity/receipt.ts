import { RECEIPT_ALPHABET, RECEIPT_LENGTH } from '../contract/activity'
import type { Host } from '../host/host'

/** Forty random bits, as eight characters that survive being read aloud. */
export function drawReceipt(randomBytes: Host['randomBytes']): string {
  let bits = 0n
  for (const byte of randomBytes((RECEIPT_LENGTH * 5) / 8)) bits = (bits << 8n) | BigInt(byte)
  return Array.from({ length: RECEIPT_LENGTH }, (_, place) => RECEIPT_ALPHABET[Number((bits >> BigInt(5 * place)) & 31n)]).join('')
}

/** What a person typed or copied, as receipts are written: the letters that are left out are read as the digits they look like. */
export function asReceipt(text: string): string {
  return text.trim().toUpperCase().replace(/[IL]/g, '1').replace(/O/g, '0').replace(/U/g, 'V')
}
