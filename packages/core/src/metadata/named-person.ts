import type { PersonOrOrganisation } from '../types/metadata.ts';
import { compact } from './loose-values.ts';

/** What is known of a person besides the name. */
interface Known {
  readonly given: string | undefined;
  readonly family: string | undefined;
  readonly orcid: string | undefined;
}

/** By `Curie, Marie`, or by `Marie Curie`, as crates and CodeMeta have it. */
export function person(name: string, { given, family, orcid }: Known): PersonOrOrganisation {
  const [last, first] = name.includes(',') ? name.split(',', 2).map((part) => part.trim()) : splitAtLastSpace(name);
  const identifiers = orcid === undefined ? undefined : [{ scheme: 'orcid', identifier: orcid }];
  return { type: 'personal', ...compact({ family_name: family ?? last, given_name: given ?? first, identifiers }) };
}

function splitAtLastSpace(name: string): readonly [string, string | undefined] {
  const at = name.lastIndexOf(' ');
  return at < 0 ? [name, undefined] : [name.slice(at + 1), name.slice(0, at).trim()];
}
