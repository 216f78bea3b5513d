import { scenario, type OperationId } from "../../../support/scenario.js";

/** The whole is 1.6 MB: two domains are kept, and of each list in them the first entry. */
function firstDomains(operation: OperationId, body: unknown): unknown {
  if (operation !== "getProtocol") return body;
  const protocol = body as { domains: Readonly<Record<string, unknown>>[] };
  const domains = protocol.domains
    .slice(0, 2)
    .map((domain) => Object.fromEntries(Object.entries(domain).map(([name, value]) => [name, first(value)])));
  return { ...protocol, domains };
}

function first(value: unknown): unknown {
  return Array.isArray(value) ? value.slice(0, 1) : value;
}

export default scenario({
  title: "the browser lists its protocol",
  shows: { operation: "getProtocol", status: 200 },
  source: "emulator",
  needs: "protocol-description",
  shorten: firstDomains,
  async run({ client, expect, open }) {
    const session_id = await open();
    const { version, domains } = await client.getProtocol({ session_id });
    expect(version).toEqual({ major: expect.any(String), minor: expect.any(String) });
    expect(domains.map(({ domain }) => domain)).toContain("Accessibility");
  },
});
