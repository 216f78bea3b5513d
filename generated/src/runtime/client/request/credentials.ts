// Part of the runtime of tallystick 0.1.0 (MIT, see runtime/LICENSE), copied from there. Do not edit.

import type { Attempt } from "../sending/attempt.js";
import { addCookie, type Outgoing } from "./outgoing.js";
import { percentEncoded } from "./parameters.js";

/**
 * A secret, or a function that returns the current one before each attempt. `false`: none is sent and none is required. A browser sends its own
 * cookies, a middleware may add the credential, and a login has none yet.
 */
export type Credential<T = string> = T | false | (() => T | Promise<T>);

/** User name and password of HTTP Basic (RFC 7617). */
export interface BasicCredential {
  readonly username: string;
  readonly password: string;
}

/** A security scheme of the document: how its credential is sent. */
export interface Scheme {
  readonly write: CredentialWriter;
  /** Name of the header, query parameter or cookie; the scheme's name for `authorization`. */
  readonly name?: string;
}

/** Writes a credential into a request. How it is spelled there becomes a secret of the attempt, where that is not as it was given. */
export type CredentialWriter = (outgoing: Outgoing, credential: string | BasicCredential, name: string, attempt: Pick<Attempt, "secrets">) => void;

/** An HTTP authentication scheme by its name, with a credential that is ready to send. */
export const authorization: CredentialWriter = ({ headers }, credential, name) => headers.set("authorization", `${name} ${credential as string}`);

export const basic: CredentialWriter = (outgoing, credential, _name, attempt) => {
  const { username, password } = credential as BasicCredential;
  const written = btoa(String.fromCharCode(...new TextEncoder().encode(`${username}:${password}`)));
  attempt.secrets.push(written);
  authorization(outgoing, written, "Basic", attempt);
};

export const keyInHeader: CredentialWriter = ({ headers }, credential, name) => headers.set(name, credential as string);

export const keyInQuery: CredentialWriter = ({ query }, credential, name, { secrets }) => {
  const written = percentEncoded(credential);
  secrets.push(written);
  query.push(`${percentEncoded(name)}=${written}`);
};

/** As it is where a cookie may hold it (RFC 6265 §4.1.1): a key is whatever the server gave. */
export const keyInCookie: CredentialWriter = (outgoing, credential, name, { secrets }) => {
  const key = String(credential);
  const written = /^[!#-+\--:<-[\]-~]*$/.test(key) ? key : encodeURIComponent(key);
  secrets.push(written);
  addCookie(outgoing, `${encodeURIComponent(name)}=${written}`);
};
