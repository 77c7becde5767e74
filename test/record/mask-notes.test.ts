import type { ReadPlan } from '../../src/plan/read-plan';
import { planNoteOf } from '../../src/record/mask-notes';

test('of a plan no literal is noted, not even where a provider quotes it', () => {
  const plan = {
    source: { kind: 'scan' },
    parts: [
      {
        clause: '$filter',
        text: "Name eq 'Ann'",
        place: 'gateway',
        reason: 'Refused',
        explanation: "the source takes no 'Ann'",
        hint: "ask for something else than 'Ann'",
      },
    ],
  } as unknown as ReadPlan;
  expect(planNoteOf(plan).parts).toEqual([
    {
      clause: '$filter',
      text: 'Name eq ?',
      place: 'gateway',
      reason: 'Refused',
      explanation: "the source takes no '?'",
      hint: "ask for something else than '?'",
    },
  ]);
});
