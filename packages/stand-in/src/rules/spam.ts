import { type Doc, isDoc, type Json } from '../json.ts';

/** Hosts whose links mark a record as spam; those below them too. */
const BANNED_HOSTS = ['spam.example'];

/** True when a draft or community links to a host that is banned. Only those of users whom nobody has verified are asked this. */
export function looksLikeSpam({ metadata }: { readonly metadata: Doc }): boolean {
  return linkedHosts(metadata).some((host) => BANNED_HOSTS.some((banned) => host === banned || host.endsWith(`.${banned}`)));
}

function linkedHosts(value: Json): string[] {
  if (Array.isArray(value)) return value.flatMap(linkedHosts);
  if (isDoc(value)) return Object.values(value).flatMap(linkedHosts);
  if (typeof value !== 'string') return [];
  return [...value.matchAll(/https?:\/\/(?:[^/@\s"'<>]*@)?([\w.-]+)/gi)].map(([, host = '']) => host.toLowerCase());
}
