/** True when so many letters put in, taken out, changed or swapped with their neighbour make one word of the other. */
export function isWithin(most: number, wanted: string, word: string): boolean {
  if (Math.abs(wanted.length - word.length) > most) return false;
  let before: number[] = [];
  let row = Array.from({ length: word.length + 1 }, (_, at) => at);
  for (let at = 1; at <= wanted.length; at++) {
    const next = [at];
    for (let to = 1; to <= word.length; to++) {
      const changed = row[to - 1]! + (wanted[at - 1] === word[to - 1] ? 0 : 1);
      let fewest = Math.min(changed, row[to]! + 1, next[to - 1]! + 1);
      if (at > 1 && to > 1 && wanted[at - 1] === word[to - 2] && wanted[at - 2] === word[to - 1])
        fewest = Math.min(fewest, before[to - 2]! + 1);
      next.push(fewest);
    }
    if (Math.min(...next) > most) return false;
    [before, row] = [row, next];
  }
  return row[word.length]! <= most;
}
