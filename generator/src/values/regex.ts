const compiled = new Map<string, RegExp | undefined>();

/** A pattern as the JSON Schema dialect means it: Unicode where it is a Unicode pattern, without the flag where it only works so. */
export function regex(pattern: string): RegExp | undefined {
  if (!compiled.has(pattern)) {
    let expression: RegExp | undefined;
    for (const flags of ["u", ""]) {
      try {
        expression ??= new RegExp(pattern, flags);
      } catch {
        // Tried again without the flag; what is no pattern at all is the check stage's finding.
      }
    }
    compiled.set(pattern, expression);
  }
  return compiled.get(pattern);
}

export function matches(pattern: string, text: string): boolean {
  return regex(pattern)?.test(text) ?? true;
}
