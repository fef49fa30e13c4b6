import { Presets, SingleBar } from 'cli-progress';
import type { Message } from '../domain/refusal.ts';
import type { Invocation } from './invocation.ts';
import { noteLine } from './output.ts';

/** How far long work has come, on stderr: a bar on a terminal, a line now and then elsewhere. */
export interface Progress {
  /** Says how much is done. */
  to(done: number): void;
  end(): void;
}

export interface Work {
  readonly label: Message;
  /** How much there is to do, if that is known. */
  readonly total?: number | undefined;
}

/** Work that ends sooner is not spoken of where there is no bar. */
const LINE_INTERVAL_MS = 2_000;

const bar = (invocation: Invocation, { label, total }: Work): Progress => {
  const count = total === undefined ? '{value}' : '{bar} {percentage}%  {value}/{total}  {eta_formatted}';
  const shown = new SingleBar(
    {
      stream: process.stderr,
      format: `${label[invocation.language]}  ${count}`,
      clearOnComplete: true,
    },
    Presets.shades_classic,
  );
  shown.start(total ?? 0, 0);
  return { to: (done) => shown.update(done), end: () => shown.stop() };
};

const lines = (invocation: Invocation, { label, total }: Work): Progress => {
  let said = performance.now();
  const say = (done: number): void => {
    if (invocation.json) {
      noteLine(
        JSON.stringify({ progress: { task: label.en, done, ...(total === undefined ? {} : { total }) } }),
      );
      return;
    }
    noteLine(`${label[invocation.language]}  ${total === undefined ? done : `${done}/${total}`}`);
  };
  return {
    to: (done) => {
      const now = performance.now();
      if (now - said < LINE_INTERVAL_MS) return;
      said = now;
      say(done);
    },
    end: () => {},
  };
};

export const startProgress = (invocation: Invocation, work: Work): Progress =>
  process.stderr.isTTY && !invocation.json ? bar(invocation, work) : lines(invocation, work);
