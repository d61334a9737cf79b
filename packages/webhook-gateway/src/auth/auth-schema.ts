import { z } from 'zod';
import { isRange } from '../subscribers/address-guard.ts';

export const secretName = z.string().regex(/^[a-z0-9][a-z0-9_-]{0,63}$/, 'expected the name of a secret: small letters, digits, - and _');
const instant = z.iso.datetime({ offset: true, error: 'expected a time such as 2026-12-01T00:00:00Z' });
const range = z.string().refine(isRange, 'expected a range such as 10.0.0.0/8');
const headerName = z
  .string()
  .regex(/^[A-Za-z0-9-]{1,64}$/, 'expected the name of a header')
  .toLowerCase();

/** A secret by its name, and when it counts: a new one and the old one stand side by side while senders change. */
const datedSecret = z.strictObject({ name: secretName, from: instant.optional(), until: instant.optional() });
const secretUse = z.union([secretName.transform((one): z.infer<typeof datedSecret> => ({ name: one })), datedSecret]);
const secrets = z.array(secretUse).min(1);

const common = {
  /** Addresses that may send, besides what else is asked. */
  from: z.array(range).min(1).optional(),
};
const clock = { clock_tolerance_s: z.number().int().min(1).max(86_400).default(300) };

const signedPart = z.union([
  z.enum(['method', 'path', 'timestamp', 'nonce', 'body']),
  z.strictObject({ header: headerName }),
  z.strictObject({ text: z.string().min(1) }),
]);

const hmac = z
  .strictObject({
    type: z.literal('hmac'),
    secrets,
    header: headerName,
    prefix: z.string().default(''),
    algorithm: z.enum(['sha256', 'sha384', 'sha512']).default('sha256'),
    encoding: z.enum(['hex', 'base64']).default('hex'),
    signed: z.array(signedPart).min(1),
    timestamp: z.strictObject({ header: headerName, unit: z.enum(['s', 'ms']).default('s') }).optional(),
    nonce: z.strictObject({ header: headerName }).optional(),
    ...clock,
    ...common,
  })
  .superRefine(({ signed, timestamp, nonce }, context) => {
    const has = (part: string): boolean => signed.includes(part as never);
    if (signed.filter((part) => part === 'body').length !== 1)
      context.addIssue({ code: 'custom', message: 'expected `body` once in `signed`' });
    if (has('timestamp') !== (timestamp !== undefined))
      context.addIssue({ code: 'custom', message: 'expected `timestamp` both in `signed` and as a key, or in neither' });
    if (has('nonce') !== (nonce !== undefined))
      context.addIssue({ code: 'custom', message: 'expected `nonce` both in `signed` and as a key, or in neither' });
  });

/** Who may send to a route, as it stands in its recipe under `auth`. What is not known refuses the recipe. */
export const authSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('token'), ...common }),
  z.strictObject({
    type: z.literal('basic'),
    user: z
      .string()
      .min(1)
      .regex(/^[^:]+$/, 'expected a name without :'),
    secrets,
    ...common,
  }),
  hmac,
  z.strictObject({ type: z.literal('standard-webhooks'), secrets, ...clock, ...common }),
  z.strictObject({ type: z.enum(['github', 'gitea', 'forgejo']), secrets, ...common }),
  z.strictObject({ type: z.literal('gitlab'), secrets, ...clock, ...common }),
  z.strictObject({
    type: z.literal('sns'),
    topics: z.array(z.string().regex(/^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[\w-]+$/, 'expected the ARN of a topic')).min(1),
    ...common,
  }),
  z.strictObject({
    type: z.literal('jwks'),
    url: z.url({ protocol: /^https?$/ }),
    issuer: z.string().min(1),
    audience: z.string().min(1),
    algorithms: z
      .array(z.enum(['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519']))
      .min(1),
    allow_private: z.array(range).min(1).optional(),
    ...clock,
    ...common,
  }),
  z.strictObject({
    type: z.literal('mtls'),
    fingerprints: z.array(z.string().regex(/^[0-9A-Fa-f:]{64,95}$/, 'expected the SHA-256 of a certificate in hex')).min(1),
    /** Where a listed proxy puts the certificate: RFC 9440's `Client-Cert`, or a header with the PEM, percent-encoded. */
    header: headerName.default('client-cert'),
    ...common,
  }),
]);

export type Auth = z.infer<typeof authSchema>;
export type AuthOf<T extends Auth['type']> = Extract<Auth, { readonly type: T }>;
export type SecretUse = z.infer<typeof secretUse>;

/** Keys that `auth` may have, for "did you mean". */
export const authKeys =
  'auth type from secrets user header prefix algorithm encoding signed timestamp unit nonce clock_tolerance_s topics url issuer audience algorithms allow_private fingerprints until'.split(
    ' ',
  );
