import type { Doc } from '../bson/value.js';

/** How often a fail point strikes. */
export interface FailMode {
  /** Commands to let through first. */
  skip: number;
  /** How many to strike after that; Infinity for `alwaysOn`. */
  times: number;
}

/** What happens to one command. */
export interface Fault {
  /** Milliseconds to wait before anything else. */
  readonly blockMs: number;
  readonly closeConnection: boolean;
  readonly error?: { readonly code: number; readonly labels: readonly string[] | undefined };
  /** Goes into the reply of a command that succeeded. */
  readonly writeConcernError?: Doc;
  readonly labels?: readonly string[];
}

/** A `failCommand` rule. */
export interface CommandRule {
  readonly commands: ReadonlySet<string>;
  readonly namespace: string | undefined;
  readonly fault: Fault;
}

/** An `onPrimaryTransactionalWrite` rule: strikes writes that carry a transaction number. */
export interface WriteRule {
  readonly closeConnection: boolean;
  /** With a code the write is taken back, without one it stays and only its answer is lost. */
  readonly failBeforeCommitCode: number | undefined;
}

interface Armed<Rule> {
  readonly rule: Rule;
  readonly mode: FailMode;
}

/** Faults asked for by `configureFailPoint`, so that a caller's own handling of errors can be tested. */
export class FailPoints {
  private command: Armed<CommandRule> | undefined;
  private write: Armed<WriteRule> | undefined;
  private struck = 0;

  /** Sets or, without a rule, removes `failCommand`; answers how often any fail point struck so far. */
  setCommandRule(rule: CommandRule | undefined, mode: FailMode): number {
    this.command = rule && { rule, mode };
    return this.struck;
  }

  setWriteRule(rule: WriteRule | undefined, mode: FailMode): number {
    this.write = rule && { rule, mode };
    return this.struck;
  }

  /** The fault for this command, if it is its turn. */
  faultFor(name: string, namespace: string): Fault | undefined {
    const armed = this.command;
    if (!armed || !armed.rule.commands.has(name)) return undefined;
    if (armed.rule.namespace !== undefined && armed.rule.namespace !== namespace) return undefined;
    return this.strikes(armed.mode) ? armed.rule.fault : undefined;
  }

  /** The fault for a retryable write that has just run and is not yet logged. */
  writeFault(): WriteRule | undefined {
    return this.write && this.strikes(this.write.mode) ? this.write.rule : undefined;
  }

  private strikes(mode: FailMode): boolean {
    if (mode.skip > 0) {
      mode.skip--;
      return false;
    }
    if (mode.times <= 0) return false;
    mode.times--;
    this.struck++;
    return true;
  }
}
