/** Whether a name fits a pattern in which `*` stands for anything; nothing else in it is special. */
function fitsGlob(name: string, pattern: string): boolean {
  const [first = '', ...rest] = pattern.split('*');
  if (rest.length === 0) return name === pattern;
  const last = rest.pop() ?? '';
  if (!name.startsWith(first) || !name.endsWith(last) || name.length < first.length + last.length) return false;
  // The earliest place of each piece is as good as any later one, so nothing is tried twice.
  let at = first.length;
  const end = name.length - last.length;
  for (const piece of rest) {
    const found = name.indexOf(piece, at);
    if (found < 0 || found + piece.length > end) return false;
    at = found + piece.length;
  }
  return true;
}

/** The patterns of expected files that no name fits yet. One that ends in `?` may be missing. */
export function missingFiles(expected: readonly string[], names: readonly string[]): readonly string[] {
  return expected.filter((pattern) => !pattern.endsWith('?') && !names.some((name) => fitsGlob(name, pattern)));
}
