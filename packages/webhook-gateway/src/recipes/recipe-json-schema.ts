import { z } from 'zod';
import { metadataFields } from './metadata-schema.ts';
import { recipeSchema } from './recipe.ts';

/**
 * The JSON Schema of a recipe, for editors that complete and check YAML by it. What it cannot say (which keys go together,
 * whether a text is good Liquid) is what `lint` says.
 */
export function recipeJsonSchema(): Readonly<Record<string, unknown>> {
  const schema = z.toJSONSchema(recipeSchema, { io: 'input', unrepresentable: 'any' }) as Record<string, unknown>;
  const properties = { ...(schema['properties'] as Record<string, unknown>) };
  properties['metadata'] = {
    type: 'object',
    description: "Zenodo's own metadata; texts are Liquid, { $value: path } puts a value in, { $each: path, … } makes a list.",
    properties: Object.fromEntries(metadataFields.map((field) => [field, {}])),
    required: ['title', 'resource_type', 'creators'],
    additionalProperties: false,
  };
  return { ...schema, title: 'A recipe of the Zenodo Connect gateway', properties };
}
