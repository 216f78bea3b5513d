import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { generated, typeErrors, type Generated } from "../generated.js";
import { Loopback } from "../server.js";

const object = (name: string): object => ({ type: "object", required: [name], properties: { [name]: { type: "string" } } });
const json = (name: string): object => ({ description: name, content: { "application/json": { schema: object(name) } } });
const empty = { description: "Nothing." };

/** An operation for each way in which documents describe responses. */
const shapes: Readonly<Record<string, object>> = {
  only200: { "200": json("job") },
  with404: { "200": json("job"), "404": json("missing") },
  twoBodies: { "200": json("job"), "202": json("ticket"), "404": json("missing") },
  sameBody: { "200": json("job"), "201": json("job"), "404": json("missing") },
  rangeAndDefault: { "2XX": json("job"), default: json("problem") },
  exactRangeDefault: { "201": json("ticket"), "2XX": json("job"), "4XX": json("refused"), default: json("problem") },
  defaultOnly: { default: json("any") },
  exactAndDefault: { "200": json("job"), "404": json("missing"), default: json("problem") },
  only204: { "204": empty },
  jobOr204: { "200": json("job"), "204": empty, "409": json("conflict") },
  errorsOnly: { "404": json("missing") },
};

let output: Generated;
let server: Loopback;
interface Outcome {
  readonly ok: boolean;
  readonly status: unknown;
  readonly data?: unknown;
  readonly error?: { readonly status: number; readonly body: unknown };
}
let client: Readonly<Record<string, (parameters?: object, options?: object) => { safe(): Promise<Outcome> }>>;
beforeAll(async () => {
  const paths = Object.entries(shapes).map(([operationId, responses]) => [`/${operationId}`, { post: { operationId, responses } }]);
  output = await generated({
    openapi: "3.1.0",
    info: { title: "Outcomes", version: "1" },
    servers: [{ url: "https://api.example.com" }],
    paths: Object.fromEntries(paths) as object,
  });
  server = await new Loopback().start();
  const { createClient } = await output.load<{ createClient: (options: object) => typeof client }>("client");
  client = createClient({ baseUrl: server.url });
});
afterAll(async () => {
  await server.stop();
  await output.remove();
});

const outcome = async (name: string, status: number, body: unknown): Promise<Outcome> => {
  server.respond(status, body);
  return (await client[name]?.().safe()) as Outcome;
};

describe("the status of a result", () => {
  test.each([
    ["twoBodies", 200, { job: "j" }],
    ["twoBodies", 202, { ticket: "t" }],
    ["rangeAndDefault", 207, { job: "j" }],
    ["exactRangeDefault", 201, { ticket: "t" }],
    ["exactRangeDefault", 200, { job: "j" }],
    ["defaultOnly", 203, { any: "a" }],
  ])("is the documented success: %s %i", async (name, status, body) => {
    expect(await outcome(name, status, body)).toMatchObject({ ok: true, status, data: body });
  });

  test.each([
    ["twoBodies", 404, { missing: "m" }],
    ["exactRangeDefault", 422, { refused: "r" }],
    ["exactRangeDefault", 503, { problem: "p" }],
    ["rangeAndDefault", 404, { problem: "p" }],
    ["defaultOnly", 404, { any: "a" }],
    ["jobOr204", 409, { conflict: "c" }],
  ])("is the documented error: %s %i", async (name, status, body) => {
    const result = await outcome(name, status, body);
    expect(result).toMatchObject({ ok: false, status });
    expect(result.error?.body).toEqual(body);
  });

  test.each([
    ["only200", 404, { missing: "m" }],
    ["with404", 404, { other: "o" }],
    ["twoBodies", 201, { job: "j" }],
    ["twoBodies", 202, { job: "j" }],
  ])("is unexpected if the document differs: %s %i", async (name, status, body) => {
    const result = await outcome(name, status, body);
    expect(result).toMatchObject({ ok: false, status: "unexpected" });
    expect(result.error?.status).toBe(status);
  });

  test("is 204 without data", async () => {
    expect(await outcome("jobOr204", 204, undefined)).toMatchObject({ ok: true, status: 204, data: undefined });
  });
});

