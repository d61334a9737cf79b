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

/** True when the words of a run stand in a text, each at most so far from its place beside the others: `a c` in `a b c` is out by one. */
export function areNear(text: Int32Array, run: readonly number[], slop: number): boolean {
  // Where the run would begin, by each place of each of its words.
  const starts = run.map((word, offset) => [...text.keys()].filter((at) => text[at] === word).map((at) => at - offset));
  const isReached = (low: number) => starts.every((own) => own.some((start) => start >= low && start <= low + slop));
  return starts.flat().some(isReached);
}
