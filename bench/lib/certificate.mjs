import { execFileSync } from 'node:child_process';
import { mkdtemp } from 'node:fs/promises';
import path from 'node:path';
import { benchFolder } from './payload.mjs';

/** Has openssl make a certificate for 127.0.0.1 in a folder of its own; paths of PEM files. */
export async function makeCertificate() {
  const folder = await mkdtemp(path.join(await benchFolder(), 'certificate-'));
  const [cert, key] = [path.join(folder, 'cert.pem'), path.join(folder, 'key.pem')];
  const options = 'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=bench -addext'.split(' ');
  execFileSync('openssl', [...options, 'subjectAltName=IP:127.0.0.1', '-keyout', key, '-out', cert], { stdio: 'ignore' });
  return { folder, cert, key };
}
