import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

export interface CertificatePair {
  readonly certFile: string;
  readonly keyFile: string;
}

/** A certificate that signs itself, for the names that tests use. */
export async function makeCertificate(folder: string, name: string): Promise<CertificatePair> {
  const [certFile, keyFile] = [`${folder}/${name}.pem`, `${folder}/${name}.key`];
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'];
  const subject = ['-subj', `/CN=${name}`, '-addext', 'subjectAltName=IP:127.0.0.1,DNS:gateway.lab.example'];
  await promisify(execFile)('openssl', ['req', '-x509', ...key, ...subject, '-keyout', keyFile, '-out', certFile]);
  return { certFile, keyFile };
}
