// Documents and traffic for the measurements.
import { createWriteStream, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const json = (schema) => ({ "application/json": { schema } });

/** A document with so many operations, on as many resources. */
export function largeDocument(count, { isChanged = false } = {}) {
  const paths = {};
  const schemas = {
    Error: { type: "object", required: ["code", "message"], properties: { code: { type: "integer" }, message: { type: "string" } } },
  };
  for (let index = 0; index < count / 4; index += 1) {
    const name = `Resource${index}`;
    const ref = { $ref: `#/components/schemas/${name}` };
    const errors = { 404: { description: "None.", content: json({ $ref: "#/components/schemas/Error" }) } };
    schemas[name] = {
      type: "object",
      required: ["id", "name"],
      properties: {
        id: { type: "string", format: "uuid" },
        name: { type: "string", minLength: 1, maxLength: isChanged && index % 10 === 0 ? 50 : 100 },
        kind: { enum: ["a", "b", ...(isChanged && index % 7 === 0 ? ["c"] : [])] },
        count: { type: "integer", minimum: 0 },
        tags: { type: "array", items: { type: "string" }, maxItems: 20 },
        owner: { type: "object", properties: { email: { type: "string", format: "email" }, since: { type: "string", format: "date-time" } } },
        next: index > 0 ? { $ref: `#/components/schemas/Resource${index - 1}` } : { type: "null" },
      },
    };
    const limit = { name: "limit", in: "query", schema: { type: "integer", minimum: 1, maximum: 100 } };
    const id = { name: "id", in: "path", required: true, schema: { type: "string" } };
    const body = { required: true, content: json(ref) };
    paths[`/resources${index}`] = {
      get: {
        operationId: `list${name}`,
        parameters: [limit],
        responses: { 200: { description: "All.", content: json({ type: "array", items: ref }) } },
      },
      post: { operationId: `create${name}`, requestBody: body, responses: { 201: { description: "Made.", content: json(ref) } } },
    };
    paths[`/resources${index}/{id}`] = {
      get: { operationId: `get${name}`, parameters: [id], responses: { 200: { description: "One.", content: json(ref) }, ...errors } },
      put: {
        operationId: `put${name}`,
        parameters: [id],
        requestBody: body,
        responses: { 200: { description: "One.", content: json(ref) }, ...errors },
      },
    };
  }
  return { openapi: "3.1.0", info: { title: "Large", version: "1" }, paths, components: { schemas } };
}

/** The large document with as many operations as it takes for so many megabytes, with descriptions and examples as long as those of public documents. */
export function documentOfMegabytes(megabytes, { isChanged = false } = {}) {
  const described = 14_700;
  const document = largeDocument(Math.ceil((megabytes * 1024 * 1024) / (described + 600)), { isChanged });
  const sentence = "This operation works on one resource of the account that the caller has chosen, and returns it as it is afterwards. ";
  let index = 0;
  for (const item of Object.values(document.paths)) {
    for (const operation of Object.values(item)) {
      index += 1;
      operation.description = `${index}. ${sentence.repeat(20)}`;
      for (const { content } of Object.values(operation.responses)) {
        if (content === undefined) continue;
        const value = { ...resource(index), name: sentence.slice(0, 90), id: "5f0c2a9e-6a1d-4f0b-9d53-0d2b6a1c7e11", count: index };
        const isList = content["application/json"].schema.type === "array";
        const filled = Array.from({ length: 30 }, (_, each) => ({ ...value, count: index + each }));
        content["application/json"].examples = Object.fromEntries(
          filled.slice(0, isList ? 1 : 30).map((one, each) => [`e${each}`, { value: isList ? filled : one }]),
        );
      }
    }
  }
  return document;
}

/** A document of operations with large bodies. */
export function smallDocument(url) {
  const item = { type: "object", required: ["id", "text"], properties: { id: { type: "integer" }, text: { type: "string" } } };
  const bytes = { "application/octet-stream": { schema: { type: "string", format: "binary" } } };
  const get = (operationId, content) => ({ get: { operationId, responses: { 200: { description: "Fine.", content } } } });
  return {
    openapi: "3.1.0",
    info: { title: "Small", version: "1" },
    servers: [{ url }],
    paths: {
      "/items": get("getItems", json({ type: "array", items: item })),
      "/file": get("getFile", bytes),
      "/bomb": get("getBomb", json({})),
      "/lines": get("getLines", { "application/x-ndjson": { schema: item } }),
      "/upload": {
        post: {
          operationId: "upload",
          requestBody: { content: { ...bytes, ...json({ type: "array", items: item }) } },
          responses: { 204: { description: "Kept." } },
        },
      },
    },
  };
}

/** A resource; every third one breaks its schema in two places. */
export function resource(index) {
  const isBroken = index % 3 === 0;
  return {
    id: isBroken ? `not-a-uuid-${index}` : "5f0c2a9e-6a1d-4f0b-9d53-0d2b6a1c7e11",
    name: `Resource ${index}`,
    kind: "a",
    count: isBroken ? -index : index,
    tags: ["one", "two"],
    owner: { email: "someone@example.com", since: "2026-01-01T00:00:00Z" },
    ...(index % 5 === 0 ? { undocumented: index } : {}),
  };
}

const list = (index) => JSON.stringify(Array.from({ length: 20 }, (_, each) => resource(index + each)));

/** A HAR file of so many requests to the large document's lists. */
export function writeHar(path, count) {
  const out = createWriteStream(path);
  out.write('{"log":{"version":"1.2","creator":{"name":"bench","version":"1"},"entries":[');
  for (let index = 0; index < count; index += 1) {
    const text = list(index);
    const entry = {
      startedDateTime: "2026-01-01T00:00:00Z",
      time: 1,
      request: { method: "GET", url: `https://api.example.com/resources${index % 1000}?limit=20`, headers: [], bodySize: 0 },
      response: {
        status: 200,
        headers: [{ name: "content-type", value: "application/json" }],
        content: { mimeType: "application/json", size: text.length, text },
      },
    };
    out.write(`${index === 0 ? "" : ","}${JSON.stringify(entry)}`);
  }
  return new Promise((resolve) => out.end("]}}", resolve));
}

/** A folder of 100 recordings with so many interactions altogether. */
export function writeRecordings(folder, count) {
  for (let part = 0; part < 100; part += 1) {
    const interactions = Array.from({ length: count / 100 }, (_, each) => {
      const index = part * (count / 100) + each;
      return {
        request: { method: "GET", url: `https://api.example.com/resources${index % 1000}?limit=20`, headers: [] },
        response: { status: 200, headers: [["content-type", "application/json"]], body: { json: JSON.parse(list(index)) } },
      };
    });
    const recording = {
      format: 1,
      source: "live",
      recordedOn: "2026-01-01",
      document: { title: "Large", version: "1", sha256: "" },
      tool: "bench",
      interactions,
    };
    mkdirSync(join(folder, `part-${part}`));
    writeFileSync(join(folder, `part-${part}`, "recording.json"), JSON.stringify(recording));
  }
}
