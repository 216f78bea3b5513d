import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decodeCbor, encodeCbor } from "../../runtime/codecs/cbor.js";
import { transcribeCbor } from "../../src/model/http/cbor-transcript.js";

const bytes = (hex: string): Uint8Array => new Uint8Array(Buffer.from(hex, "hex"));
const hexOf = (value: unknown): string => Buffer.from(encodeCbor(value)).toString("hex");

/** RFC 8949, Appendix A, with what JSON has no word for as §6.1 converts it. `one-way`: values have another, preferred spelling. */
const vectors: readonly (readonly [hex: string, value: unknown, spelling?: "one-way"])[] = [
  ["00", 0],
  ["01", 1],
  ["0a", 10],
  ["17", 23],
  ["1818", 24],
  ["1819", 25],
  ["1864", 100],
  ["1903e8", 1000],
  ["1a000f4240", 1000000],
  ["1b000000e8d4a51000", 1000000000000],
  ["1bffffffffffffffff", 18446744073709551615n],
  ["c249010000000000000000", 18446744073709551616n],
  ["3bffffffffffffffff", -18446744073709551616n],
  ["c349010000000000000000", -18446744073709551617n],
  ["20", -1],
  ["29", -10],
  ["3863", -100],
  ["3903e7", -1000],
  ["f90000", 0, "one-way"],
  ["f98000", -0],
  ["f93c00", 1, "one-way"],
  ["fb3ff199999999999a", 1.1],
  ["f93e00", 1.5],
  ["f97bff", 65504, "one-way"],
  ["fa47c35000", 100000, "one-way"],
  ["fa7f7fffff", 3.4028234663852886e38],
  ["fb7e37e43c8800759c", 1e300],
  ["f90001", 5.960464477539063e-8],
  ["f90400", 0.00006103515625],
  ["f9c400", -4, "one-way"],
  ["fbc010666666666666", -4.1],
  ["f97c00", Infinity],
  ["f97e00", NaN],
  ["f9fc00", -Infinity],
  ["fa7f800000", Infinity, "one-way"],
  ["fa7fc00000", NaN, "one-way"],
  ["faff800000", -Infinity, "one-way"],
  ["fb7ff0000000000000", Infinity, "one-way"],
  ["fb7ff8000000000000", NaN, "one-way"],
  ["fbfff0000000000000", -Infinity, "one-way"],
  ["f4", false],
  ["f5", true],
  ["f6", null],
  ["f7", null, "one-way"],
  ["f0", null, "one-way"],
  ["f8ff", null, "one-way"],
  ["c074323031332d30332d32315432303a30343a30305a", "2013-03-21T20:04:00Z", "one-way"],
  ["c11a514b67b0", 1363896240, "one-way"],
  ["c1fb41d452d9ec200000", 1363896240.5, "one-way"],
  ["d74401020304", "01020304", "one-way"],
  ["d818456449455446", "ZElFVEY", "one-way"],
  ["d82076687474703a2f2f7777772e6578616d706c652e636f6d", "http://www.example.com", "one-way"],
  ["40", "", "one-way"],
  ["4401020304", "AQIDBA", "one-way"],
  ["60", ""],
  ["6161", "a"],
  ["6449455446", "IETF"],
  ["62225c", '"\\'],
  ["62c3bc", "\u00fc"],
  ["63e6b0b4", "\u6c34"],
  ["64f0908591", "\ud800\udd51"],
  ["80", []],
  ["83010203", [1, 2, 3]],
  ["8301820203820405", [1, [2, 3], [4, 5]]],
  ["98190102030405060708090a0b0c0d0e0f101112131415161718181819", Array.from({ length: 25 }, (_, index) => index + 1)],
  ["a0", {}],
  ["a201020304", { 1: 2, 3: 4 }, "one-way"],
  ["a26161016162820203", { a: 1, b: [2, 3] }],
  ["826161a161626163", ["a", { b: "c" }]],
  ["a56161614161626142616361436164614461656145", { a: "A", b: "B", c: "C", d: "D", e: "E" }],
  ["5f42010243030405ff", "AQIDBAU", "one-way"],
  ["7f657374726561646d696e67ff", "streaming", "one-way"],
  ["9fff", [], "one-way"],
  ["9f018202039f0405ffff", [1, [2, 3], [4, 5]], "one-way"],
  ["9f01820203820405ff", [1, [2, 3], [4, 5]], "one-way"],
  ["83018202039f0405ff", [1, [2, 3], [4, 5]], "one-way"],
  ["83019f0203ff820405", [1, [2, 3], [4, 5]], "one-way"],
  ["9f0102030405060708090a0b0c0d0e0f101112131415161718181819ff", Array.from({ length: 25 }, (_, index) => index + 1), "one-way"],
  ["bf61610161629f0203ffff", { a: 1, b: [2, 3] }, "one-way"],
  ["826161bf61626163ff", ["a", { b: "c" }], "one-way"],
  ["bf6346756ef563416d7421ff", { Fun: true, Amt: -2 }, "one-way"],
];

describe("the vectors of RFC 8949", () => {
  const cases = vectors.map(([hex, value, spelling]) => ({ hex, value, spelling }));

  test.each(cases)("reads $hex", ({ hex, value }) => {
    expect(decodeCbor(bytes(hex), true)).toEqual(value);
  });

  test.each(cases.filter(({ spelling }) => spelling === undefined))("writes $hex", ({ hex, value }) => {
    expect(hexOf(value)).toBe(hex);
  });
});

