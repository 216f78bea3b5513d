// The other validators on the official suite, each used as its documentation says.
// Each function takes a schema and returns what tells whether a value is valid; it throws for a schema that the tool refuses.
import { Validator } from "@cfworker/json-schema";
import { validator } from "@exodus/schemasafe";
import "@hyperjump/json-schema/formats";
import * as hyperjump4 from "@hyperjump/json-schema/draft-04";
import * as hyperjump2020 from "@hyperjump/json-schema/draft-2020-12";
import { unregisterSchema } from "@hyperjump/json-schema";
import Ajv2020 from "ajv/dist/2020.js";
import Ajv4 from "ajv-draft-04";
import addFormats from "ajv-formats";
import Schema from "typebox/schema";
import { z } from "zod";

/** @typedef {{ draft4: boolean, formats: boolean, remotes: Record<string, object> }} Setting */

export const contenders = {
  ajv: (schema, { draft4, formats, remotes }) => {
    const Ajv = draft4 ? Ajv4.default : Ajv2020.default;
    const instance = new Ajv({ strict: false, validateFormats: formats, validateSchema: false, logger: false });
    if (formats) addFormats.default(instance);
    for (const [uri, remote] of Object.entries(remotes)) {
      try {
        instance.addSchema(remote, uri);
      } catch {
        // A remote of another draft: the tests of this one do not refer to it.
      }
    }
    return instance.compile(schema);
  },
  hyperjump: (schema, { draft4, formats, remotes }) => {
    const { registerSchema, validate, setShouldValidateFormat } = draft4 ? hyperjump4 : hyperjump2020;
    const dialect = draft4 ? "http://json-schema.org/draft-04/schema#" : "https://json-schema.org/draft/2020-12/schema";
    // Without it each dialect decides.
    setShouldValidateFormat(formats ? true : undefined);
    for (const [uri, remote] of Object.entries(remotes)) {
      try {
        registerSchema(remote, uri, dialect);
      } catch {
        // Registered before, or of another draft.
      }
    }
    hyperjumpCount += 1;
    const uri = `https://example.test/${hyperjumpCount}`;
    registerSchema(schema, uri, dialect);
    const compiled = validate(uri);
    return {
      async is(value) {
        return (await compiled)(value).valid;
      },
      end: () => unregisterSchema(uri),
    };
  },
  typebox: (schema, { remotes }) => {
    const compiled = Schema.Compile(remotes, schema);
    return (value) => compiled.Check(value);
  },
  schemasafe: (schema, { draft4, formats, remotes }) =>
    validator(schema, {
      mode: "spec",
      formatAssertion: formats,
      isJSON: true,
      schemas: remotes,
      $schemaDefault: draft4 ? "http://json-schema.org/draft-04/schema#" : "https://json-schema.org/draft/2020-12/schema",
    }),
  cfworker: (schema, { draft4, remotes }) => {
    const instance = new Validator(schema, draft4 ? "4" : "2020-12");
    for (const [uri, remote] of Object.entries(remotes)) {
      try {
        instance.addSchema(remote, uri);
      } catch {
        // Two remotes with one $id.
      }
    }
    return (value) => instance.validate(value).valid;
  },
  zod: (schema, { draft4 }) => {
    const made = z.fromJSONSchema(schema, { defaultTarget: draft4 ? "draft-4" : "draft-2020-12" });
    return (value) => made.safeParse(value).success;
  },
};

let hyperjumpCount = 0;

/** The package of each. */
export const packages = {
  ajv: "ajv",
  hyperjump: "@hyperjump/json-schema",
  typebox: "typebox",
  schemasafe: "@exodus/schemasafe",
  cfworker: "@cfworker/json-schema",
  zod: "zod",
};
