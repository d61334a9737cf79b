import type { TransportRequest } from '../transport/transport.ts';

/** `?a=1&b=x&b=y`, or nothing. A list repeats its name. Spaces become `%20`, which every reader of Zenodo's front knows. */
export function queryString(query: TransportRequest['query']): string {
  const pairs = Object.entries(query ?? {}).flatMap(([name, value]) => {
    if (value === undefined) return [];
    const values = typeof value === 'object' ? value : [String(value)];
    return values.map((one) => `${encodeURIComponent(name)}=${encodeURIComponent(one)}`);
  });
  return pairs.length > 0 ? `?${pairs.join('&')}` : '';
}
