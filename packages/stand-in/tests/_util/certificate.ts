import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

/** A certificate made for one run; `remove` takes its folder away. */
export interface Certificate {
  /** Paths of PEM files. */
  readonly cert: string;
  readonly key: string;
  readonly remove: () => Promise<void>;
}

/** Has openssl make a certificate for the names, each as `DNS:zenodo.org` or `IP:127.0.0.1`. */
export async function makeCertificate(...names: string[]): Promise<Certificate> {
  const folder = await mkdtemp(path.join(tmpdir(), 'stand-in-certificate-'));
  const [cert, key] = [path.join(folder, 'cert.pem'), path.join(folder, 'key.pem')];
  const subject = ['-subj', '/CN=stand-in', '-addext', `subjectAltName=${names.join(',')}`];
  const options = 'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2'.split(' ');
  await promisify(execFile)('openssl', [...options, ...subject, '-keyout', key, '-out', cert]);
  return { cert, key, remove: () => rm(folder, { recursive: true, force: true }) };
}
