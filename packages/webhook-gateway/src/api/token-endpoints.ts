import { z } from 'zod';
import { scopes } from '../people/scopes.ts';
import { Problem } from '../problems/problem.ts';
import { type Endpoint, endpoint } from './endpoint.ts';
import { listOf, newTokenSchema, tokenSchema } from './schemas.ts';

export const tokenEndpoints: readonly Endpoint[] = [
  endpoint({
    id: 'listApiTokens',
    method: 'get',
    path: '/tokens',
    summary: 'API tokens, without their secret part',
    scope: 'admin',
    answer: listOf(tokenSchema),
    handle: async (_asked, { entrance }) => ({
      items: (await entrance.tokens.list()).map(({ id, name, scopes: has, createdAt, expiresAt, lastUsedAt, revokedAt }) => ({
        id,
        name,
        scopes: has,
        created_at: createdAt.toISOString(),
        expires_at: expiresAt?.toISOString() ?? null,
        last_used_at: lastUsedAt?.toISOString() ?? null,
        revoked_at: revokedAt?.toISOString() ?? null,
      })),
    }),
  }),
  endpoint({
    id: 'addApiToken',
    method: 'post',
    path: '/tokens',
    summary: 'Makes an API token and shows it this once',
    scope: 'admin',
    body: newTokenSchema,
    answer: z.object({ id: z.string(), token: z.string() }),
    status: 201,
    audit: ({ body: { name, scopes: given, expires_at } }) => ({
      action: 'api_token.add',
      subject: name,
      detail: { scopes: given, expires_at },
      told: ({ id }: { readonly id: string }) => ({ id }),
    }),
    handle: ({ body: { name, scopes: given, expires_at } }, { entrance }) =>
      entrance.tokens.add(name, given, expires_at === undefined ? undefined : new Date(expires_at)),
  }),
  endpoint({
    id: 'revokeApiToken',
    method: 'delete',
    path: '/tokens/:id',
    summary: 'Makes an API token worthless at once',
    scope: 'admin',
    status: 204,
    audit: ({ params }) => ({ action: 'api_token.revoke', subject: params['id']! }),
    handle: async ({ params }, { entrance }) => {
      if (!(await entrance.tokens.revoke(params['id']!)))
        throw new Problem('not-found', 'There is no living token with this id.', 'GET /api/v1/tokens lists them.');
    },
  }),
  endpoint({
    id: 'invite',
    method: 'post',
    path: '/invitations',
    summary: 'A link by which one person gets in, once, within 15 minutes',
    scope: 'admin',
    body: z.strictObject({ scopes: z.array(z.enum(scopes)).min(1) }),
    answer: z.object({ url: z.string() }),
    status: 201,
    audit: ({ body }) => ({ action: 'person.invite', subject: '', detail: { scopes: body.scopes } }),
    handle: async ({ body }, { entrance }) => ({ url: await entrance.invitation(body.scopes) }),
  }),
];
