import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import { plainToInstance, Type } from 'class-transformer';
import {
  IsArray,
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  validateSync,
  ValidateNested,
  type ValidationError,
} from 'class-validator';
import type { Tenant, TenantLimits, TenantPayment, TenantStatus } from '@comptoir/tenant-kit';
import { CliError, messageOf } from '../cli-error.js';

const STATUSES: readonly TenantStatus[] = ['draft', 'active', 'suspended', 'closed'];

const LIMITS: TenantLimits = { maxLineQuantity: 20, maxLines: 50, maxCartTotal: 500_000 };

/** Its parts are looked at where every tenant is: this is what that look relies on. */
class PaymentPart {
  @IsArray()
  @IsObject({ each: true })
  providers: TenantPayment['providers'];

  @IsOptional()
  @IsObject()
  offline?: NonNullable<TenantPayment['offline']>;
}

/** A tenant as its file says it. What it says in detail is checked where every tenant is, by its kind among others. */
class TenantFile {
  @IsString()
  id: string;

  @IsString()
  name: string;

  @IsString()
  kind: string;

  @IsIn(STATUSES)
  status: TenantStatus = 'active';

  @IsArray()
  @IsString({ each: true })
  currencies: string[];

  @IsObject()
  limits: Partial<TenantLimits> = {};

  @IsInt()
  checkoutWindowMinutes = 30;

  @IsArray()
  @IsString({ each: true })
  redirectOrigins: string[] = [];

  @IsArray()
  @IsString({ each: true })
  hosts: string[] = [];

  @IsOptional()
  @IsString()
  stripeProfile?: string;

  @IsOptional()
  @ValidateNested()
  @Type(() => PaymentPart)
  payment?: PaymentPart;

  @IsObject()
  settings: Record<string, unknown> = {};
}

/** Reads a tenant record; what the file leaves out has the defaults of docs/operating.md. */
export function readTenantFile(path: string): Omit<Tenant, 'capabilities'> {
  const tenant = plainToInstance(TenantFile, parsed(path), { exposeDefaultValues: true });
  const faults = validateSync(tenant, { whitelist: true, forbidNonWhitelisted: true });
  if (faults.length > 0) throw new CliError(`${path}: ${faults.flatMap(inWords).join('; ')}`);
  const unknown = Object.keys(tenant.limits).filter((name) => !(name in LIMITS));
  if (unknown.length > 0)
    throw new CliError(`${path}: limits.${unknown[0]} is none of ${Object.keys(LIMITS).join(', ')}`);
  return Object.assign({}, tenant, { limits: { ...LIMITS, ...tenant.limits } });
}

function parsed(path: string): Record<string, unknown> {
  const text = readText(path);
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  } catch (cause) {
    throw new CliError(`${path} is no JSON: ${messageOf(cause)}`, { cause });
  }
  throw new CliError(`${path} must hold one object`);
}

/** A file that somebody named on the command line. */
export function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new CliError(`${path} cannot be read: ${messageOf(cause)}`, { cause });
  }
}

function inWords({ constraints = {}, children = [], property }: ValidationError): string[] {
  const inside = children.flatMap(inWords).map((fault) => `${property}: ${fault}`);
  return [...Object.values(constraints), ...inside];
}
