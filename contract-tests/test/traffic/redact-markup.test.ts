import { expect, test } from "vitest";
import { redact, whatIsSecret } from "../../src/traffic/index.js";
import { inBody, secret, textOf } from "./in-body.js";
import { cpuTime } from "../../../generator/test/cpu-time.js";

const standIn = "Re9Ac0Ed0Xx0Xx0Xx0xX0aA1";

test.each([
  ["an element", `<r><a:password x="1">${secret}</a:password></r>`],
  ["a CDATA section", `<access_token><![CDATA[${secret}]]></access_token>`],
  ["an indented CDATA section", `<access_token>\n  <![CDATA[${secret}]]>\n</access_token>`],
  ["an element in a secret one", `<password><value>${secret}</value></password>`],
  ["a deeper element in a secret one", `<credentials>\n <user>me</user>\n <by>\n <what>${secret}</what>\n </by>\n</credentials>`],
  ["an element that holds others too", `<password>${secret}<br/></password>`],
  ["an attribute", `<r password='${secret}'/>`],
  ["a hidden field", `<input type="hidden" name="csrf_token" value="${secret}">`],
  ["a field whose value comes first", `<input value="${secret}" type="password" name="password">`],
  ["a field of which only the type tells", `<input type=password value=${secret}>`],
  ["a meta tag", `<meta name="csrf-token" content="${secret}">`],
  ["a setting", `<add key="ApiKey" value='${secret}'/>`],
])("redacts %s", (_, text) => {
  const once = redact([inBody(text, "text/html")]);
  expect(textOf(once)).toBe(text.replace(secret, standIn));
  expect(whatIsSecret({ interactions: once })).toEqual([]);
});

test("reads CDATA sections that look like tags", () => {
  expect(textOf(redact([inBody("<password><![CDATA[ab<b>12]]></password>", "application/xml")]))).toMatch(
    /^<password><!\[CDATA\[\w{7}\]\]><\/password>$/,
  );
});

test.each([
  "Use <password> for one <b>of-these-12</b>, and </token> for the rest.",
  '<input type="submit" name="password" value="Change your password"><label for="password">Your password 1</label>',
  '<meta name="csrf-param" content="authenticity_token"><meta name="viewport" content="width=device-width">',
  `<user><id>${secret}</id><token/><name>${secret}</name></user><password></password><p>${secret}</p>`,
])("does not redact %s", (text) => {
  const interaction = inBody(text, "text/html");
  expect(redact([interaction])).toEqual([interaction]);
});

test("reads unclosed markup in bounded time", () => {
  const texts = ["<a>", "<a ", '<a "', "<![CDATA[", "</a>", "<password><b>", "<password>x</b>", "<a b='"].map((piece) => piece.repeat(50_000));
  const started = cpuTime();
  for (const text of texts) redact([inBody(text, "text/html")]);
  expect(cpuTime() - started).toBeLessThan(20_000);
});
