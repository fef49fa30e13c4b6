// Transparency logs in the formats of C2SP: anyone with the log's public key can check that a record is in
// the log, and that the log was only ever appended to. Nothing here reads a clock, a random number, a file or
// the network.
//
// A log is a sequence of entries. An entry is any sequence of bytes; here three lines of canonical JSON (RFC
// 8785):
//
//   0  {"n":"0"}
//   1  {"n":"1"}
//   2  {"n":"2"}
//
// Each entry has a leaf hash, SHA-256(0x00 ‖ entry), and the leaf hashes are the leaves of a Merkle tree in
// which a node is SHA-256(0x01 ‖ left ‖ right) (RFC 6962 §2.1, RFC 9162 §2.1.1). A tree of n > 1 leaves is
// split at the largest power of two below n, so that a full left part never changes again:
//
//   Z29M8dGmDsm3/L9y4B3DmEy0GDnOvxEo9h8oF4tyZZM=         root
//   ├─ s8BazFLIzXDvcoQxP2SygYIQRS+IHNcXcV/LqvAPgFU=      root of the first two
//   │  ├─ RWiit+J2iR10qTGJLmYzV2yFDnsYENVD6iJIbdz0A/Y=   leaf 0
//   │  └─ aLek/B2h8T/S7QoN2rdkgYemld086JJRDxKNpbgvWvI=   leaf 1
//   └─ WjUSIQAbajqfZHZz11Ok0HUS1hY049t+zTKtD/AEfnM=      leaf 2
//
// A checkpoint (c2sp.org/tlog-checkpoint) names the log, its size and its root. It is the text of a signed
// note (c2sp.org/signed-note), signed by the log; witnesses add their cosignatures
// (c2sp.org/tlog-cosignature) when they see that it continues what they saw before:
//
//   log.example/ledger
//   3
//   Z29M8dGmDsm3/L9y4B3DmEy0GDnOvxEo9h8oF4tyZZM=
//
//   — log.example/ledger dINIFb54hHHL3a+vnvdF9fCvdgtFkl6zhw1j4k5/JqBiMOIE9Rb0WWFAvKj1DgD13d9Otzm7G2rMQsjkIOn0+H3YGAw=
//   — witness.example/w yxOT3AAAAABqsTuA0YxaZ3/ZXZA5pA7xXFVOgYm7zagwCfggnrGiSJY1W3tSLRrdvKxLqWHKXbQdJh3hY7FAHLFq3ppv/kLTpEVVDQ==
//
// The keys are known from elsewhere, never from the log itself. A policy (c2sp.org/tlog-policy) says whom one
// trusts:
//
//   log log.example/ledger+74834815+AYqI4910CfGV/VLbLTy6XXLKZwm/HZQSG/N0iAG0D29c
//   witness w witness.example/w+cb1393dc+BIE5dw6ofRdfVqNUZsNMfszLjYqRtO43ol32D1uPybOU
//   quorum w
//
// That entry 1 is in the log is shown by the hashes beside its way to the root (RFC 9162 §2.1.3). A proof
// file (c2sp.org/tlog-proof) has these lines before the checkpoint:
//
//   c2sp.org/tlog-proof@v1
//   index 1
//   RWiit+J2iR10qTGJLmYzV2yFDnsYENVD6iJIbdz0A/Y=
//   WjUSIQAbajqfZHZz11Ok0HUS1hY049t+zTKtD/AEfnM=
//
// That the log of size 3 continues the log of size 2, whose root is s8BazF…, is shown in the same way
// (§2.1.4):
//
//   WjUSIQAbajqfZHZz11Ok0HUS1hY049t+zTKtD/AEfnM=
//
// As static files (c2sp.org/tlog-tiles) the log is `checkpoint`, `tile/0/000.p/3` (the three leaf hashes, 96
// bytes) and `tile/entries/000.p/3` (each entry after its length in two bytes). With 256 entries `tile/0/000`
// is full, and its root is the first hash of `tile/1/000.p/1`. Whoever stores a log keeps just these hashes:
// createAppender yields them, TileHashReader reads them back, openTree makes roots and proofs from them.
//
// To check a proof:
//
//   const policy = parsePolicy(await readFile('policy'));
//   const verdict = verifyProof(parseProof(text), { leafHash: leafHash(entry), policy });
//   if (!verdict.ok) console.error(verdict.code, verdict.message);
//
// Input that is not in its format throws a TransparencyError, whose `code` names the format. Input that can
// be read and does not hold is a value, `{ ok: false, code, message }`. Every parser is strict: canonical
// base64, decimals without leading zeros, no extension lines, nothing left over; what a parser takes, its
// formatter writes back byte for byte. Policies are the exception, which people write: they have comments and
// free spacing.

export {
  type Appender,
  type AppenderState,
  type CompletedSubtree,
  createAppender,
  openAppender,
} from './appender.ts';
export { CANONICAL_DEPTH_MAX, canonicalJson, isCanonical } from './canonical.ts';
export {
  type Checkpoint,
  cosignCheckpoint,
  formatCheckpoint,
  type OpenedCheckpoint,
  openCheckpoint,
  parseCheckpoint,
  signCheckpoint,
  type TrustedKeys,
} from './checkpoint.ts';
export {
  type Refusal,
  type RefusalCode,
  TransparencyError,
  type TransparencyErrorCode,
  type Verdict,
} from './errors.ts';
export {
  decodeBase64,
  EMPTY_ROOT,
  encodeBase64,
  equalBytes,
  HASH_BYTES,
  leafHash,
  nodeHash,
  parseHash,
  sha256,
} from './hash.ts';
export { type InclusionInTree, inclusionVerifier } from './inclusion.ts';
export {
  createCosigner,
  createSigner,
  formatSigningKey,
  isSamePublicKey,
  KEY_TYPE,
  type KeyType,
  type NoteSigner,
  parseSigningKey,
  parseVerifierKey,
  type SigningKey,
  type SigningKeySeed,
  signingKey,
  type VerifierKey,
  verifierKey,
} from './key.ts';
export {
  formatNote,
  formatSignature,
  NOTE_SIGNATURES_MAX,
  type Note,
  type NoteSignature,
  type OpenedNote,
  openNote,
  parseNote,
  parseSignatures,
  signNote,
  type VerifiedSignature,
} from './note.ts';
export {
  isSatisfied,
  openWithPolicy,
  type Policy,
  type PolicyKey,
  parsePolicy,
  policyOfLog,
  type Quorum,
} from './policy.ts';
export {
  formatProof,
  PROOF_HASHES_MAX,
  type ProofExpectation,
  type ProofsOfCheckpoint,
  parseProof,
  proofsOf,
  type TlogProof,
  verifyProof,
} from './proof.ts';
export { MAX_TEXT_BYTES } from './text.ts';
export {
  ENTRY_BYTES_MAX,
  encodeEntryBundle,
  encodeTile,
  entryBundlesOfSize,
  formatTilePath,
  parseEntryBundle,
  parseTile,
  parseTilePath,
  TILE_LEVEL_MAX,
  type Tile,
  tilesOfSize,
  tileWidth,
} from './tile.ts';
export {
  consistencyProof,
  inclusionProof,
  openTree,
  subtreeHash,
  TILE_HEIGHT,
  TILE_WIDTH,
  type TileHashReader,
  type Tree,
  treeRoot,
} from './tree.ts';
export { type ConsistencyClaim, type InclusionClaim, verifyConsistency, verifyInclusion } from './verify.ts';
