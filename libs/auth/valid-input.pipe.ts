import type { ArgumentMetadata, PipeTransform, Type } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import { validate, type ValidationError } from 'class-validator';
import { InvalidInput, type ProblemDetail } from '@comptoir/kernel';

/**
 * Checks one argument or body against its input class and names every place that breaks a rule. Values are never
 * converted: an object where a string belongs (`{"$gt": ""}`) is refused. What was sent is not repeated in the answer.
 */
export class ValidInput<T extends object> implements PipeTransform<unknown, Promise<T>> {
  constructor(private readonly type: Type<T>) {}

  async transform(value: unknown, { data }: ArgumentMetadata): Promise<T> {
    if (!isRecord(value)) throw InvalidInput.at(data ?? 'body', 'isObject', 'must be an object');
    const instance = plainToInstance(this.type, value);
    const faults = await validate(instance, {
      whitelist: true,
      forbidNonWhitelisted: true,
      validationError: { target: false, value: false },
    });
    if (faults.length > 0) throw new InvalidInput(faults.flatMap((fault) => details(fault, data)));
    return instance;
  }
}

function details(fault: ValidationError, parent: string | undefined): ProblemDetail[] {
  const path = parent ? `${parent}.${fault.property}` : fault.property;
  return Object.entries(fault.constraints ?? {}).map(([code, message]) => ({ path, code, message }));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
