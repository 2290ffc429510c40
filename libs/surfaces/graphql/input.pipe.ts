import { ValidationPipe, type ArgumentMetadata, type ValidationError } from '@nestjs/common';
import { InvalidInput, type ProblemDetail } from '@comptoir/kernel';

/** Validates input classes by their class-validator rules; every broken rule is named with its path. */
export class InputPipe extends ValidationPipe {
  constructor() {
    super({
      transform: true,
      whitelist: true,
      forbidNonWhitelisted: true,
      exceptionFactory: (errors) => new InvalidInput(errors.flatMap((error) => details(error, ''))),
    });
  }

  override async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    try {
      return (await super.transform(value, metadata)) as unknown;
    } catch (error) {
      if (!(error instanceof InvalidInput) || !metadata.data) throw error;
      throw new InvalidInput(
        error.details.map(({ path, code, message }) => ({ path: `${metadata.data}.${path}`, code, message })),
      );
    }
  }
}

function details(error: ValidationError, parent: string): ProblemDetail[] {
  const path = parent ? `${parent}.${error.property}` : error.property;
  const own = Object.entries(error.constraints ?? {}).map(([code, message]) => ({ path, code, message }));
  return [...own, ...(error.children ?? []).flatMap((child) => details(child, path))];
}
