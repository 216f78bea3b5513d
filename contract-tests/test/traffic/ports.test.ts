import * as fc from "fast-check";
import { expect, test } from "vitest";
import { normalise, type Interaction } from "../../src/traffic/index.js";
import { createMatcher } from "../../src/traffic/replay/match.js";

const paths = ["/health", "/a", "/b"];
const names = ["127.0.0.1", "localhost", "[::1]"];
/** The ports of three servers, all different; numbers of a recording are not among them. */
const ports = fc.uniqueArray(
  fc.integer({ min: 1024, max: 65_535 }).filter((port) => port < 40_001 || port > 40_999),
  { minLength: 3, maxLength: 3 },
);
const visits = fc.array(fc.record({ server: fc.nat(2), name: fc.constantFrom(...names), path: fc.constantFrom(...paths), link: fc.nat(2) }), {
  maxLength: 12,
});

test("replays each server on any port in recorded order", () => {
  fc.assert(
    fc.property(visits, ports, ports, fc.constantFrom(...names), (requested, then, now, name) => {
      const request = (at: readonly number[], host: string, { server, path, link }: (typeof requested)[number]): Interaction["request"] => ({
        method: "POST",
        url: `http://${host}:${at[server]}${path}?next=http%3A%2F%2Flocalhost%3A${at[link]}%2F`,
        headers: [["content-type", "application/json"]],
        body: { kind: "text", text: JSON.stringify({ callback: `http://127.0.0.1:${at[link]}/hook` }) },
      });
      const recorded = normalise(
        requested.map((visit) => ({ origin: "x", request: request(then, visit.name, visit), response: { status: 200, headers: [] } })),
        { around: [0, 1] },
      );
      const matcher = createMatcher(recorded);
      const used = new Set<number>();
      requested.forEach((visit, index) => {
        const found = matcher.find(request(now, name, visit), (candidate) => !used.has(candidate));
        expect(found).toBe(index);
        used.add(index);
      });
    }),
    { numRuns: 300 },
  );
});

test("does not replay a response of another recorded server", () => {
  fc.assert(
    fc.property(ports, fc.nat(2), fc.nat(2), (now, one, other) => {
      fc.pre(one !== other);
      const at = (port: number, path: string): Interaction["request"] => ({ method: "GET", url: `http://127.0.0.1:${port}${path}`, headers: [] });
      const recorded = [40_001, 40_002, 40_003].flatMap((port, server) =>
        ["/health", `/${server}`].map((path) => ({ origin: "x", request: at(port, path), response: { status: 200, headers: [] } })),
      );
      const matcher = createMatcher(recorded);
      for (const [server, port] of now.entries()) {
        expect(matcher.find(at(port, "/health"), () => true)).toBe(server * 2);
        // Nor a response of a server without an earlier request.
        if (server < 2) expect(matcher.find(at(port, `/${server + 1}`), () => true)).toBeUndefined();
      }
      expect(matcher.find(at(now[one]!, `/${other}`), () => true)).toBeUndefined();
      expect(matcher.find(at(now[one]!, `/${one}`), () => true)).toBe(one * 2 + 1);
    }),
  );
});
