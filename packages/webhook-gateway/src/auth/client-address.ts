import ipaddr from 'ipaddr.js';

/** This machine itself. */
export const loopback: readonly string[] = ['127.0.0.0/8', '::1/128'];

type Address = ipaddr.IPv4 | ipaddr.IPv6;

/** An IPv4 address inside an IPv6 one is that IPv4 address. */
function parsed(text: string): Address | undefined {
  if (!ipaddr.isValid(text)) return undefined;
  return ipaddr.process(text);
}

/** Whether an address is in one of the ranges, by its numbers and never by its text. */
export function isWithin(text: string, ranges: readonly string[]): boolean {
  const address = parsed(text);
  return (
    address !== undefined &&
    ranges.some((range) => {
      const [base, bits] = range.includes('/') ? ipaddr.parseCIDR(range) : ipaddr.parseCIDR(`${range}/${range.includes(':') ? 128 : 32}`);
      return base.kind() === address.kind() && address.match(base as never, bits);
    })
  );
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
    if (!ipaddr.isValid(next)) return address;
    address = next;
  }
  return address;
}
