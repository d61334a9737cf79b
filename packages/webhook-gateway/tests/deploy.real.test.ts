import { execFile } from 'node:child_process';
import { randomBytes, X509Certificate } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { startStandIn } from '@zenodo-connect/stand-in';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { nginxMissing, startNginx } from '../../../tools/servers/nginx.mjs';
import { type PostgresServer, postgresMissing, startPostgres } from '../../../tools/servers/postgres.mjs';
import { redisMissing, startRedis } from '../../../tools/servers/redis.mjs';
import { type CertificatePair, makeCertificate } from './_util/certificate.ts';
import { type RunningCommand, runCommand, startCommand } from './_util/command.ts';
import { recipe } from './_util/gateway.ts';
import { recipeOf } from './_util/recipes.ts';
import { until } from './_util/subscriber.ts';
import { tempFolder } from './_util/temp-folder.ts';

const run = promisify(execFile);
const shipped = (name: string): Promise<string> => readFile(fileURLToPath(new URL(`../deploy/${name}`, import.meta.url)), 'utf8');
const missing = (await postgresMissing()) ?? (await redisMissing()) ?? (await nginxMissing()) ?? opensslMissing();
if (missing) process.stdout.write(`Skipped: ${missing}\n`);

function opensslMissing(): string | undefined {
  return existsSync('/usr/bin/openssl') ? undefined : 'openssl is not installed. On Debian: apt-get install openssl';
}

/** curl as an instrument's PC has it. */
async function curl(...args: string[]): Promise<{ readonly status: number; readonly json: Readonly<Record<string, unknown>> }> {
  const { stdout } = await run('curl', ['-sS', '--max-time', '60', '-w', '\n%{http_code}', ...args]);
  const at = stdout.lastIndexOf('\n');
  return { status: Number(stdout.slice(at + 1)), json: at > 0 ? (JSON.parse(stdout.slice(0, at)) as Record<string, unknown>) : {} };
}

