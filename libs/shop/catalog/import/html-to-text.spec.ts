import { htmlToText } from './html-to-text.js';

describe('the text of an HTML description', () => {
  it('puts paragraphs, breaks and list items on lines of their own', () => {
    expect(htmlToText('<p>One\n  <b>two</b></p>\n<ul><li>three</li><li>four<br/>five</li></ul>')).toBe(
      'One two\nthree\nfour\nfive',
    );
  });

  it('decodes named and numbered entities once, and leaves unknown ones as they are', () => {
    expect(htmlToText('caf&eacute; &#8211; &#x2019; &amp;lt; &constructor; &#0; &#9999999;')).toBe(
      'café – ’ &lt; &constructor; &#0; &#9999999;',
    );
  });

  it('keeps no word of scripts, styles or comments', () => {
    expect(htmlToText('a<script>alert("<p>")</script>b<STYLE>p { }</STYLE>c<!-- d -->e<script>f')).toBe('abce');
  });

  it('keeps a bracket that opens no tag', () => {
    expect(htmlToText('<p>3 < 4 &lt; 5</p>')).toBe('3 < 4 < 5');
  });

  it('stays quick on text full of brackets that never close', () => {
    const started = performance.now();
    htmlToText('<a'.repeat(100_000));
    htmlToText('<!--'.repeat(100_000));
    expect(performance.now() - started).toBeLessThan(1_000);
  });
});
