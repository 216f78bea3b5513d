import { isBase64 } from "#runtime/validators/formats/base64.js";
import { isEmail } from "#runtime/validators/formats/email.js";
import { isJsonPointer, isRelativeJsonPointer } from "#runtime/validators/formats/json-pointer.js";
import { isRegex } from "#runtime/validators/formats/regex.js";
import { isUriTemplate } from "#runtime/validators/formats/uri-template.js";
import type { Random } from "../random.js";

/** A format: how to recognise it, how to generate it, and invalid texts. */
export interface Format {
  readonly is: (text: string) => boolean;
  /** `step` 0, 1, 2 … give different texts. */
  readonly make: (step: number, random: Random) => string;
  readonly broken: readonly string[];
}

const words = ["alpha", "bravo", "delta", "echo", "fox", "golf", "hotel", "kilo", "lima", "mike", "oscar", "papa", "romeo", "sierra", "tango"];

const hex = (random: Random, length: number): string => Array.from({ length }, () => "0123456789abcdef"[random.below(16)] as string).join("");
const pad = (value: number): string => String(value).padStart(2, "0");
const day = (step: number, random: Random): string => `${2024 + (step % 3)}-${pad(1 + random.below(12))}-${pad(1 + random.below(28))}`;
const clock = (random: Random): string => `${pad(random.below(24))}:${pad(random.below(60))}:${pad(random.below(60))}Z`;
const slug = (step: number, random: Random): string => `${random.pick(words)}-${step + 1}`;
const host = (step: number, random: Random): string => `${slug(step, random)}.example.com`;

const label = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";
const hostname = new RegExp(`^(?=.{1,253}$)${label}(?:\\.${label})*$`, "i");
const ipv4 = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/;
const ipv6 =
  /^(?:(?:[0-9a-f]{1,4}:){7}[0-9a-f]{1,4}|(?:[0-9a-f]{1,4}:){1,7}:|(?:[0-9a-f]{1,4}:){1,6}:[0-9a-f]{1,4}|(?:[0-9a-f]{1,4}:){1,5}(?::[0-9a-f]{1,4}){1,2}|(?:[0-9a-f]{1,4}:){1,4}(?::[0-9a-f]{1,4}){1,3}|(?:[0-9a-f]{1,4}:){1,3}(?::[0-9a-f]{1,4}){1,4}|(?:[0-9a-f]{1,4}:){1,2}(?::[0-9a-f]{1,4}){1,5}|[0-9a-f]{1,4}:(?::[0-9a-f]{1,4}){1,6}|:(?:(?::[0-9a-f]{1,4}){1,7}|:))$/i;
