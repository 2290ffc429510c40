import { IsOptional, IsString, IsUrl, Length, Matches, Max, Min, IsInt } from 'class-validator';

/** What a directory tenant sets. */
export class DirectorySettings {
  /** Where the seller sells; the fallback for an article without a link of its own. */
  @IsUrl({ require_tld: false, protocols: ['https', 'http'], require_protocol: true })
  storefrontUrl: string;

  /** Address of one article, with `{productId}` where its id goes; without it articles have no link of their own. */
  @IsOptional()
  @Matches(/^https?:\/\/[^\s]+\{productId\}[^\s]*$/, {
    message: 'productUrl must be an address that has {productId} in it',
  })
  productUrl?: string;

  /** Shown to the buyer word for word. */
  @IsString()
  @Length(1, 2000)
  disclaimer: string;

  /** How long tracked links work, days; 30 when absent. */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(365)
  linkDays?: number;
}
