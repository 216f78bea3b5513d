/** The port of a loopback address anywhere in text. `*.localhost` is loopback too (RFC 6761 §6.3). */
export const loopbackPort: RegExp = /(?<=(?:(?<![\w.-])127\.0\.0\.1|(?<![\w-])localhost|\[::1\]):)\d{4,5}(?!\d)/g;

/** Whether the host of a URL is this machine. */
export function isLoopback(hostname: string): boolean {
  return /^(?:127\.0\.0\.1|(?:.+\.)?localhost|\[?::1\]?)$/i.test(hostname);
}

/** The port in a recording for the `n`th port, counted from 1. */
export function numberedPort(n: number): string {
  return String(firstNumbered - 1 + n);
}

/** Whether a port in a recording may be a numbered one. No recording has a thousand servers. */
export function isNumberedPort(port: string): boolean {
  return Number(port) >= firstNumbered && Number(port) < firstNumbered + 999;
}

const firstNumbered = 40001;