const uriText = /^[a-z0-9._~:/?#[\]@!$&'()*+,;=%-]*$/i;
const badPercent = /%(?![0-9a-f]{2})/i;
const isUriReference = (text: string): boolean =>
  uriText.test(text) && !badPercent.test(text) && (text.match(/#/g)?.length ?? 0) < 2 && !text.startsWith(":");
const isUri = (text: string): boolean => /^[a-z][a-z0-9+.-]*:[^\s]/i.test(text) && isUriReference(text);
const isIri = (text: string): boolean => /^[a-z][a-z0-9+.-]*:\S+$/i.test(text) && !/[<>"{}|\\^`]/.test(text);

function isDate(text: string): boolean {
  const [, year, month, dayOfMonth] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text) ?? [];
  if (year === undefined) return false;
  const days = [
    31,
    Number(year) % 4 === 0 && (Number(year) % 100 !== 0 || Number(year) % 400 === 0) ? 29 : 28,
    31,
    30,
    31,
    30,
    31,
    31,
    30,
    31,
    30,
    31,
  ];
  const limit = days[Number(month) - 1];
  return limit !== undefined && Number(dayOfMonth) >= 1 && Number(dayOfMonth) <= limit;
}
const isTime = (text: string): boolean => /^(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?(?:z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/i.test(text);
const isDateTime = (text: string): boolean => /^.{10}t/i.test(text) && isDate(text.slice(0, 10)) && isTime(text.slice(11));

/** Formats that are asserted. Any other (`password`, `binary`, `unix-time`, a house format) is an annotation and asserts nothing. */
export const formats: ReadonlyMap<string, Format> = new Map<string, Format>([
  [
    "date-time",
    {
      is: isDateTime,
      make: (step, random) => `${day(step, random)}T${clock(random)}`,
      broken: ["2024-13-01T00:00:00Z", "yesterday", "2024-02-30T25:61:00Z", ""],
    },
  ],
  ["date", { is: isDate, make: day, broken: ["2024-13-01", "yesterday", "2024-02-30", ""] }],
  ["time", { is: isTime, make: (_, random) => clock(random), broken: ["25:00:00Z", "noon", ""] }],
  [
    "duration",
    {
      is: (text) => /^P(?!$)(?:(?:\d+Y)?(?:\d+M)?(?:\d+D)?(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+S)?)?|\d+W)$/.test(text),
      make: (step, random) => `P${1 + random.below(9)}DT${1 + step}H`,
      broken: ["1 day", "P", ""],
    },
  ],
  ["email", { is: isEmail, make: (step, random) => `${slug(step, random)}@example.com`, broken: ["not an email", "@", ""] }],
  [
    "idn-email",
    { is: (text) => /^[^\s@]+@[^\s@]+$/.test(text), make: (step, random) => `${slug(step, random)}@example.com`, broken: ["not an email", "@", ""] },
  ],
  ["hostname", { is: (text) => hostname.test(text), make: host, broken: ["not a host name", "-.example", "_"] }],
  [
    "idn-hostname",
    { is: (text) => text !== "" && !/[\s/@:?#]/.test(text) && !/^-|-$/.test(text), make: host, broken: ["not a host name", "-.example-"] },
  ],
  [
    "ipv4",
    {
      is: (text) => ipv4.test(text),
      make: (step, random) => `192.0.2.${1 + ((step + random.below(200)) % 254)}`,
      broken: ["256.0.0.1", "not an address", ""],
    },
  ],
  [
    "ipv6",
    {
      is: (text) => ipv6.test(text),
      make: (step, random) => `2001:db8::${hex(random, 3)}:${(step + 1).toString(16)}`,
      broken: ["2001:db8:::1", "not an address", ""],
    },
  ],
  ["uri", { is: isUri, make: (step, random) => `https://example.com/${slug(step, random)}`, broken: ["not a uri", "//", "%", ""] }],
  ["uri-reference", { is: isUriReference, make: (step, random) => `/${slug(step, random)}`, broken: ["\\not a reference", "%", " "] }],
  ["iri", { is: isIri, make: (step, random) => `https://example.com/${slug(step, random)}`, broken: ["not an iri", "//", ""] }],
  [
    "iri-reference",
    { is: (text) => !/[\s<>"{}|\\^`]/.test(text), make: (step, random) => `/${slug(step, random)}`, broken: ["\\not a reference", " "] },
  ],
  [
    "uuid",
    {
      is: (text) => /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(text),
      make: (_, random) => `${hex(random, 8)}-${hex(random, 4)}-4${hex(random, 3)}-a${hex(random, 3)}-${hex(random, 12)}`,
      broken: ["not-a-uuid", "00000000-0000-0000-0000-00000000000g", ""],
    },
  ],
  [
    "uri-template",
    {
      is: isUriTemplate,
      make: (step, random) => `/${slug(step, random)}/{id}`,
      broken: ["/{id", "{", " "],
    },
  ],
  ["json-pointer", { is: isJsonPointer, make: (step, random) => `/${slug(step, random)}`, broken: ["not a pointer", "/~2", "~"] }],
  [
    "relative-json-pointer",
    {
      is: isRelativeJsonPointer,
      make: (step, random) => `${step}/${random.pick(words)}`,
      broken: ["not a pointer", "01", "-"],
    },
  ],
  ["regex", { is: isRegex, make: (step, random) => `^${slug(step, random)}$`, broken: ["(", "[", "*"] }],
  [
    "byte",
    {
      is: isBase64,
      make: (step, random) => Buffer.from(slug(step, random)).toString("base64"),
      broken: ["not base64!", "=", "a"],
    },
  ],
]);

/** Formats of numbers that texts may have: JSON cannot represent each number, and protobuf writes those of 64 bits as text. */
export function isNumeric(format: string): boolean {
  return /^(?:u?int(?:8|16|32|64)|s?fixed(?:32|64)|float|double|decimal|number)$/i.test(format);
}

/** Whole numbers in range for `int32` and `int64`; `float` and `double` assert nothing that JSON could break. */
export function numberFormatHolds(format: string, value: number): boolean {
  if (format === "int32") return Number.isInteger(value) && value >= -2147483648 && value <= 2147483647;
  if (format === "int64") return Number.isInteger(value) && value >= -(2 ** 63) && value < 2 ** 63;
  return true;
}

/** Non-standard formats, by the intended one: validators do not assert them, but Ajv knows them, and values should follow them. */
export const intendedFormats: ReadonlyMap<string, string> = new Map([
  ["url", "uri"],
  ["iso-date-time", "date-time"],
  ["iso-time", "time"],
]);
