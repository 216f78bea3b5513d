import { distance } from "./distance.js";

/** The known word that is most similar to an unknown one: it has the same beginning, or differs in one or two letters. */
export function closestWord(written: string, words: readonly string[]): string | undefined {
  const low = written.toLowerCase();
  const same = words.find((word) => word.toLowerCase() === low);
  if (same !== undefined) return same;
  const begun =
    low.length < 3 ? [] : words.filter((word) => word.toLowerCase().startsWith(low) || (word.length > 2 && low.startsWith(word.toLowerCase())));
  if (begun.length === 1) return begun[0];
  const most = low.length < 5 ? 1 : 2;
  const near = words
    .map((word) => ({ word, far: swapped(low, word.toLowerCase()) ? 1 : distance(low, word.toLowerCase(), most) }))
    .filter(({ far }) => far <= most)
    .toSorted((a, b) => a.far - b.far);
  const [first, second] = near;
  return first !== undefined && first.far !== second?.far ? first.word : undefined;
}

/** Whether they differ only in two neighbouring characters that are swapped. */
function swapped(a: string, b: string): boolean {
  if (a.length !== b.length) return false;
  const at = [...a].findIndex((character, index) => character !== b[index]);
  return at >= 0 && a[at] === b[at + 1] && a[at + 1] === b[at] && a.slice(at + 2) === b.slice(at + 2);
}
