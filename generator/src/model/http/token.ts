/** Whether HTTP has headers of that name (RFC 9110 §5.1, §5.6.2). */
export function isToken(name: string): boolean {
  return /^[\w!#$%&'*+.^`|~-]+$/.test(name);
}
