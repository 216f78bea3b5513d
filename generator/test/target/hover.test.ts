import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { generated, type Generated } from "../client/generated.js";
import { hovers } from "../client/hover.js";
import { sessionsDocument } from "../client/sessions.js";

const program = `
import { createClient } from "./index.js";
import { isSession } from "./validators/index.js";
import { session } from "./fixtures/index.js";
import { mockListSessions } from "./mocks/msw.js";
const call = createClient().listSessions({ limit: 5 });
const mock = mockListSessions();
const made = session.example;
export { call, isSession, made, mock };
`;

let output: Generated;
beforeAll(async () => {
  output = await generated(sessionsDocument, { target: "js" });
}, 120_000);
afterAll(() => output.remove());

describe("hovers show", () => {
  test("names of the document, not their structure", () => {
    const shown = hovers(output.folder, program);
    expect(shown("createClient()")).toContain("createClient(options?: ClientOptions): Client");
    expect(shown("call =")).toContain("const call: Call<ListSessionsAnswer, ListSessionsError>");
    expect(shown("listSessions(")).toContain(
      "(parameters?: ListSessionsParameters | undefined, options?: CallOptions | undefined) => Call<ListSessionsAnswer, ListSessionsError>",
    );
    expect(shown("isSession")).toContain("isSession(value: unknown): value is Session");
    expect(shown("mock =")).toContain("const mock: MswMock<");
    expect(shown("made =")).toMatch(/^const made: \{\n {4}sessionId: string;\n {4}closeReason\?: number \| string;/);
  });

  test("descriptions of the document", () => {
    const shown = hovers(output.folder, program);
    expect(shown("listSessions(")).toContain("Lists the active browser sessions of the account.");
    expect(shown("limit")).toContain("How many sessions to return at most.");
  });
});
