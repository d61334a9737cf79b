import type { Json } from '../json.ts';
import { isDoc } from '../json.ts';
import type { DraftContent } from '../state/entry.ts';

/** Hosts whose links mark a record as spam; those below them too. */
const BANNED_HOSTS = ['spam.example'];

/** True when the draft links to a host that is banned. Only records of users whom nobody has verified are asked this. */
export function looksLikeSpam(draft: DraftContent): boolean {
  return linkedHosts(draft.metadata).some((host) => BANNED_HOSTS.some((banned) => host === banned || host.endsWith(`.${banned}`)));
}

function linkedHosts(value: Json): string[] {
  if (Array.isArray(value)) return value.flatMap(linkedHosts);
  if (isDoc(value)) return Object.values(value).flatMap(linkedHosts);
  if (typeof value !== 'string') return [];
  return [...value.matchAll(/https?:\/\/(?:[^/@\s"'<>]*@)?([\w.-]+)/gi)].map(([, host = '']) => host.toLowerCase());
}
