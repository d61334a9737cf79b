import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { ZenodoEvent } from '../../src/portable.ts';

export const eventSchema = JSON.parse(readFileSync(new URL('../../events.schema.json', import.meta.url), 'utf8')) as {
  $defs: Record<string, unknown>;
};

const ajv = new Ajv2020({ strict: true, strictTypes: false, strictRequired: false, allErrors: true, discriminator: false });
addFormats.default(ajv);
const isEvent = ajv.compile(eventSchema);

/** What the published schema says against an event; empty when it is one. */
export function schemaProblems(event: ZenodoEvent): string {
  const fits: boolean = isEvent(event);
  return fits ? '' : `${event.type}: ${ajv.errorsText(isEvent.errors)}`;
}
