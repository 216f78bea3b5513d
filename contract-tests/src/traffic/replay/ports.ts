import { isNumberedPort } from "../normalise/loopback.js";

/**
 * The ports of this run for the numbered ports of a recording.
 *
 * A test server listens on another port in each run, so a recording numbers the ports of loopback addresses. A numbered port represents any port
 * of the client, and only that one after its first response: two servers of a recording stay separate.
 */
export interface Ports {
  /** A comparison of a request with one recorded interaction: its port bindings apply only if it is selected. */
  compare(): Comparison;
  /** The port of this run for a recorded origin, if bound and different. */
  standsFor(origin: string): string | undefined;
}

export interface Comparison {
  /** Whether two texts differ only in loopback ports that may represent each other. */
  same(recorded: string, sent: string): boolean;
  keep(): void;
}

/** An address of this machine with its port. The names before `.localhost` are left to the comparison of the rest. */
const address = /(?:(?<![\w.-])127\.0\.0\.1|(?<![\w-])localhost|\[::1\]):(\d{1,5})(?!\d)/g;

/** Whether a recorded text contains a port that may represent another. */
export function hasNumberedPort(recorded: string): boolean {
  return [...recorded.matchAll(address)].some(([, port = ""]) => isNumberedPort(port));
}

export function createPorts(): Ports {
  /** Recorded port to the port of this run. */
  const settled = new Map<string, string>();

  function compare(): Comparison {
    const assumed = new Map(settled);
    const mayStandFor = (recorded: string, sent: string): boolean => {
      const known = assumed.get(recorded);
      if (known === undefined && ![...assumed.values()].includes(sent)) assumed.set(recorded, sent);
      // The recorded port itself always matches: the client may have read it in a recorded response.
      return recorded === sent || assumed.get(recorded) === sent;
    };
    return {
      same(recorded, sent) {
        const was = [...recorded.matchAll(address)];
        const is = [...sent.matchAll(address)];
        if (was.length === 0 || was.length !== is.length || recorded.replace(address, "\0") !== sent.replace(address, "\0")) return false;
        return was.every(([recordedAddress, port = ""], index) => {
          const [sentAddress, sentPort = ""] = is[index]!;
          return recordedAddress === sentAddress || (isNumberedPort(port) && mayStandFor(port, sentPort));
        });
      },
      keep() {
        for (const [recorded, sent] of assumed) settled.set(recorded, sent);
      },
    };
  }

  return {
    compare,
    standsFor: (origin) => settled.get(new URL(origin).port),
  };
}
