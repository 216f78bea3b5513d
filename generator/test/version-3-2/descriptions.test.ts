import { describe, expect, test } from "vitest";
import { select } from "../../src/plan/select.js";
import { checkedDocument } from "../check/checked.js";
import { made } from "../client/one-operation.js";
import { typeErrors } from "../client/generated.js";
import { lowered, openapi } from "../lower/lowered.js";

// Fields of 3.2 that describe: tags, names of servers, security schemes.

const done = { "204": { description: "Done." } };
const operation = (operationId: string, tags: readonly string[]): object => ({ get: { operationId, tags, responses: done } });
const document = {
  ...openapi("3.2.0", {
    servers: [
      { name: "prod", url: "https://api.example.com/v1", description: "Production." },
      { name: "local", url: "http://localhost:{port}", variables: { port: { default: "8080" } } },
    ],
    tags: [
      { name: "external", summary: "External partners", description: "For partners. Not for the public." },
      { name: "orders", summary: "Orders", parent: "external", kind: "nav" },
      { name: "beta", kind: "badge" },
    ],
    paths: { "/orders": operation("listOrders", ["beta", "orders"]), "/health": operation("health", []) },
    security: [{ device: [] }, { old: [] }],
    components: {
      securitySchemes: {
        old: { type: "apiKey", in: "header", name: "X-Key", deprecated: true },
        device: {
          type: "oauth2",
          oauth2MetadataUrl: "https://login.example.com/.well-known/oauth-authorization-server",
          flows: {
            deviceAuthorization: {
              deviceAuthorizationUrl: "https://login.example.com/device",
              tokenUrl: "https://login.example.com/token",
              scopes: {},
            },
          },
        },
      },
    },
  }),
} as Record<string, unknown>;

describe("tags", () => {
  test("reads summary, parent and kind of a tag", () => {
    const { model } = lowered(document);
    expect(model.tags.map(({ name, summary, parent, kind }) => [name, summary, parent, kind])).toEqual([
      ["external", "External partners", undefined, undefined],
      ["orders", "Orders", "external", "nav"],
      ["beta", undefined, undefined, "badge"],
    ]);
  });

  test("selects operations of nested tags with their parent", () => {
    const { model } = lowered(document);
    const reports: string[] = [];
    const chosen = select(model, { tags: ["external"] }, (code) => void reports.push(code));
    expect(chosen.operations.map(({ operationId }) => operationId)).toEqual(["listOrders"]);
    expect(reports).toEqual([]);
  });

  test("names the path of tags in the comment of an operation", async () => {
    const output = await made(document);
    expect(output.text("operations/orders.ts")).toContain(" * Tag: External partners › Orders.\n");
    expect(output.text("operations/health.ts")).not.toContain("Tag:");
  });

  test("groups the operations of the README by navigation tags", async () => {
    const readme = (await made(document, { packageName: "orders" })).text("README.md");
    const headings = [...readme.matchAll(/^(?:\*\*.*\*\*|### .*)$/gm)].map(([line]) => line);
    expect(headings).toEqual(["### health", "**External partners › Orders**", "### listOrders"]);
  });

  test("reports a repeated tag, an unknown parent and a cycle", () => {
    const tags = [
      { name: "a", parent: "b" },
      { name: "b", parent: "a" },
      { name: "c", parent: "aa" },
      { name: "c" },
      { name: "d", parent: "a" },
      { name: "e", parent: "e" },
    ];
    expect(checkedDocument(openapi("3.2.0", { tags })).filter((each) => each.includes("tag"))).toEqual([
      "repeated-tag #/tags/3/name",
      "tag-parent-cycle #/tags/0/parent",
      "tag-parent-unknown #/tags/2/parent",
      "tag-parent-cycle #/tags/5/parent",
    ]);
  });
});

describe("named servers", () => {
  test("sends requests to the server that a client names", async () => {
    const output = await made(document);
    const { createClient } = await output.load<{ createClient: (options: object) => { health: () => Promise<void> } }>("client");
    const sent = async (options: object): Promise<string> => {
      let url = "";
      const fetch = (request: Request): Promise<Response> => {
        ({ url } = request);
        return Promise.resolve(new Response(null, { status: 204 }));
      };
      await createClient({ oldKey: "k", old: "k", device: "t", fetch, ...options }).health();
      return url;
    };
    expect(await sent({})).toBe("https://api.example.com/v1/health");
    expect(await sent({ server: "local" })).toBe("http://localhost:8080/health");
    expect(await sent({ server: "local", serverVariables: { port: "9" } })).toBe("http://localhost:9/health");
    expect(await sent({ server: "local", baseUrl: "https://other.example" })).toBe("https://other.example/health");
    expect(() => createClient({ server: "none" })).toThrow('Unknown server "none". Available: prod, local.');
  });

  test("accepts only names of servers in the client's options", async () => {
    const output = await made(document);
    const use = `import { createClient } from "./client.js";
export const good = createClient({ server: "local" });
// @ts-expect-error There is no server of this name.
export const wrong = createClient({ server: "staging" });
`;
    expect(await typeErrors(output, { "use.ts": use })).toEqual([]);
  });

  test("reports two servers of one name", () => {
    const servers = [
      { name: "a", url: "https://a.test" },
      { name: "a", url: "https://b.test" },
    ];
    expect(checkedDocument(openapi("3.2.0", { servers }))).toContain("repeated-server-name #/servers/1/name");
  });
});

describe("security schemes", () => {
  test("marks the credential of a deprecated scheme", async () => {
    const connection = (await made(document)).text("connection.ts");
    const [, before = ""] = /interface Credentials \{([^]*?)readonly old\?/.exec(connection) ?? [];
    expect(before.slice(before.lastIndexOf("/**"))).toContain("@deprecated");
    expect(before.slice(0, before.lastIndexOf("/**"))).not.toContain("@deprecated");
  });

  test("names the URLs of the device flow and of the metadata", async () => {
    const connection = (await made(document)).text("connection.ts");
    expect(connection).toContain("Device authorization (RFC 8628): `https://login.example.com/device`, then `https://login.example.com/token`.");
    expect(connection).toContain("@see https://login.example.com/.well-known/oauth-authorization-server");
  });
});
