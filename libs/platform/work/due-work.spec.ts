import { setImmediate as turn } from 'node:timers/promises';
import { DueWork } from './due-work.js';

/** Items that are due until they are done, and end when the test says so. */
class Desk {
  readonly begun: string[] = [];
  readonly errors: unknown[] = [];
  due: string[] = [];
  looks = 0;
  private readonly ends = new Map<string, (error?: Error) => void>();

  readonly work = new DueWork<string>({
    find: async () => {
      this.looks += 1;
      if (this.due.includes('unreadable')) throw new Error('unreadable');
      return [...this.due];
    },
    key: (item) => item,
    work: (item) => {
      this.begun.push(item);
      return new Promise((resolve, reject) => {
        this.ends.set(item, (error) => (error ? reject(error) : resolve()));
      });
    },
    atOnce: 2,
    pauseMs: 1,
    onError: (error, key) => this.errors.push([key, String(error)]),
  });

  end(item: string, error?: Error): void {
    this.due = this.due.filter((other) => other !== item);
    this.ends.get(item)!(error);
  }

  /** Until it was looked twice more: whatever had to happen has happened. */
  async looked(): Promise<void> {
    const wanted = this.looks + 2;
    while (this.looks < wanted) await turn();
  }
}

describe('work that is due', () => {
  let desk: Desk;

  beforeEach(() => {
    desk = new Desk();
  });

  it('is begun as long as there is a place, and once while it is at work', async () => {
    desk.due = ['a'];
    desk.work.start();
    await desk.looked();
    expect(desk.begun).toEqual(['a']);
    desk.due = ['a', 'b', 'c', 'd'];
    while (desk.begun.length < 2) await turn();
    expect(desk.begun).toEqual(['a', 'b']);
    desk.end('b');
    while (desk.begun.length < 3) await turn();
    expect(desk.begun).toEqual(['a', 'b', 'c']);
    for (const item of ['a', 'c']) desk.end(item);
    while (desk.begun.length < 4) await turn();
    desk.end('d');
    await desk.work.stop();
    expect(desk.begun).toEqual(['a', 'b', 'c', 'd']);
  });

  it('is looked for again while a slow one goes on', async () => {
    desk.due = ['slow'];
    desk.work.start();
    await desk.looked();
    desk.due = ['slow', 'next'];
    await desk.looked();
    expect(desk.begun).toEqual(['slow', 'next']);
    for (const item of ['slow', 'next']) desk.end(item);
    await desk.work.stop();
  });

  it('goes on after a failure, of an item or of the look itself', async () => {
    desk.due = ['bad'];
    desk.work.start();
    await desk.looked();
    desk.end('bad', new Error('no'));
    desk.due = ['unreadable'];
    await desk.looked();
    desk.due = ['good'];
    await desk.looked();
    desk.end('good');
    await desk.work.stop();
    expect(desk.begun).toEqual(['bad', 'good']);
    expect(desk.errors[0]).toEqual(['bad', 'Error: no']);
    expect(desk.errors[1]).toEqual([null, 'Error: unreadable']);
  });

  it('that is stopped begins nothing more, and what is at work is waited for', async () => {
    desk.due = ['a', 'b', 'c'];
    desk.work.start();
    while (desk.begun.length < 2) await turn();
    let stopped = false;
    const stopping = desk.work.stop().then(() => (stopped = true));
    desk.end('a');
    await turn();
    expect(stopped).toBe(false);
    desk.end('b');
    await stopping;
    expect(desk.begun).toEqual(['a', 'b']);
  });
});
