/** The count of how much a request has asked of the parser so far. */

import { limitExceeded } from './syntax-error';
import type { SyntaxLimits } from './syntax-limits';

/**
 * Counts for one request, shared by all of its options and never reset: a budget that starts anew inside a nested
 * option is how other parsers came to overflow their stack.
 */
export class SyntaxBudget {
  readonly limits: SyntaxLimits;
  /** How deep the construct at hand is nested. */
  depth = 0;
  /**
   * The deepest level inside the operand at hand. A chain of left-associative operators nests its first operand once
   * more with each link without any parenthesis, so those who walk the tree need it bounded as well.
   */
  reach = 0;
  private nodes = 0;
  private expandDepth = 0;
  private lambdaDepth = 0;

  constructor(limits: SyntaxLimits) {
    this.limits = limits;
  }

  countNode(clause: string, at: number): void {
    this.nodes++;
    if (this.nodes > this.limits.nodes) throw limitExceeded(clause, at, 'nodes', this.limits);
  }

  enter(clause: string, at: number): void {
    this.depth++;
    if (this.depth > this.reach) this.reach = this.depth;
    if (this.depth > this.limits.nesting) throw limitExceeded(clause, at, 'nesting', this.limits);
  }

  leave(): void {
    this.depth--;
  }

  /** One more link of an operator chain: everything read so far goes one level down. */
  deepen(clause: string, at: number): void {
    this.reach++;
    if (this.reach > this.limits.nesting) throw limitExceeded(clause, at, 'nesting', this.limits);
  }

  enterLambda(clause: string, at: number): void {
    this.lambdaDepth++;
    if (this.lambdaDepth > this.limits.lambdaDepth)
      throw limitExceeded(clause, at, 'lambdaDepth', this.limits);
    this.enter(clause, at);
  }

  leaveLambda(): void {
    this.lambdaDepth--;
    this.leave();
  }

  enterExpand(clause: string, at: number): void {
    this.expandDepth++;
    if (this.expandDepth > this.limits.expandDepth)
      throw limitExceeded(clause, at, 'expandDepth', this.limits);
    this.enter(clause, at);
  }

  leaveExpand(): void {
    this.expandDepth--;
    this.leave();
  }
}
