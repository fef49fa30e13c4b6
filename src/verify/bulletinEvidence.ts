import type { JournalReader } from '../journal/reader.ts';
import type { PublishedAt } from '../readmodel/published.ts';
import { encodeBase64 } from '../transparency/index.ts';
import type { EvidenceFile } from './archive.ts';
import { bulletinStatement } from './bulletinStatement.ts';
import { evidenceFiles } from './bundle.ts';
import { sizeOf } from './consistency.ts';
import { provingBy, shownAt } from './proving.ts';

/** The evidence of a published bulletin: the request that holds it and the approval that published it. For everybody. */
export const bulletinEvidence = (
  journal: JournalReader,
  { published, checkpoint }: { readonly published: PublishedAt; readonly checkpoint: string },
): Iterable<EvidenceFile> => {
  const { id, request, approval, data } = published;
  const { origin, tree } = provingBy(journal, checkpoint);
  const statement = bulletinStatement({
    origin,
    id,
    request: request.sequence,
    approval: approval.sequence,
    bulletin: data,
    consistency: tree.consistencyProof(sizeOf(data.treeSize)).map(encodeBase64),
  });
  const events = [request, approval].map(({ sequence }) => shownAt(journal, sequence));
  return evidenceFiles({ kind: 'bulletin', checkpoint, tree, events, statement });
};
