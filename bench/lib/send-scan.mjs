import { randomBytes, randomUUID } from 'node:crypto';

/**
 * PUTs of small bodies to the gateway's `/in/xrd/`, each of another dataset, as the function that sends one: true when it was taken.
 *
 * @param {import('undici').Pool} pool
 * @param {{ token: string, bytes: number }} what
 */
export function scanSender(pool, { token, bytes }) {
  const run = randomUUID().slice(0, 8);
  const numberWidth = 16;
  const tail = randomBytes(bytes)
    .toString('base64')
    .slice(0, bytes - numberWidth);
  let number = 0;
  return async () => {
    number += 1;
    const { statusCode, body } = await pool.request({
      method: 'PUT',
      path: `/in/xrd/${run}-${number}/scan.xy`,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/octet-stream' },
      body: `${String(number).padStart(numberWidth, '0')}${tail}`,
    });
    await body.dump();
    return statusCode === 202;
  };
}
