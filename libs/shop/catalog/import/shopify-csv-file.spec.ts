import { COLUMNS, csv, EUR, product } from './shopify-csv.fixture.js';
import { parseShopifyCsv } from './shopify-csv.js';

const handles = (text: string) => parseShopifyCsv(text, EUR).families.map(({ handle }) => handle);

describe('the file itself', () => {
  it('may begin with a byte order mark and end its lines the Windows way', () => {
    expect(handles('\uFEFF' + csv([product('a'), product('b')], { newline: '\r\n' }))).toEqual(['a', 'b']);
  });

  it.each(['\n', '\r\n'])('keeps its row numbers past blank lines and quoted newlines (%j)', (newline) => {
    const body = { 'Body (HTML)': `One${newline}two${newline}three` };
    const text = csv([product('a', body), product('b', { ...body, 'Variant Price': '?' })], { newline });
    const [header = '', ...rest] = text.split(newline);
    const { families, problems } = parseShopifyCsv([header, '', ...rest].join(newline), EUR);
    expect(families[0]?.description).toBe('One two three');
    expect(problems).toMatchObject([{ row: 6, column: 'Variant Price' }]);
  });

  it('is refused with one problem that names the missing column and how to mend it', () => {
    const columns = COLUMNS.filter((column) => column !== 'Variant Price');
    const message = expect.stringMatching(/"Variant Price" is missing.*Export the products again/);
    expect(parseShopifyCsv(csv([product('a')], { columns }), EUR)).toEqual({
      families: [],
      problems: [{ row: 1, column: 'Variant Price', message }],
      skipped: 0,
    });
  });

  it('may have columns nobody knows, and spell the known ones in another case', () => {
    const text = 'handle,TITLE,Variant SKU ,Variant price,__proto__\na,A,A-1,1.00,x\n';
    expect(handles(text)).toEqual(['a']);
  });

  it('is refused whole, with the row, when a stray quote hides where the records end', () => {
    const text = 'Handle,Title,Variant SKU,Variant Price\na,A,A-1,1.00\nb,"B" bold,B-1,2.00\n';
    expect(parseShopifyCsv(text, EUR)).toMatchObject({ families: [], problems: [{ row: 3, column: '' }] });
  });

  it('is reported when it is empty', () => {
    expect(parseShopifyCsv('', EUR).problems).toHaveLength(1);
  });
});
