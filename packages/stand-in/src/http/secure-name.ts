/** The part of a file name that is safe on any disk: no folders, no letters beyond ASCII, `_` for spaces, no dot or line at its ends. */
export function secureName(name: string): string {
  const ascii = name.normalize('NFKD').replace(/[^ -~\s]/g, '');
  const words = ascii.replaceAll('/', ' ').split(/\s+/).filter(Boolean);
  return words
    .join('_')
    .replace(/[^A-Za-z0-9_.-]/g, '')
    .replace(/^[._]+|[._]+$/g, '');
}
