import { UsageError } from "tallystick";
import type { Option } from "tallystick/cli";

/** The option of every command that sends requests. */
export const headerOption = {
  value: "header",
  many: true,
  // What follows `--header Authorization:` is the credential, which is not printed.
  quoted: "Name: value",
  shown: " 'K: V'",
  help: "Header for all requests, never printed; may be repeated",
} as const satisfies Option;

/** Most values of headers are credentials, so an error about a value does not contain it. */
export function headersOf(lines: readonly string[], flag = "--header"): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [index, line] of lines.entries()) {
    const colon = line.indexOf(":");
    const name = line.slice(0, colon).trim();
    if (colon < 1 || !/^[!#$%&'*+.^_`|~\w-]+$/.test(name)) throw new UsageError(`${flag} number ${index + 1} is not of the form 'Name: value'.`);
    const value = line.slice(colon + 1).trim();
    // RFC 9110 §5.5: visible characters, spaces and tabs. Other characters of Latin-1 are sent as bytes.
    if (!/^[\t\x20-\x7e\x80-\xff]*$/.test(value))
      throw new UsageError(`${flag} number ${index + 1} has a value with characters that HTTP does not allow.`);
    headers[name] = value;
  }
  return headers;
}
