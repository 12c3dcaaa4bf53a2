/**
 * Network addresses as policies name them: one address or a block in CIDR notation, IPv4 or IPv6. An IPv4 address that comes as
 * IPv6 (`::ffff:192.0.2.1`, as sockets that listen on both tell it) is the IPv4 address, in rules and in callers alike.
 */
interface Block {
  /** 4 or 16 numbers of 8 bits. */
  readonly bytes: readonly number[]
  readonly prefix: number
}

export interface AddressRules {
  readonly allow: readonly string[]
  readonly deny: readonly string[]
}

export function isAddressBlock(text: string): boolean {
  return blockIn(text) !== null
}

/**
 * Whether a caller from this address may ask. `deny` comes first; an empty `allow` lets in every other address, for the endpoint
 * itself decides where it listens. What is no address is let in nowhere.
 */
export function isAddressAllowed({ allow, deny }: AddressRules, address: string): boolean {
  const caller = blockIn(address.replace(/%[0-9A-Za-z._~-]+$/, ''))
  if (caller === null || address.includes('/')) return false
  const isIn = (rules: readonly string[]): boolean => rules.some((rule) => holds(blockIn(rule), caller.bytes))
  return !isIn(deny) && (allow.length === 0 || isIn(allow))
}

function holds(block: Block | null, address: readonly number[]): boolean {
  if (block === null || block.bytes.length !== address.length) return false
  return block.bytes.every((byte, index) => {
    const bits = Math.min(8, Math.max(0, block.prefix - index * 8))
    return byte >> (8 - bits) === (address[index] ?? 0) >> (8 - bits)
  })
}

const MAPPED = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255]
const MAPPED_BITS = MAPPED.length * 8

function blockIn(text: string): Block | null {
  const [address = '', length, ...more] = text.split('/')
  const bytes = ipv4In(address) ?? ipv6In(address)
  if (bytes === null || more.length > 0 || (length !== undefined && !/^(?:0|[1-9]\d{0,2})$/.test(length))) return null
  const prefix = length === undefined ? bytes.length * 8 : Number(length)
  if (prefix > bytes.length * 8) return null
  const isMapped = bytes.length === 16 && prefix >= MAPPED_BITS && MAPPED.every((byte, index) => bytes[index] === byte)
  return isMapped ? { bytes: bytes.slice(MAPPED.length), prefix: prefix - MAPPED_BITS } : { bytes, prefix }
}

/** Four decimal numbers without leading zeros: `010.0.0.1` is octal to some programs and decimal to others. */
function ipv4In(text: string): readonly number[] | null {
  const parts = text.split('.')
  const isAddress = parts.length === 4 && parts.every((part) => /^(?:0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255)
  return isAddress ? parts.map(Number) : null
}

function ipv6In(text: string): readonly number[] | null {
  const halves = text.split('::')
  if (halves.length > 2 || !text.includes(':')) return null
  const [before, after] = halves.map((half, index) => groupsIn(half, index === halves.length - 1 ? 'last' : 'first'))
  if (before === undefined || before === null || after === null) return null
  if (after === undefined) return before.length === 16 ? before : null
  const gap = 16 - before.length - after.length
  return gap < 2 ? null : [...before, ...Array.from({ length: gap }, () => 0), ...after]
}

/** Bytes of groups between colons; the very last group of an address may be an IPv4 address. */
function groupsIn(text: string, half: 'first' | 'last'): readonly number[] | null {
  if (text === '') return []
  const groups = text.split(':')
  const bytes = groups.map((group, index) => {
    if (/^[0-9A-Fa-f]{1,4}$/.test(group)) return [Number.parseInt(group, 16) >> 8, Number.parseInt(group, 16) & 255]
    return half === 'last' && index === groups.length - 1 ? ipv4In(group) : null
  })
  return bytes.every((part) => part !== null) ? bytes.flat() : null
}
