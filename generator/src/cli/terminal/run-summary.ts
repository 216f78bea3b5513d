let summary = "";

/** Reports the findings of a command in a few words, such as `1 breaking, 2 warnings`: the row of its run in the table of many. */
export function setRunSummary(text: string): void {
  summary = text;
}

/** Returns the summary of the command that has ended, and forgets it. */
export function takeRunSummary(): string {
  const text = summary;
  summary = "";
  return text;
}
