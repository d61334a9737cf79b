/** An event as the gateway sends it: a CloudEvent that is a Standard Webhooks payload too. */
export interface GatewayEvent {
  readonly specversion: '1.0';
  /** The same at each attempt. */
  readonly id: string;
  /** Such as `deposit.published`. */
  readonly type: string;
  readonly source: string;
  readonly subject: string;
  /** ISO 8601, UTC. */
  readonly time: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** Where the gateway's events stand among the watchers. */
export const gatewayWatcher = 'gateway';

/** What was signed as an event; undefined when it is none. */
export function gatewayEventOf(body: Uint8Array): GatewayEvent | undefined {
  const event = parsed(body);
  if (typeof event !== 'object' || event === null) return undefined;
  const { id, type, subject, time } = event as Partial<GatewayEvent>;
  const isSound =
    [id, time].every((text) => typeof text === 'string' && text !== '') &&
    /^[\w.-]{1,200}$/.test(String(type)) &&
    typeof subject === 'string';
  return isSound ? (event as GatewayEvent) : undefined;
}

function parsed(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    return undefined;
  }
}
