import { expect, test } from "vitest";
import { normalise, type Interaction } from "../../src/traffic/index.js";

const day = Date.UTC(2026, 10, 25, 12);
const around = [day, day + 60_000] as const;

function interactionWith(body: string, url = "https://api.example.com/"): Interaction {
  return {
    origin: "x",
    request: { method: "GET", url, headers: [] },
    response: { status: 200, headers: [["content-type", "application/json"]], body: { kind: "text", text: body } },
  };
}
function bodyAfter(body: string, options: Parameters<typeof normalise>[1] = { around }): string {
  const [interaction] = normalise([interactionWith(body)], options);
  return interaction?.response?.body?.kind === "text" ? interaction.response.body.text : "";
}

test.each([
  ["epoch milliseconds", `{"a":${day + 500},"b":${day}}`, '{"a":1767225601000,"b":1767225600000}'],
  ["epoch seconds", `{"a":${day / 1000}}`, '{"a":1767225600}'],
  [
    "a time in a string",
    `["2026-11-25T12:00:01Z","2026-11-25T12:00:00.123456+02:00"]`,
    '["2026-01-01T00:00:01Z","2026-01-01T00:00:00.000000+00:00"]',
  ],
  ["an HTTP date", `["Wed, 25 Nov 2026 12:00:01 GMT"]`, '["Thu, 01 Jan 2026 00:00:00 GMT"]'],
  ["a time of another day", `["2020-02-02T02:02:02Z",1711621703708]`, `["2020-02-02T02:02:02Z",1711621703708]`],
  ["a long number that is no time", `[17000000000000000000, 12345678901234]`, `[17000000000000000000, 12345678901234]`],
  [
    "uuids",
    `["AAAAAAAA-1111-4222-8333-444455556666","bbbbbbbb-1111-4222-8333-444455556666","aaaaaaaa-1111-4222-8333-444455556666"]`,
    '["00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000002","00000000-0000-4000-8000-000000000001"]',
  ],
  ["a 32-digit id", `["E3B0C44298FC1C149AFBF4C8996FB924"]`, '["DECADE00000000000000000000000001"]'],
  [
    "loopback ports",
    `["ws://127.0.0.1:39001/x","http://localhost:39002","http://[::1]:39001"]`,
    '["ws://127.0.0.1:40001/x","http://localhost:40002","http://[::1]:40001"]',
  ],
  [
    "ports of hosts that only end like this machine",
    `["http://my-localhost:39001","http://10.127.0.0.1:39002"]`,
    '["http://my-localhost:39001","http://10.127.0.0.1:39002"]',
  ],
])("%s", (_, body, want) => {
  expect(bodyAfter(body)).toBe(want);
});

test("keeps equal ids equal in paths and bodies", () => {
  const id = "9f8b7c6d-1111-4222-8333-444455556666";
  const [interaction] = normalise([interactionWith(`{"id":"${id}"}`, `https://api.example.com/things/${id}?after=${day}`)], { around });
  expect(interaction?.request.url).toBe("https://api.example.com/things/00000000-0000-4000-8000-000000000001?after=1767225600000");
  expect(interaction?.response?.body).toEqual({ kind: "text", text: '{"id":"00000000-0000-4000-8000-000000000001"}' });
});

test("replaces an origin everywhere, WebSocket included", () => {
  const options = { around, ports: false, origins: { "http://127.0.0.1:4000": "https://api.example.com" } };
  expect(bodyAfter('["http://127.0.0.1:4000/x","ws://127.0.0.1:4000","http://127.0.0.1:40001/"]', options)).toBe(
    '["https://api.example.com/x","wss://api.example.com","http://127.0.0.1:40001/"]',
  );
  const [interaction] = normalise([interactionWith("1", "http://127.0.0.1:4000/things?a=1")], options);
  expect(interaction?.request.url).toBe("https://api.example.com/things?a=1");
});

test("normalising twice changes nothing", () => {
  const once = normalise([interactionWith(`{"id":"9f8b7c6d-1111-4222-8333-444455556666","at":${day},"u":"http://localhost:3000"}`)], { around });
  expect(normalise(once, { around: [Date.UTC(2026, 0, 1), Date.UTC(2026, 0, 1)] })).toEqual(once);
});

test("renames a boundary in delimiter lines only", () => {
  const body = '--m\r\nContent-Disposition: form-data; name="m"\r\n\r\nmm --m\n--mm\n--m- m\r\n--m--\r\n';
  const message = { headers: [["Content-Type", 'multipart/form-data; charset=x; boundary="m"']], body: { kind: "text", text: body } } as const;
  const [interaction] = normalise([{ origin: "x", request: { method: "POST", url: "https://api.example.com/", ...message } }], { around });
  expect(interaction?.request.headers).toEqual([["Content-Type", 'multipart/form-data; charset=x; boundary="----boundary-1"']]);
  const want = '------boundary-1\r\nContent-Disposition: form-data; name="m"\r\n\r\nmm --m\n--mm\n--m- m\r\n------boundary-1--\r\n';
  expect(interaction?.request.body).toEqual({ kind: "text", text: want });
});
