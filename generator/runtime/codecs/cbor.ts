import type { ValueFormat } from "./value-format.js";

/** CBOR (RFC 8949) as a format of values. */
export const cbor: ValueFormat = { name: "cbor", encode: encodeCbor, decode: decodeCbor };

/** The deepest nesting that is read or written. */
const deepest = 512;

/** The first byte of an item and its argument (RFC 8949 §3). */
interface CborHead {
  /** 0 to 7: unsigned, negative, bytes, text, list, map, tag, and simple values and floats. */
  readonly major: number;
  /** The low five bits of the first byte. 31: indefinite length, or the break that ends it. */
  readonly info: number;
  /** A number where that is exact, else a bigint. */
  readonly argument: number | bigint;
  /** The index behind the head. */
  readonly end: number;
}

/** Reads the head of the item at an index. @throws SyntaxError */
export function cborHead(bytes: Uint8Array, at: number): CborHead {
  const first = bytes[at] ?? malformed(at);
  const [major, info] = [first >> 5, first & 31];
  if (info < 24 || info === 31) return { major, info, argument: info, end: at + 1 };
  if (info > 27) malformed(at);
  const size = 1 << (info - 24);
  if (at + size >= bytes.length) malformed(at);
  const view = new DataView(bytes.buffer, bytes.byteOffset + at + 1, size);
  const wide = size === 8 ? view.getBigUint64(0) : BigInt(0);
  const argument = size === 1 ? view.getUint8(0) : size === 2 ? view.getUint16(0) : size === 4 ? view.getUint32(0) : Number(wide);
  return { major, info, argument: Number.isSafeInteger(argument) ? argument : wide, end: at + 1 + size };
}

function malformed(at: number): never {
  throw new SyntaxError(`not well-formed CBOR at byte ${at}`);
}

/**
 * Reads one CBOR item as JSON describes values (RFC 8949 §6.1): a byte string is base64url text, or what its tag expects; undefined and other simple values
 * are null; other tags are dropped. Time and memory grow linearly with the input.
 *
 * @param exact Integers that a double cannot hold are bigints.
 * @throws SyntaxError where it is not well-formed, has a key twice, or is nested too deeply
 */
