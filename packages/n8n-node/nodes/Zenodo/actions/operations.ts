import type { Operation } from '../shared/turn.ts';
import { operations as community } from './community/index.ts';
import { operations as draft } from './draft/index.ts';
import { operations as file } from './file/index.ts';
import { operations as record } from './record/index.ts';
import { operations as request } from './request/index.ts';

/** What each resource of the form can do, by the values of its two first fields. */
export const operations: { readonly [resource: string]: { readonly [operation: string]: Operation } } = {
  community,
  draft,
  file,
  record,
  request,
};
