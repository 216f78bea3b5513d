import { expect, test } from "vitest";
import type { Json } from "tallystick/model";
import { withFutureDates } from "../../src/explore/future-dates.js";

test.each<[string, Json, Json]>([
  [
    "ends after their beginnings",
    { startsAt: "2024-03-02T11:57:45Z", endsAt: "2024-02-04T10:06:32Z" },
    { startsAt: "2098-01-01T11:57:45Z", endsAt: "2099-01-01T10:06:32Z" },
  ],
  ["dates without a time", { valid_from: "2020-01-02", valid_until: "2020-01-01" }, { valid_from: "2098-01-01", valid_until: "2099-01-01" }],
  ["an end alone", { "expires-at": "1999-12-31T00:00:00+02:00", name: "x" }, { "expires-at": "2099-01-01T00:00:00+02:00", name: "x" }],
  ["dates in objects", { period: { from: "2001-01-01", to: "2000-01-01" } }, { period: { from: "2098-01-01", to: "2099-01-01" } }],
])("changes %s", (_, body, expected) => {
  expect(withFutureDates(body, () => true)).toEqual(expected);
});

test.each<[string, Json]>([
  ["other texts", { to: "you", from: "2024-13", end: "2024-01-01 is the end" }],
  ["other dates", { createdAt: "2024-01-01", birthday: "1990-01-01" }],
  ["lists", ["2024-01-01"]],
])("leaves %s", (_, body) => {
  expect(withFutureDates(body, () => true)).toBe(body);
});

test("leaves a date that the document requires", () => {
  const body = { startsAt: "2024-01-01", endsAt: "2024-02-01" };
  const isValid = (changed: Json): boolean => (changed as typeof body).endsAt === "2024-02-01";
  expect(withFutureDates(body, isValid)).toEqual({ startsAt: "2098-01-01", endsAt: "2024-02-01" });
});
