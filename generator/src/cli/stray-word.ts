/** What is said of a word that belongs to no option. That of a file is the document, which other tools take so. */
export function strayWord(word: string, command: string): string {
  const isDocument = /\.(?:json|ya?ml)$/i.test(word) || /^https?:/i.test(word);
  return `"${word}" is not an option of tallystick ${command}${isDocument ? `; the document is given with --spec ${word}` : ""}`;
}
