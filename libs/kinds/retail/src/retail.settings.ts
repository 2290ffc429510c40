import { Type } from 'class-transformer';
import { IsInt, IsOptional, Max, Min, ValidateNested } from 'class-validator';
import { ShippingSettings } from '@comptoir/tenant-kit';

/** What a retail tenant sets. */
export class RetailSettings {
  /** Where it delivers and at what price; without it nothing physical can be bought. */
  @IsOptional()
  @ValidateNested()
  @Type(() => ShippingSettings)
  shipping?: ShippingSettings;

  /** Tax contained in the prices, in hundredths of a percent (2000 = 20 %). Reported on the order, never added. */
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(10_000)
  includedTaxRate?: number;
}
