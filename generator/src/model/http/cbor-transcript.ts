import { cborHead, encodeCbor, headOf, readHalf } from "#runtime/codecs/cbor.js";

/** A body in a format of bytes, as a JSON text for those who look into it, such as redaction. */
export interface Transcript {
  /** Byte strings are texts of Latin-1, and an embedded item (tag 24) replaces its byte string. */
  readonly json: string;
  /** The same bytes with other texts and numbers. @param changes By their order among all texts and numbers of the JSON text. */
  replace(changes: ReadonlyMap<number, string>): Uint8Array;
}

/** @throws SyntaxError */
export function transcribeCbor(bytes: Uint8Array): Transcript {
  const unchanged = new Walk(() => undefined).whole(bytes);
  return { json: unchanged.json, replace: (changes) => new Walk((index) => changes.get(index)).whole(bytes).bytes };
}

const deepest = 512;

/** Copies bytes and writes them as JSON on the way. What keeps its value keeps its spelling. */
class Walk {
  #bytes = new Uint8Array();
  #at = 0;
  #count = 0;
  readonly #json: string[] = [];
  #copy: Uint8Array[] = [];

  constructor(readonly changed: (index: number) => string | undefined) {}

  whole(bytes: Uint8Array): { readonly json: string; readonly bytes: Uint8Array } {
    this.#bytes = new Uint8Array(bytes);
    this.#item(0, false);
    if (this.#at < bytes.length) throw new SyntaxError("more than one CBOR item");
    return { json: this.#json.join(""), bytes: Buffer.concat(this.#copy) };
  }

  #item(depth: number, isKey: boolean): void {
    if (depth > deepest) throw new SyntaxError("CBOR is nested too deeply");
    const start = this.#at;
    const { major, info, argument, end } = cborHead(this.#bytes, start);
    this.#at = end;
    const isOpen = info === 31;
    if (isOpen && (major < 2 || major > 5)) throw new SyntaxError(`not well-formed CBOR at byte ${start}`);
    switch (major) {
      case 0:
      case 1:
        return this.#number(start, String(major === 0 ? argument : ~BigInt(argument)), isKey);
      case 2:
      case 3: {
        const content = this.#string(major, argument, isOpen);
        const text = content.toString(major === 2 ? "latin1" : "utf8");
        const changed = this.#scalar(JSON.stringify(text));
        if (changed === undefined) return this.#keep(start);
        // oxlint-disable-next-line no-control-regex -- only what Latin-1 can carry goes back into bytes
        const written = major === 2 ? Buffer.from(changed.replace(/[^\u0000-\u00ff]/g, "x"), "latin1") : Buffer.from(changed, "utf8");
        return void this.#copy.push(headOf(major, written.length), written);
      }
      case 4:
        return this.#members(start, argument, isOpen, "[]", () => this.#item(depth + 1, false));
      case 5:
        return this.#members(start, argument, isOpen, "{}", () => {
          this.#item(depth + 1, true);
          this.#json.push(":");
          this.#item(depth + 1, false);
        });
      case 6:
        return this.#tagged(start, argument, depth, isKey);
      default:
        return this.#simple(start, info, argument, isKey);
    }
  }

