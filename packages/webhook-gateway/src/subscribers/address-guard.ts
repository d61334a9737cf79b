import ipaddr from 'ipaddr.js';

type Address = ipaddr.IPv4 | ipaddr.IPv6;
type Range = readonly [Address, number];

/** Where clouds keep credentials; refused even when private ranges are allowed. */
const metadataRanges = [
  '169.254.0.0/16',
  '100.100.100.200/32',
  '192.0.0.192/32',
  '168.63.129.16/32',
  'fd00:ec2::254/128',
  'fd20:ce::254/128',
  'fe80::/10',
].map(cidr);
/** Not public, though ipaddr.js calls them unicast: IPv4-compatible addresses, local NAT64, the old site-local range, documentation. */
const extraRanges = ['::/96', '64:ff9b:1::/48', 'fec0::/10', '3fff::/20', '5f00::/16'].map(cidr);
/** What `allowPrivate: true` opens. */
const privateKinds = ['loopback', 'private', 'uniqueLocal', 'carrierGradeNat'];

/**
 * Whether an event may go to this address, and the reason when not. Judges the address that is written, an IPv6 disguise
 * of an IPv4 address by what it wraps. What cannot be read is refused.
 */
export function addressProblem(text: string, allowPrivate: boolean | readonly string[] = false): string | undefined {
  if (!ipaddr.isValid(text)) return `${text} is no address`;
  const address = unwrapped(ipaddr.parse(text));
  if (!address || inAny(address, metadataRanges)) return `${text} is an address of a cloud's or a network's own services`;
  if (Array.isArray(allowPrivate) && inAny(address, allowPrivate.map(cidr))) return undefined;
  const kind = address.range();
  if (allowPrivate === true && privateKinds.includes(kind)) return undefined;
  if (kind !== 'unicast' || inAny(address, extraRanges))
    return `${text} is not a public address (${kind === 'unicast' ? 'reserved' : kind})`;
  return undefined;
}

/** The IPv4 address inside a mapped or NAT64 one; undefined for tunnels, whose end cannot be judged. */
function unwrapped(address: Address): Address | undefined {
  if (address.kind() === 'ipv4') return address;
  const v6 = address as ipaddr.IPv6;
  if (v6.isIPv4MappedAddress()) return v6.toIPv4Address();
  const kind = v6.range();
  if (kind === 'rfc6052') return ipaddr.fromByteArray(v6.toByteArray().slice(12));
  return kind === '6to4' || kind === 'teredo' || kind === 'rfc6145' ? undefined : v6;
}

/** `10.0.0.0/8`, or one address. */
export function isRange(text: string): boolean {
  return ipaddr.isValidCIDR(text) || ipaddr.isValid(text);
}

function cidr(text: string): Range {
  return ipaddr.parseCIDR(text.includes('/') ? text : `${text}/${text.includes(':') ? 128 : 32}`);
}

const inAny = (address: Address, ranges: readonly Range[]): boolean =>
  ranges.some(([range, bits]) => range.kind() === address.kind() && address.match(range as never, bits));
