import { isAddressAllowed } from '../../policy/addresses'

/**
 * Addresses that are not out on the internet: this computer, its networks, and what routers and clouds keep for themselves
 * (169.254.169.254 answers with credentials in many of them). After the IANA registries of special-purpose addresses.
 */
const NOT_PUBLIC = [
  '0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.0.0.0/24', '192.0.2.0/24',
  '192.88.99.0/24', '192.168.0.0/16', '198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24', '224.0.0.0/4', '240.0.0.0/4',
  '::/96', '64:ff9b::/96', '64:ff9b:1::/48', '100::/64', '2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20', '5f00::/16', 'fc00::/7', 'fe80::/10',
  'fec0::/10', 'ff00::/8',
]

/** Whether an address, as name resolution gives it, is out on the internet. What is no address is not. */
export function isPublicAddress(address: string): boolean {
  return isAddressAllowed({ allow: [], deny: NOT_PUBLIC }, address)
}
