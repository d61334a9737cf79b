import { request } from 'undici';
import { Entrance } from '../../src/people/entrance.ts';
import type { Scope } from '../../src/people/scopes.ts';
import type { World } from './gateway.ts';

const password = 'correct horse battery';

/** A person with a session, who follows no redirects. */
export async function personOf({ gateway }: Pick<World, 'gateway'>, scopes: readonly Scope[] = ['admin'], name = 'ada') {
  const link = await gateway.app.get(Entrance).invitation(scopes);
  const post = async (path: string, fields: Record<string, string>, headers: Record<string, string> = {}) => {
    const answer = await request(path.startsWith('http') ? path : gateway.url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
      body: new URLSearchParams(fields).toString(),
    });
    return { status: answer.statusCode, headers: answer.headers, text: await answer.body.text() };
  };
  const joined = await post(link, { name, password });
  const cookie = String(joined.headers['set-cookie']).split(';')[0] ?? '';
  const get = async (path: string, headers: Record<string, string> = {}) => {
    const answer = await request(gateway.url + path, { headers: { cookie, ...headers } });
    return { status: answer.statusCode, headers: answer.headers, text: await answer.body.text() };
  };
  const key = async (): Promise<string> => /name="key" value="([^"]+)"/.exec((await get('/')).text)?.[1] ?? '';
  return {
    link,
    name,
    password,
    cookie,
    joined,
    get,
    post,
    /** As the button of a page does it. */
    act: async (path: string, fields: Record<string, string> = {}) =>
      post(path, { key: await key(), ...fields }, { cookie, 'sec-fetch-site': 'same-origin' }),
  };
}
