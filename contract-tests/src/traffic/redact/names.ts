/** Headers that always carry a credential, whatever the document specifies. */
export const credentialHeaders: ReadonlySet<string> = new Set([
  "authorization",
  "proxy-authorization",
  "authentication-info",
  "authentication",
  "session-id",
  "x-amzn-oidc-data",
  "x-honeycomb-team",
  "x-jfrog-art-api",
  "x-auth",
  "x-auth-email",
  "x-auth-key",
  "x-auth-user",
  "x-auth-token",
  "x-api-key",
  "x-forwarded-authorization",
  "x-goog-api-key",
  "x-goog-iam-authorization-token",
  "x-amz-security-token",
  "x-ms-client-principal",
  "x-vault-token",
  "x-functions-key",
  "x-session",
  "x-session-id",
  "x-csrf-token",
  "x-xsrf-token",
  "private-token",
  "job-token",
  "deploy-token",
  "dpop",
  "ocp-apim-subscription-key",
  "cf-access-client-id",
  "cf-access-client-secret",
  "cf-access-jwt-assertion",
  "x-hub-signature",
  "x-hub-signature-256",
  "stripe-signature",
]);

/** Query parameters that carry a credential if they look like one: in a body, the same names are ordinary. */
export const credentialParameters = /^(?:key|code|auth|access|session)$/i;

const longestName = 200;

/** `accessToken`, `access_token`, `X-Access-Token` → `["access", "token"]` and the like; `password2` → `["password", "2"]`. */
function words(name: string): string[] {
  // The end of a name gives its meaning.
  return name
    .slice(-longestName)
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replace(/([A-Z])([A-Z][a-z])/g, "$1 $2")
    .replace(/([A-Za-z])(\d+)(?![A-Za-z0-9])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== "");
}

/** Every value with these names is a secret. */
const always =
  /^(?:\w*passwords?|\w*passwd|pwd|passphrase|passcode|otp|totp|\w*secrets?|passwort|kennwort|senha|contrasena|motdepasse|wachtwoord|passord|authorization|credentials?|jwt|apikeys?|bearer|csrf|xsrf|cvv|cvc)$/;
const alwaysJoined =
  /(?:apikeys?|accesskeys?|accesskeyid|secretkeys?|privatekeys?|authkeys?|signingkeys?|encryptionkeys?|masterkey|sharedkey|accountkey|hostkey|clientsecret|(?:access|refresh|id|auth|session|security|bearer|csrf|xsrf|bot|user|client|api|device|registration|reset|invite|verification|private|personal)tokens?|sessionkey|sessioncookie|subscriptionkey|onetimecode|(?:device|verification)code|recoverycodes?|backupcodes?|codeverifier|oauthverifier|appkeys?|connectionstring|secretaccesskey|userpass|clientassertion|samlresponse|recoveryphrase|seedphrase|securityanswer)$/;
/** With these names, values that are no words are secrets: a `token` may be a piece of text, a `signature` a person's. */
const sometimes = /^(?:\w*tokens?|pass|signature|sig|cookies?|auth|sid|phpsessid|jsessionid|hmac|nonce|assertion|ticket)$/;
/** With these names, values with a digit are secrets: the `pin` of a map has none. */
const digits = /^pin(?:code)?$/;
/** Suffixes that number or qualify a name: the words before them give its meaning. */
const qualifier =
  /^(?:\d+|v|values?|strings?|texts?|data|binary|bytes|raw|plain|plaintext|cleartext|base|b|hex|md|sha|hash|hashed|digest|bcrypt|encoded|encrypted|headers?|new|old|current|repeat|repeated|again|retype|verify|confirm|confirmed|confirmation)$/;
/** Names like the above whose values are not secret: cursors, counts, kinds, addresses, and public keys. */
const never =
  /(?:next|prev|previous|page|pagination|continuation|continue|sync|cursor|start|resume|change|skip)tokens?$|^(?:max|min|num|prompt|completion|total|input|output|cached|used|reasoning|stop|special|vocab)\w*tokens?$|public|(?:type|kind|url|uri|endpoint|count|limit|expiry|expires|expiresin|expiresat|length|status|name|required|enabled|policy|hint|algorithm|alg|method|format|scheme|strength|lifetime|ttl|use|usage)$/;

const secrecies = ["no", "material", "digits", "sometimes", "always"] as const;
/** `material`: if it looks like the bytes of a cryptographic key; most keys are names. `digits`: if it has one. */
export type Secrecy = (typeof secrecies)[number];

