import { expect, test } from "vitest";
import { redact } from "../../src/traffic/index.js";
import { inJson, secret, textOf } from "./in-body.js";

const standIn = "Re9Ac0Ed0Xx0Xx0Xx0xX0aA1";

test.each([
  `{"name":"password","value":"${secret}"}`,
  `{"value":"${secret}","secure":true,"more":{"a":[1]},"name":"password"}`,
  `{"key":"api_key","type":"x","value":"${secret}"}`,
  `[{"name":"Authorization","value":"${secret}"},{"name":"X-Auth-Key","value":"${secret}"}]`,
  `[{"name":"Authorization","value":"Bearer ${secret}"}]`,
  `["authorization","${secret}"]`,
  `{"headers":[["host","a"],["authorization","${secret}"]]}`,
])("redacts the secret of %s", (text) => {
  expect(textOf(redact([inJson(text)]))).toBe(text.replaceAll(secret, standIn));
});

test("redacts short secrets and numbers in pairs", () => {
  const text = '[{"name":"DB_PASSWORD","value":"hunter2"},{"name":"pin","value":4711},{"name":"colour","value":"scarlet"}]';
  expect(textOf(redact([inJson(text)]))).toBe(
    '[{"name":"DB_PASSWORD","value":"redaca1"},{"name":"pin","value":9002},{"name":"colour","value":"scarlet"}]',
  );
});

test.each([
  '{"grant_types":["password","authorization_code"]}',
  '{"required":["token","client_secret"]}',
  '[["username","password"],["ann","bob"]]',
  '{"name":"password","description":"Its-name-is-12","value":null}',
  '{"name":"colour","value":"Its-name-is-12","other":{"name":"password"}}',
  '{"value":"Its-name-is-12","other":{"name":"password"},"list":[{"name":"token"}]}',
])("does not redact %s", (text) => {
  const interaction = inJson(text);
  expect(redact([interaction])).toEqual([interaction]);
});
