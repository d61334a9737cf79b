import { z } from 'zod';
import { scopes } from '../people/scopes.ts';
import type { Endpoint } from './endpoint.ts';
import { apiBase, endpoints } from './endpoints.ts';

const problem = {
  type: 'object',
  properties: {
    type: { type: 'string', description: 'Does not change: urn:zenodo-connect:problem:…' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    next_step: { type: 'string' },
    instance: { type: 'string' },
  },
  required: ['type', 'title', 'status', 'detail', 'next_step', 'instance'],
};

const refusals = { 400: 'The request is not sound', 401: 'No valid token', 403: 'Not for this caller', 404: 'Nothing here' } as const;

/** The API as OpenAPI 3.1, made from the schemas that check it. */
export function openApi(version: string, serverUrl: string) {
  const paths: Record<string, Record<string, unknown>> = {};
  const schemas: Record<string, unknown> = { Problem: problem };
  for (const one of endpoints) {
    const path = `${apiBase}${one.path.replace(/:(\w+)/g, '{$1}')}`;
    paths[path] = { ...paths[path], [one.method]: lifted(operationOf(one), schemas) };
  }
  return {
    openapi: '3.1.1',
    info: {
      title: 'Zenodo gateway',
      version,
      description: 'Deposits, events and subscriptions of a Zenodo gateway.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: serverUrl }],
    security: [{ token: [] }],
    paths,
    components: {
      securitySchemes: { token: { type: 'http', scheme: 'bearer', description: `An API token gwa_…; scopes: ${scopes.join(', ')}` } },
      schemas,
      responses: Object.fromEntries(
        Object.entries(refusals).map(([status, description]) => [
          `Refused${status}`,
          { description, content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } } },
        ]),
      ),
    },
  };
}

function operationOf({ id, summary, scope, path, query, body, answer, status = 200, streams }: Endpoint) {
  const inPath = [...path.matchAll(/:(\w+)/g)].map(([, name]) => ({ name, in: 'path', required: true, schema: { type: 'string' } }));
  const content = answer && { content: { 'application/json': { schema: schemaOf(answer, 'output') } } };
  const stream = streams && { content: { 'text/event-stream': { schema: { type: 'string' } } } };
  return {
    operationId: id,
    summary,
    description: `Needs the scope \`${scope}\`.`,
    tags: [path.split('/')[1]],
    ...((inPath.length > 0 || query) && { parameters: [...inPath, ...(query ? inQuery(query) : [])] }),
    ...(body && { requestBody: { required: true, content: { 'application/json': { schema: schemaOf(body, 'input') } } } }),
    responses: {
      [status]: { description: status === 204 ? 'Done' : summary, ...content, ...stream },
      ...Object.fromEntries(Object.keys(refusals).map((code) => [code, { $ref: `#/components/responses/Refused${code}` }])),
    },
  };
}

function inQuery(query: z.ZodType) {
  const { properties = {}, required = [] } = schemaOf(query, 'input') as { properties?: Record<string, object>; required?: string[] };
  return Object.entries(properties).map(([name, schema]) => ({ name, in: 'query', required: required.includes(name), schema }));
}

function schemaOf(schema: z.ZodType, io: 'input' | 'output'): object {
  const { $schema: _, ...json } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return json;
}

/** Named schemas stand in one place of the document, and what refers to them says so. */
function lifted(value: unknown, schemas: Record<string, unknown>): unknown {
  if (Array.isArray(value)) return value.map((one) => lifted(one, schemas));
  if (typeof value !== 'object' || value === null) return value;
  const { $defs, ...rest } = value as { readonly $defs?: Readonly<Record<string, unknown>> };
  for (const [name, schema] of Object.entries($defs ?? {})) schemas[name] = lifted(withoutId(schema), schemas);
  return Object.fromEntries(
    Object.entries(withoutId(rest) as object).map(([key, inner]) => [key, key === '$ref' ? movedRef(inner) : lifted(inner, schemas)]),
  );
}

const movedRef = (ref: unknown): string => String(ref).replace('#/$defs/', '#/components/schemas/');

/** `id` of zod's own registry is no word of JSON Schema; a property of that name is in `properties` and stays. */
function withoutId(schema: unknown): unknown {
  if (typeof schema !== 'object' || schema === null || typeof (schema as { id?: unknown }).id !== 'string') return schema;
  const { id: _, ...rest } = schema as Record<string, unknown>;
  return rest;
}
