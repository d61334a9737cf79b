import ipaddr from 'ipaddr.js';

/** This machine itself. */
export const loopback: readonly string[] = ['127.0.0.0/8', '::1/128'];

type Address = ipaddr.IPv4 | ipaddr.IPv6;

type Range = readonly [Address, number];

/** Addresses and lists of ranges as numbers: each request asks for the same few of them, several times. */
const addresses = new Map<string, Address | undefined>();
const rangeLists = new WeakMap<readonly string[], readonly Range[]>();
const mostAddresses = 1000;

/** An IPv4 address inside an IPv6 one is that IPv4 address. Undefined for what is none. */
function parsed(text: string): Address | undefined {
  if (addresses.has(text)) return addresses.get(text);
  const address = ipaddr.isValid(text) ? ipaddr.process(text) : undefined;
  if (addresses.size >= mostAddresses) addresses.clear();
  addresses.set(text, address);
  return address;
}

function rangesOf(texts: readonly string[]): readonly Range[] {
  const known = rangeLists.get(texts);
  if (known) return known;
  const ranges = texts.map((text) => ipaddr.parseCIDR(text.includes('/') ? text : `${text}/${text.includes(':') ? 128 : 32}`));
  rangeLists.set(texts, ranges);
  return ranges;
}

/**
 * Whether an address is in one of the ranges, by its numbers and never by its text.
 *
 * @param ranges - a list that is not changed afterwards, and best the same one each time
 */
export function isWithin(text: string, ranges: readonly string[]): boolean {
  const address = parsed(text);
  if (!address) return false;
  return rangesOf(ranges).some(([base, bits]) => base.kind() === address.kind() && address.match(base as never, bits));
}

/**
 * Who really sent: from the right of `X-Forwarded-For`, the first address that is no listed proxy. What a client wrote
 * there itself stands further left and is never reached.
 *
 * @param peer - the other end of the socket
 */
export function clientAddress(peer: string, forwardedFor: string | undefined, proxies: readonly string[]): string {
  const hops = (forwardedFor ?? '').split(',').map((hop) => hop.trim());
  let address = peer;
  while (isWithin(address, proxies) && hops.length > 0) {
    const next = hops.pop() ?? '';
    if (!parsed(next)) return address;
    address = next;
  }
  return address;
}
