import { Injectable } from '@nestjs/common';
import { Config } from '../config/config.js';

/** Where buyers reach this gateway. Known at boot, or once a free port was taken. */
@Injectable()
export class PublicUrl {
  private url: string;

  constructor(config: Config) {
    this.url = config.PUBLIC_URL?.replace(/\/$/, '') ?? `http://${config.HOST}:${config.PORT}`;
  }

  get(): string {
    return this.url;
  }

  /** Told once by the server when the port was not known before. */
  set(url: string): void {
    this.url = url;
  }
}
