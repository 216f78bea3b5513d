/** The same moment as a number: 28 March 2024. */
export const plausibleTimes = { seconds: 1711621703, milliseconds: 1711621703708 } as const;

const timeNames = /(?:[tT]ime|[tT]imestamp|[cC]reated|[uU]pdated|[eE]xpires?|_at|At|[dD]ate)$/;

/**
 * The unit of a number since 1970: seconds by its format (`unixtime` of the OpenAPI Format Registry, `unix-time`), else milliseconds if its name is
 * that of a time.
 */
export function countedTime(formats: readonly string[], name: string): keyof typeof plausibleTimes | undefined {
  if (formats.some((format) => format === "unixtime" || format === "unix-time")) return "seconds";
  return timeNames.test(name) ? "milliseconds" : undefined;
}
