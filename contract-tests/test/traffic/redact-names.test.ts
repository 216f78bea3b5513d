import { expect, test } from "vitest";
import { redact } from "../../src/traffic/index.js";
import { inJson, secret, textOf } from "./in-body.js";

const names = (text: string): string[] => text.trim().split(/\s+/);

test.each(
  names(`
    SecretString secret_value secretText tokenValue access_token_v2 client_secret_base64 password_sha256
    password2 password_confirmation passwordConfirm passwordHash newPassword1 encrypted_password recoveryCode1
    proxyAuthorizationHeader authTokenHeader sessionCookieValue api_key_2 secret_key_base
    passWord PassWord pass_word passWd user_pass_phrase passCode
    dbpassword userpasswd mysecret wstoken pass db_pass passwort senha motdepasse seedPhrase app_key oauth_verifier
    auth basic_auth csrf csrf_token pin pinCode cvv device_code verification_code PHPSESSID
  `),
)("%s is the name of a secret", (name) => {
  expect(textOf(redact([inJson({ [name]: secret })]))).not.toContain("Zk3L");
});

test.each(
  names(`
    token_type password_required tokens_used secretName secret_id cookiePolicy session_id sessionId token_version
    password_length passwordStrength next_token_value public_key_base64 tokenTypeValue password_changed_by bypass_order
    header text data hash value v2 base64 string sha256 compass_code pass_word_count secretary_text
    session author authored pinned spin code country_code device_codename
  `),
)("%s is the name of no secret", (name) => {
  const interaction = inJson({ [name]: secret });
  expect(redact([interaction])).toEqual([interaction]);
});

test.each(["x-session", "X-Session-Id", "Session-Id", "Authentication", "X-Honeycomb-Team", "x-auth", "x-auth-key"])(
  "the header %s is a credential",
  (name) => {
    const interaction = inJson({});
    const [redacted] = redact([{ ...interaction, request: { ...interaction.request, headers: [[name, "abc"]] } }]);
    expect(redacted?.request.headers).toEqual([[name, expect.not.stringContaining("abc")]]);
  },
);

test.each(["a?session=", "a?PHPSESSID=", "a;jsessionid=", "a;JSESSIONID=", "a?auth="])("redacts a session in /%s", (path) => {
  const interaction = inJson({});
  const [redacted] = redact([{ ...interaction, request: { ...interaction.request, url: `https://api.example.com/${path}${secret}` } }]);
  expect(redacted?.request.url).toMatch(/^https:\/\/api\.example\.com\/a[;?].*=\w+$/);
  expect(redacted?.request.url).not.toContain("Zk3L");
});

test("redacts a pin of digits in JSON and text", () => {
  const text = '{"pin":"4711","user_pin":4711,"pins":"left","map":{"pin":"left"},"gpio":{"pin":17},"log":"pin=4711"}';
  expect(textOf(redact([inJson(text)]))).toBe('{"pin":"9001","user_pin":9001,"pins":"left","map":{"pin":"left"},"gpio":{"pin":17},"log":"pin=9001"}');
});

test("keeps counts and flags next to secrets", () => {
  const counted = { max_tokens: 4096, session_count: 10_000, token_value: 12_345, key2: 12_345 };
  const interaction = inJson({ ...counted, has_password: true, password_value: false });
  expect(redact([interaction])).toEqual([interaction]);
});
