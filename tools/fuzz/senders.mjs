import { createHmac, generateKeyPairSync, randomBytes, sign, X509Certificate } from 'node:crypto';
import { setHeader } from './request.mjs';

const now = (lateS) => Math.floor(Date.now() / 1000) + lateS;
const base64url = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** Of nobody: its key was thrown away. A proxy has checked that who shows it has the key, and says so in a header. */
const certificate =
  'MIIBdTCCARugAwIBAgIUW4kJIWOxY1QQNGPs/zQICZI642wwCgYIKoZIzj0EAwIwDzENMAsGA1UEAwwEZnV6ejAgFw0yNjExMjYwMzI4MTJaGA8yMTI2MTEwMjAzMjgxMlowDzENMAsGA1UEAwwEZnV6ejBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABB+eY4x4v6rileRmJ0maBIWKLMKsOlMM62M93QV9VECWnInBmXidxW2mAbtQIE2pZVbhznvcUN92Q3oCLTi5pjijUzBRMB0GA1UdDgQWBBQeWgz7FMLbcYcUa6GqmJY2KxkAzzAfBgNVHSMEGDAWgBQeWgz7FMLbcYcUa6GqmJY2KxkAzzAPBgNVHRMBAf8EBTADAQH/MAoGCCqGSM49BAMCA0gAMEUCIQCGSK9cLkA/Lni7cYfRNVPE/ZwTbgWU//B3NU2fjVizRwIgYtlv9gPDGQFbc+rwe2X8WJtKm5NQKznckacLO3/Mp5E=';

/** SHA-256 of it, as a recipe lists it. */
export const certificateFingerprint = new X509Certificate(Buffer.from(certificate, 'base64')).fingerprint256;

/**
 * Keys of every kind of sender, and how each proves itself. A signer takes a draft and what may be wrong: `lateS` seconds,
 * or `secret: 'wrong'`.
 */
export class Senders {
  /** By name, for the files that `secrets` of the configuration names. */
  secrets;
  /** What a JWKS server answers. */
  keySet;
  #wrong = strong();
  #webhookKeys = generateKeyPairSync('ed25519');
  #jwtKeys = generateKeyPairSync('ec', { namedCurve: 'P-256' });

  constructor() {
    const raw = this.#webhookKeys.publicKey.export({ type: 'spki', format: 'der' }).subarray(-32);
    this.secrets = {
      basic: strong(),
      plc: strong(),
      forge: strong(),
      'gitlab-old': strong(),
      'gitlab-new': `whsec_${randomBytes(32).toString('base64')}`,
      hook: `whsec_${randomBytes(32).toString('base64')}`,
      'hook-a': `whpk_${raw.toString('base64')}`,
    };
    this.keySet = { keys: [{ ...this.#jwtKeys.publicKey.export({ format: 'jwk' }), kid: 'k1', alg: 'ES256' }] };
  }

  bearer = (token) => (draft) => setHeader(draft, 'authorization', `Bearer ${token}`);

  basic = (draft, { secret } = {}) =>
    setHeader(draft, 'authorization', `Basic ${Buffer.from(`lab:${this.#of('basic', secret)}`).toString('base64')}`);

  hmac = (draft, { secret, lateS = 0 } = {}) => {
    const { method, target, body } = draft;
    const [time, nonce] = [String(now(lateS)), headerIn(draft, 'x-nonce')];
    const sum = createHmac('sha256', this.#of('plc', secret)).update(`${method}\n${target}\n${time}\n${nonce}\n`).update(body);
    setHeader(draft, 'x-time', time);
    setHeader(draft, 'x-signature', sum.digest('base64'));
  };

  forge =
    (header, prefix = '') =>
    (draft, { secret } = {}) =>
      setHeader(draft, header, prefix + createHmac('sha256', this.#of('forge', secret)).update(draft.body).digest('hex'));

  gitlabToken = (draft, { secret } = {}) => setHeader(draft, 'x-gitlab-token', this.#of('gitlab-old', secret));

  webhook =
    (name) =>
    (draft, { secret, lateS = 0 } = {}) => {
      const key = Buffer.from(this.#of(name, secret).replace(/^whsec_/, ''), 'base64');
      this.#signed(draft, lateS, (content) => `v1,${createHmac('sha256', key).update(content).digest('base64')}`);
    };

  webhookA = (draft, { lateS = 0 } = {}) =>
    this.#signed(draft, lateS, (content) => `v1a,${sign(null, content, this.#webhookKeys.privateKey).toString('base64')}`);

  jwt = (draft, { secret, lateS = 0 } = {}) => {
    const claims = { iss: 'lims', aud: secret ? 'other' : 'gateway', exp: now(lateS + 300) };
    const content = `${base64url({ alg: 'ES256', kid: 'k1' })}.${base64url(claims)}`;
    const signature = sign('sha256', Buffer.from(content), { key: this.#jwtKeys.privateKey, dsaEncoding: 'ieee-p1363' });
    setHeader(draft, 'authorization', `Bearer ${content}.${signature.toString('base64url')}`);
  };

  certificate = (draft, { secret } = {}) => setHeader(draft, 'client-cert', `:${secret ? 'AAAA' : certificate}:`);

  #signed(draft, lateS, signatureOf) {
    const time = now(lateS);
    const content = Buffer.concat([Buffer.from(`${headerIn(draft, 'webhook-id')}.${time}.`, 'latin1'), draft.body]);
    setHeader(draft, 'webhook-timestamp', String(time));
    setHeader(draft, 'webhook-signature', signatureOf(content));
  }

  #of = (name, secret) => (secret === 'wrong' ? this.#wrong : this.secrets[name]);
}

const strong = () => randomBytes(30).toString('base64url');
const headerIn = ({ headers }, name) => headers.find(([one]) => one === name)?.[1] ?? '';