  #keep(start: number): void {
    this.#copy.push(this.#bytes.subarray(start, this.#at));
  }

  /** The replacement of a text or number. */
  #scalar(json: string): string | undefined {
    this.#json.push(json);
    return this.changed(this.#count++);
  }

  #number(start: number, digits: string, isKey: boolean): void {
    const changed = this.#scalar(isKey ? JSON.stringify(digits) : digits);
    if (changed === undefined) return this.#keep(start);
    const value = /^-?\d+$/.test(changed) ? BigInt(changed) : Number(changed);
    this.#copy.push(encodeCbor(Number.isNaN(value) ? changed : value));
  }

  #members(start: number, argument: number | bigint, isOpen: boolean, brackets: string, member: () => void): void {
    this.#keep(start);
    this.#json.push(brackets.charAt(0));
    for (let left = isOpen ? Infinity : Number(argument), isFirst = true; left > 0; left--, isFirst = false) {
      if (isOpen && this.#bytes[this.#at] === 0xff) {
        this.#at++;
        this.#keep(this.#at - 1);
        break;
      }
      if (!isFirst) this.#json.push(",");
      member();
    }
    this.#json.push(brackets.charAt(1));
  }

  #string(major: number, argument: number | bigint, isOpen: boolean): Buffer {
    const chunks: Uint8Array[] = [];
    const take = (length: number | bigint): void => {
      if (length > this.#bytes.length - this.#at) throw new SyntaxError("CBOR ends too early");
      chunks.push(this.#bytes.subarray(this.#at, (this.#at += Number(length))));
    };
    if (!isOpen) take(argument);
    else
      while (this.#bytes[this.#at] !== 0xff) {
        const head = cborHead(this.#bytes, this.#at);
        if (head.major !== major || head.info === 31) throw new SyntaxError(`not well-formed CBOR at byte ${this.#at}`);
        this.#at = head.end;
        take(head.argument);
      }
    if (isOpen) this.#at++;
    return Buffer.concat(chunks);
  }

  #tagged(start: number, tag: number | bigint, depth: number, isKey: boolean): void {
    const { major, info, argument, end } = cborHead(this.#bytes, this.#at);
    if (major === 2 && (tag === 2 || tag === 3)) {
      this.#at = end;
      const content = this.#string(2, argument, info === 31);
      // Numbers with very many digits are unchanged.
      if (content.length > 1024) return this.#word(start, "null", isKey);
      const magnitude = BigInt(`0x0${content.toString("hex")}`);
      return this.#number(start, String(tag === 3 ? ~magnitude : magnitude), isKey);
    }
    this.#keep(start);
    if (tag !== 24 || major !== 2) return this.#item(depth + 1, isKey);
    this.#embedded(end, argument, info === 31, depth, isKey);
  }

  /** An item in a byte string. */
  #embedded(end: number, argument: number | bigint, isOpen: boolean, depth: number, isKey: boolean): void {
    const begin = this.#at;
    this.#at = end;
    const content = this.#string(2, argument, isOpen);
    const outer = { bytes: this.#bytes, at: this.#at, copy: this.#copy, count: this.#count, json: this.#json.length };
    [this.#bytes, this.#at, this.#copy] = [new Uint8Array(content), 0, []];
    let inner: Uint8Array | undefined;
    try {
      this.#item(depth + 1, isKey);
      if (this.#at === content.length) inner = Buffer.concat(this.#copy);
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
    }
    [this.#bytes, this.#at, this.#copy] = [outer.bytes, outer.at, outer.copy];
    if (inner !== undefined) return void this.#copy.push(headOf(2, inner.length), inner);
    // No item after all: bytes like any others.
    this.#count = outer.count;
    this.#json.length = outer.json;
    this.#at = begin;
    this.#item(depth + 1, isKey);
  }

  #simple(start: number, info: number, argument: number | bigint, isKey: boolean): void {
    if (info >= 25) {
      const view = new DataView(this.#bytes.buffer, this.#bytes.byteOffset + start + 1);
      const value = info === 25 ? readHalf(view.getUint16(0)) : info === 26 ? view.getFloat32(0) : view.getFloat64(0);
      if (Number.isFinite(value)) return this.#number(start, JSON.stringify(value), isKey);
    }
    this.#word(start, info < 25 && (argument === 20 || argument === 21) ? String(argument === 21) : "null", isKey);
  }

  #word(start: number, word: string, isKey: boolean): void {
    this.#keep(start);
    this.#json.push(isKey ? JSON.stringify(word) : word);
    if (isKey) this.#count++;
  }
}
