/** What evidence is of. */
export const EVIDENCE_KINDS = ['figure', 'bulletin', 'receipt'] as const;
export type EvidenceKind = (typeof EVIDENCE_KINDS)[number];
