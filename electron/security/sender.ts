import { isOwnPage } from './origin'

/** The frame that sent a message, as far as it is looked at; null when it is gone already. */
export interface Sender {
  readonly url: string
  /** Null for the frame that fills its window. */
  readonly parent: object | null
}

/** Only our own page may ask, and only where it is the window itself: a frame could be put into somebody else's. */
export function mayAsk(sender: Sender | null): boolean {
  return sender !== null && sender.parent === null && isOwnPage(sender.url)
}
