/** Limits of the HTTP API. Everything that a client can make large or slow has one. */

const KIB = 1_024;
const MIB = KIB * KIB;

/** Request line and header fields. */
export const HEADER_BYTES_MAX = 16 * KIB;
export const HEADERS_MS_MAX = 20_000;
export const CONNECTIONS_MAX = 1_024;
/** An open connection without a request. */
export const KEEP_ALIVE_MS = 5_000;
/** A client that neither sends what is awaited nor takes what it is sent. */
export const IDLE_MS_MAX = 60_000;
/** All of a body that is read as a whole. */
export const BODY_MS_MAX = 120_000;
/** What is left of a body after its answer is read and dropped this long, so that the answer is not lost to a reset. */
export const LINGER_MS = 2_000;

/** Keys and tokens of one address that let nobody in. */
export const FAILED_LOGINS_PER_MINUTE_MAX = 200;

/** One fact as posted: as recorded it is far smaller, but its text may have spaces and escapes. */
export const FACT_BODY_BYTES_MAX = MIB;
export const BATCH_BODY_BYTES_MAX = 8 * MIB;
export const BATCH_FACTS_MAX = 1_000;

/** A group of a stream is recorded when the one before it is; it takes no more than this meanwhile. */
export const STREAM_GROUP_FACTS = 2_000;
export const STREAM_GROUP_BYTES = 4 * MIB;
export const STREAM_PROGRESS_LINES = 1_000;
/** Refused lines that wait for a client to read them; beyond it they are counted only. */
export const REFUSED_BYTES_MAX = 8 * MIB;
/** How long a stream waits for such a client before it goes on without it. */
export const REFUSED_WAIT_MS = 1_000;

/** How long `Ledger-After` and an `asOf` that is not yet projected wait for the read model. */
export const READ_MODEL_WAIT_MS = 10_000;
export const RETRY_AFTER_SECONDS = 1;
/** Events that the read model may be behind while the server counts as ready. */
export const READY_LAG_MAX = 10_000;
/** Free space below which it does not. */
export const READY_DISK_FREE_BYTES_MIN = 64 * MIB;

export const PAGE_LIMIT = 100;
export const PAGE_LIMIT_MAX = 1_000;
/** Answers of figures kept to be answered again. */
export const ANSWER_CACHE_MAX = 256;
/** Tables of bulletins kept, some KiB each; at most twice as many. */
export const TABLES_KEPT_HALF_MAX = 1_024;
/** Events read at once; a page reads at most so many slices, whatever its filter leaves of them. */
export const SLICE_EVENTS = 1_000;
export const PAGE_SLICES_MAX = 20;

/** A stop waits this long for what is in flight, then ends streams at a group's end, then closes what is left. */
export const CLOSE_GRACE_MS = 5_000;
export const CLOSE_STREAMS_MS = 3_000;

/** By how much the clock of the identity provider may differ from ours. */
export const OIDC_CLOCK_TOLERANCE_SECONDS = 30;
export const OIDC_TIMEOUT_MS = 5_000;
/** Between two looks for keys of the provider that are not known yet, and after it could not be reached. */
export const OIDC_COOLDOWN_MS = 10_000;
