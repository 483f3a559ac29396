/** Nobody is kept waiting longer than this before another attempt, seconds. */
const PATIENCE = 5;

/**
 * `fetch` that tells the client of the model whether another attempt is worth it, in a header that the client obeys:
 * only after 408, 409, 429 and 5xx, and never where the endpoint asks for a long wait. By itself the client would pass
 * over such a wait and try again at once.
 */
export const patientFetch: typeof fetch = async (input, init) => {
  const response = await fetch(input, init);
  if (response.ok) return response;
  const { body, status, statusText } = response;
  const headers = new Headers(response.headers);
  headers.set('x-should-retry', String(isPassing(status) && wait(headers) <= PATIENCE));
  return new Response(body, { status, statusText, headers });
};

function isPassing(status: number): boolean {
  return [408, 409, 429].includes(status) || status >= 500;
}

/** Seconds that the endpoint wants to be left alone; 0 where it names none. It may name a date: RFC 9110, 10.2.3. */
function wait(headers: Headers): number {
  const milliseconds = Number(headers.get('retry-after-ms') ?? Number.NaN);
  if (!Number.isNaN(milliseconds)) return milliseconds / 1000;
  const told = headers.get('retry-after') ?? '0';
  const seconds = Number(told);
  const until = Number.isNaN(seconds) ? (Date.parse(told) - Date.now()) / 1000 : seconds;
  return Number.isNaN(until) ? 0 : until;
}
