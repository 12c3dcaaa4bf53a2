import { createHmac } from 'node:crypto'

/** The value of `X-Vitrine-Signature`: over time and body, so that neither can be changed nor an old message sent again later. */
export function signatureOf(secret: string, atMs: number, body: string): string {
  const t = String(Math.floor(atMs / 1000))
  return `t=${t},v1=${createHmac('sha256', secret).update(`${t}.${body}`).digest('hex')}`
}
