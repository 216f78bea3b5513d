// Further schemas of the kinds that APIs have, each with a value and hand-written code: an emitter that is only good at the first workloads
// would show here. `name` is also the key of the hand-written code.
import { isObject, type } from "./hand-shared.mjs";

const string = { type: "string" };
const number = { type: "number" };
const boolean = { type: "boolean" };
const integer = { type: "integer" };
const parse = (value) => JSON.parse(JSON.stringify(value));
const many = (count, make) => parse(Array.from({ length: count }, (_, index) => make(index)));
const isText = (value) => value === undefined || typeof value === "string";
const isTextOrNull = (value) => value === null || isText(value);
const isCount = (value) => value === undefined || Number.isInteger(value);
const isFlag = (value) => value === undefined || typeof value === "boolean";
const owner = {
  type: "object",
  required: ["login", "id"],
  properties: { login: string, id: integer, avatar_url: string, type: string, site_admin: boolean },
};
const license = { type: "object", required: ["key"], properties: { key: string, name: string, spdx_id: { type: ["string", "null"] } } };
const repository = {
  type: "object",
  required: ["id", "name", "private", "owner"],
  properties: {
    id: integer,
    name: string,
    full_name: string,
    private: boolean,
    description: { type: ["string", "null"] },
    fork: boolean,
    homepage: { type: ["string", "null"] },
    language: { type: ["string", "null"] },
    forks_count: integer,
    size: { type: "integer", minimum: 0 },
    topics: { type: "array", items: string },
    visibility: { enum: ["public", "private", "internal"] },
    license: { anyOf: [{ $ref: "#/$defs/license" }, { type: "null" }] },
    owner: { $ref: "#/$defs/owner" },
  },
};
// One loop for each kind of item: a loop that is shared calls what it cannot foresee, and is several times slower.
const isTexts = (value) => {
  if (!Array.isArray(value)) return false;
  for (let i = 0; i < value.length; i++) if (typeof value[i] !== "string") return false;
  return true;
};
const isLicense = (value) => isObject(value) && typeof value.key === "string" && isText(value.name) && isTextOrNull(value.spdx_id);
const isOwner = (value) =>
  isObject(value) &&
  typeof value.login === "string" &&
  Number.isInteger(value.id) &&
  isText(value.avatar_url) &&
  isText(value.type) &&
  isFlag(value.site_admin);
const isRepository = (value) =>
  isObject(value) &&
  Number.isInteger(value.id) &&
  typeof value.name === "string" &&
  isText(value.full_name) &&
  typeof value.private === "boolean" &&
  isTextOrNull(value.description) &&
  isFlag(value.fork) &&
  isTextOrNull(value.homepage) &&
  isTextOrNull(value.language) &&
  isCount(value.forks_count) &&
  (value.size === undefined || (Number.isInteger(value.size) && value.size >= 0)) &&
  (value.topics === undefined || isTexts(value.topics)) &&
  (value.visibility === undefined || value.visibility === "public" || value.visibility === "private" || value.visibility === "internal") &&
  (value.license === undefined || value.license === null || isLicense(value.license)) &&
  isOwner(value.owner);

const position = { type: "array", items: number, minItems: 2, maxItems: 3 };
const geometry = (kind, coordinates) => ({ type: "object", required: ["type", "coordinates"], properties: { type: { const: kind }, coordinates } });
const isPosition = (value) => {
  if (!Array.isArray(value) || value.length < 2 || value.length > 3) return false;
  for (let i = 0; i < value.length; i++) if (!Number.isFinite(value[i])) return false;
  return true;
};
const isLine = (value, least) => {
  if (!Array.isArray(value) || value.length < least) return false;
  for (let i = 0; i < value.length; i++) if (!isPosition(value[i])) return false;
  return true;
};
const isGeometry = (value) => {
  if (!isObject(value)) return false;
  const { coordinates } = value;
  if (value.type === "Point") return isPosition(coordinates);
  if (value.type === "LineString") return isLine(coordinates, 2);
  if (value.type !== "Polygon" || !Array.isArray(coordinates)) return false;
  for (let i = 0; i < coordinates.length; i++) if (!isLine(coordinates[i], 4)) return false;
  return true;
};
const square = [
  [0, 0],
  [0, 1],
  [1, 1],
  [0, 0],
];

const comment = (depth) => ({
  id: depth,
  author: "a",
  text: "t",
  likes: 2,
  ...(depth > 0 ? { replies: [comment(depth - 1), comment(depth - 1)] } : {}),
});
const isComment = (value) =>
  isObject(value) &&
  Number.isInteger(value.id) &&
  typeof value.author === "string" &&
  typeof value.text === "string" &&
  (value.likes === undefined || (Number.isInteger(value.likes) && value.likes >= 0)) &&
  (value.replies === undefined || isComments(value.replies));
