import { request } from 'undici';
import { Entrance } from '../../src/people/entrance.ts';
import type { Scope } from '../../src/people/scopes.ts';
import type { World } from './gateway.ts';

type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';

/** A program with an API token of these scopes; `call` answers status and JSON. */
export async function apiOf({ gateway }: Pick<World, 'gateway'>, ...scopes: Scope[]) {
  const { token } = await gateway.app.get(Entrance).tokens.add('test', scopes);
  const call = async (method: Method, path: string, body?: unknown, headers: Record<string, string> = {}) => {
    const answer = await request(`${gateway.url}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await answer.body.text();
    return { status: answer.statusCode, json: (text ? JSON.parse(text) : undefined) as Record<string, never>, text };
  };
  return { token, call };
}
