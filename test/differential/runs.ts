/** How many random queries a test asks: some thousand in every run, a hundred thousand when all is wanted. */

/** One seed, so that a failure is the same everywhere; another one by choice. fast-check prints it with what failed. */
export const SEED = Number(process.env['VTG_SEED'] ?? 20_261_122);

const QUERIES_PER_PROVIDER = process.env['VTG_FULL'] === undefined ? 1_000 : 50_000;

export function runs(share: number): number {
  return Math.ceil(QUERIES_PER_PROVIDER * share);
}

/** Milliseconds for one test: hours where all is wanted. */
export const TIMEOUT = process.env['VTG_FULL'] === undefined ? 180_000 : 14_400_000;