export function decodeCbor(bytes: Uint8Array, exact: boolean = false): unknown {
  const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  let at = 0;
  const whole = item(0, 21);
  if (at < bytes.length) malformed(at);
  return whole;

  /** @param expected The tag with the text encoding of bytes: 21, 22 or 23. */
  function item(depth: number, expected: number): unknown {
    const start = at;
    if (depth > deepest) throw new SyntaxError("CBOR is nested too deeply");
    const { major, info, argument, end } = cborHead(bytes, at);
    at = end;
    const isOpen = info === 31;
    if (isOpen && (major < 2 || major > 5)) malformed(start);
    switch (major) {
      case 0:
        return integer(argument);
      case 1:
        // -1 - n is ~n, which keeps the digits of a bigint.
        return integer(typeof argument === "bigint" || argument === Number.MAX_SAFE_INTEGER ? ~BigInt(argument) : -1 - argument);
      case 2:
        return asText(string(major, argument, isOpen), expected);
      case 3:
        return text(major, argument, isOpen, start);
      case 4: {
        const list: unknown[] = [];
        for (let left = count(argument, isOpen); more(left, isOpen); left--) list.push(item(depth + 1, expected));
        return list;
      }
      case 5: {
        const entries: [string, unknown][] = [];
        for (let left = count(argument, isOpen); more(left, isOpen); left--) {
          const key = item(depth + 1, expected);
          if (typeof key !== "string" && typeof key !== "number" && typeof key !== "bigint")
            throw new SyntaxError("a CBOR map has a key that is neither text nor a number");
          entries.push([String(key), item(depth + 1, expected)]);
        }
        if (new Set(entries.map(([key]) => key)).size < entries.length) throw new SyntaxError("a CBOR map has a key twice");
        // `fromEntries` defines properties: a key such as `__proto__` stays one.
        return Object.fromEntries(entries);
      }
      case 6: {
        const { major: inner } = cborHead(bytes, at);
        if ((argument === 2 || argument === 3) && inner === 2) return bignum(argument === 3);
        return item(depth + 1, argument === 21 || argument === 22 || argument === 23 ? argument : expected);
      }
      default:
        return simple(info, argument, start);
    }
  }

  function integer(value: number | bigint): number | bigint {
    return exact || typeof value === "number" ? value : Number(value);
  }

  function bignum(isNegative: boolean): number | bigint {
    const { major, info, argument, end } = cborHead(bytes, at);
    at = end;
    const digits = string(major, argument, info === 31);
    // Reading digits takes time that grows faster than their number.
    if (digits.length > 1024) throw new SyntaxError("a CBOR bignum is too large");
    const magnitude = BigInt(`0x0${hex(digits)}`);
    const wide = isNegative ? ~magnitude : magnitude;
    return Number.isSafeInteger(Number(wide)) ? Number(wide) : integer(wide);
  }

  /** Whether another item follows. */
  function more(left: number, isOpen: boolean): boolean {
    if (!isOpen) return left > 0;
    if (bytes[at] !== 0xff) return true;
    at++;
    return false;
  }

  /** Each item takes a byte at least: a count that cannot be true ends the reading before memory is reserved. */
  function count(argument: number | bigint, isOpen: boolean): number {
    if (!isOpen && argument > bytes.length - at) malformed(at);
    return Number(argument);
  }

  function string(major: number, argument: number | bigint, isOpen: boolean): Uint8Array {
    if (!isOpen) {
      const length = count(argument, false);
      at += length;
      return bytes.subarray(at - length, at);
    }
    const chunks: Uint8Array[] = [];
    while (more(0, true)) {
      const head = cborHead(bytes, at);
      if (head.major !== major || head.info === 31) malformed(at);
      at = head.end;
      chunks.push(string(major, head.argument, false));
    }
    return joined(chunks);
  }

  function text(major: number, argument: number | bigint, isOpen: boolean, start: number): string {
    try {
      return utf8.decode(string(major, argument, isOpen));
    } catch (error) {
      return error instanceof SyntaxError ? malformed(at) : malformed(start);
    }
  }

  function simple(info: number, argument: number | bigint, start: number): unknown {
    const view = new DataView(bytes.buffer, bytes.byteOffset, at);
    if (info === 25) return readHalf(view.getUint16(at - 2));
    if (info === 26) return view.getFloat32(at - 4);
    if (info === 27) return view.getFloat64(at - 8);
    if (info === 24 && argument < 32) malformed(start);
    return argument === 20 || argument === 21 ? argument === 21 : null;
  }
}

/** The number that two bytes hold (IEEE 754 binary16). */
export function readHalf(bits: number): number {
  const [exponent, mantissa] = [(bits >> 10) & 31, bits & 1023];
  const magnitude = exponent === 0 ? mantissa * 2 ** -24 : exponent < 31 ? (1024 + mantissa) * 2 ** (exponent - 25) : mantissa === 0 ? Infinity : NaN;
  return bits & 0x8000 ? -magnitude : magnitude;
}