const isComments = (value) => {
  if (!Array.isArray(value)) return false;
  for (let i = 0; i < value.length; i++) if (!isComment(value[i])) return false;
  return true;
};

const isJson = (value) => {
  if (typeof value !== "object") return typeof value === "string" || typeof value === "boolean" || Number.isFinite(value);
  if (value === null) return true;
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) if (!isJson(value[i])) return false;
    return true;
  }
  for (const name of Object.keys(value)) if (!isJson(value[name])) return false;
  return true;
};

const isMeasured = (value) => isObject(value) && Number.isFinite(value.v) && isText(value.t);
const kinds = Array.from({ length: 12 }, (_, index) => `event_${index}`);
const isEvent = (value) => {
  if (!isObject(value) || typeof value.id !== "string") return false;
  const { data } = value;
  if (!isObject(data) || !Number.isFinite(data.n)) return false;
  switch (value.type) {
    case "event_0":
      return isText(data.x0);
    case "event_1":
      return isText(data.x1);
    case "event_2":
      return isText(data.x2);
    case "event_3":
      return isText(data.x3);
    case "event_4":
      return isText(data.x4);
    case "event_5":
      return isText(data.x5);
    case "event_6":
      return isText(data.x6);
    case "event_7":
      return isText(data.x7);
    case "event_8":
      return isText(data.x8);
    case "event_9":
      return isText(data.x9);
    case "event_10":
      return isText(data.x10);
    case "event_11":
      return isText(data.x11);
    default:
      return false;
  }
};
const isEvents = (value) => {
  if (!Array.isArray(value)) return false;
  for (let i = 0; i < value.length; i++) if (!isEvent(value[i])) return false;
  return true;
};
const sizes = Array.from({ length: 150 }, (_, index) => `currency_${index}`);
const known = new Set(sizes);

const isDog = (value) =>
  isObject(value) &&
  Number.isInteger(value.id) &&
  typeof value.name === "string" &&
  isText(value.tag) &&
  Number.isInteger(value.age) &&
  isText(value.owner) &&
  isFlag(value.bark) &&
  (value.size === undefined || value.size === "s" || value.size === "m" || value.size === "l");
const isTuple = (value) =>
  Array.isArray(value) &&
  value.length === 3 &&
  typeof value[0] === "string" &&
  Number.isInteger(value[1]) &&
  value[1] >= 0 &&
  value[1] <= 255 &&
  Number.isFinite(value[2]) &&
  value[2] > 0;

const isRepositories = (value) => {
  if (!Array.isArray(value)) return false;
  for (let i = 0; i < value.length; i++) if (!isRepository(value[i])) return false;
  return true;
};
const isDogs = (value) => {
  if (!Array.isArray(value)) return false;
  for (let i = 0; i < value.length; i++) if (!isDog(value[i])) return false;
  return true;
};
const isTuples = (value) => {
  if (!Array.isArray(value)) return false;
  for (let i = 0; i < value.length; i++) if (!isTuple(value[i])) return false;
  return true;
};
const areKnown = (value) => {
  if (!Array.isArray(value)) return false;
  for (let i = 0; i < value.length; i++) if (!known.has(value[i])) return false;
  return true;
};
const isFeature = (value) =>
  isObject(value) &&
  value.type === "Feature" &&
  (value.geometry === null || isGeometry(value.geometry)) &&
  (value.properties === null || isObject(value.properties));
const isFeatures = (value) => {
  if (!Array.isArray(value)) return false;
  for (let i = 0; i < value.length; i++) if (!isFeature(value[i])) return false;
  return true;
};

