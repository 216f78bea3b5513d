import { describe, expect, test } from "vitest";
import { jsonOf, Refused, type Api, type Call, type Reply } from "../../bench/live/service.js";
import { statesUnique } from "../../src/explore/laws/unique.js";
import { open } from "../observe/open.js";
import { testFaults } from "./broken-laws.js";

test.each([
  ["sku", "Unique.", true],
  ["sku", "Stock keeping unit, unique in the warehouse.", true],
  ["slug", "The address of the page. Must be unique.", true],
  ["code", "A globally unique code", true],
  ["title", "A title. It need not be unique.", false],
  ["title", "Titles are not unique.", false],
  ["title", "This doesn't have to be unique", false],
  ["tags", "A list of unique items", false],
  ["customer", "The unique identifier of the customer.", false],
  ["customerId", "Unique id.", false],
  ["title", "The title of the page.", false],
])("the property %s with the description %j is unique: %s", (name, description, isUnique) => {
  expect(statesUnique(name, description)).toBe(isUnique);
});

const body = (properties: object, required: readonly string[] = []): object => ({
  content: { "application/json": { schema: { type: "object", properties, required } } },
});
const responses = (status: number, properties?: object): object => ({
  [status]: { description: "Done.", ...(properties && body({ id: { type: "string" }, ...properties }, ["id"])) },
  404: { description: "None." },
});
const conflict = { 409: { description: "The doctor has another appointment at that time, or the code is taken." } };
const doctor = { name: { type: "string" } };
const appointment = {
  doctorId: { type: "string" },
  startsAt: { type: "string", format: "date-time" },
  reason: { type: "string", maxLength: 80 },
  code: { type: "string", maxLength: 40 },
};
const { doctorId: _doctor, ...changes } = appointment;
const ofItem = (name: string): object => ({ name, in: "path", required: true, schema: { type: "string" } });
const document = {
  openapi: "3.1.0",
  info: { title: "Appointments", version: "1" },
  paths: {
    "/doctors": { post: { requestBody: body(doctor, ["name"]), responses: responses(201, doctor) } },
    "/doctors/{doctorId}": { parameters: [ofItem("doctorId")], get: { responses: responses(200, doctor) }, delete: { responses: responses(204) } },
    "/appointments": {
      post: {
        requestBody: body(appointment, ["doctorId", "startsAt", "reason", "code"]),
        responses: { ...responses(201, appointment), ...conflict },
      },
    },
    "/appointments/{appointmentId}": {
      parameters: [ofItem("appointmentId")],
      get: { responses: responses(200, appointment) },
      patch: { requestBody: body(changes), responses: { ...responses(200, appointment), ...conflict } },
      delete: { responses: responses(204) },
    },
  },
};

type Fault = "an update takes the code of another" | "a create takes the code of another" | "a refused update changes the reason";

interface Appointment {
  readonly id: string;
  readonly doctorId: string;
  readonly startsAt: string;
  readonly code: string;
  readonly reason: string;
}

/** A doctor has one appointment in half an hour. Two doctors may have appointments at the same time. */
function appointments(fault?: Fault): Api {
  const [doctors, stored] = [new Map<string, object>(), new Map<string, Appointment>()];
  let last = 0;
  const find = <T>(all: ReadonlyMap<string, T>, { path }: Call): T => {
    const found = all.get(Object.values(path)[0] ?? "");
    if (found === undefined) throw new Refused(404, "None.");
    return found;
  };
  const remove = (all: Map<string, unknown>, call: Call): Reply => {
    find(all, call);
    all.delete(Object.values(call.path)[0] ?? "");
    return { status: 204 };
  };
  const store = (one: Appointment, status: number, isTaken: Fault): Reply => {
    const others = [...stored.values()].filter(({ id }) => id !== one.id);
    const isNear = (other: Appointment): boolean => Math.abs(Date.parse(other.startsAt) - Date.parse(one.startsAt)) < 1_800_000;
    if (others.some((other) => other.doctorId === one.doctorId && isNear(other))) {
      const former = stored.get(one.id);
      if (former !== undefined && fault === "a refused update changes the reason") stored.set(one.id, { ...former, reason: one.reason });
      throw new Refused(409, "The doctor is busy.");
    }
    if (fault !== isTaken && others.some(({ code }) => code === one.code)) throw new Refused(409, "The code is taken.");
    stored.set(one.id, one);
    return { status, json: one };
  };
  return {
    routes: {
      "POST /doctors": (call) => {
        const made = { ...(jsonOf(call) as object), id: `d${++last}` };
        doctors.set(made.id, made);
        return { status: 201, json: made };
      },
      "GET /doctors/{doctorId}": (call) => ({ status: 200, json: find(doctors, call) }),
      "DELETE /doctors/{doctorId}": (call) => remove(doctors, call),
      "POST /appointments": (call) => {
        const made = { ...(jsonOf(call) as Appointment), id: `a${++last}` };
        if (!doctors.has(made.doctorId)) throw new Refused(404, "No such doctor.");
        return store(made, 201, "a create takes the code of another");
      },
      "GET /appointments/{appointmentId}": (call) => ({ status: 200, json: find(stored, call) }),
      "PATCH /appointments/{appointmentId}": (call) =>
        store({ ...find(stored, call), ...(jsonOf(call) as object) }, 200, "an update takes the code of another"),
      "DELETE /appointments/{appointmentId}": (call) => remove(stored, call),
    },
    refuse: ({ status, message }) => ({ status, json: { message } }),
    data: () => [...stored.values()],
  };
}

describe("of appointments", () => {
  const law = "unique-keys-are-unique";
  const lawOf: Record<Fault, string> = {
    "an update takes the code of another": law,
    "a create takes the code of another": law,
    "a refused update changes the reason": "failed-write-changes-nothing",
  };
  testFaults(open(document), appointments, lawOf, { runs: 4, key: "main", others: [] });
});
