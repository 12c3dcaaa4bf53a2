/** The one origin that may run in our windows. A scheme of our own: `file:` would carry rights we do not want. */
export const APP_SCHEME = 'app'
export const APP_HOST = 'vitrine'
export const APP_ORIGIN = `${APP_SCHEME}://${APP_HOST}`

/** Whether an address belongs to our own page. Anything that does not parse does not. */
export function isOwnPage(address: string): boolean {
  try {
    const { protocol, host } = new URL(address)
    return protocol === `${APP_SCHEME}:` && host === APP_HOST
  } catch {
    return false
  }
}
