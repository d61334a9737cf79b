import type { IDataObject, INodeProperties, IPollFunctions } from 'n8n-workflow';
import { ZenodoTrigger } from '../nodes/ZenodoTrigger/ZenodoTrigger.node.ts';
import { context, type Given } from './_context.mts';

interface GivenPoll extends Omit<Given, 'items' | 'perItem'> {
  readonly mode?: 'trigger' | 'manual';
  /** What n8n keeps with the workflow; the same object over several polls. */
  readonly kept?: IDataObject;
}

/** Polls once as n8n does; `null` is nothing new. What is kept goes through JSON, as through n8n's database. */
export async function poll(given: GivenPoll): Promise<IDataObject[] | null> {
  const kept = given.kept ?? {};
  const shared = context(given) as unknown as { getNodeParameter: (...args: unknown[]) => unknown };
  const fake = {
    ...shared,
    getNode: () => ({
      id: 'node-1',
      name: 'Zenodo Trigger',
      type: 'zenodoTrigger',
      typeVersion: 1,
      position: [0, 0],
      parameters: given.parameters,
    }),
    getMode: () => given.mode ?? 'trigger',
    getWorkflowStaticData: () => kept,
    getNodeParameter(name: string, fallback?: unknown, options?: { extractValue?: boolean }) {
      given.onRead?.(name);
      const value = valueIn(given.parameters, name) ?? fallback;
      if (value === undefined) throw new Error(`Could not get parameter "${name}"`);
      return options?.extractValue ? extracted(name, value) : value;
    },
  };
  const output = await new ZenodoTrigger().poll.call(fake as unknown as IPollFunctions);
  Object.assign(kept, JSON.parse(JSON.stringify(kept)));
  return output && output[0]!.map(({ json }) => json);
}

const valueIn = (values: unknown, name: string): unknown =>
  name.split('.').reduce<unknown>((inner, part) => (inner as Record<string, unknown> | undefined)?.[part], values);

/** Through the regular expression of the locator's mode, as n8n does it. */
function extracted(name: string, value: unknown): unknown {
  const locator = value as { mode: string; value: string };
  const property = new ZenodoTrigger().description.properties.find((one: INodeProperties) => one.name === name);
  const rule = property?.modes?.find((mode) => mode.name === locator.mode)?.extractValue;
  return rule?.type === 'regex' ? new RegExp(String(rule.regex)).exec(locator.value)?.[1] : locator.value;
}
