import type { HeaderField, Interaction } from "../../src/traffic/interaction.js";

const ids = ["7a0c1a52-6f3f-4c0e-9a54-3f0b8a9b5d01", "0f6f5f0a-51d4-4c7b-8a3c-aa1be2d5cf02", "c1b0de77-8d1c-4f6c-b1ae-5c5d7c0e9f03"];

const cargo: readonly unknown[] = [
  { kind: "Container", code: "MSKU1234567", tonnes: 22.5, reefer: true },
  { kind: "Bulk", material: "grain", tonnes: 900 },
  { kind: "Bulk", material: "ore", tonnes: 1200.5 },
  { kind: "Bulk", material: "coal", tonnes: 0 },
  { kind: "Bulk", material: "salt", tonnes: 3 },
  { kind: "Vehicle", count: 12, electric: false },
];

/** Three ships that between them have every property, every listed value and every branch. */
const ships: readonly Record<string, unknown>[] = [
  {
    id: ids[0],
    name: "Aurora",
    flag: "NO",
    launched: "1998-05-17",
    updatedAt: "2026-01-02T03:04:05Z",
    draught: 7.5,
    mmsi: "257123456",
    active: true,
    owner: { name: "Fjord Lines", email: "office@fjord.example", website: "https://fjord.example/about" },
    tags: ["ferry", "north"],
    cargo,
    labels: { colour: "red", "hull-7": "new" },
  },
  { id: ids[1], name: "Bärbel", flag: "DK", launched: "2011-11-30", cargo: [cargo[0]], owner: null, tags: [] },
  { id: ids[2], name: "Zwaan", flag: "NL", launched: "2020-02-29", cargo: [], draught: 30, labels: {} },
  { id: ids[2], name: "Svan", flag: "SE", launched: "2001-01-01", cargo: [cargo[5], cargo[1]], active: false },
];

const problem = (status: number): unknown => ({
  title: "That did not work",
  status,
  detail: "See fields.",
  fields: [
    { name: "limit", reason: "invalid" },
    { name: "page", reason: "missing" },
    { name: "flag", reason: "unknown" },
  ],
});

interface RecordedResponse {
  readonly path: string;
  readonly status: number;
  readonly body?: unknown;
  readonly type?: string;
  readonly headers?: readonly HeaderField[];
}

const page = { size: 20, next: "https://harbour.example/v1/ships?page=2" };
const total = (page_: string): readonly HeaderField[] => [
  ["X-Total", "4"],
  ["X-Page", page_],
];

const responses: readonly RecordedResponse[] = [
  { path: "/ships", status: 200, body: { data: ships, page }, headers: total("first") },
  { path: "/ships?limit=50&flag=NO&name=Aurora", status: 200, body: { data: [ships[0]], page: { size: 50, next: null } }, headers: total("last") },
  { path: "/ships?draught=0.5", status: 200, body: { data: [], page: { size: 1 } }, headers: total("middle") },
  { path: "/ships?limit=0", status: 400, body: problem(400) },
  { path: "/ships", status: 401, body: problem(401) },
  { path: `/ships/${ids[0]}`, status: 200, body: ships[0] },
  { path: `/ships/${ids[1]}`, status: 200, body: ships[1] },
  { path: `/ships/${ids[2]}`, status: 200, body: ships[2] },
  { path: `/ships/${ids[2]}`, status: 200, body: ships[3] },
  { path: "/ships/none", status: 400, body: problem(400) },
  { path: `/ships/${ids[1]}`, status: 401, body: problem(401) },
  { path: `/ships/${ids[2]}`, status: 404, body: problem(404) },
  { path: `/ships/${ids[0]}/voyage`, status: 200, body: { port: "NOBGO", eta: "2026-03-01T12:00:00+01:00" } },
  { path: `/ships/${ids[1]}/voyage`, status: 200, body: { lat: 60.4, lon: -180 } },
  { path: `/ships/${ids[2]}/voyage`, status: 204 },
  { path: "/ships/none/voyage", status: 400, body: problem(400) },
  { path: `/ships/${ids[2]}/voyage`, status: 401, body: problem(401) },
  {
    path: "/berths?page=0",
    status: 200,
    body: {
      "1": { length: 120, state: "taken", ship: ids[0] },
      "2a": { length: 10, state: "free", ship: null },
      "3": { length: 15, state: "closed" },
    },
  },
  { path: "/berths", status: 422, body: problem(422) },
  {
    path: "/tides",
    status: 200,
    body: [
      { at: "2026-01-02T03:04:05.250Z", height: 1.25, kind: "high" },
      { at: "2026-01-02T09:04:05Z", height: -0.5, kind: "low" },
    ],
  },
  { path: "/tides", status: 200, body: "at,height\n2026-01-02T03:04:05Z,1.25\n", type: "text/csv; charset=utf-8" },
  { path: "/tides", status: 401, body: problem(401) },
  { path: "/tides", status: 503, body: problem(503) },
];

/** Traffic that fits the document, all of it: whatever is found here is a false alarm. */
export const untouched: readonly Interaction[] = responses.map(({ path, status, body, type, headers }, index) => {
  const contentType = type ?? (status >= 400 ? "application/problem+json" : "application/json");
  return {
    request: {
      method: "GET",
      url: `http://harbour.example/v1${path}`,
      headers: [
        ["Accept", "*/*"],
        ["X-Key", "key-1"],
      ],
    },
    response: {
      status,
      headers: [...(headers ?? []), ...(body === undefined ? [] : [["Content-Type", contentType] as const])],
      ...(body === undefined ? {} : { body: { kind: "text" as const, text: typeof body === "string" ? body : JSON.stringify(body) } }),
    },
    origin: `harbour#${index + 1}`,
  };
});

/** Other spellings of the same: still nothing to find. */
export function harmless(interaction: Interaction, choice: number): Interaction {
  const { response } = interaction;
  if (response === undefined) return interaction;
  const { body } = response;
  const json = body?.kind === "text" && /json/.test(contentTypeOf(interaction));
  switch (choice % 6) {
    case 0:
      return { ...interaction, response: { ...response, headers: response.headers.map(([name, value]) => [name.toUpperCase(), value]) } };
    case 1:
      return json ? withText(interaction, JSON.stringify(JSON.parse(body.text), undefined, 2)) : interaction;
    case 2:
      return json ? withText(interaction, body.text.replace(/":(-?\d+)([,}])/g, '":$1.0$2')) : interaction;
    case 3:
      return { ...interaction, response: { ...response, headers: [...response.headers, ["X-Request-Id", "17"], ["Server", "harbour"]] } };
    case 4:
      return {
        ...interaction,
        response: {
          ...response,
          headers: response.headers.map(([name, value]) => [name, /content-type/i.test(name) && json ? `${value}; charset=UTF-8` : value]),
        },
      };
    default:
      return json
        ? withText(interaction, `\n${body.text.replace(/[^\x20-\x7e]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`)}\n`)
        : interaction;
  }
}

export function withText(interaction: Interaction, text: string): Interaction {
  return {
    ...interaction,
    response: {
      ...interaction.response,
      status: interaction.response?.status ?? 0,
      headers: interaction.response?.headers ?? [],
      body: { kind: "text", text },
    },
  };
}

export function contentTypeOf(interaction: Interaction): string {
  return interaction.response?.headers.find(([name]) => name.toLowerCase() === "content-type")?.[1] ?? "";
}
