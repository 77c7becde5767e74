/** Measures CPU time and not the clock, in turns: noise of the machine then falls on all that is compared. */

/** CPU milliseconds that this process has used, all its threads together: what is collected and compiled aside counts too. */
export function cpuMilliseconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? upper)) / 2;
}

/**
 * The median of the ratios of the turns that two subjects took one after the other: a machine that is slower for a while is
 * so for both, and falls out.
 */
export function medianRatio(ours: readonly number[], theirs: readonly number[]): number {
  return median(ours.map((value, turn) => value / (theirs[turn] ?? Number.NaN)));
}

/** The number that so large a share of all is not above. */
export function percentile(numbers: readonly number[], share: number): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.ceil(share * sorted.length) - 1] ?? Number.NaN;
}

const ROUNDS = 9;
/**
 * Long enough to be seen by the clock of the CPU, and that one collection of garbage more or less does not decide. None
 * is forced: it would take compiled code with it, and the batch would measure the compiler.
 */
const BATCH_MILLISECONDS = 25;
/** The optimising compiler takes some 25,000 calls to be done with parse, bind and plan. */
const WARM_UP_MILLISECONDS = 2_500;

/** CPU milliseconds of one call of each subject: the median of its rounds, the subjects taking turns. */
export function measureInTurns<Name extends string>(
  subjects: Readonly<Record<Name, () => unknown>>,
): Readonly<Record<Name, number>> {
  const names = Object.keys(subjects) as Name[];
  const batches = new Map(names.map((name) => [name, warmUp(subjects[name])]));
  const rounds = new Map(names.map((name): [Name, number[]] => [name, []]));
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const name of names) rounds.get(name)?.push(timeBatch(subjects[name], batches.get(name) ?? 1));
  }
  return Object.fromEntries(names.map((name) => [name, median(rounds.get(name) ?? [])])) as Record<
    Name,
    number
  >;
}

/** Runs it until it is compiled, and tells how many calls make a batch. */
function warmUp(run: () => unknown): number {
  const start = cpuMilliseconds();
  let calls = 0;
  while (cpuMilliseconds() - start < WARM_UP_MILLISECONDS) {
    run();
    calls += 1;
  }
  return Math.max(1, Math.round((calls * BATCH_MILLISECONDS) / WARM_UP_MILLISECONDS));
}

function timeBatch(run: () => unknown, calls: number): number {
  const start = cpuMilliseconds();
  for (let call = 0; call < calls; call += 1) run();
  return (cpuMilliseconds() - start) / calls;
}