describe.skipIf(missing)(
  'three gateways with the configuration that ships, behind the nginx that ships, on one PostgreSQL and one Redis',
  () => {
    let postgres: PostgresServer;
    beforeAll(async () => {
      postgres = await startPostgres();
    });
    afterAll(() => postgres?.close());

    async function trio() {
      const [zenodo, redis, folder] = [await startStandIn({ port: 0 }), await startRedis(), await tempFolder()];
      onTestFinished(() => zenodo.close());
      onTestFinished(() => redis.close());
      const [own, instrument] = [await makeCertificate(folder, 'gateway'), await makeCertificate(folder, 'instrument')];
      const fingerprint = new X509Certificate(await readFile(instrument.certFile)).fingerprint256;
      const secrets = {
        zenodo_token: zenodo.tokens.owner,
        database_url: await postgres.createDatabase(),
        redis_url: redis.url,
        gateway_key: randomBytes(32).toString('base64'),
      };
      for (const [name, value] of Object.entries(secrets)) await writeFile(join(folder, name), `${value}\n`, { mode: 0o600 });
      const text = await shipped('config/gateway.replicas.yaml');
      const gateways: RunningCommand[] = [];
      for (const name of ['one', 'two', 'three']) {
        await mkdir(join(folder, name, 'routes'), { recursive: true });
        await writeFile(join(folder, name, 'routes', 'xrd.yaml'), recipe);
        await writeFile(
          join(folder, name, 'routes', 'cert.yaml'),
          recipeOf('cert', `auth: { type: mtls, fingerprints: ["${fingerprint}"] }`),
        );
        // Folders, secrets, addresses and Zenodo of a test in the place of a container's.
        const config = text
          .replace('/tmp/gateway', join(folder, name, 'data'))
          .replace(/(?<=: )\/(run\/secrets|data)(?=\/)/g, folder)
          .replace('host: 0.0.0.0, port: 8080', 'host: 127.0.0.1, port: 0')
          .replace('[172.16.0.0/12]', '[127.0.0.1]')
          .replace('url: https://sandbox.zenodo.org', `url: "${zenodo.url}"\n  datacite_url: "${zenodo.url}"`);
        await writeFile(join(folder, name, 'gateway.yaml'), `${config}deposits: { lease_ms: 2000, doi_delays_ms: [50] }\n`);
        gateways.push(await startCommand(join(folder, name, 'gateway.yaml'), {}));
      }
      const site = await shipped('nginx.conf');
      const nginx = await startNginx(({ port }) =>
        site
          .replace('server 127.0.0.1:8080;', gateways.map(({ url }) => `server ${new URL(url).host};`).join(' '))
          .replace('ip_hash;', '')
          .replace('listen 443', `listen 127.0.0.1:${port}`)
          .replace('/etc/ssl/gateway.lab.example.pem', own.certFile)
          .replace('/etc/ssl/private/gateway.lab.example.key', own.keyFile),
      );
      onTestFinished(() => nginx.close());
      const token = (await runCommand(['token', 'add', 'xrd', '--config', join(folder, 'one', 'gateway.yaml')])).stdout.trim();
      // As if the name led here, so that the addresses in answers are those of the configuration.
      const at = ['--cacert', own.certFile, '--connect-to', `gateway.lab.example:443:127.0.0.1:${nginx.port}`];
      const send = (path: string, ...args: string[]) => curl(...at, ...args, `https://gateway.lab.example${path}`);
      const shown = ({ certFile, keyFile }: CertificatePair): readonly string[] => ['--cert', certFile, '--key', keyFile];
      return { zenodo, folder, gateways, token, send, shown, instrument, own, at };
    }

    it('a large file, a token and a certificate come through; whichever gateway is asked knows of them, and one that is killed is not missed', async () => {
      const { folder, gateways, token, send, shown, instrument, own, zenodo } = await trio();
      await writeFile(join(folder, 'large.xy'), randomBytes(3_000_000));
      const bearer = ['-H', `Authorization: Bearer ${token}`];
      const first = await send('/in/xrd/S-1/', '-T', join(folder, 'large.xy'), ...bearer);
      expect(first).toMatchObject({
        status: 202,
        json: { status_url: expect.stringMatching(/^https:\/\/gateway\.lab\.example\/jobs\//) },
      });
      const path = new URL(String(first.json['status_url'])).pathname;
      await until(async () => (await send(path, ...bearer)).json['status'] === 'findable', 'it is findable', 60_000);
      for (const { url } of gateways) {
        const answer = await curl('-H', 'X-Forwarded-Proto: https', '-H', 'X-Forwarded-For: 203.0.113.7', ...bearer, `${url}${path}`);
        expect(answer.json['status']).toBe('findable');
      }
      const file = ['-T', join(folder, 'large.xy')];
      const der = new X509Certificate(await readFile(instrument.certFile)).raw.toString('base64');
      expect((await send('/in/cert/S-2/', ...file, ...shown(instrument))).status).toBe(202);
      expect((await send('/in/cert/S-3/', ...file, ...shown(own))).status).toBe(401);
      expect((await send('/in/cert/S-3/', ...file, '-H', `Client-Cert: :${der}:`)).status).toBe(401);
      await gateways[0]!.kill('SIGKILL');
      for (const dataset of ['S-4', 'S-5', 'S-6', 'S-7']) {
        const { status, json } = await send(
          `/in/xrd/${dataset}/`,
          ...file,
          ...bearer,
          '--retry',
          '3',
          '--retry-all-errors',
          '--retry-delay',
          '1',
        );
        expect(status).toBe(202);
        const job = new URL(String(json['status_url'])).pathname;
        await until(async () => (await send(job, ...bearer)).json['status'] === 'findable', `${dataset} is findable`, 60_000);
      }
      expect(zenodo.calls.filter(({ path: one, status }) => one.endsWith('/actions/publish') && status === 202)).toHaveLength(5);
    });
  },
);

it.skipIf(opensslMissing())('one gateway with a certificate and its key in files takes a file by https, and none without it', async () => {
  const [zenodo, folder] = [await startStandIn({ port: 0 }), await tempFolder()];
  onTestFinished(() => zenodo.close());
  const { certFile, keyFile } = await makeCertificate(folder, 'gateway');
  await mkdir(join(folder, 'routes'));
  await writeFile(join(folder, 'routes', 'xrd.yaml'), recipe);
  const config = join(folder, 'gateway.yaml');
  const listen = `listen: { host: 127.0.0.1, port: 0, tls: { cert_file: ${certFile}, key_file: ${keyFile} } }`;
  await writeFile(config, `folder: data\n${listen}\nzenodo: { url: "${zenodo.url}" }\nroutes: routes\n`);
  const token = (await runCommand(['token', 'add', 'xrd', '--config', config])).stdout.trim();
  const { url } = await startCommand(config, { ZENODO_TOKEN: zenodo.tokens.owner });
  await writeFile(join(folder, 'a.xy'), 'bytes');
  const args = ['-T', join(folder, 'a.xy'), '-H', `Authorization: Bearer ${token}`, `${url}/in/xrd/S-1/`];
  expect(await curl('--cacert', certFile, ...args)).toMatchObject({ status: 202, json: { status_url: expect.stringMatching(/^https:/) } });
  await expect(curl(...args)).rejects.toThrow(/certificate/);
  await expect(curl(...args.slice(0, -1), `${url.replace('https', 'http')}/in/xrd/S-1/`)).rejects.toThrow(/reply|reset|Empty/);
});