/** Bytes as text: base64url without padding, base64, or hexadecimal digits (RFC 8949 §3.4.5.2). */
function asText(bytes: Uint8Array, expected: number): string {
  if (expected === 23) return hex(bytes).toUpperCase();
  const pieces: string[] = [];
  // A call takes only so many arguments.
  for (let at = 0; at < bytes.length; at += 0x2000) pieces.push(String.fromCharCode(...bytes.subarray(at, at + 0x2000)));
  const base64 = btoa(pieces.join(""));
  return expected === 22 ? base64 : base64.replace(/\+/g, "-").replace(/\//g, "_").replace(/=/g, "");
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function joined(chunks: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(chunks.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}

/**
 * Writes a value as JSON would hold it, in the preferred serialization (RFC 8949 §4.1). Bytes are byte strings, and bigints are integers of any size.
 *
 * @throws TypeError where it is nested too deeply, as a value that contains itself is
 */
export function encodeCbor(value: unknown): Uint8Array {
  const chunks: Uint8Array[] = [];
  const utf8 = new TextEncoder();
  item(value, 0);
  return joined(chunks);

  function item(given: unknown, depth: number): void {
    if (depth > deepest) throw new TypeError("a value is nested too deeply for CBOR, or contains itself");
    const plain = plainOf(given);
    if (typeof plain === "string") {
      const bytes = utf8.encode(plain);
      chunks.push(headOf(3, bytes.length), bytes);
    } else if (typeof plain === "number") chunks.push(numberOf(plain));
    else if (typeof plain === "bigint") integer(plain);
    else if (typeof plain === "boolean") chunks.push(Uint8Array.of(plain ? 0xf5 : 0xf4));
    else if (Array.isArray(plain)) {
      chunks.push(headOf(4, plain.length));
      for (const each of plain as readonly unknown[]) item(each, depth + 1);
    } else if (plain instanceof ArrayBuffer || ArrayBuffer.isView(plain)) {
      const bytes = plain instanceof ArrayBuffer ? new Uint8Array(plain) : new Uint8Array(plain.buffer, plain.byteOffset, plain.byteLength);
      chunks.push(headOf(2, bytes.length), bytes);
    } else if (typeof plain === "object" && plain !== null) {
      // Properties that JSON omits are omitted here.
      const entries = Object.entries(plain).filter(([, each]) => !["undefined", "function", "symbol"].includes(typeof each));
      chunks.push(headOf(5, entries.length));
      for (const [key, each] of entries) {
        item(key, depth + 1);
        item(each, depth + 1);
      }
    } else chunks.push(Uint8Array.of(0xf6));
  }

  function integer(wide: bigint): void {
    const isNegative = wide < 0;
    const magnitude = isNegative ? ~wide : wide;
    if (BigInt.asUintN(64, magnitude) === magnitude) return void chunks.push(headOf(isNegative ? 1 : 0, magnitude));
    const digits = magnitude.toString(16);
    const bytes = Uint8Array.from(digits.padStart(digits.length + (digits.length % 2), "0").match(/../g) ?? [], (pair) => parseInt(pair, 16));
    chunks.push(headOf(6, isNegative ? 3 : 2), headOf(2, bytes.length), bytes);
  }
}

/** As JSON sees it: dates and the like as what `toJSON` returns, but integers of any size as they are. */
function plainOf(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  const { toJSON } = value as { readonly toJSON?: unknown };
  if (typeof toJSON !== "function") return value;
  const primitive: unknown = value.valueOf();
  return typeof primitive === "bigint" ? primitive : toJSON.call(value);
}

/** The head of an item in as few bytes as it needs. */
export function headOf(major: number, argument: number | bigint): Uint8Array {
  const info = argument < 24 ? Number(argument) : argument < 0x100 ? 24 : argument < 0x10000 ? 25 : argument < 0x100000000 ? 26 : 27;
  const head = new Uint8Array(info < 24 ? 1 : 1 + (1 << (info - 24)));
  const view = new DataView(head.buffer);
  head[0] = (major << 5) | info;
  if (info === 24) view.setUint8(1, Number(argument));
  else if (info === 25) view.setUint16(1, Number(argument));
  else if (info === 26) view.setUint32(1, Number(argument));
  else if (info === 27) view.setBigUint64(1, BigInt(argument));
  return head;
}

/** An integer where it is one, else a float in as few bytes as hold it. */
function numberOf(value: number): Uint8Array {
  if (Number.isSafeInteger(value) && !Object.is(value, -0)) return headOf(value < 0 ? 1 : 0, value < 0 ? -1 - value : value);
  const bytes = new Uint8Array(9);
  const view = new DataView(bytes.buffer);
  view.setFloat64(1, value);
  bytes[0] = 0xfb;
  if (Math.fround(value) !== value && !Number.isNaN(value)) return bytes;
  view.setFloat32(1, value);
  bytes[0] = 0xfa;
  const short = halfOf(value);
  if (short === undefined) return bytes.subarray(0, 5);
  view.setUint16(1, short);
  bytes[0] = 0xf9;
  return bytes.subarray(0, 3);
}

/** The bits of a half-precision float that is exactly this number. */
function halfOf(value: number): number | undefined {
  if (Number.isNaN(value)) return 0x7e00;
  const sign = value < 0 || Object.is(value, -0) ? 0x8000 : 0;
  const magnitude = Math.abs(value);
  if (magnitude === Infinity) return sign | 0x7c00;
  const exponent = magnitude < 2 ** -14 ? -14 : Math.floor(Math.log2(magnitude));
  const mantissa = magnitude * 2 ** (10 - exponent);
  if (exponent > 15 || !Number.isInteger(mantissa)) return undefined;
  return sign | (mantissa < 1024 ? mantissa : ((exponent + 15) << 10) | (mantissa - 1024));
}
