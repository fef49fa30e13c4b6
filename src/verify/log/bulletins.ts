import type { DataOf } from '../../domain/catalogue.ts';
import type { LoggedEvent } from '../../domain/envelope.ts';
import { readHistory } from '../../domain/history.ts';
import { splitSubject } from '../../domain/subject.ts';

/** A bulletin that was requested and approved, as the events of its subject give it. */
export interface BulletinEvents {
  readonly subject: string;
  readonly bulletin: DataOf<'bulletin.published'>;
}

/** The bulletin of a subject's events, if it is one that was published. */
export const bulletinEvents = (
  subject: string,
  events: readonly LoggedEvent[],
): BulletinEvents | undefined => {
  if (splitSubject(subject).line !== 'bulletin') return undefined;
  const published = readHistory(events).facts.find(({ type }) => type === 'bulletin.published');
  return published && { subject, bulletin: published.data as DataOf<'bulletin.published'> };
};
