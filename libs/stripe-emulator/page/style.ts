import { createHash } from 'node:crypto';

/** The page's whole look; plain on purpose, so that nobody takes it for a real payment page. */
export const STYLE = `
:root{color-scheme:light dark}
body{font:1rem/1.5 system-ui,sans-serif;max-width:34rem;margin:0 auto;padding:1rem}
.banner{border:2px dashed;padding:.5rem .75rem;font-weight:600}
table{width:100%;border-collapse:collapse}
th,td{text-align:left;padding:.35rem .5rem .35rem 0;border-bottom:1px solid #8886;overflow-wrap:anywhere}
td:last-child,th:last-child{text-align:right;padding-right:0}
tfoot{font-weight:700}
fieldset{border:1px solid #8886;margin:1rem 0;padding:.5rem .75rem}
label{display:block;margin:.25rem 0}
input[type=email]{font:inherit;width:100%;box-sizing:border-box;padding:.6rem}
button{font:inherit;display:block;width:100%;min-height:2.75rem;margin:.5rem 0;padding:.5rem;cursor:pointer}
button.main{font-weight:700}
:focus-visible{outline:3px solid;outline-offset:2px}
.error{border-left:4px solid;padding:.5rem .75rem}
`;

/** Allows exactly that style and nothing else: no script, no remote content, no framing. */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');
