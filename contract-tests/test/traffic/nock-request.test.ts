import { expect, test } from "vitest";
import { requestOfEvent, requestOfReply } from "../../src/traffic/replay/nock-request.js";

test("nock 15 passes a Request", async () => {
  const request = new Request("https://api.example.com/a?b=1", {
    method: "POST",
    body: '{"n":1.0}',
    headers: { "content-type": "application/json" },
  });
  expect(await requestOfReply("POST", "https://api.example.com", [request], undefined)).toEqual({
    method: "POST",
    url: "https://api.example.com/a?b=1",
    headers: [["content-type", "application/json"]],
    body: { kind: "text", text: '{"n":1.0}' },
  });
  expect(requestOfEvent([request, []])).toMatchObject({ method: "POST", url: "https://api.example.com/a?b=1" });
});

test.each([
  ["JSON comes parsed", { n: 1 }, { "content-type": "application/json" }, { kind: "text", text: '{"n":1}' }],
  ["text comes as it was", "a=1&b=2", { "content-type": "application/x-www-form-urlencoded" }, { kind: "text", text: "a=1&b=2" }],
  ["bytes come as hex", "01ff03", {}, { kind: "binary", bytes: new Uint8Array([1, 255, 3]) }],
  ["text that happens to be hex stays text", "01ff03", { "content-type": "text/plain;charset=UTF-8" }, { kind: "text", text: "01ff03" }],
  ["the length tells hex from text", "616263", { "content-type": "text/plain", "content-length": "3" }, { kind: "text", text: "abc" }],
  ["nothing comes as an empty string", "", {}, undefined],
])("nock 14 passes path and body: %s", async (_, body, headers, want) => {
  const record = await requestOfReply("POST", "https://api.example.com", ["/a?b=1", body], { req: { headers } });
  expect(record.url).toBe("https://api.example.com/a?b=1");
  expect(record.body).toEqual(want);
});

test("nock 14 reports an unknown host by its connection options", () => {
  expect(requestOfEvent([{ proto: "https", hostname: "x.example", port: 443, method: "get", path: "/a?b=1", headers: { a: ["1", "2"] } }])).toEqual({
    method: "GET",
    url: "https://x.example/a?b=1",
    headers: [
      ["a", "1"],
      ["a", "2"],
    ],
  });
  expect(requestOfEvent([undefined])).toEqual({ method: "GET", url: "http://localhost/", headers: [] });
});