const cases = [
  {
    name: "50 repositories",
    schema: { type: "array", items: repository, $defs: { owner, license } },
    value: many(50, (index) => ({
      id: index,
      name: `r${index}`,
      full_name: `o/r${index}`,
      private: false,
      description: index % 2 ? null : "d",
      fork: false,
      homepage: null,
      language: "TypeScript",
      forks_count: 1,
      size: 9,
      topics: ["a", "b"],
      visibility: "public",
      license: index % 3 ? { key: "mit", name: "MIT", spdx_id: null } : null,
      owner: { login: "o", id: 1, avatar_url: "u", type: "User", site_admin: false },
    })),
    is: isRepositories,
  },
  {
    name: "60 features of GeoJSON",
    schema: {
      type: "object",
      required: ["type", "features"],
      properties: {
        type: { const: "FeatureCollection" },
        features: {
          type: "array",
          items: {
            type: "object",
            required: ["type", "geometry", "properties"],
            properties: {
              type: { const: "Feature" },
              geometry: {
                oneOf: [
                  geometry("Point", position),
                  geometry("LineString", { type: "array", items: position, minItems: 2 }),
                  geometry("Polygon", { type: "array", items: { type: "array", items: position, minItems: 4 } }),
                  { type: "null" },
                ],
              },
              properties: { type: ["object", "null"] },
            },
          },
        },
      },
    },
    value: parse({
      type: "FeatureCollection",
      features: many(60, (index) => ({
        type: "Feature",
        properties: index % 2 ? null : { index },
        geometry: [
          null,
          { type: "Point", coordinates: [index, 0.5] },
          { type: "LineString", coordinates: square },
          { type: "Polygon", coordinates: [square] },
        ][index % 4],
      })),
    }),
    is: (value) => isObject(value) && value.type === "FeatureCollection" && isFeatures(value.features),
  },
  {
    name: "60 events of 12 kinds",
    schema: {
      type: "array",
      items: {
        oneOf: kinds.map((kind, index) => ({
          type: "object",
          required: ["type", "id", "data"],
          properties: {
            type: { enum: [kind] },
            id: string,
            data: { type: "object", required: ["n"], properties: { n: number, [`x${index}`]: string } },
          },
        })),
      },
    },
    value: many(60, (index) => ({ type: kinds[index % 12], id: "i", data: { n: index, [`x${index % 12}`]: "s" } })),
    is: isEvents,
  },
  {
    name: "127 comments, nested",
    schema: {
      type: "object",
      required: ["id", "author", "text"],
      properties: {
        id: integer,
        author: string,
        text: string,
        likes: { type: "integer", minimum: 0 },
        replies: { type: "array", items: { $ref: "#" } },
      },
    },
    value: parse(comment(6)),
    is: isComment,
  },
  {
    name: "any JSON value",
    schema: {
      $ref: "#/$defs/json",
      $defs: {
        json: {
          anyOf: [
            { type: ["string", "number", "boolean", "null"] },
            { type: "array", items: { $ref: "#/$defs/json" } },
            { type: "object", additionalProperties: { $ref: "#/$defs/json" } },
          ],
        },
      },
    },
    value: parse({ a: [1, "x", { b: null, c: [true, { d: 1, e: [{}, {}, { f: "g" }] }] }], h: { i: { j: { k: [1, 2, 3, 4, 5] } } } }),
    is: isJson,
  },
  {
    name: "a map of 100 objects",
    schema: { type: "object", additionalProperties: { type: "object", required: ["v"], properties: { v: number, t: string } } },
    value: parse(Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`key${index}`, { v: index, t: "x" }]))),
    is: (value) => {
      if (!isObject(value)) return false;
      for (const name in value) if (!isMeasured(value[name])) return false;
      return true;
    },
  },
  {
    name: "100 tuples",
    schema: {
      type: "array",
      items: {
        type: "array",
        prefixItems: [string, { type: "integer", minimum: 0, maximum: 255 }, { type: "number", exclusiveMinimum: 0 }],
        items: false,
        minItems: 3,
      },
    },
    value: many(100, (index) => ["a", index, index + 0.5]),
    is: isTuples,
  },
  {
    name: "100 of an enum of 150",
    schema: { type: "array", items: { enum: sizes } },
    value: many(100, (index) => sizes[index]),
    is: areKnown,
  },
  {
    name: "50 by allOf, three deep",
    schema: {
      type: "array",
      items: { $ref: "#/$defs/dog" },
      $defs: {
        base: { type: "object", required: ["id", "name"], properties: { id: integer, name: string, tag: string } },
        pet: { allOf: [{ $ref: "#/$defs/base" }, { type: "object", required: ["age"], properties: { age: integer, owner: string } }] },
        dog: { allOf: [{ $ref: "#/$defs/pet" }, { type: "object", properties: { bark: boolean, size: { enum: ["s", "m", "l"] } } }] },
      },
    },
    value: many(50, (index) => ({ id: index, name: "n", tag: "t", age: 3, owner: "o", bark: true, size: "m" })),
    is: isDogs,
  },
];

export const widerWorkloads = cases.map(({ name, schema, value }) => ({
  name: `${name}, is`,
  schema,
  formats: false,
  mode: "is",
  value,
  hand: name,
}));
export const widerHand = Object.fromEntries(
  cases.map(({ name, is }) => [name, () => ({ is, issues: (value) => (is(value) ? [] : [type("", "#", "valid")]) })]),
);
