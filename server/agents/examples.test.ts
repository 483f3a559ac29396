import { describe, expect, test } from 'vitest';
import { AgentName, Structure } from '../../src/lib/core/wire/agents.ts';
import { EXAMPLES } from './examples.ts';
import { Sketch } from './sketch.ts';
import { judge } from './soothing-rule.ts';

describe.each(AgentName.options)('%s', (agent) => {
  test.each(EXAMPLES[agent].map((example) => [example.task.emotion, example] as const))(
    'the example for %s is one that the rule has nothing to mend in',
    (_, { task, sketch }) => {
      expect(task.agent).toBe(agent);
      expect(Sketch.parse(sketch)).toEqual(sketch);
      const verdict = judge(sketch, task);
      if ('problem' in verdict) throw new Error(verdict.problem);
      const { brief } = verdict;
      expect(Structure.parse(brief)).toEqual(brief);
      const parts = brief.sections.map(({ start: _, end: __, ...part }) => part);
      const { genre, mood, tempo, mix } = brief;
      expect({ genre, mood, tempo, sections: parts, mix }).toEqual({ ...sketch, avoid: undefined });
      expect(brief.avoid).toEqual(expect.arrayContaining(sketch.avoid));
    },
  );
});
