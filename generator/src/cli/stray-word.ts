/** The message for an unexpected argument. Other tools take the document as an argument. */
export function strayWord(word: string, command: string): string {
  const isDocument = /\.(?:json|ya?ml)$/i.test(word) || /^https?:/i.test(word);
  return `"${word}" is not an option of tallystick ${command}${isDocument ? `. Name the document with --spec ${word}` : ""}`;
}