const user = `
import { expectTypeOf } from "expect-type";
import { createClient, type Answer, type ApiError, type CallError, type TypedResponse } from "./client.js";
import type { ErrorStatus, SuccessStatus } from "./runtime/client/response/statuses.js";

const client = createClient();
interface Job { job: string }
interface Ticket { ticket: string }
interface Missing { missing: string }
interface Problem { problem: string }

const only200 = await client.only200().safe();
expectTypeOf(only200.status).toEqualTypeOf<200 | "unexpected">();
if (only200.status === 200) {
  expectTypeOf(only200.data).toEqualTypeOf<Job>();
  expectTypeOf(only200.ok).toEqualTypeOf<true>();
  expectTypeOf(only200.error).toEqualTypeOf<undefined>();
} else expectTypeOf(only200.error).toEqualTypeOf<CallError>();

const with404 = await client.with404().safe();
switch (with404.status) {
  case 200:
    expectTypeOf(with404.data).toEqualTypeOf<Job>();
    break;
  case 404:
    expectTypeOf(with404.error.body).toEqualTypeOf<Missing>();
    expectTypeOf<typeof with404.error.name>().toEqualTypeOf<"NotFoundError">();
    break;
  case "unexpected":
    expectTypeOf(with404.error).toEqualTypeOf<CallError>();
    break;
  default:
    expectTypeOf(with404).toEqualTypeOf<never>();
}

const twoBodies = await client.twoBodies().safe();
if (twoBodies.status === 200) expectTypeOf(twoBodies.data).toEqualTypeOf<Job>();
else if (twoBodies.status === 202) expectTypeOf(twoBodies.data).toEqualTypeOf<Ticket>();
else if (twoBodies.status === 404) expectTypeOf(twoBodies.error.body).toEqualTypeOf<Missing>();
else expectTypeOf(twoBodies.status).toEqualTypeOf<"unexpected">();
if (twoBodies.ok) expectTypeOf(twoBodies.data).toEqualTypeOf<Job | Ticket>();
if (twoBodies.ok && twoBodies.status === 202) expectTypeOf(twoBodies.data).toEqualTypeOf<Ticket>();
expectTypeOf(await client.twoBodies()).toEqualTypeOf<Job | Ticket>();
const response = await client.twoBodies().withResponse();
if (response.status === 202) expectTypeOf(response.data).toEqualTypeOf<Ticket>();
else expectTypeOf(response.data).toEqualTypeOf<Job>();
expectTypeOf<Answer<Job, 200>>().toEqualTypeOf<TypedResponse<Job, 200>>();
// @ts-expect-error: a status that the document does not have
if (twoBodies.status === 203) throw new Error();
// @ts-expect-error: data of the other status
if (twoBodies.status === 202) twoBodies.data.job;

const sameBody = await client.sameBody().safe();
if (sameBody.status === 200 || sameBody.status === 201) expectTypeOf(sameBody.data).toEqualTypeOf<Job>();
expectTypeOf(sameBody.status).toEqualTypeOf<200 | 201 | 404 | "unexpected">();

const range = await client.rangeAndDefault().safe();
if (range.status === 207) expectTypeOf(range.data).toEqualTypeOf<Job>();
else if (range.status === 503) expectTypeOf(range.error.body).toEqualTypeOf<Problem>();
expectTypeOf(range.status).toEqualTypeOf<Exclude<SuccessStatus, 204 | 205> | ErrorStatus | "unexpected">();

const exact = await client.exactRangeDefault().safe();
if (exact.status === 201) expectTypeOf(exact.data).toEqualTypeOf<Ticket>();
else if (exact.status === 200) expectTypeOf(exact.data).toEqualTypeOf<Job>();
else if (exact.status === 422) expectTypeOf(exact.error.body).toEqualTypeOf<{ refused: string }>();
else if (exact.status === 500) expectTypeOf(exact.error.body).toEqualTypeOf<Problem>();

const any = await client.defaultOnly().safe();
if (any.status === 200) expectTypeOf(any.data).toEqualTypeOf<{ any: string }>();
else if (any.status === 404) expectTypeOf(any.error.body).toEqualTypeOf<{ any: string }>();
else if (any.status === "unexpected") expectTypeOf(any.error).toEqualTypeOf<CallError>();

const other = await client.exactAndDefault().safe();
if (other.status === 200) expectTypeOf(other.data).toEqualTypeOf<Job>();
else if (other.status === 404) expectTypeOf(other.error.body).toEqualTypeOf<Missing>();
else if (other.status !== "unexpected") {
  expectTypeOf(other.error).toEqualTypeOf<ApiError<Exclude<ErrorStatus, 404>, Problem>>();
  expectTypeOf(other.status).toEqualTypeOf<Exclude<ErrorStatus, 404>>();
}

const nothing = await client.only204().safe();
if (nothing.status === 204) expectTypeOf(nothing.data).toEqualTypeOf<undefined>();
expectTypeOf(nothing.status).toEqualTypeOf<204 | "unexpected">();

const perhaps = await client.jobOr204().safe();
if (perhaps.status === 200) expectTypeOf(perhaps.data).toEqualTypeOf<Job>();
if (perhaps.status === 204) expectTypeOf(perhaps.data).toEqualTypeOf<undefined>();
if (perhaps.status === 409) expectTypeOf<typeof perhaps.error.name>().toEqualTypeOf<"ConflictError">();

const unknown = await client.errorsOnly().safe();
if (unknown.status === 200) expectTypeOf(unknown.data).toEqualTypeOf<unknown>();
if (unknown.status === 404) expectTypeOf(unknown.error.body).toEqualTypeOf<Missing>();
`;

test("the status alone narrows a result", async () => {
  expect(await typeErrors(output, { "user.ts": user })).toEqual([]);
});

test("the type test rejects a wrong type", async () => {
  const wrong = user.replace("expectTypeOf(twoBodies.data).toEqualTypeOf<Ticket>();", "expectTypeOf(twoBodies.data).toEqualTypeOf<Job>();");
  expect(await typeErrors(output, { "wrong.ts": wrong })).toHaveLength(1);
});
