import { expect, test } from "vitest";
import { headerValue, mediaTypeOf, mediaTypeParameter } from "../../src/traffic/headers.js";

test("uses the last of several Content-Type values", () => {
  const fields = headerValue(
    [
      ["content-type", "text/html"],
      ["Content-Type", 'application/json; profile="a,b"; charset=utf-8'],
    ],
    "content-type",
  );
  expect(mediaTypeOf(fields)).toBe("application/json");
  expect(mediaTypeParameter(fields, "profile")).toBe("a,b");
  expect(mediaTypeOf("text/html; charset=utf-8, Application/JSON")).toBe("application/json");
  expect(mediaTypeOf("text/plain; charset=utf-8, gzip")).toBe("text/plain");
});

test("joins repeated fields except Set-Cookie", () => {
  const headers = [["vary", "a"] as const, ["Vary", "b"] as const, ["set-cookie", "a=1"] as const, ["set-cookie", "b=2"] as const];
  expect(headerValue(headers, "VARY")).toBe("a, b");
  expect(headerValue(headers, "Set-Cookie")).toBe("a=1");
  expect(headerValue(headers, "x-none")).toBeUndefined();
});
