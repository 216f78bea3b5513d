import { isNumberedPort } from "../normalise/loopback.js";

/**
 * Which port of this run each numbered port of a recording stands for.
 *
 * A server of a test listens on another port every time, so a recording numbers the ports of loopback addresses. A numbered one stands for whatever port
 * the client uses, and from its first answer on for that one only: two servers of a recording stay two.
 */
export interface Ports {
  /** A comparison of one request with one recorded interaction: what it assumes about ports holds only once it is kept. */
  compare(): Comparison;
  /** The port of this run that a recorded origin stands for, where that is settled and another than the recorded one. */
  standsFor(origin: string): string | undefined;
}

export interface Comparison {
  /** Whether two texts differ in nothing but ports of loopback addresses that may stand for each other. */
  same(recorded: string, sent: string): boolean;
  keep(): void;
}

/** An address of this machine with its port. The names before `.localhost` are left to the comparison of the rest. */
const address = /(?:(?<![\w.-])127\.0\.0\.1|(?<![\w-])localhost|\[::1\]):(\d{1,5})(?!\d)/g;

/** Whether a recorded text holds a port that may stand for another. */
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
      // The recorded port itself is always right: the client may have it out of a recorded answer.
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
