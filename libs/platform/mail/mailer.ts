import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Injectable, Logger } from '@nestjs/common';
import { createTransport, type Transporter } from 'nodemailer';
import { Config } from '../config/config.js';

export interface Mail {
  /** Names the message: sent again with the same key, it is the same message. */
  key: string;
  to: string;
  subject: string;
  text: string;
}

/** Sends mail by SMTP where a server is configured, else writes it to a folder, else to the log. */
@Injectable()
export class Mailer {
  private readonly logger = new Logger('mail');
  private readonly transport: Transporter;

  constructor(private readonly config: Config) {
    this.transport = config.SMTP_URL
      ? createTransport(config.SMTP_URL)
      : createTransport({ streamTransport: true, buffer: true });
  }

  async send({ key, to, subject, text }: Mail): Promise<void> {
    // Receivers drop a second message with the same id, so a repeat after a crash is harmless.
    const messageId = `<${key.replaceAll(':', '.')}@comptoir>`;
    const sent = (await this.transport.sendMail({ from: this.config.MAIL_FROM, to, subject, text, messageId })) as {
      message?: Buffer;
    };
    if (this.config.SMTP_URL || !sent.message) return;
    if (this.config.MAIL_DIR) return writeWhole(this.config.MAIL_DIR, `${key.replaceAll(':', '_')}.eml`, sent.message);
    this.logger.log(`No SMTP_URL and no MAIL_DIR: not sent: ${subject}`);
  }
}

async function writeWhole(folder: string, name: string, content: Buffer): Promise<void> {
  await mkdir(folder, { recursive: true });
  const draft = join(folder, `.${name}`);
  await writeFile(draft, content);
  await rename(draft, join(folder, name));
}
