import { BlockList, isIP } from 'node:net';
import { ConfigurationError } from '../errors/configuration-error.ts';

/** Not public, by the registries of special-purpose addresses (IANA; RFC 6890 and its updates). */
const specialV4 =
  '0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24 192.88.99.0/24 192.168.0.0/16 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/3';
/** Inside 2000::/3, which alone is public: protocols, tunnels whose end cannot be judged, documentation. */
const specialV6 = '2001::/23 2001:db8::/32 2002::/16 3fff::/20';
/** Where clouds keep credentials; refused even inside a range that is allowed. */
const cloudServices = '169.254.0.0/16 100.100.100.200/32 192.0.0.192/32 168.63.129.16/32 fd00:ec2::254/128 fd20:ce::254/128 fe80::/10';

const special = blockList(`${specialV4} ${specialV6}`.split(' '));
const publicV6 = blockList(['2000::/3']);
const cloud = blockList(cloudServices.split(' '));

/** Says why nothing may be fetched from an address; undefined when it may. */
export type AddressGuard = (address: string) => string | undefined;

/**
 * Judges addresses by what they are: public ones are fine, others when a range is named. An IPv6 address that wraps one
 * of IPv4 is judged by what it wraps; what cannot be read is refused.
 *
 * @throws {ConfigurationError} a range that is none
 */
export function addressGuard(allowedRanges: readonly string[] = []): AddressGuard {
  const allowed = blockList(allowedRanges);
  return (text) => {
    const address = unwrapped(text.replace(/%.*$/, ''));
    const family = address === undefined ? undefined : familyOf(address);
    if (address === undefined || family === undefined) return `${text} is no address`;
    if (cloud.check(address, family)) return `${text} is an address of a cloud's or a network's own services`;
    if (allowed.check(address, family)) return undefined;
    if (special.check(address, family) || (family === 'ipv6' && !publicV6.check(address, family))) return `${text} is not a public address`;
    return undefined;
  };
}

function blockList(ranges: readonly string[]): BlockList {
  const list = new BlockList();
  for (const range of ranges) {
    const [address = '', bits, ...more] = range.split('/');
    const family = familyOf(address);
    const longest = family === 'ipv4' ? 32 : 128;
    const prefix = bits === undefined ? longest : /^\d{1,3}$/.test(bits) ? Number(bits) : Number.NaN;
    if (!family || more.length > 0 || !(prefix <= longest))
      throw new ConfigurationError(`"${range}" is no range of addresses; give one such as 10.0.0.0/8 or fd12::/16.`);
    list.addSubnet(address, prefix, family);
  }
  return list;
}

function familyOf(address: string): 'ipv4' | 'ipv6' | undefined {
  const version = isIP(address);
  return version === 0 ? undefined : version === 4 ? 'ipv4' : 'ipv6';
}

/** The IPv4 address inside `::ffff:0:0/96` and the NAT64 prefix `64:ff9b::/96`. */
function unwrapped(address: string): string | undefined {
  if (isIP(address) !== 6) return address;
  const groups = groupsOf(address);
  const head = groups.slice(0, 6).join(':');
  if (head !== '0:0:0:0:0:ffff' && head !== '64:ff9b:0:0:0:0') return address;
  const [high = 0, low = 0] = groups.slice(6).map((group) => Number.parseInt(group, 16));
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
}

/** Eight groups in hex without leading zeros. */
function groupsOf(address: string): string[] {
  // A URL parser writes an IPv6 address in one way, its last four bytes in hex too.
  const [before = '', after] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::');
  const start = before === '' ? [] : before.split(':');
  const end = after === undefined || after === '' ? [] : after.split(':');
  return [...start, ...Array<string>(8 - start.length - end.length).fill('0'), ...end];
}
