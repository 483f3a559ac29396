import { randomUUID } from 'node:crypto';
import type { Account } from '../src/lib/core/wire/account.ts';

export interface Asked {
  /** Sent as JSON. */
  body?: unknown;
  headers?: Record<string, string>;
}

export interface Answered {
  status: number;
  headers: Headers;
  /** Parsed where it is JSON. */
  body: unknown;
}

/** A browser, as far as the API knows one: it keeps the cookies that it is given. */
export class Visitor {
  readonly cookies = new Map<string, string>();
  readonly #url: string;

  /** @param url of the server */
  constructor(url: string) {
    this.#url = url;
  }

  async ask(method: string, path: string, asked: Asked = {}): Promise<Answered> {
    const response = await this.fetch(method, path, asked);
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.startsWith('application/json');
    return {
      status: response.status,
      headers: response.headers,
      body: isJson ? (JSON.parse(text) as unknown) : text,
    };
  }

  async fetch(method: string, path: string, { body, headers = {} }: Asked = {}): Promise<Response> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(this.#url + path, {
      method,
      headers: {
        ...(cookie && { cookie }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    for (const line of response.headers.getSetCookie()) this.#keep(line);
    return response;
  }

  #keep(line: string): void {
    const [, name, value] = line.match(/^([^=]+)=([^;]*)/)!;
    if (/; Max-Age=0(;|$)/.test(line)) this.cookies.delete(name!);
    else this.cookies.set(name!, value!);
  }
}

export const PASSWORD = 'a long enough password';

/** Somebody with an account of their own, signed in. */
export interface Member extends Visitor {
  account: Account;
}

/** Registers somebody new. @param setupToken makes them the administrator. */
export async function register(url: string, setupToken?: string): Promise<Member> {
  const visitor = new Visitor(url);
  const body = {
    email: `${randomUUID()}@example.org`,
    password: PASSWORD,
    locale: 'en',
    ...(setupToken && { setupToken }),
  };
  const answer = await visitor.ask('POST', '/api/account/register', { body });
  if (answer.status !== 200) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`);
  return Object.assign(visitor, answer.body as { account: Account });
}