export function stricter(a: Secrecy, b: Secrecy): Secrecy {
  return secrecies.indexOf(a) > secrecies.indexOf(b) ? a : b;
}

const judged = new Map<string, Secrecy>();

/** How secret the value with this name is. */
export function secrecyOf(name: string): Secrecy {
  let secrecy = judged.get(name);
  if (secrecy !== undefined) return secrecy;
  secrecy = judge(words(name));
  // Names are few, unless a body uses ids as property names.
  if (judged.size < 10_000) judged.set(name, secrecy);
  return secrecy;
}

/** Names of values that identify or describe a credential. They are secret only if they look so. */
const descriptive =
  /^(?:users?|user_?names?|logins?|accounts?|owners?|e?mails?|ids?|uuid|regions?|hosts?|domains?|paths?|ports?|issuers?|issued|issuedat|iss|aud|sub|audience|subject|tenant|roles?|scopes?|permissions?|groups?|provider|platform|labels?|titles?|descriptions?|comments?|notes?|text|lang|language|locale|currency|created|createdat|updated|updatedat|modified|expired|expires|expiry|expiration|lastused|lastusedat|active|disabled|revoked|version|level|state|category|environment|env|size|position|pos|index|start|end|offset|address|addresses|symbol|contract|chain|chainid|decimals|secure|httponly|samesite|session|hostonly|transports?)$/;

/** How secret a value is by the names around it, outermost first, and its own name as the last of them. */
export function secrecyInside(names: readonly string[], secrecy: (name: string) => Secrecy = secrecyOf): Secrecy {
  let around: Secrecy = "no";
  let inside: Secrecy = "no";
  for (const name of names) {
    inside = secrecyBelow(around, name, secrecy(name));
    around = secrecyOfContent(around, name, inside);
  }
  return inside;
}

/** How secret a value is by its own name inside of a secret context. Everything inside a secret is secret. */
export function secrecyBelow(around: Secrecy, name: string, own: Secrecy): Secrecy {
  if (around === "no" || around === "material" || around === "digits") return own;
  const joined = words(name).join("");
  const isValue = around === "always" || valueName.test(joined);
  if (own !== "no" && own !== "material") return isValue ? "always" : own;
  if (never.test(joined)) return "no";
  if (descriptive.test(joined)) return around === "always" ? "sometimes" : "no";
  return isValue ? "always" : "sometimes";
}

/** How secret objects and lists make their content. A `ticket` or a `signature` can be an object of ordinary values. */
export function secrecyOfContent(around: Secrecy, name: string, own: Secrecy): Secrecy {
  if (own === "always") return "always";
  if (own !== "sometimes") return "no";
  return around !== "no" || container.test(words(name).at(-1) ?? "") ? "sometimes" : "no";
}

const container = /^(?:tokens?|cookies?|auth)$/;
/** Inside `tokens` or `cookies`, these are the secret itself. */
const valueName = /^(?:values?|secrets?|raw|plain|plaintext|content|data|string|keys?)$/;

function judge(list: readonly string[]): Secrecy {
  const joined = list.join("");
  if (joined === "" || never.test(joined)) return "no";
  const last = list.at(-1) ?? "";
  // `passWord` is one word in two parts.
  if (always.test(last) || always.test(list.slice(-2).join("")) || alwaysJoined.test(joined)) return "always";
  if (sometimes.test(last)) return "sometimes";
  if (digits.test(last) || digits.test(list.slice(-2).join(""))) return "digits";
  if (last === "key") return "material";
  return qualifier.test(last) ? judge(list.slice(0, -1)) : "no";
}

/** Random bytes in Base64: letters of both cases and digits, without words, dots or colons. */
function isProbablyKey(value: string): boolean {
  return /^[A-Za-z0-9+/_-]{20,}={0,2}$/.test(value) && /[a-z]/.test(value) && /[A-Z]/.test(value) && /\d/.test(value);
}

/** Whether a value can be a secret if its name is not decisive: long enough, without spaces, not a plain word. */
export function isProbablySecret(value: string): boolean {
  return value.length >= 8 && !/\s/.test(value) && !/^[a-z]{1,15}$|^[A-Z]?[a-z]{1,14}$/.test(value);
}

/** Whether a value is a secret, under a name of this secrecy. */
export function isSecret(secrecy: Secrecy, value: string): boolean {
  switch (secrecy) {
    case "always":
      return true;
    case "sometimes":
      return isProbablySecret(value);
    case "digits":
      return /^(?=.*\d)\S{4,}$/.test(value);
    case "material":
      return isProbablyKey(value);
    case "no":
      return false;
  }
}
