import fc from "fast-check";
import { expect, test } from "vitest";
import { camel, kebab, pascal, words } from "../../src/plan/names/names.js";

test.each([
  { given: "listSessions", pascal: "ListSessions", camel: "listSessions", kebab: "list-sessions" },
  { given: "list-sessions", pascal: "ListSessions", camel: "listSessions", kebab: "list-sessions" },
  { given: "repos/list-for-org", pascal: "ReposListForOrg", camel: "reposListForOrg", kebab: "repos-list-for-org" },
  { given: "io.k8s.api.core.v1.Pod", pascal: "IoK8sApiCoreV1Pod", camel: "ioK8sApiCoreV1Pod", kebab: "io-k8s-api-core-v1-pod" },
  { given: "URL", pascal: "URL", camel: "url", kebab: "url" },
  { given: "HTTPServer", pascal: "HTTPServer", camel: "httpServer", kebab: "http-server" },
  { given: "3d_secure", pascal: "_3dSecure", camel: "_3dSecure", kebab: "3d-secure" },
])("$given keeps its words in TypeScript case", ({ given, ...want }) => {
  expect({ pascal: pascal(given), camel: camel(given), kebab: kebab(given) }).toEqual(want);
});

test("a name without a letter has no words", () => {
  expect([words("🎉"), pascal("🎉"), camel("…"), words("__")]).toEqual([[], "", "", []]);
});

test("a file name with removed letters gets a hash", () => {
  expect(kebab("用户")).toMatch(/^[0-9a-f]{8}$/);
  expect(kebab("用户")).not.toBe(kebab("会话"));
  expect(kebab("Größe")).toMatch(/^groe-[0-9a-f]{8}$/);
});

test("cuts names of 300 characters and keeps them distinct", () => {
  const long = "veryLong".repeat(40);
  expect(pascal(long).length).toBeLessThan(80);
  expect(pascal(`${long}A`)).not.toBe(pascal(`${long}B`));
  expect(kebab(long).length).toBeLessThan(80);
});

test("any text becomes a valid identifier and a portable file name", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 80 }), (text) => {
      for (const name of [pascal(text), camel(text)]) if (name !== "") expect(name).toMatch(/^[\p{ID_Start}_][\p{ID_Continue}]*$/u);
      expect(kebab(text)).toMatch(/^[a-z0-9-]+$/);
    }),
  );
});

test("splits plain names by the same rules", () => {
  const plain = fc.string({ unit: fc.constantFrom("a", "b", "Z", "B", "1", "_", "-", " ", "$", ".") });
  // One letter that is not plain, a word of its own.
  fc.assert(
    fc.property(plain, (text) => {
      expect([...words(text), "é"]).toEqual(words(`${text} é`));
    }),
  );
});
