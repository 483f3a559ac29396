import { APIError } from 'openai';
import { expect, test, vi } from 'vitest';
import { log } from '../log/log.ts';
import { agentAnswers, agentTokens, metrics, operations } from '../log/metrics.ts';
import type { Answered } from './answer.ts';
import { Failed } from './failed.ts';
import { record } from './record.ts';

const ANSWERED: Answered = {
  requestId: 'b7a3a4c1-5d0a-4f07-9a39-3a2f5b1c9f10',
  agent: 'merge',
  user: null,
  outcome: 'failed',
  failure: null,
  tokens: 70,
  durationMs: 12.6,
};
const SECRET = 'my secret sorrow';
const failure = (code: 'busy' | 'unavailable', cause?: unknown) =>
  new Failed(code, 'the endpoint failed', { cause });
const answeredBy = (code: string) =>
  new APIError(401, { code, message: `Incorrect key: ${SECRET}` }, `401 ${SECRET}`, new Headers());

test.each([
  ['a refusal of ours', failure('busy'), 'info', 'refused', 'busy, the endpoint failed'],
  [
    'what the endpoint says',
    failure('unavailable', answeredBy('invalid_api_key')),
    'error',
    'failed',
    'unavailable, the endpoint failed (APIError 401 invalid_api_key)',
  ],
  [
    'a code that is a message',
    failure('unavailable', answeredBy(`you wrote ${SECRET}`)),
    'error',
    'failed',
    'unavailable, the endpoint failed (APIError 401)',
  ],
  [
    'an error of any kind',
    failure('unavailable', new TypeError(SECRET)),
    'error',
    'failed',
    'unavailable, the endpoint failed (TypeError)',
  ],
] as const)('%s is logged, without a word of what was said', (_, failed, level, status, message) => {
  const line = vi.spyOn(log, level).mockReturnValue();
  record({ ...ANSWERED, failure: failed });
  expect(line).toHaveBeenCalledExactlyOnceWith({
    requestId: ANSWERED.requestId,
    operation: 'agent merge',
    status,
    durationMs: 12.6,
    message,
  });
  expect(JSON.stringify(line.mock.calls)).not.toContain(SECRET);
});

test('what was written is counted', async () => {
  vi.spyOn(log, 'info').mockReturnValue();
  for (const counter of [agentAnswers, agentTokens, operations]) counter.reset();
  record({ ...ANSWERED, outcome: 'written' });
  record({ ...ANSWERED, outcome: 'written' });
  const text = await metrics.metrics();
  expect(text).toContain('attune_agent_answers_total{agent="merge",outcome="written"} 2');
  expect(text).toContain('attune_agent_tokens_total{agent="merge"} 140');
  expect(text).toContain('attune_operations_total{operation="agent merge",status="ok"} 2');
});
