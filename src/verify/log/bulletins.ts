import { publicationOf } from '../../domain/bulletins.ts';
import type { DataOf } from '../../domain/catalogue.ts';
import type { LoggedEvent } from '../../domain/envelope.ts';
import { jsonDifference } from '../../domain/jsonDifference.ts';
import { splitSubject } from '../../domain/subject.ts';
import { sizeOf } from '../consistency.ts';
import { DoesNotVerify } from '../failure.ts';
import type { Replay } from './replay.ts';

/** The bulletins of a log against the figures at the sizes that they speak of. */

/** A bulletin that was requested and approved. */
export interface BulletinEvents {
  readonly subject: string;
  /** Of the request that holds it. */
  readonly sequence: number;
  readonly bulletin: DataOf<'bulletin.published'>;
}

/** The bulletin of a subject's events, if it is one that was published. */
export const bulletinEvents = (
  subject: string,
  events: readonly LoggedEvent[],
): BulletinEvents | undefined => {
  if (splitSubject(subject).line !== 'bulletin') return undefined;
  const published = publicationOf(events);
  return published && { subject, sequence: published.request.sequence, bulletin: published.data };
};

/** @throws DoesNotVerify BULLETIN_MISMATCH */
export const checkBulletin = (
  { subject, sequence, bulletin }: BulletinEvents,
  { bulletin: bulletinOf }: Pick<Replay, 'bulletin'>,
): void => {
  const { effectiveOn: _, ...stated } = bulletin;
  const computed = bulletinOf(bulletin.year, sizeOf(bulletin.treeSize));
  const found = computed
    ? jsonDifference(stated, computed, '')
    : { pointer: '/treeSize', value: bulletin.treeSize, other: 'a size within the log' };
  if (found)
    throw new DoesNotVerify(
      'BULLETIN_MISMATCH',
      `${subject}${found.pointer}`,
      JSON.stringify(found.other) ?? '–',
      sequence,
    );
};
