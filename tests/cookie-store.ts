import type { Cookies } from '@sveltejs/kit';

type Options = NonNullable<Parameters<Cookies['set']>[2]>;

/** The cookies of one request, as SvelteKit hands them to a handler. */
export class CookieStore implements Pick<Cookies, 'get' | 'set' | 'delete'> {
  readonly #values: Map<string, string>;
  readonly #lines = new Map<string, string>();

  /** @param header `cookie` of the request */
  constructor(header: string) {
    const pairs = header.split(/; */).map((pair) => pair.split(/=(.*)/s, 2) as [string, string?]);
    this.#values = new Map(pairs.map(([name, value = '']) => [name, decode(value)]));
    this.#values.delete('');
  }

  get(name: string): string | undefined {
    return this.#values.get(name);
  }

  set(name: string, value: string, options: Options = {}): void {
    this.#values.set(name, value);
    this.#lines.set(name, serialize(name, value, options));
  }

  delete(name: string, options: Options = {}): void {
    this.#values.delete(name);
    this.#lines.set(name, serialize(name, '', { ...options, maxAge: 0 }));
  }

  /** Of the answer: `set-cookie`, a line for each. */
  get lines(): string[] {
    return [...this.#lines.values()];
  }
}

function serialize(name: string, value: string, options: Options): string {
  const { path, expires, maxAge, httpOnly, secure, sameSite } = options;
  return [
    `${name}=${encodeURIComponent(value)}`,
    path && `Path=${path}`,
    expires && `Expires=${expires.toUTCString()}`,
    maxAge !== undefined && `Max-Age=${maxAge}`,
    httpOnly && 'HttpOnly',
    secure && 'Secure',
    sameSite && `SameSite=${String(sameSite)}`,
  ]
    .filter(Boolean)
    .join('; ');
}

function decode(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
