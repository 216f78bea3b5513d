/** The floor: nothing is checked, nothing is repeated. */
export function make(baseUrl, account, token) {
  return async (signal) => {
    const response = await fetch(`${baseUrl}/accounts/${account}/browser-rendering/devtools/session?limit=200`, {
      headers: { authorization: `Bearer ${token}` },
      signal: signal ?? null,
    });
    if (!response.ok) throw new Error(`status ${response.status}`);
    return response.json();
  };
}
