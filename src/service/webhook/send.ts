import { lookup as resolveName } from 'node:dns'
import { request } from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import type { DeliveryOutcome } from '../../contract/alerts'
import type { Schedule } from '../connection-control'
import { isPublicAddress } from './private-addresses'

export interface Delivery {
  readonly url: string
  readonly network: 'internet' | 'any'
  /** PEM of an authority to trust in place of the usual ones. */
  readonly ca: string | undefined
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

export interface SendDeps {
  readonly schedule: Schedule
  /** How names become addresses; the system's way unless said otherwise. */
  readonly resolve?: LookupFunction
}

export interface Sending {
  readonly outcome: Promise<DeliveryOutcome>
  readonly cancel: () => void
}

const DEADLINE_MS = 10_000

class PrivateAddress extends Error {
  override readonly name = 'PrivateAddress'
}

/**
 * One POST over a socket of its own. Of the answer nothing is read but its status: it is not waited for, kept, or shown. A redirect
 * is a failure, for what is signed for one receiver is nobody else's business.
 */
export function send({ url, network, ca, headers, body }: Delivery, { schedule, resolve = resolveName }: SendDeps): Sending {
  const target = new URL(url)
  let cancel = (): void => undefined
  const outcome = new Promise<DeliveryOutcome>((settle) => {
    const literal = target.hostname.replace(/^\[|\]$/g, '')
    // The name is resolved once, by the socket itself: what is judged is what is connected to, whatever the name says a moment later.
    if (network === 'internet' && isIP(literal) !== 0 && !isPublicAddress(literal)) return settle('private_address')
    const outgoing = request({
      method: 'POST',
      hostname: literal,
      port: target.port === '' ? 443 : Number(target.port),
      path: `${target.pathname}${target.search}`,
      headers: { ...headers, 'content-type': 'application/json', 'content-length': Buffer.byteLength(body), 'user-agent': 'Vitrine' },
      agent: false,
      minVersion: 'TLSv1.2',
      // Said outright, so that NODE_TLS_REJECT_UNAUTHORIZED cannot switch it off.
      rejectUnauthorized: true,
      maxHeaderSize: 16 * 1024,
      lookup: network === 'internet' ? publicOnly(resolve) : resolve,
      ...(ca === undefined ? {} : { ca }),
    })
    const finish = (how: DeliveryOutcome): void => {
      cancelDeadline()
      outgoing.destroy()
      settle(how)
    }
    const cancelDeadline = schedule(DEADLINE_MS, () => {
      finish('timeout')
    })
    cancel = () => {
      finish('timeout')
    }
    outgoing.on('error', (error) => {
      finish(outcomeOf(error))
    })
    outgoing.on('response', ({ statusCode = 0 }) => {
      finish(statusCode >= 200 && statusCode < 300 ? 'delivered' : statusCode >= 300 && statusCode < 400 ? 'redirected' : 'refused')
    })
    outgoing.end(body)
  })
  return {
    outcome,
    cancel: () => {
      cancel()
    },
  }
}

/** Refuses a name as soon as one of its addresses is private: no public service has such a one. */
function publicOnly(resolve: LookupFunction): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, found) => {
      if (error !== null) return callback(error, '')
      const addresses = typeof found === 'string' ? [{ address: found, family: isIP(found) }] : found
      const [first] = addresses
      if (first === undefined || !addresses.every(({ address }) => isPublicAddress(address))) return callback(new PrivateAddress('The address is private.'), '')
      if (options.all === true) callback(null, addresses)
      else callback(null, first.address, first.family)
    })
  }
}

function outcomeOf(error: NodeJS.ErrnoException): DeliveryOutcome {
  if (error instanceof PrivateAddress) return 'private_address'
  const { code = '' } = error
  return /CERT|SELF_SIGNED|ALTNAME|UNABLE_TO|EPROTO|SSL/.test(code) ? 'untrusted' : 'unreachable'
}
