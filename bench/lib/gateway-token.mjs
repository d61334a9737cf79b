import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * Makes a token for a route, as a person does while the gateway runs.
 *
 * @param {string} bin
 * @param {string} config
 * @param {string} route
 * @param {Record<string, string>} env
 */
export async function gatewayToken(bin, config, route, env) {
  const { stdout } = await run(process.execPath, [bin, 'token', 'add', route, '--config', config], { env: { ...process.env, ...env } });
  return /gwi_[\w-]+/.exec(stdout)[0];
}
