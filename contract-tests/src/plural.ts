/** `1 interaction`, `2,000 interactions`. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString("en")} ${count === 1 ? one : many}`;
}

/** `a user`, `an email`, `an hour`: the article by the sound of the first letters. */
export function withArticle(noun: string): string {
  const isVowel = /^(?:[aeio]|h(?:our|ono|eir)|u)/i.test(noun);
  const soundsLikeConsonant = /^(?:eu|once|one(?![a-z])|u(?:ni(?![mn])|ri|rl|s[aeu]|til|uid))/i.test(noun);
  return `${isVowel && !soundsLikeConsonant ? "an" : "a"} ${noun}`;
}
