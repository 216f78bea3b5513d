import createClient from "openapi-fetch";

export function make(baseUrl, account, token) {
  const client = createClient({ baseUrl, headers: { authorization: `Bearer ${token}` } });
  return async (signal) => {
    const { data, error, response } = await client.GET("/accounts/{account_id}/browser-rendering/devtools/session", {
      params: { path: { account_id: account }, query: { limit: 200 } },
      signal,
    });
    // What its users write: it returns what the server said, and throws only what fetch throws.
    if (error !== undefined) throw new Error(`status ${response.status}`);
    return data;
  };
}