describe("values", () => {
  test("are read as JSON values", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(decodeCbor(encodeCbor(value))).toEqual(value);
      }),
    );
  });

  test("omit what JSON cannot represent", () => {
    expect(decodeCbor(encodeCbor({ a: undefined, b: [undefined], c: new Date(0), d: Symbol("d"), e: () => 1 }))).toEqual({
      b: [null],
      c: "1970-01-01T00:00:00.000Z",
    });
  });

  test("are written from bytes and read as base64url text", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (given) => {
        expect(decodeCbor(encodeCbor(given))).toBe(Buffer.from(given).toString("base64url"));
      }),
    );
  });

  test("keep integers of any size on request", () => {
    fc.assert(
      fc.property(fc.bigInt(), (given) => {
        expect(BigInt(decodeCbor(encodeCbor(given), true) as bigint)).toBe(given);
        expect(decodeCbor(encodeCbor(given))).toBe(Number(given));
      }),
    );
  });

  test("keep a key that is a name of the prototype", () => {
    expect(Object.keys(decodeCbor(encodeCbor(JSON.parse('{"__proto__":1}'))) as object)).toEqual(["__proto__"]);
  });

  test("that contain themselves are refused", () => {
    const value: unknown[] = [];
    value.push(value);
    expect(() => encodeCbor(value)).toThrow(TypeError);
  });
});

describe("bytes that are not CBOR", () => {
  test.each([
    ["nothing", ""],
    ["an argument that is cut off", "18"],
    ["a reserved argument", "1c"],
    ["a byte string that is cut off", "4401"],
    ["text that is not UTF-8", "61ff"],
    ["a chunk of another kind", "7f4101ff"],
    ["an open string without an end", "5f"],
    ["an open list without an end", "9f"],
    ["a break by itself", "ff"],
    ["an integer of indefinite length", "3f"],
    ["a simple value in a longer spelling", "f800"],
    ["two items", "0000"],
    ["a map without its member", "a1"],
    ["a key that is null", "a1f601"],
    ["a key twice", "a2616101616102"],
    ["a list of more items than bytes", "9bffffffffffffffff"],
    ["a map of more members than bytes", "bb7fffffffffffffff"],
    ["a string that is longer than memory", "5bffffffffffffffff"],
    ["a bignum without digits", "c2"],
    ["deep nesting", "81".repeat(100_000)],
    ["many tags", "c1".repeat(100_000)],
    ["a bignum that takes long to read", `c2590800${"ff".repeat(2048)}`],
  ])("refuses %s", (_, hex) => {
    expect(() => decodeCbor(bytes(hex))).toThrow(SyntaxError);
  });

  test("throw nothing but a SyntaxError", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (given) => {
        for (const read of [decodeCbor, transcribeCbor])
          try {
            read(given);
          } catch (error) {
            expect(error).toBeInstanceOf(SyntaxError);
          }
      }),
    );
  });
});

test("reads and writes lists in each other up to 512 levels", () => {
  const nested = (levels: number): Uint8Array => bytes(`${"81".repeat(levels)}00`);
  const value = decodeCbor(nested(512));
  expect(Buffer.from(encodeCbor(value)).equals(nested(512))).toBe(true);
  expect(transcribeCbor(nested(512)).json).toBe(`${"[".repeat(512)}0${"]".repeat(512)}`);
  for (const read of [decodeCbor, transcribeCbor]) expect(() => read(nested(513))).toThrow("CBOR is nested too deeply");
  expect(() => encodeCbor([value])).toThrow("nested too deeply for CBOR");
});

describe("a transcript", () => {
  test("of a value is its JSON", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const { json, replace } = transcribeCbor(encodeCbor(value));
        expect(JSON.parse(json)).toEqual(value);
        expect(Buffer.from(replace(new Map())).toString("hex")).toBe(hexOf(value));
      }),
    );
  });

  test("keeps the spelling of what is not replaced", () => {
    // Half-precision, an open list, a tag, bytes in chunks, an open map with a number as its key.
    const given = "9ff93c00c074323031332d30332d32315432303a30343a30305a5f42010243030405ffbf016161ffff";
    const { json, replace } = transcribeCbor(bytes(given));
    expect(json).toBe('[1,"2013-03-21T20:04:00Z","\\u0001\\u0002\\u0003\\u0004\\u0005",{"1":"a"}]');
    expect(Buffer.from(replace(new Map())).toString("hex")).toBe(given);
    expect(Buffer.from(replace(new Map([[4, "bc"]]))).toString("hex")).toBe(given.replace("6161ffff", "626263ffff"));
  });

  test("reaches an item inside a byte string", () => {
    const inner = encodeCbor({ token: "a" });
    const given = Uint8Array.from([0x82, 0xd8, 24, 0x40 + inner.length, ...inner, 0x01]);
    const { json, replace } = transcribeCbor(given);
    expect(json).toBe('[{"token":"a"},1]');
    expect(transcribeCbor(replace(new Map([[1, "longer"]]))).json).toBe('[{"token":"longer"},1]');
  });

  test("replaces texts by their order", () => {
    const { replace } = transcribeCbor(encodeCbor({ a: "x", n: [7, 1.5, true, "y"] }));
    const changes = new Map([
      [1, "é"],
      [3, "300"],
      [4, "2.25"],
      [5, "z"],
    ]);
    expect(decodeCbor(replace(changes))).toEqual({ a: "é", n: [300, 2.25, true, "z"] });
  });
});
