import { isIP } from 'node:net';
import { secretProblem } from '../config/secret.ts';
import { addressProblem, isRange } from './address-guard.ts';
import type { HeaderToken, Subscription } from './subscription.ts';

type AllowPrivate = Subscription['allowPrivate'];

/** Ports of services that speak no HTTP; a POST to them is an attack rather than a delivery. */
const refusedPorts = ['22', '25', '465', '587', '6379', '9200', '11211'];
const reservedHeaders =
  /^(host|content-.*|connection|transfer-encoding|upgrade|te|trailer|expect|cookie|set-cookie|user-agent|accept-encoding|webhook-.*|ce-.*|gateway-.*|proxy-.*|traceparent|tracestate)$/i;

/** What is wrong with a subscription, as one clause, or undefined. No secret is in the answer. */
export function subscriptionProblem(
  subscription: Pick<Subscription, 'name' | 'url' | 'secrets' | 'header' | 'allowPrivate'>,
): string | undefined {
  const { url, secrets, header, allowPrivate } = subscription;
  if (secrets.length === 0 && !header)
    return 'it has neither a secret nor a header; give it one, so that its receiver can tell our events from others';
  if (secrets.length > 10) return 'it has more than 10 secrets; receivers look at ten signatures';
  return (
    secrets.map(secretProblem).find((problem) => problem !== undefined) ??
    (header && headerProblem(header)) ??
    rangeProblem(allowPrivate) ??
    urlProblem(url, allowPrivate)
  );
}

function headerProblem({ name, value }: HeaderToken): string | undefined {
  if (!/^[A-Za-z0-9-]{1,64}$/.test(name)) return 'its header has no usable name; take letters, digits and -';
  if (reservedHeaders.test(name)) return `its header ${name} is one that the gateway or HTTP sets; take another, such as X-Gateway-Secret`;
  if (value.length < 16 || value.length > 500 || !/^[\x21-\x7e]+( [\x21-\x7e]+)*$/.test(value))
    return `the value of its header ${name} has to be 16 to 500 printable ASCII characters`;
  return undefined;
}

function rangeProblem(ranges: AllowPrivate): string | undefined {
  if (typeof ranges === 'boolean') return undefined;
  const wrong = ranges.find((range) => !isRange(range));
  return wrong === undefined ? undefined : `its allowed range "${wrong}" is none; write one such as 10.0.0.0/8`;
}

function urlProblem(text: string, allowPrivate: AllowPrivate): string | undefined {
  if (!URL.canParse(text)) return 'its url is none; give it one such as https://n8n.lab.example/webhook/zenodo';
  if (text.includes('\\') || /\s/u.test(text)) return 'its url holds a backslash or a space; write it as a browser shows it';
  const url = new URL(text);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return `its url begins with ${url.protocol}; only https: and http: are taken`;
  if (url.username || url.password) return 'its url holds a user name or password; take them out';
  if (url.hash) return 'its url has a fragment (#…); take it out';
  if (refusedPorts.includes(url.port)) return `its url has port ${url.port}, which is not taken`;
  const host = url.hostname.replace(/^\[|\]$/g, '');
  // A letter of another script may look like one of ours, in the configuration and on the page.
  const written = /^[a-z+.-]+:\/\/([^/?#]*)/i.exec(text)?.[1] ?? '';
  if (/[^\x21-\x7e]/.test(written) && !isIP(host))
    return `its url has letters in its host that others can be taken for; write it as ${url.host}, if that is it`;
  return isIP(host) ? literalProblem(host, allowPrivate) : nameProblem(host, allowPrivate);
}

function literalProblem(host: string, allowPrivate: AllowPrivate): string | undefined {
  const problem = addressProblem(host, allowPrivate);
  return problem && `${problem}; if events may go there, set its allow_private to true or to its range`;
}

/** Names that never lead to the public: judged now, though what other names lead to is judged on the connected socket. */
function nameProblem(host: string, allowPrivate: AllowPrivate): string | undefined {
  const name = host.toLowerCase().replace(/\.$/, '');
  if (name === 'metadata.google.internal') return `${host} is an address of a cloud's or a network's own services`;
  const isLocal = !name.includes('.') || /\.(localhost|local|internal|lan|home\.arpa)$/.test(name) || /^[\d-]+(\.[\d-]+){3}\./.test(name);
  if (isLocal && allowPrivate === false)
    return `${host} is a name of a private network; if events may go there, set its allow_private to true or to its range`;
  return undefined;
}
