import { readdirSync, readFileSync } from 'node:fs';
import type { INodeParameters } from 'n8n-workflow';
import { NodeHelpers } from 'n8n-workflow';
import { describe, expect, test } from 'vitest';
import { Zenodo } from '../nodes/Zenodo/Zenodo.node.ts';
import { ZenodoTrigger } from '../nodes/ZenodoTrigger/ZenodoTrigger.node.ts';

interface Node {
  readonly name: string;
  readonly type: string;
  readonly parameters: INodeParameters;
  readonly credentials?: object;
}
const folder = new URL('../examples/', import.meta.url);
const types = new Map([new Zenodo(), new ZenodoTrigger()].map(({ description }) => [`n8n-nodes-zenodo.${description.name}`, description]));

// tools/n8n/flows.real.test.mjs and n8n.real.test.mjs import them into a real n8n and run them.
describe.each(readdirSync(folder))('the example %s', (file) => {
  const { nodes, connections } = JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as { nodes: Node[]; connections: object };
  const ours = nodes.filter(({ type }) => types.has(type));

  test('sets only what the forms of our nodes show', () => {
    expect(ours).not.toHaveLength(0);
    for (const { type, parameters } of ours) {
      const description = types.get(type)!;
      const kept = NodeHelpers.getNodeParameters(description.properties, parameters, false, false, null, description);
      // The poll times are a field of n8n's own.
      const { pollTimes: _, ...own } = parameters;
      for (const name of Object.keys(own)) expect([...Object.keys(kept ?? {}), 'authentication', ...defaults(type, name)]).toContain(name);
    }
  });

  test('leads from node to node, and names no credential but by its kind', () => {
    const names = new Set(nodes.map(({ name }) => name));
    for (const [from, { main }] of Object.entries(connections) as [string, { main: { node: string }[][] }][])
      for (const name of [from, ...main.flat().map(({ node }) => node)]) expect(names).toContain(name);
    for (const { credentials = {} } of ours) expect(Object.keys(credentials)).toEqual(['zenodoApi']);
  });
});

/** A value that is the default is left out by n8n, and may be written all the same. */
function defaults(type: string, name: string): string[] {
  return types.get(type)!.properties.some((property) => property.name === name) ? [name] : [];
}
