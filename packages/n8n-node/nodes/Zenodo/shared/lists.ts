import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { raw } from './output.ts';
import type { Turn } from './turn.ts';

/** How many are wanted, as core's lists take it. */
export function limitOf(turn: Turn): { limit?: number } {
  if (turn.value('returnAll', false)) return {};
  const limit = Number(turn.value('limit', 50));
  if (!Number.isInteger(limit) || limit < 1) turn.refuse("'Limit' is not a whole number above 0", "Switch on 'Return All' for all of them");
  return { limit };
}

/** The items of a list, each in few fields or as Zenodo gave it. */
export async function listed<Found extends object>(
  turn: Turn,
  list: AsyncIterable<Found>,
  simplified: (found: Found) => IDataObject,
): Promise<INodeExecutionData[]> {
  const outputs: IDataObject[] = [];
  const shown = turn.simplify ? simplified : raw;
  for await (const found of list) outputs.push(shown(found));
  return turn.gives(...outputs);
}

/** One of the fields of the filters, without white space; undefined where nothing is asked. */
export function filterOf(turn: Turn, name: string): string | undefined {
  return String(turn.value<unknown>(`filters.${name}`, '') ?? '').trim() || undefined;
}

/** A day in a filter. @throws {NodeOperationError} it is none */
export function dayOf(turn: Turn, name: string, label: string): string | undefined {
  const text = filterOf(turn, name)?.slice(0, 10);
  if (text !== undefined && !/^\d{4}-\d\d-\d\d$/.test(text))
    turn.refuse(`'${label}' is '${text}', which is no day`, 'Give one such as 2026-11-25');
  return text;
}
