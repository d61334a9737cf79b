import { refuse, shown } from './ensure.ts';

/** A path is no file yet, and neither is a promise of one. @throws {ConfigurationError} it is no file source */
export function ensureSource(field: string, value: unknown): void {
  const isSource = typeof value === 'object' && value !== null && 'key' in value && 'open' in value;
  if (!isSource) refuse(field, shown(value), "a file such as await fileFromPath('scan.xy')");
}
