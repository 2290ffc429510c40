import { Html, html } from './html.js';
import { STYLE } from './style.js';

/** Built by hand: the security policy holds the hash of exactly this text, white space included. */
const STYLE_ELEMENT = new Html(`<style>${STYLE}</style>`);

/** A page that only says something; with a link when there is somewhere to go. */
export function noticePage(
  title: string,
  text: string,
  link?: { readonly href: string; readonly text: string },
): string {
  const way = link === undefined ? '' : html`<p><a href="${link.href}">${link.text}</a></p>`;
  return document(
    title,
    html`<h1>${title}</h1>
      <p>${text}</p>
      ${way}`,
  );
}

/** A whole page around its content. */
export function document(title: string, content: Html): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>${title}</title>
        ${STYLE_ELEMENT}
      </head>
      <body>
        <p class="banner">Test payment page: no real money moves, no real bank is asked.</p>
        <main>${content}</main>
      </body>
    </html> `.text;
}
