/** Made from the API's description by `npm run docs`; do not edit. */

export interface paths {
    "/v1/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The recorded events in the order of the log
         * @description A page may be short, or empty, before the end: go on while `next` is not null.
         *
         *     - Pledges, ten at a time: `GET /v1/events?type=pledge.registered&limit=10` → 200
         *     - All as NDJSON: `GET /v1/events, Accept: application/x-ndjson` → 200
         *     - An unknown type: `GET /v1/events?type=pledge.registerd` → 400
         */
        get: {
            parameters: {
                query?: {
                    subject?: string;
                    type?: "pledge.registered" | "pledge.registrationAdded" | "pledge.amended" | "pledge.rightsReleased" | "pledge.cancelled" | "pledge.revoked" | "pledge.realized" | "loan.disbursed" | "loan.repaid" | "loan.extended" | "loan.classified" | "loan.defaulted" | "loan.writtenOff" | "guarantee.subrogated" | "loan.recovered" | "policy.bound" | "policy.endorsed" | "policy.premiumPaid" | "policy.surrendered" | "policy.voided" | "claim.notified" | "claim.paid" | "claim.rejected" | "deal.signed" | "deal.registered" | "deal.amended" | "deal.royaltySettled" | "deal.paid" | "deal.terminated" | "deal.rescinded" | "fund.established" | "fund.committed" | "fund.paidIn" | "project.reserved" | "investment.closed" | "investment.followedOn" | "investment.rescinded" | "exit.made" | "fund.distributed" | "fund.liquidated" | "programme.approved" | "tranche.issued" | "tranche.repaid" | "programme.creditEvent" | "riskPool.funded" | "riskPool.admitted" | "compensation.paid" | "compensation.clawedBack" | "budget.appropriated" | "subsidy.paid" | "subsidy.returned" | "ledger.opened" | "rules.adopted" | "indicator.observed" | "target.set" | "period.closed" | "report.confirmed" | "bulletin.published" | "participant.admitted" | "participant.suspended" | "participant.reinstated" | "key.issued" | "key.revoked" | "finding.explained" | "finding.resolved" | "fact.corrected" | "fact.withdrawn" | "change.requested" | "change.approved" | "change.rejected";
                    /** @description Code of who posted it */
                    institution?: string;
                    /** @description First effective date */
                    from?: string;
                    /** @description Last effective date */
                    to?: string;
                    /** @description A sequence number, a date (its end in Asia/Shanghai), an RFC 3339 time, or latest (the default) */
                    asOf?: string;
                    /** @description `next` of the page before, with the same filters; the header `Link` has it too */
                    cursor?: string;
                    /** @description Items of a page */
                    limit?: string;
                };
                header?: {
                    /** @description Waits, for a bounded time, until the answer knows of that event, or with latest of all before the request */
                    "Ledger-After"?: string | "latest";
                    /** @description ETag of an earlier answer */
                    "If-None-Match"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A page, or all of them as NDJSON */
                200: {
                    headers: {
                        /** @description The last event that the answer knows of */
                        "Ledger-Sequence"?: string;
                        /** @description That of the request, or made for it */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            asOf: components["schemas"]["AsOf"];
                            events: components["schemas"]["RecordedEvent"][];
                            next: string | null;
                        };
                        "application/x-ndjson": string;
                    };
                };
                /** @description What the client has is what it would get */
                304: {
                    headers: {
                        /** @description The last event that the answer knows of */
                        "Ledger-Sequence"?: string;
                        /** @description That of the request, or made for it */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description A problem; docs/errors.md lists every code and what to do */
                default: {
                    headers: {
                        /** @description The last event that the answer knows of */
                        "Ledger-Sequence"?: string;
                        /** @description That of the request, or made for it */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /**
         * Records facts: one, a batch, or a stream of any length
         * @description A repeat of a recorded fact (same source and id, same content) answers the original with Idempotency-Hit. What is answered with 2xx is durable.
         */
        post: {
            parameters: {
                query?: {
                    /** @description All or nothing */
                    atomic?: "true" | "false";
                    /** @description Judges and answers the same, and records nothing */
                    dryRun?: "true" | "false";
                    /** @description Of a stream: answers each line, for clients that read while they write */
                    results?: "refused" | "all";
                };
                header?: {
                    /** @description Revision that the subject of a single fact is at, in quotation marks */
                    "If-Match"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/cloudevents+json": components["schemas"]["Fact"];
                    "application/json": components["schemas"]["Fact"];
                    "application/cloudevents-batch+json": components["schemas"]["Fact"][];
                    "application/x-ndjson": string;
                };
            };
            responses: {
                /** @description A repeat, a dry run, a batch or a stream */
                200: {
                    headers: {
                        /** @description The last event that the answer knows of */
                        "Ledger-Sequence"?: string;
                        /** @description That of the request, or made for it */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Recorded"] | components["schemas"]["BatchResult"][];
                        "application/x-ndjson": string;
                    };
                };
                /** @description Recorded */
                201: {
                    headers: {
                        /** @description The last event that the answer knows of */
                        "Ledger-Sequence"?: string;
                        /** @description That of the request, or made for it */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Recorded"];
                    };
                };
                /** @description A problem; docs/errors.md lists every code and what to do */
                default: {
                    headers: {
                        /** @description The last event that the answer knows of */
                        "Ledger-Sequence"?: string;
                        /** @description That of the request, or made for it */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/contracts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The register of contracts, by line and name
         * @description - Pledges: `GET /v1/contracts?line=pledge&limit=2` → 200
         *     - As CSV: `GET /v1/contracts, Accept: text/csv` → 200
         *     - No such line: `GET /v1/contracts?line=loan` → 400
         */
        get: {
            parameters: {
                query?: {
                    line?: "pledge" | "policy" | "deal" | "fund" | "securitization" | "riskPool" | "budget";
                    /** @description `next` of the page before: the last contract seen */
                    cursor?: string;
                    /** @description Items of a page */
                    limit?: string;
                    /** @description A sequence number, a date (its end in Asia/Shanghai), an RFC 3339 time, or latest (the default) */
                    asOf?: string;
                };
                header?: {
                    /** @description Waits, for a bounded time, until the answer knows of that event, or with latest of all before the request */
                    "Ledger-After"?: string | "latest";
                    /** @description ETag of an earlier answer */
                    "If-None-Match"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A page of the register */
                200: {
                    headers: {
                        /** @description The last event that the answer knows of */
                        "Ledger-Sequence"?: string;
                        /** @description That of the request, or made for it */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            asOf: components["schemas"]["AsOf"];
                            contracts: {
                                subject: string;
                                revision: number;
                                state: {
                                    [key: string]: unknown;
                                } | null;
                            }[];
                            next: string | null;
                        };
                        "text/csv": string;
                        "application/x-ndjson": string;
                    };
                };
                /** @description What the client has is what it would get */
                304: {
                    headers: {
                        /** @description The last event that the answer knows of */
                        "Ledger-Sequence"?: string;
                        /** @description That of the request, or made for it */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description A problem; docs/errors.md lists every code and what to do */
                default: {
                    headers: {
                        /** @description The last event that the answer knows of */
                        "Ledger-Sequence"?: string;
                        /** @description That of the request, or made for it */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/contracts/{line}/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A contract: its state, its events and what each did
         * @description - A pledge: `GET /v1/contracts/pledge/C1` → 200
         *     - One that is not there: `GET /v1/contracts/pledge/nothing` → 404
         */
        get: {
            parameters: {
                query?: {
                    /** @description A sequence number, a date (its end in Asia/Shanghai), an RFC 3339 time, or latest (the default) */
                    asOf?: string;
                };
                header?: {
                    /** @description Waits, for a bounded time, until the answer knows of that event, or with latest of all before the request */
                    "Ledger-After"?: string | "latest";
                    /** @description ETag of an earlier answer */
                    "If-None-Match"?: string;
                };
                path: {
                    line: "pledge" | "policy" | "deal" | "fund" | "securitization" | "riskPool" | "budget" | "observation" | "target" | "participant" | "period" | "report" | "bulletin" | "ledger" | "finding";
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description State and history */
                200: {
                    headers: {
                        /** @description The last event that the answer knows of */
                        "Ledger-Sequence"?: string;
                        /** @description That of the request, or made for it */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["History"];
                    };
                };
                /** @description What the client has is what it would get */
                304: {
                    headers: {
                        /** @description The last event that the answer knows of */
                        "Ledger-Sequence"?: string;
                        /** @description That of the request, or made for it */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description A problem; docs/errors.md lists every code and what to do */
                default: {
                    headers: {
                        /** @description The last event that the answer knows of */
                        "Ledger-Sequence"?: string;
                        /** @description That of the request, or made for it */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/findings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What does not fit, within contracts or between them
         * @description - As it stands: `GET /v1/findings` → 200
         *     - As CSV: `GET /v1/findings, Accept: text/csv` → 200
         */
        get: {
            parameters: {
                query?: {
                    /** @description A sequence number, a date (its end in Asia/Shanghai), an RFC 3339 time, or latest (the default) */
                    asOf?: string;
                    code?: string;
                    subject?: string;
                    /** @description `next` of the page before, with the same filters; the header `Link` has it too */
                    cursor?: string;
                    /** @description Items of a page */
                    limit?: string;
                };
                header?: {
                    /** @description Waits, for a bounded time, until the answer knows of that event, or with latest of all before the request */
                    "Ledger-After"?: string | "latest";
                    /** @description ETag of an earlier answer */
                    "If-None-Match"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description As of a moment */
                200: {
                    headers: {
                        /** @description The last event that the answer knows of */
                        "Ledger-Sequence"?: string;
                        /** @description That of the request, or made for it */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            asOf: components["schemas"]["AsOf"];
                            findings: components["schemas"]["Finding"][];
                            next: string | null;
                        };
                        "text/csv": string;
                        "application/x-ndjson": string;
                    };
                };
                /** @description What the client has is what it would get */
                304: {
                    headers: {
                        /** @description The last event that the answer knows of */
                        "Ledger-Sequence"?: string;
                        /** @description That of the request, or made for it */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description A problem; docs/errors.md lists every code and what to do */
                default: {
                    headers: {
                        /** @description The last event that the answer knows of */
                        "Ledger-Sequence"?: string;
                        /** @description That of the request, or made for it */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/findings/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Explains or resolves a finding */
        post: {
            parameters: {
                query?: {
                    /** @description Judges and answers the same, and records nothing */
                    dryRun?: "true" | "false";
                };
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @enum {string} */
                        action: "explain" | "resolve";
                        text: string;
                        source: string;
                        id: string;
                    };
                };
            };
            responses: {
                /** @description A repeat, or a dry run */
                200: {
                    headers: {
                        /** @description The last event that the answer knows of */
                        "Ledger-Sequence"?: string;
                        /** @description That of the request, or made for it */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Recorded"];
                    };
                };
                /** @description Recorded */
                201: {
                    headers: {
                        /** @description The last event that the answer knows of */
                        "Ledger-Sequence"?: string;
                        /** @description That of the request, or made for it */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Recorded"];
                    };
                };
                /** @description A problem; docs/errors.md lists every code and what to do */
                default: {
                    headers: {
                        /** @description The last event that the answer knows of */
                        "Ledger-Sequence"?: string;
                        /** @description That of the request, or made for it */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/periods": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Closed periods
         * @description - As it stands: `GET /v1/periods` → 200
         *     - As CSV: `GET /v1/periods, Accept: text/csv` → 200
         */
        get: {
            parameters: {
                query?: {
                    /** @description A sequence number, a date (its end in Asia/Shanghai), an RFC 3339 time, or latest (the default) */
                    asOf?: string;
                };
                header?: {
                    /** @description Waits, for a bounded time, until the answer knows of that event, or with latest of all before the request */
                    "Ledger-After"?: string | "latest";
                    /** @description ETag of an earlier answer */
                    "If-None-Match"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description As of a moment */
                200: {
                    headers: {
                        /** @description The last event that the answer knows of */
                        "Ledger-Sequence"?: string;
                        /** @description That of the request, or made for it */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            asOf: components["schemas"]["AsOf"];
                            periods: {
                                period: string;
                                /** @constant */
                                state: "closed";
                                sequence: string;
                                recordedTime: string;
                                recordedBy: string;
                                source: string;
                                id: string;
                            }[];
                        };
                        "text/csv": string;
                        "application/x-ndjson": string;
                    };
                };
                /** @description What the client has is what it would get */
                304: {
                    headers: {
                        /** @description The last event that the answer knows of */
                        "Ledger-Sequence"?: string;
                        /** @description That of the request, or made for it */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description A problem; docs/errors.md lists every code and what to do */
                default: {
                    headers: {
                        /** @description The last event that the answer knows of */
                        "Ledger-Sequence"?: string;
                        /** @description That of the request, or made for it */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/targets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Targets in force
         * @description - As it stands: `GET /v1/targets` → 200
         *     - As CSV: `GET /v1/targets, Accept: text/csv` → 200
         */
        get: {
            parameters: {
                query?: {
                    /** @description A sequence number, a date (its end in Asia/Shanghai), an RFC 3339 time, or latest (the default) */
                    asOf?: string;
                };
                header?: {
                    /** @description Waits, for a bounded time, until the answer knows of that event, or with latest of all before the request */
                    "Ledger-After"?: string | "latest";
                    /** @description ETag of an earlier answer */
                    "If-None-Match"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description As of a moment */
                200: {
                    headers: {
                        /** @description The last event that the answer knows of */
                        "Ledger-Sequence"?: string;
                        /** @description That of the request, or made for it */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            asOf: components["schemas"]["AsOf"];
                            targets: components["schemas"]["StandingRecord"][];
                        };
                        "text/csv": string;
                        "application/x-ndjson": string;
                    };
                };
                /** @description What the client has is what it would get */
                304: {
                    headers: {
                        /** @description The last event that the answer knows of */
                        "Ledger-Sequence"?: string;
                        /** @description That of the request, or made for it */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description A problem; docs/errors.md lists every code and what to do */
                default: {
                    headers: {
                        /** @description The last event that the answer knows of */
                        "Ledger-Sequence"?: string;
                        /** @description That of the request, or made for it */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/observations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Observations in force
         * @description - As it stands: `GET /v1/observations` → 200
         *     - As CSV: `GET /v1/observations, Accept: text/csv` → 200
         */
        get: {
            parameters: {
                query?: {
                    /** @description A sequence number, a date (its end in Asia/Shanghai), an RFC 3339 time, or latest (the default) */
                    asOf?: string;
                };
                header?: {
                    /** @description Waits, for a bounded time, until the answer knows of that event, or with latest of all before the request */
                    "Ledger-After"?: string | "latest";
                    /** @description ETag of an earlier answer */
                    "If-None-Match"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description As of a moment */
                200: {
                    headers: {
                        /** @description The last event that the answer knows of */
                        "Ledger-Sequence"?: string;
                        /** @description That of the request, or made for it */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            asOf: components["schemas"]["AsOf"];
                            observations: components["schemas"]["StandingRecord"][];
                        };
                        "text/csv": string;
                        "application/x-ndjson": string;
                    };
                };
                /** @description What the client has is what it would get */
                304: {
                    headers: {
                        /** @description The last event that the answer knows of */
                        "Ledger-Sequence"?: string;
                        /** @description That of the request, or made for it */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description A problem; docs/errors.md lists every code and what to do */
                default: {
                    headers: {
                        /** @description The last event that the answer knows of */
                        "Ledger-Sequence"?: string;
                        /** @description That of the request, or made for it */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/changes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Changes requested, and what became of them
         * @description - As it stands: `GET /v1/changes` → 200
         *     - As CSV: `GET /v1/changes, Accept: text/csv` → 200
         */
        get: {
            parameters: {
                query?: {
                    /** @description A sequence number, a date (its end in Asia/Shanghai), an RFC 3339 time, or latest (the default) */
                    asOf?: string;
                };
                header?: {
                    /** @description Waits, for a bounded time, until the answer knows of that event, or with latest of all before the request */
                    "Ledger-After"?: string | "latest";
                    /** @description ETag of an earlier answer */
                    "If-None-Match"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description As of a moment */
                200: {
                    headers: {
                        /** @description The last event that the answer knows of */
                        "Ledger-Sequence"?: string;
                        /** @description That of the request, or made for it */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            asOf: components["schemas"]["AsOf"];
                            changes: {
                                request: components["schemas"]["FactKey"];
                                subject: string;
                                sequence: string;
                                type: string;
                                reason: string;
                                requestedBy: string;
                                /** @enum {string} */
                                state: "waiting" | "approved" | "rejected";
                                decidedBy?: {
                                    source: string;
                                    id: string;
                                    sequence: string;
                                };
                            }[];
                        };
                        "text/csv": string;
                        "application/x-ndjson": string;
                    };
                };
                /** @description What the client has is what it would get */
                304: {
                    headers: {
                        /** @description The last event that the answer knows of */
                        "Ledger-Sequence"?: string;
                        /** @description That of the request, or made for it */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description A problem; docs/errors.md lists every code and what to do */
                default: {
                    headers: {
                        /** @description The last event that the answer knows of */
                        "Ledger-Sequence"?: string;
                        /** @description That of the request, or made for it */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/indicators": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The annex table of a year
         * @description - 2020 as known at the end of March 2021: `GET /v1/indicators?year=2020&asOf=2021-03-31` → 200
         *     - The first half of a year: `GET /v1/indicators?year=2019&months=1-6` → 200
         *     - As CSV: `GET /v1/indicators?year=2020, Accept: text/csv` → 200
         *     - A sequence beyond the log: `GET /v1/indicators?asOf=999999999` → 400
         */
        get: {
            parameters: {
                query?: {
                    /** @description The year of the as-of moment */
                    year?: string;
                    /** @description A division of the city */
                    division?: string;
                    /** @description Year to date, like 1-6 */
                    months?: string;
                    /** @description A sequence number, a date (its end in Asia/Shanghai), an RFC 3339 time, or latest (the default) */
                    asOf?: string;
                    /** @description Base of the average growth (2018) */
                    baseYear?: string;
                    basis?: "registered" | "disbursed";
                    rounding?: "halfEven" | "halfUp";
                };
                header?: {
                    /** @description Waits, for a bounded time, until the answer knows of that event, or with latest of all before the request */
                    "Ledger-After"?: string | "latest";
                    /** @description ETag of an earlier answer */
                    "If-None-Match"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Eighteen rows with growth, targets and what is missing to them */
                200: {
                    headers: {
                        /** @description The last event that the answer knows of */
                        "Ledger-Sequence"?: string;
                        /** @description That of the request, or made for it */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AnnexTable"];
                        "text/csv": string;
                        "application/x-ndjson": string;
                    };
                };
                /** @description What the client has is what it would get */
                304: {
                    headers: {
                        /** @description The last event that the answer knows of */
                        "Ledger-Sequence"?: string;
                        /** @description That of the request, or made for it */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description A problem; docs/errors.md lists every code and what to do */
                default: {
                    headers: {
                        /** @description The last event that the answer knows of */
                        "Ledger-Sequence"?: string;
                        /** @description That of the request, or made for it */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/indicators/{code}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The series of one indicator, with a breakdown
         * @description - By kind of the pledge: `GET /v1/indicators/pledge-amount-growth?from=2018&to=2020&by=kind` → 200
         *     - As CSV, one line a part: `GET /v1/indicators/pledge-count-growth?from=2018&to=2020&by=size, Accept: text/csv` → 200
         */
        get: {
            parameters: {
                query?: {
                    from?: string;
                    to?: string;
                    by?: "division" | "keyIndustry" | "kind" | "institutionKind" | "institution" | "size" | "stage";
                    /** @description A sequence number, a date (its end in Asia/Shanghai), an RFC 3339 time, or latest (the default) */
                    asOf?: string;
                    /** @description Base of the average growth (2018) */
                    baseYear?: string;
                    basis?: "registered" | "disbursed";
                    rounding?: "halfEven" | "halfUp";
                };
                header?: {
                    /** @description Waits, for a bounded time, until the answer knows of that event, or with latest of all before the request */
                    "Ledger-After"?: string | "latest";
                    /** @description ETag of an earlier answer */
                    "If-None-Match"?: string;
                };
                path: {
                    code: "gb-certified" | "trusteeship-smes" | "high-value-portfolios" | "backbone-institutions" | "pledge-amount-growth" | "insured-sum-growth" | "pledge-count-growth" | "deal-amount-growth" | "industry-navigation" | "enterprise-navigation" | "valid-inventions" | "inventions-per-10k" | "pct-filings" | "trademarks-registered" | "trademarks-overseas" | "advantage-enterprises" | "patent-alliances" | "fund-projects";
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Years with their months and parts */
                200: {
                    headers: {
                        /** @description The last event that the answer knows of */
                        "Ledger-Sequence"?: string;
                        /** @description That of the request, or made for it */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Series"];
                        "text/csv": string;
                        "application/x-ndjson": string;
                    };
                };
                /** @description What the client has is what it would get */
                304: {
                    headers: {
                        /** @description The last event that the answer knows of */
                        "Ledger-Sequence"?: string;
                        /** @description That of the request, or made for it */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description A problem; docs/errors.md lists every code and what to do */
                default: {
                    headers: {
                        /** @description The last event that the answer knows of */
                        "Ledger-Sequence"?: string;
                        /** @description That of the request, or made for it */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/indicators/{code}/{year}/lineage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The entries behind a figure
         * @description - Pledges of 2019: `GET /v1/indicators/pledge-amount-growth/2019/lineage?asOf=2020-01-31` → 200
         */
        get: {
            parameters: {
                query?: {
                    /** @description A sequence number, a date (its end in Asia/Shanghai), an RFC 3339 time, or latest (the default) */
                    asOf?: string;
                };
                header?: {
                    /** @description Waits, for a bounded time, until the answer knows of that event, or with latest of all before the request */
                    "Ledger-After"?: string | "latest";
                    /** @description ETag of an earlier answer */
                    "If-None-Match"?: string;
                };
                path: {
                    code: "gb-certified" | "trusteeship-smes" | "high-value-portfolios" | "backbone-institutions" | "pledge-amount-growth" | "insured-sum-growth" | "pledge-count-growth" | "deal-amount-growth" | "industry-navigation" | "enterprise-navigation" | "valid-inventions" | "inventions-per-10k" | "pct-filings" | "trademarks-registered" | "trademarks-overseas" | "advantage-enterprises" | "patent-alliances" | "fund-projects";
                    year: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Events in the order of the log; their effects add up to the value */
                200: {
                    headers: {
                        /** @description The last event that the answer knows of */
                        "Ledger-Sequence"?: string;
                        /** @description That of the request, or made for it */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Lineage"];
                        "text/csv": string;
                        "application/x-ndjson": string;
                    };
                };
                /** @description What the client has is what it would get */
                304: {
                    headers: {
                        /** @description The last event that the answer knows of */
                        "Ledger-Sequence"?: string;
                        /** @description That of the request, or made for it */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description A problem; docs/errors.md lists every code and what to do */
                default: {
                    headers: {
                        /** @description The last event that the answer knows of */
                        "Ledger-Sequence"?: string;
                        /** @description That of the request, or made for it */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/indicators/{code}/{year}/difference": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Why a figure changed between two vintages
         * @description - A revocation: `GET /v1/indicators/pledge-amount-growth/2019/difference?between=2020-01-31&and=2021-03-31` → 200
         */
        get: {
            parameters: {
                query: {
                    /** @description The earlier vintage */
                    between: string;
                    /** @description The later vintage */
                    and: string;
                };
                header?: {
                    /** @description Waits, for a bounded time, until the answer knows of that event, or with latest of all before the request */
                    "Ledger-After"?: string | "latest";
                    /** @description ETag of an earlier answer */
                    "If-None-Match"?: string;
                };
                path: {
                    code: "gb-certified" | "trusteeship-smes" | "high-value-portfolios" | "backbone-institutions" | "pledge-amount-growth" | "insured-sum-growth" | "pledge-count-growth" | "deal-amount-growth" | "industry-navigation" | "enterprise-navigation" | "valid-inventions" | "inventions-per-10k" | "pct-filings" | "trademarks-registered" | "trademarks-overseas" | "advantage-enterprises" | "patent-alliances" | "fund-projects";
                    year: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The entries between the two; their effects add up to the change */
                200: {
                    headers: {
                        /** @description The last event that the answer knows of */
                        "Ledger-Sequence"?: string;
                        /** @description That of the request, or made for it */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Difference"];
                        "text/csv": string;
                        "application/x-ndjson": string;
                    };
                };
                /** @description What the client has is what it would get */
                304: {
                    headers: {
                        /** @description The last event that the answer knows of */
                        "Ledger-Sequence"?: string;
                        /** @description That of the request, or made for it */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description A problem; docs/errors.md lists every code and what to do */
                default: {
                    headers: {
                        /** @description The last event that the answer knows of */
                        "Ledger-Sequence"?: string;
                        /** @description That of the request, or made for it */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/indicators/{code}/{year}/evidence": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The evidence of a figure, to be verified offline
         * @description A zip, the same bytes for the same figure under the same checkpoint. Confidential: it holds the contracts behind the figure. docs/auditing.md says how to check it.
         *
         *     - Pledges of 2019 as known at the end of January 2020: `GET /v1/indicators/pledge-amount-growth/2019/evidence?asOf=2020-01-31` → 200
         */
        get: {
            parameters: {
                query?: {
                    /** @description A sequence number, a date (its end in Asia/Shanghai), an RFC 3339 time, or latest (the default) */
                    asOf?: string;
                    /** @description Size of an earlier checkpoint that the evidence shall be checkable against */
                    old?: string;
                };
                header?: {
                    /** @description Waits, for a bounded time, until the answer knows of that event, or with latest of all before the request */
                    "Ledger-After"?: string | "latest";
                    /** @description ETag of an earlier answer */
                    "If-None-Match"?: string;
                };
                path: {
                    code: "gb-certified" | "trusteeship-smes" | "high-value-portfolios" | "backbone-institutions" | "pledge-amount-growth" | "insured-sum-growth" | "pledge-count-growth" | "deal-amount-growth" | "industry-navigation" | "enterprise-navigation" | "valid-inventions" | "inventions-per-10k" | "pct-filings" | "trademarks-registered" | "trademarks-overseas" | "advantage-enterprises" | "patent-alliances" | "fund-projects";
                    year: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Events, proofs, checkpoint, figure and README */
                200: {
                    headers: {
                        /** @description The last event that the answer knows of */
                        "Ledger-Sequence"?: string;
                        /** @description That of the request, or made for it */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/zip": string;
                    };
                };
                /** @description What the client has is what it would get */
                304: {
                    headers: {
                        /** @description The last event that the answer knows of */
                        "Ledger-Sequence"?: string;
                        /** @description That of the request, or made for it */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description A problem; docs/errors.md lists every code and what to do */
                default: {
                    headers: {
                        /** @description The last event that the answer knows of */
                        "Ledger-Sequence"?: string;
                        /** @description That of the request, or made for it */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/bulletins": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The published bulletins
         * @description - All: `GET /v1/bulletins` → 200
         */
        get: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Waits, for a bounded time, until the answer knows of that event, or with latest of all before the request */
                    "Ledger-After"?: string | "latest";
                    /** @description ETag of an earlier answer */
                    "If-None-Match"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description In the order of their publication */
                200: {
                    headers: {
                        /** @description The last event that the answer knows of */
                        "Ledger-Sequence"?: string;
                        /** @description That of the request, or made for it */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            bulletins: {
                                id: string;
                                year: number;
                                asOf: components["schemas"]["AsOf"];
                                request: {
                                    source: string;
                                    id: string;
                                    sequence: string;
                                };
                                approval: {
                                    source: string;
                                    id: string;
                                    sequence: string;
                                };
                                publishedAt: string;
                            }[];
                        };
                    };
                };
                /** @description What the client has is what it would get */
                304: {
                    headers: {
                        /** @description The last event that the answer knows of */
                        "Ledger-Sequence"?: string;
                        /** @description That of the request, or made for it */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description A problem; docs/errors.md lists every code and what to do */
                default: {
                    headers: {
                        /** @description The last event that the answer knows of */
                        "Ledger-Sequence"?: string;
                        /** @description That of the request, or made for it */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /**
         * Computes a bulletin and records its request, which a second person approves
         * @description The approval is a `change.approved` on `bulletin/<id>`, posted to /v1/events.
         */
        post: {
            parameters: {
                query?: {
                    /** @description Judges and answers the same, and records nothing */
                    dryRun?: "true" | "false";
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        year: number;
                        /** @description The size of the log it speaks of: all of it */
                        treeSize?: string;
                        /**
                         * @description Of `bulletin/<id>`: the year and the size
                         * @example 2020-final
                         */
                        bulletin?: string;
                        reason?: string;
                        /** Format: date */
                        effectiveOn?: string;
                        source?: string;
                        /** @description Of the request */
                        id?: string;
                    };
                };
            };
            responses: {
                /** @description A repeat, or a dry run */
                200: {
                    headers: {
                        /** @description The last event that the answer knows of */
                        "Ledger-Sequence"?: string;
                        /** @description That of the request, or made for it */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Recorded"];
                    };
                };
                /** @description Requested */
                201: {
                    headers: {
                        /** @description The last event that the answer knows of */
                        "Ledger-Sequence"?: string;
                        /** @description That of the request, or made for it */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Recorded"];
                    };
                };
                /** @description A problem; docs/errors.md lists every code and what to do */
                default: {
                    headers: {
                        /** @description The last event that the answer knows of */
                        "Ledger-Sequence"?: string;
                        /** @description That of the request, or made for it */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/bulletins/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A published bulletin: its rows, its tables, and the two events that it is, in full
         * @description - One that is not published: `GET /v1/bulletins/2020-none` → 404
         */
        get: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Waits, for a bounded time, until the answer knows of that event, or with latest of all before the request */
                    "Ledger-After"?: string | "latest";
                    /** @description ETag of an earlier answer */
                    "If-None-Match"?: string;
                };
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description What it freezes, as the log gives it at its size */
                200: {
                    headers: {
                        /** @description The last event that the answer knows of */
                        "Ledger-Sequence"?: string;
                        /** @description That of the request, or made for it */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: string;
                            year: number;
                            asOf: components["schemas"]["AsOf"];
                            request: {
                                source: string;
                                id: string;
                                sequence: string;
                            };
                            approval: {
                                source: string;
                                id: string;
                                sequence: string;
                            };
                            publishedAt: string;
                            rows: ({
                                number: number;
                                code: string;
                                name: components["schemas"]["Message"];
                            } & {
                                [key: string]: unknown;
                            })[];
                            tables: {
                                indicator: string;
                                by: string;
                                sha256: string;
                                path: string;
                            }[];
                            events: components["schemas"]["RecordedEvent"][];
                        };
                    };
                };
                /** @description What the client has is what it would get */
                304: {
                    headers: {
                        /** @description The last event that the answer knows of */
                        "Ledger-Sequence"?: string;
                        /** @description That of the request, or made for it */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description A problem; docs/errors.md lists every code and what to do */
                default: {
                    headers: {
                        /** @description The last event that the answer knows of */
                        "Ledger-Sequence"?: string;
                        /** @description That of the request, or made for it */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/bulletins/{id}/tables/{file}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A table of a bulletin, some cells suppressed: the bytes whose SHA-256 it holds
         * @description - Of a bulletin that is not published: `GET /v1/bulletins/2020-none/tables/pledge-amount-growth-kind.csv` → 404
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                    file: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Keys, exact values in fen or numbers, and which are suppressed */
                200: {
                    headers: {
                        /** @description The last event that the answer knows of */
                        "Ledger-Sequence"?: string;
                        /** @description That of the request, or made for it */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "text/csv": string;
                    };
                };
                /** @description A problem; docs/errors.md lists every code and what to do */
                default: {
                    headers: {
                        /** @description The last event that the answer knows of */
                        "Ledger-Sequence"?: string;
                        /** @description That of the request, or made for it */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/bulletins/{id}/evidence": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The proof that a bulletin was fixed at its size of the log and has not changed since
         * @description A zip of its two events with their proofs, to be verified offline; docs/auditing.md says how.
         *
         *     - Of one that is not published: `GET /v1/bulletins/2020-none/evidence` → 404
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Events, proofs, checkpoint, what is stated and README */
                200: {
                    headers: {
                        /** @description The last event that the answer knows of */
                        "Ledger-Sequence"?: string;
                        /** @description That of the request, or made for it */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/zip": string;
                    };
                };
                /** @description A problem; docs/errors.md lists every code and what to do */
                default: {
                    headers: {
                        /** @description The last event that the answer knows of */
                        "Ledger-Sequence"?: string;
                        /** @description That of the request, or made for it */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/confirmations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who has confirmed which share of each figure of a period, and who has not reported
         * @description - A year: `GET /v1/confirmations?period=2020` → 200
         *     - A month: `GET /v1/confirmations?period=2019-03` → 200
         *     - No period: `GET /v1/confirmations` → 400
         */
        get: {
            parameters: {
                query: {
                    period: string;
                    /** @description A sequence number, a date (its end in Asia/Shanghai), an RFC 3339 time, or latest (the default) */
                    asOf?: string;
                };
                header?: {
                    /** @description Waits, for a bounded time, until the answer knows of that event, or with latest of all before the request */
                    "Ledger-After"?: string | "latest";
                    /** @description ETag of an earlier answer */
                    "If-None-Match"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The figures that the ledger derives, institution by institution */
                200: {
                    headers: {
                        /** @description The last event that the answer knows of */
                        "Ledger-Sequence"?: string;
                        /** @description That of the request, or made for it */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            period: string;
                            asOf: components["schemas"]["AsOf"];
                            figures: {
                                code: string;
                                name: components["schemas"]["Message"];
                                value: components["schemas"]["Quantity"];
                                confirmedValue: components["schemas"]["Quantity"];
                                confirmed: {
                                    percent: string;
                                    institutions: string;
                                    of: string;
                                } | null;
                                institutions: {
                                    institution: string;
                                    part: components["schemas"]["Quantity"];
                                    /** @enum {string} */
                                    state: "confirmed" | "changed" | "missing";
                                    confirmed: ({
                                        sequence: string;
                                        treeSize: string;
                                    } & {
                                        [key: string]: unknown;
                                    }) | null;
                                }[];
                            }[];
                            notReported: string[];
                        };
                    };
                };
                /** @description What the client has is what it would get */
                304: {
                    headers: {
                        /** @description The last event that the answer knows of */
                        "Ledger-Sequence"?: string;
                        /** @description That of the request, or made for it */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description A problem; docs/errors.md lists every code and what to do */
                default: {
                    headers: {
                        /** @description The last event that the answer knows of */
                        "Ledger-Sequence"?: string;
                        /** @description That of the request, or made for it */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/log/checkpoint": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The newest signed checkpoint with its cosignatures (C2SP tlog-checkpoint)
         * @description - The newest: `GET /log/checkpoint` → 200
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A signed note */
                200: {
                    headers: {
                        /** @description The last event that the answer knows of */
                        "Ledger-Sequence"?: string;
                        /** @description That of the request, or made for it */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "text/plain": string;
                    };
                };
                /** @description A problem; docs/errors.md lists every code and what to do */
                default: {
                    headers: {
                        /** @description The last event that the answer knows of */
                        "Ledger-Sequence"?: string;
                        /** @description That of the request, or made for it */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/log/vkey": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The log's verifier key; whoever verifies has it from elsewhere, and compares
         * @description - The key: `GET /log/vkey` → 200
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A verifier key of a C2SP signed note */
                200: {
                    headers: {
                        /** @description The last event that the answer knows of */
                        "Ledger-Sequence"?: string;
                        /** @description That of the request, or made for it */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "text/plain": string;
                    };
                };
                /** @description A problem; docs/errors.md lists every code and what to do */
                default: {
                    headers: {
                        /** @description The last event that the answer knows of */
                        "Ledger-Sequence"?: string;
                        /** @description That of the request, or made for it */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/log/tile/entries/{path}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A bundle of entries: the recorded bytes (C2SP tlog-tiles)
         * @description - The first 68 events: `GET /log/tile/entries/000.p/68` → 200
         *     - More than are signed: `GET /log/tile/entries/001` → 404
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description `<level>/<index>[.p/<width>]`, or `<index>[.p/<width>]` of entries */
                    path: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Big-endian uint16 length and entry, repeated */
                200: {
                    headers: {
                        /** @description The last event that the answer knows of */
                        "Ledger-Sequence"?: string;
                        /** @description That of the request, or made for it */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/octet-stream": string;
                    };
                };
                /** @description A problem; docs/errors.md lists every code and what to do */
                default: {
                    headers: {
                        /** @description The last event that the answer knows of */
                        "Ledger-Sequence"?: string;
                        /** @description That of the request, or made for it */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/log/tile/{path}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A tile of hashes (C2SP tlog-tiles)
         * @description - The first 68 leaf hashes: `GET /log/tile/0/000.p/68` → 200
         *     - Not the path of a tile: `GET /log/tile/0/0` → 404
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description `<level>/<index>[.p/<width>]`, or `<index>[.p/<width>]` of entries */
                    path: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Up to 256 hashes of 32 bytes */
                200: {
                    headers: {
                        /** @description The last event that the answer knows of */
                        "Ledger-Sequence"?: string;
                        /** @description That of the request, or made for it */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/octet-stream": string;
                    };
                };
                /** @description A problem; docs/errors.md lists every code and what to do */
                default: {
                    headers: {
                        /** @description The last event that the answer knows of */
                        "Ledger-Sequence"?: string;
                        /** @description That of the request, or made for it */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/proofs/inclusion": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * That an event is in the log, under the newest checkpoint or a smaller signed size
         * @description - Under the newest checkpoint: `GET /v1/proofs/inclusion?sequence=60` → 200
         *     - Under a smaller size: `GET /v1/proofs/inclusion?sequence=60&treeSize=61` → 200
         *     - No such event: `GET /v1/proofs/inclusion?sequence=100000` → 404
         */
        get: {
            parameters: {
                query: {
                    sequence: string;
                    treeSize?: string;
                };
                header?: {
                    /** @description Waits, for a bounded time, until the answer knows of that event, or with latest of all before the request */
                    "Ledger-After"?: string | "latest";
                    /** @description ETag of an earlier answer */
                    "If-None-Match"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The proof */
                200: {
                    headers: {
                        /** @description The last event that the answer knows of */
                        "Ledger-Sequence"?: string;
                        /** @description That of the request, or made for it */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Inclusion"];
                    };
                };
                /** @description What the client has is what it would get */
                304: {
                    headers: {
                        /** @description The last event that the answer knows of */
                        "Ledger-Sequence"?: string;
                        /** @description That of the request, or made for it */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description A problem; docs/errors.md lists every code and what to do */
                default: {
                    headers: {
                        /** @description The last event that the answer knows of */
                        "Ledger-Sequence"?: string;
                        /** @description That of the request, or made for it */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/proofs/consistency": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * That one signed size of the log continues another
         * @description - From the opening to the newest: `GET /v1/proofs/consistency?from=55` → 200
         *     - Between two sizes: `GET /v1/proofs/consistency?from=55&to=60` → 200
         *     - Nothing is proved about size 0: `GET /v1/proofs/consistency?from=0` → 400
         */
        get: {
            parameters: {
                query: {
                    from: string;
                    to?: string;
                };
                header?: {
                    /** @description Waits, for a bounded time, until the answer knows of that event, or with latest of all before the request */
                    "Ledger-After"?: string | "latest";
                    /** @description ETag of an earlier answer */
                    "If-None-Match"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The proof */
                200: {
                    headers: {
                        /** @description The last event that the answer knows of */
                        "Ledger-Sequence"?: string;
                        /** @description That of the request, or made for it */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Consistency"];
                    };
                };
                /** @description What the client has is what it would get */
                304: {
                    headers: {
                        /** @description The last event that the answer knows of */
                        "Ledger-Sequence"?: string;
                        /** @description That of the request, or made for it */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description A problem; docs/errors.md lists every code and what to do */
                default: {
                    headers: {
                        /** @description The last event that the answer knows of */
                        "Ledger-Sequence"?: string;
                        /** @description That of the request, or made for it */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The signed log, an event a line; the last line has the checkpoint
         * @description Each line is `{"index","event"}` with the event as recorded; the last is `{"treeSize","checkpoint"}`, without which the answer is incomplete.
         *
         *     - From an event on: `GET /v1/export?from=60` → 200
         */
        get: {
            parameters: {
                query?: {
                    from?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description NDJSON */
                200: {
                    headers: {
                        /** @description The last event that the answer knows of */
                        "Ledger-Sequence"?: string;
                        /** @description That of the request, or made for it */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/x-ndjson": string;
                    };
                };
                /** @description A problem; docs/errors.md lists every code and what to do */
                default: {
                    headers: {
                        /** @description The last event that the answer knows of */
                        "Ledger-Sequence"?: string;
                        /** @description That of the request, or made for it */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cosignatures": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A checkpoint as a witness has cosigned it */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["Cosignature"];
                };
            };
            responses: {
                /** @description It holds */
                201: {
                    headers: {
                        /** @description The last event that the answer knows of */
                        "Ledger-Sequence"?: string;
                        /** @description That of the request, or made for it */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Cosigned"];
                    };
                };
                /** @description A problem; docs/errors.md lists every code and what to do */
                default: {
                    headers: {
                        /** @description The last event that the answer knows of */
                        "Ledger-Sequence"?: string;
                        /** @description That of the request, or made for it */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/participants": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who is admitted, in which roles, with which keys
         * @description - All: `GET /v1/participants` → 200
         */
        get: {
            parameters: {
                query?: {
                    /** @description A sequence number, a date (its end in Asia/Shanghai), an RFC 3339 time, or latest (the default) */
                    asOf?: string;
                };
                header?: {
                    /** @description Waits, for a bounded time, until the answer knows of that event, or with latest of all before the request */
                    "Ledger-After"?: string | "latest";
                    /** @description ETag of an earlier answer */
                    "If-None-Match"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The participants and the keys */
                200: {
                    headers: {
                        /** @description The last event that the answer knows of */
                        "Ledger-Sequence"?: string;
                        /** @description That of the request, or made for it */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            asOf: components["schemas"]["AsOf"];
                            participants: {
                                uscc: string;
                                name: string;
                                /** @enum {string} */
                                kind: "bank" | "guarantor" | "pawnbroker" | "insurer" | "securities" | "trust" | "fund" | "lessor" | "microlender" | "ipExchange" | "ipService" | "government";
                                roles: ("institution" | "auditor" | "bureau" | "operator")[];
                                /** @enum {string} */
                                state: "admitted" | "suspended";
                                keys: {
                                    keyId: string;
                                    holder: string;
                                    roles: ("institution" | "auditor" | "bureau" | "operator")[];
                                    /** @enum {string} */
                                    state: "valid" | "revoked";
                                }[];
                            }[];
                            operator: {
                                keys: {
                                    keyId: string;
                                    holder: string;
                                    roles: ("institution" | "auditor" | "bureau" | "operator")[];
                                    /** @enum {string} */
                                    state: "valid" | "revoked";
                                }[];
                            };
                        };
                    };
                };
                /** @description What the client has is what it would get */
                304: {
                    headers: {
                        /** @description The last event that the answer knows of */
                        "Ledger-Sequence"?: string;
                        /** @description That of the request, or made for it */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description A problem; docs/errors.md lists every code and what to do */
                default: {
                    headers: {
                        /** @description The last event that the answer knows of */
                        "Ledger-Sequence"?: string;
                        /** @description That of the request, or made for it */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /**
         * Admits a participant
         * @description The first one ends the open mode: from then on everyone needs a key or a token.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description unified social credit code (GB 32100-2015) */
                        uscc: string;
                        name: string;
                        /** @enum {string} */
                        kind: "bank" | "guarantor" | "pawnbroker" | "insurer" | "securities" | "trust" | "fund" | "lessor" | "microlender" | "ipExchange" | "ipService" | "government";
                        roles: ("institution" | "auditor" | "bureau" | "operator")[];
                    };
                };
            };
            responses: {
                /** @description Recorded */
                201: {
                    headers: {
                        /** @description The last event that the answer knows of */
                        "Ledger-Sequence"?: string;
                        /** @description That of the request, or made for it */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Recorded"];
                    };
                };
                /** @description A problem; docs/errors.md lists every code and what to do */
                default: {
                    headers: {
                        /** @description The last event that the answer knows of */
                        "Ledger-Sequence"?: string;
                        /** @description That of the request, or made for it */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/participants/{uscc}/suspend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Suspends a participant; its keys stop working at once */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description Unified social credit code */
                    uscc: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        reason?: string;
                    };
                };
            };
            responses: {
                /** @description Recorded */
                201: {
                    headers: {
                        /** @description The last event that the answer knows of */
                        "Ledger-Sequence"?: string;
                        /** @description That of the request, or made for it */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Recorded"];
                    };
                };
                /** @description A problem; docs/errors.md lists every code and what to do */
                default: {
                    headers: {
                        /** @description The last event that the answer knows of */
                        "Ledger-Sequence"?: string;
                        /** @description That of the request, or made for it */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/participants/{uscc}/reinstate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Reinstates a suspended participant */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description Unified social credit code */
                    uscc: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        reason?: string;
                    };
                };
            };
            responses: {
                /** @description Recorded */
                201: {
                    headers: {
                        /** @description The last event that the answer knows of */
                        "Ledger-Sequence"?: string;
                        /** @description That of the request, or made for it */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Recorded"];
                    };
                };
                /** @description A problem; docs/errors.md lists every code and what to do */
                default: {
                    headers: {
                        /** @description The last event that the answer knows of */
                        "Ledger-Sequence"?: string;
                        /** @description That of the request, or made for it */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/participants/{uscc}/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Issues a key; its secret is in this answer and nowhere else */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description Unified social credit code, or operator */
                    uscc: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        holder: string;
                        roles?: ("institution" | "auditor" | "bureau" | "operator")[];
                    };
                };
            };
            responses: {
                /** @description Issued */
                201: {
                    headers: {
                        /** @description The last event that the answer knows of */
                        "Ledger-Sequence"?: string;
                        /** @description That of the request, or made for it */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: string;
                            subject: string;
                            revision: number;
                            sequence: string;
                            leafHash: string;
                            recordedTime: string;
                            recordedEvent: components["schemas"]["RecordedEvent"];
                            keyId: string;
                            key: string;
                        };
                    };
                };
                /** @description A problem; docs/errors.md lists every code and what to do */
                default: {
                    headers: {
                        /** @description The last event that the answer knows of */
                        "Ledger-Sequence"?: string;
                        /** @description That of the request, or made for it */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/participants/{uscc}/keys/{id}/revoke": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Revokes a key; it stops working at once */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description Unified social credit code */
                    uscc: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": Record<string, never>;
                };
            };
            responses: {
                /** @description Recorded */
                201: {
                    headers: {
                        /** @description The last event that the answer knows of */
                        "Ledger-Sequence"?: string;
                        /** @description That of the request, or made for it */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Recorded"];
                    };
                };
                /** @description A problem; docs/errors.md lists every code and what to do */
                default: {
                    headers: {
                        /** @description The last event that the answer knows of */
                        "Ledger-Sequence"?: string;
                        /** @description That of the request, or made for it */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/self": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * As whom the ledger knows who asks, and which ledger it is
         * @description - Who asks: `GET /v1/self` → 200
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Who asks */
                200: {
                    headers: {
                        /** @description The last event that the answer knows of */
                        "Ledger-Sequence"?: string;
                        /** @description That of the request, or made for it */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            recordedBy: string;
                            participant: string | null;
                            roles: ("institution" | "auditor" | "bureau" | "operator")[];
                            ledger: {
                                origin: string | null;
                                demonstration: boolean;
                                openedOn: string | null;
                            };
                        };
                    };
                };
                /** @description A problem; docs/errors.md lists every code and what to do */
                default: {
                    headers: {
                        /** @description The last event that the answer knows of */
                        "Ledger-Sequence"?: string;
                        /** @description That of the request, or made for it */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/rules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The version of the rules in force, and those adopted
         * @description - In force now: `GET /v1/rules` → 200
         */
        get: {
            parameters: {
                query?: {
                    /** @description A sequence number, a date (its end in Asia/Shanghai), an RFC 3339 time, or latest (the default) */
                    asOf?: string;
                };
                header?: {
                    /** @description Waits, for a bounded time, until the answer knows of that event, or with latest of all before the request */
                    "Ledger-After"?: string | "latest";
                    /** @description ETag of an earlier answer */
                    "If-None-Match"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The rules */
                200: {
                    headers: {
                        /** @description The last event that the answer knows of */
                        "Ledger-Sequence"?: string;
                        /** @description That of the request, or made for it */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            asOf: components["schemas"]["AsOf"];
                            /** @description The version by which the ledger was opened */
                            opened: number;
                            /** @description The version by which this prefix of the log is read */
                            inForce: number;
                            /** @description The versions that this program has */
                            known: number[];
                            adoptions: {
                                version: number;
                                reason: string;
                                sequence: string;
                                recordedTime: string;
                                recordedBy: string;
                            }[];
                        };
                    };
                };
                /** @description What the client has is what it would get */
                304: {
                    headers: {
                        /** @description The last event that the answer knows of */
                        "Ledger-Sequence"?: string;
                        /** @description That of the request, or made for it */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description A problem; docs/errors.md lists every code and what to do */
                default: {
                    headers: {
                        /** @description The last event that the answer knows of */
                        "Ledger-Sequence"?: string;
                        /** @description That of the request, or made for it */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /**
         * Adopts another version of the rules, from this place of the log on
         * @description Figures of the log before it stay as they were; what changes is booked to the adoption.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        reason: string;
                        version: number;
                    };
                };
            };
            responses: {
                /** @description Recorded */
                201: {
                    headers: {
                        /** @description The last event that the answer knows of */
                        "Ledger-Sequence"?: string;
                        /** @description That of the request, or made for it */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Recorded"];
                    };
                };
                /** @description A problem; docs/errors.md lists every code and what to do */
                default: {
                    headers: {
                        /** @description The last event that the answer knows of */
                        "Ledger-Sequence"?: string;
                        /** @description That of the request, or made for it */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * This description, OpenAPI 3.1
         * @description - The document: `GET /openapi.json` → 200
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The document */
                200: {
                    headers: {
                        /** @description The last event that the answer knows of */
                        "Ledger-Sequence"?: string;
                        /** @description That of the request, or made for it */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            openapi: string;
                        } & {
                            [key: string]: unknown;
                        };
                    };
                };
                /** @description A problem; docs/errors.md lists every code and what to do */
                default: {
                    headers: {
                        /** @description The last event that the answer knows of */
                        "Ledger-Sequence"?: string;
                        /** @description That of the request, or made for it */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/docs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * This description as a page
         * @description - The page: `GET /docs` → 200
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The page */
                200: {
                    headers: {
                        /** @description The last event that the answer knows of */
                        "Ledger-Sequence"?: string;
                        /** @description That of the request, or made for it */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "text/html": string;
                    };
                };
                /** @description A problem; docs/errors.md lists every code and what to do */
                default: {
                    headers: {
                        /** @description The last event that the answer knows of */
                        "Ledger-Sequence"?: string;
                        /** @description That of the request, or made for it */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/docs/{file}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What the page is made of
         * @description - A script: `GET /docs/page.js` → 200
         *     - No such file: `GET /docs/nothing` → 404
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    file: "page.js" | "swagger-ui.css" | "swagger-ui-bundle.js";
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The file */
                200: {
                    headers: {
                        /** @description The last event that the answer knows of */
                        "Ledger-Sequence"?: string;
                        /** @description That of the request, or made for it */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description A problem; docs/errors.md lists every code and what to do */
                default: {
                    headers: {
                        /** @description The last event that the answer knows of */
                        "Ledger-Sequence"?: string;
                        /** @description That of the request, or made for it */
                        "X-Request-Id"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description A CloudEvents 1.0 event whose data is that of its type */
        Fact: components["schemas"]["PledgeRegistered"] | components["schemas"]["PledgeRegistrationAdded"] | components["schemas"]["PledgeAmended"] | components["schemas"]["PledgeRightsReleased"] | components["schemas"]["PledgeCancelled"] | components["schemas"]["PledgeRevoked"] | components["schemas"]["PledgeRealized"] | components["schemas"]["LoanDisbursed"] | components["schemas"]["LoanRepaid"] | components["schemas"]["LoanExtended"] | components["schemas"]["LoanClassified"] | components["schemas"]["LoanDefaulted"] | components["schemas"]["LoanWrittenOff"] | components["schemas"]["GuaranteeSubrogated"] | components["schemas"]["LoanRecovered"] | components["schemas"]["PolicyBound"] | components["schemas"]["PolicyEndorsed"] | components["schemas"]["PolicyPremiumPaid"] | components["schemas"]["PolicySurrendered"] | components["schemas"]["PolicyVoided"] | components["schemas"]["ClaimNotified"] | components["schemas"]["ClaimPaid"] | components["schemas"]["ClaimRejected"] | components["schemas"]["DealSigned"] | components["schemas"]["DealRegistered"] | components["schemas"]["DealAmended"] | components["schemas"]["DealRoyaltySettled"] | components["schemas"]["DealPaid"] | components["schemas"]["DealTerminated"] | components["schemas"]["DealRescinded"] | components["schemas"]["FundEstablished"] | components["schemas"]["FundCommitted"] | components["schemas"]["FundPaidIn"] | components["schemas"]["ProjectReserved"] | components["schemas"]["InvestmentClosed"] | components["schemas"]["InvestmentFollowedOn"] | components["schemas"]["InvestmentRescinded"] | components["schemas"]["ExitMade"] | components["schemas"]["FundDistributed"] | components["schemas"]["FundLiquidated"] | components["schemas"]["ProgrammeApproved"] | components["schemas"]["TrancheIssued"] | components["schemas"]["TrancheRepaid"] | components["schemas"]["ProgrammeCreditEvent"] | components["schemas"]["RiskPoolFunded"] | components["schemas"]["RiskPoolAdmitted"] | components["schemas"]["CompensationPaid"] | components["schemas"]["CompensationClawedBack"] | components["schemas"]["BudgetAppropriated"] | components["schemas"]["SubsidyPaid"] | components["schemas"]["SubsidyReturned"] | components["schemas"]["IndicatorObserved"] | components["schemas"]["TargetSet"] | components["schemas"]["PeriodClosed"] | components["schemas"]["ReportConfirmed"] | components["schemas"]["BulletinPublished"] | components["schemas"]["FindingExplained"] | components["schemas"]["FindingResolved"] | components["schemas"]["FactCorrected"] | components["schemas"]["FactWithdrawn"] | components["schemas"]["ChangeRequested"] | components["schemas"]["ChangeApproved"] | components["schemas"]["ChangeRejected"];
        PledgeRegistered: {
            data: {
                /** @description CNY yuan, at most 10^11 */
                appraisedValue?: string;
                appraiser?: {
                    /** @enum {string} */
                    kind: "bank" | "guarantor" | "pawnbroker" | "insurer" | "securities" | "trust" | "fund" | "lessor" | "microlender" | "ipExchange" | "ipService" | "government";
                    name: string;
                    /** @description unified social credit code (GB 32100-2015) */
                    uscc: string;
                };
                /** Format: date */
                debtFrom?: string;
                /** Format: date */
                debtUntil: string;
                debtor?: {
                    division: string;
                    foreign?: {
                        country: string;
                        registration: string;
                    };
                    /** @constant */
                    individual?: true;
                    industry?: string;
                    keyIndustry?: number;
                    name?: string;
                    /** @enum {string} */
                    size?: "large" | "medium" | "small" | "micro";
                    /** @enum {string} */
                    stage?: "startup" | "growth" | "mature";
                    /** @description unified social credit code (GB 32100-2015) */
                    uscc?: string;
                };
                /** Format: date */
                effectiveOn: string;
                pledgee: {
                    /** @enum {string} */
                    kind: "bank" | "guarantor" | "pawnbroker" | "insurer" | "securities" | "trust" | "fund" | "lessor" | "microlender" | "ipExchange" | "ipService" | "government";
                    name: string;
                    /** @description unified social credit code (GB 32100-2015) */
                    uscc: string;
                };
                pledgor: {
                    division: string;
                    foreign?: {
                        country: string;
                        registration: string;
                    };
                    /** @constant */
                    individual?: true;
                    industry?: string;
                    keyIndustry?: number;
                    name?: string;
                    /** @enum {string} */
                    size?: "large" | "medium" | "small" | "micro";
                    /** @enum {string} */
                    stage?: "startup" | "growth" | "mature";
                    /** @description unified social credit code (GB 32100-2015) */
                    uscc?: string;
                };
                /** @enum {string} */
                register: "patent" | "trademark" | "copyright" | "other";
                registrationNumber: string;
                rights: {
                    /** @enum {string} */
                    kind: "invention" | "utilityModel" | "design" | "trademark" | "copyright" | "layoutDesign" | "geographicalIndication" | "plantVariety";
                    niceClass?: number;
                    number: string;
                    title?: string;
                }[];
                /** @description CNY yuan, at most 10^11 */
                securedAmount: string;
                /** @enum {string} */
                securedKind: "fixed" | "maximum";
                /** @enum {string} */
                securityMix: "ipOnly" | "ipAndGuarantee" | "ipAndOther";
            };
            /** @constant */
            datacontenttype?: "application/json";
            /** @constant */
            dataschema?: "pledge.registered/1";
            id: string;
            /** Format: date-time */
            recordedtime?: string;
            source: string;
            /** @constant */
            specversion: "1.0";
            /** @description <line>/<case id>, line: pledge */
            subject: string;
            /** Format: date-time */
            time?: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "pledge.registered";
        };
        PledgeRegistrationAdded: {
            data: {
                /** Format: date */
                effectiveOn: string;
                /** @enum {string} */
                register: "patent" | "trademark" | "copyright" | "other";
                registrationNumber: string;
                rights: {
                    /** @enum {string} */
                    kind: "invention" | "utilityModel" | "design" | "trademark" | "copyright" | "layoutDesign" | "geographicalIndication" | "plantVariety";
                    niceClass?: number;
                    number: string;
                    title?: string;
                }[];
            };
            /** @constant */
            datacontenttype?: "application/json";
            /** @constant */
            dataschema?: "pledge.registrationAdded/1";
            id: string;
            /** Format: date-time */
            recordedtime?: string;
            source: string;
            /** @constant */
            specversion: "1.0";
            /** @description <line>/<case id>, line: pledge */
            subject: string;
            /** Format: date-time */
            time?: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "pledge.registrationAdded";
        };
        PledgeAmended: {
            data: {
                /** Format: date */
                debtUntil?: string;
                /** Format: date */
                effectiveOn: string;
                pledgee?: {
                    /** @enum {string} */
                    kind: "bank" | "guarantor" | "pawnbroker" | "insurer" | "securities" | "trust" | "fund" | "lessor" | "microlender" | "ipExchange" | "ipService" | "government";
                    name: string;
                    /** @description unified social credit code (GB 32100-2015) */
                    uscc: string;
                };
                /** @description CNY yuan, at most 10^11 */
                securedAmount?: string;
            };
            /** @constant */
            datacontenttype?: "application/json";
            /** @constant */
            dataschema?: "pledge.amended/1";
            id: string;
            /** Format: date-time */
            recordedtime?: string;
            source: string;
            /** @constant */
            specversion: "1.0";
            /** @description <line>/<case id>, line: pledge */
            subject: string;
            /** Format: date-time */
            time?: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "pledge.amended";
        };
        PledgeRightsReleased: {
            data: {
                /** Format: date */
                effectiveOn: string;
                rights: {
                    /** @enum {string} */
                    kind: "invention" | "utilityModel" | "design" | "trademark" | "copyright" | "layoutDesign" | "geographicalIndication" | "plantVariety";
                    number: string;
                }[];
            };
            /** @constant */
            datacontenttype?: "application/json";
            /** @constant */
            dataschema?: "pledge.rightsReleased/1";
            id: string;
            /** Format: date-time */
            recordedtime?: string;
            source: string;
            /** @constant */
            specversion: "1.0";
            /** @description <line>/<case id>, line: pledge */
            subject: string;
            /** Format: date-time */
            time?: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "pledge.rightsReleased";
        };
        PledgeCancelled: {
            data: {
                /** Format: date */
                effectiveOn: string;
                /** @enum {string} */
                reason: "performed" | "prepaid" | "realized" | "waived" | "contractVoid" | "other";
                registrationNumber?: string;
            };
            /** @constant */
            datacontenttype?: "application/json";
            /** @constant */
            dataschema?: "pledge.cancelled/1";
            id: string;
            /** Format: date-time */
            recordedtime?: string;
            source: string;
            /** @constant */
            specversion: "1.0";
            /** @description <line>/<case id>, line: pledge */
            subject: string;
            /** Format: date-time */
            time?: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "pledge.cancelled";
        };
        PledgeRevoked: {
            data: {
                /** Format: date */
                effectiveOn: string;
                ground: string;
                registrationNumber?: string;
            };
            /** @constant */
            datacontenttype?: "application/json";
            /** @constant */
            dataschema?: "pledge.revoked/1";
            id: string;
            /** Format: date-time */
            recordedtime?: string;
            source: string;
            /** @constant */
            specversion: "1.0";
            /** @description <line>/<case id>, line: pledge */
            subject: string;
            /** Format: date-time */
            time?: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "pledge.revoked";
        };
        PledgeRealized: {
            data: {
                /** Format: date */
                effectiveOn: string;
                /** @description CNY yuan, at most 10^11 */
                toPledgee: string;
                /** @description CNY yuan, at most 10^11 */
                toPledgor: string;
                /** @enum {string} */
                way: "agreement" | "auction" | "sale" | "court";
            };
            /** @constant */
            datacontenttype?: "application/json";
            /** @constant */
            dataschema?: "pledge.realized/1";
            id: string;
            /** Format: date-time */
            recordedtime?: string;
            source: string;
            /** @constant */
            specversion: "1.0";
            /** @description <line>/<case id>, line: pledge */
            subject: string;
            /** Format: date-time */
            time?: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "pledge.realized";
        };
        LoanDisbursed: {
            data: {
                annualRateBp?: number;
                drawId: string;
                /** Format: date */
                effectiveOn: string;
                /** Format: date */
                maturity: string;
                newMoney?: boolean;
                /** @description CNY yuan, at most 10^11 */
                principal: string;
            };
            /** @constant */
            datacontenttype?: "application/json";
            /** @constant */
            dataschema?: "loan.disbursed/1";
            id: string;
            /** Format: date-time */
            recordedtime?: string;
            source: string;
            /** @constant */
            specversion: "1.0";
            /** @description <line>/<case id>, line: pledge */
            subject: string;
            /** Format: date-time */
            time?: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "loan.disbursed";
        };
        LoanRepaid: {
            data: {
                drawId: string;
                /** Format: date */
                effectiveOn: string;
                /** @description CNY yuan, at most 10^11 */
                interest?: string;
                /** @description CNY yuan, at most 10^11 */
                principal: string;
            };
            /** @constant */
            datacontenttype?: "application/json";
            /** @constant */
            dataschema?: "loan.repaid/1";
            id: string;
            /** Format: date-time */
            recordedtime?: string;
            source: string;
            /** @constant */
            specversion: "1.0";
            /** @description <line>/<case id>, line: pledge */
            subject: string;
            /** Format: date-time */
            time?: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "loan.repaid";
        };
        LoanExtended: {
            data: {
                drawId: string;
                /** Format: date */
                effectiveOn: string;
                /** Format: date */
                maturity: string;
            };
            /** @constant */
            datacontenttype?: "application/json";
            /** @constant */
            dataschema?: "loan.extended/1";
            id: string;
            /** Format: date-time */
            recordedtime?: string;
            source: string;
            /** @constant */
            specversion: "1.0";
            /** @description <line>/<case id>, line: pledge */
            subject: string;
            /** Format: date-time */
            time?: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "loan.extended";
        };
        LoanClassified: {
            data: {
                drawId: string;
                /** Format: date */
                effectiveOn: string;
                /** @enum {string} */
                riskClass: "pass" | "specialMention" | "substandard" | "doubtful" | "loss";
            };
            /** @constant */
            datacontenttype?: "application/json";
            /** @constant */
            dataschema?: "loan.classified/1";
            id: string;
            /** Format: date-time */
            recordedtime?: string;
            source: string;
            /** @constant */
            specversion: "1.0";
            /** @description <line>/<case id>, line: pledge */
            subject: string;
            /** Format: date-time */
            time?: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "loan.classified";
        };
        LoanDefaulted: {
            data: {
                drawId: string;
                /** Format: date */
                effectiveOn: string;
            };
            /** @constant */
            datacontenttype?: "application/json";
            /** @constant */
            dataschema?: "loan.defaulted/1";
            id: string;
            /** Format: date-time */
            recordedtime?: string;
            source: string;
            /** @constant */
            specversion: "1.0";
            /** @description <line>/<case id>, line: pledge */
            subject: string;
            /** Format: date-time */
            time?: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "loan.defaulted";
        };
        LoanWrittenOff: {
            data: {
                drawId: string;
                /** Format: date */
                effectiveOn: string;
                /** @description CNY yuan, at most 10^11 */
                principal: string;
            };
            /** @constant */
            datacontenttype?: "application/json";
            /** @constant */
            dataschema?: "loan.writtenOff/1";
            id: string;
            /** Format: date-time */
            recordedtime?: string;
            source: string;
            /** @constant */
            specversion: "1.0";
            /** @description <line>/<case id>, line: pledge */
            subject: string;
            /** Format: date-time */
            time?: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "loan.writtenOff";
        };
        GuaranteeSubrogated: {
            data: {
                drawId: string;
                /** Format: date */
                effectiveOn: string;
                guarantor: {
                    /** @enum {string} */
                    kind: "bank" | "guarantor" | "pawnbroker" | "insurer" | "securities" | "trust" | "fund" | "lessor" | "microlender" | "ipExchange" | "ipService" | "government";
                    name: string;
                    /** @description unified social credit code (GB 32100-2015) */
                    uscc: string;
                };
                /** @description CNY yuan, at most 10^11 */
                principal: string;
            };
            /** @constant */
            datacontenttype?: "application/json";
            /** @constant */
            dataschema?: "guarantee.subrogated/1";
            id: string;
            /** Format: date-time */
            recordedtime?: string;
            source: string;
            /** @constant */
            specversion: "1.0";
            /** @description <line>/<case id>, line: pledge */
            subject: string;
            /** Format: date-time */
            time?: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "guarantee.subrogated";
        };
        LoanRecovered: {
            data: {
                drawId: string;
                /** Format: date */
                effectiveOn: string;
                /** @description CNY yuan, at most 10^11 */
                principal: string;
            };
            /** @constant */
            datacontenttype?: "application/json";
            /** @constant */
            dataschema?: "loan.recovered/1";
            id: string;
            /** Format: date-time */
            recordedtime?: string;
            source: string;
            /** @constant */
            specversion: "1.0";
            /** @description <line>/<case id>, line: pledge */
            subject: string;
            /** Format: date-time */
            time?: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "loan.recovered";
        };
        PolicyBound: {
            data: {
                applicant: {
                    foreign?: {
                        country: string;
                        registration: string;
                    };
                    /** @constant */
                    individual?: true;
                    name?: string;
                    /** @description unified social credit code (GB 32100-2015) */
                    uscc?: string;
                };
                /** Format: date */
                effectiveOn: string;
                enterprise: {
                    division: string;
                    foreign?: {
                        country: string;
                        registration: string;
                    };
                    /** @constant */
                    individual?: true;
                    industry?: string;
                    keyIndustry?: number;
                    name?: string;
                    /** @enum {string} */
                    size?: "large" | "medium" | "small" | "micro";
                    /** @enum {string} */
                    stage?: "startup" | "growth" | "mature";
                    /** @description unified social credit code (GB 32100-2015) */
                    uscc?: string;
                };
                financing?: string;
                /** Format: date */
                from: string;
                insured: {
                    foreign?: {
                        country: string;
                        registration: string;
                    };
                    /** @constant */
                    individual?: true;
                    name?: string;
                    /** @description unified social credit code (GB 32100-2015) */
                    uscc?: string;
                };
                insurer: {
                    /** @enum {string} */
                    kind: "bank" | "guarantor" | "pawnbroker" | "insurer" | "securities" | "trust" | "fund" | "lessor" | "microlender" | "ipExchange" | "ipService" | "government";
                    name: string;
                    /** @description unified social credit code (GB 32100-2015) */
                    uscc: string;
                };
                /** @enum {string} */
                kind: "patentEnforcement" | "infringementLiability" | "pledgeLoan" | "overseasInfringement" | "legalExpense" | "trademarkEnforcement" | "geographicalIndication" | "other";
                policyNumber: string;
                /** @description CNY yuan, at most 10^11 */
                premium: string;
                renews?: string;
                rights: {
                    /** @enum {string} */
                    kind: "invention" | "utilityModel" | "design" | "trademark" | "copyright" | "layoutDesign" | "geographicalIndication" | "plantVariety";
                    niceClass?: number;
                    number: string;
                    title?: string;
                }[];
                /** @description CNY yuan, at most 10^11 */
                sumInsured: string;
                /** Format: date */
                until: string;
            };
            /** @constant */
            datacontenttype?: "application/json";
            /** @constant */
            dataschema?: "policy.bound/1";
            id: string;
            /** Format: date-time */
            recordedtime?: string;
            source: string;
            /** @constant */
            specversion: "1.0";
            /** @description <line>/<case id>, line: policy */
            subject: string;
            /** Format: date-time */
            time?: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "policy.bound";
        };
        PolicyEndorsed: {
            data: {
                /** Format: date */
                effectiveOn: string;
                /** @description CNY yuan, at most 10^11 */
                premiumChange?: string;
                /** @description CNY yuan, at most 10^11 */
                sumInsuredChange?: string;
            };
            /** @constant */
            datacontenttype?: "application/json";
            /** @constant */
            dataschema?: "policy.endorsed/1";
            id: string;
            /** Format: date-time */
            recordedtime?: string;
            source: string;
            /** @constant */
            specversion: "1.0";
            /** @description <line>/<case id>, line: policy */
            subject: string;
            /** Format: date-time */
            time?: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "policy.endorsed";
        };
        PolicyPremiumPaid: {
            data: {
                /** @description CNY yuan, at most 10^11 */
                amount: string;
                /** Format: date */
                effectiveOn: string;
            };
            /** @constant */
            datacontenttype?: "application/json";
            /** @constant */
            dataschema?: "policy.premiumPaid/1";
            id: string;
            /** Format: date-time */
            recordedtime?: string;
            source: string;
            /** @constant */
            specversion: "1.0";
            /** @description <line>/<case id>, line: policy */
            subject: string;
            /** Format: date-time */
            time?: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "policy.premiumPaid";
        };
        PolicySurrendered: {
            data: {
                /** Format: date */
                effectiveOn: string;
                /** @description CNY yuan, at most 10^11 */
                refund: string;
            };
            /** @constant */
            datacontenttype?: "application/json";
            /** @constant */
            dataschema?: "policy.surrendered/1";
            id: string;
            /** Format: date-time */
            recordedtime?: string;
            source: string;
            /** @constant */
            specversion: "1.0";
            /** @description <line>/<case id>, line: policy */
            subject: string;
            /** Format: date-time */
            time?: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "policy.surrendered";
        };
        PolicyVoided: {
            data: {
                /** Format: date */
                effectiveOn: string;
                ground: string;
            };
            /** @constant */
            datacontenttype?: "application/json";
            /** @constant */
            dataschema?: "policy.voided/1";
            id: string;
            /** Format: date-time */
            recordedtime?: string;
            source: string;
            /** @constant */
            specversion: "1.0";
            /** @description <line>/<case id>, line: policy */
            subject: string;
            /** Format: date-time */
            time?: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "policy.voided";
        };
        ClaimNotified: {
            data: {
                /** @description CNY yuan, at most 10^11 */
                amount: string;
                claimId: string;
                /** Format: date */
                effectiveOn: string;
                /** Format: date */
                lossOn: string;
            };
            /** @constant */
            datacontenttype?: "application/json";
            /** @constant */
            dataschema?: "claim.notified/1";
            id: string;
            /** Format: date-time */
            recordedtime?: string;
            source: string;
            /** @constant */
            specversion: "1.0";
            /** @description <line>/<case id>, line: policy */
            subject: string;
            /** Format: date-time */
            time?: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "claim.notified";
        };
        ClaimPaid: {
            data: {
                /** @description CNY yuan, at most 10^11 */
                amount: string;
                claimId: string;
                /** Format: date */
                effectiveOn: string;
            };
            /** @constant */
            datacontenttype?: "application/json";
            /** @constant */
            dataschema?: "claim.paid/1";
            id: string;
            /** Format: date-time */
            recordedtime?: string;
            source: string;
            /** @constant */
            specversion: "1.0";
            /** @description <line>/<case id>, line: policy */
            subject: string;
            /** Format: date-time */
            time?: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "claim.paid";
        };
        ClaimRejected: {
            data: {
                claimId: string;
                /** Format: date */
                effectiveOn: string;
                reason: string;
            };
            /** @constant */
            datacontenttype?: "application/json";
            /** @constant */
            dataschema?: "claim.rejected/1";
            id: string;
            /** Format: date-time */
            recordedtime?: string;
            source: string;
            /** @constant */
            specversion: "1.0";
            /** @description <line>/<case id>, line: policy */
            subject: string;
            /** Format: date-time */
            time?: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "claim.rejected";
        };
        DealSigned: {
            data: {
                /** Format: date */
                effectiveOn: string;
                from: {
                    division: string;
                    foreign?: {
                        country: string;
                        registration: string;
                    };
                    /** @constant */
                    individual?: true;
                    industry?: string;
                    keyIndustry?: number;
                    name?: string;
                    /** @enum {string} */
                    size?: "large" | "medium" | "small" | "micro";
                    /** @enum {string} */
                    stage?: "startup" | "growth" | "mature";
                    /** @description unified social credit code (GB 32100-2015) */
                    uscc?: string;
                };
                /** @enum {string} */
                kind: "assignment" | "applicationAssignment" | "license" | "sublicense" | "openLicense" | "crossLicense" | "contributionInKind";
                /** @enum {string} */
                licenseScope?: "exclusive" | "sole" | "ordinary";
                /** @description CNY yuan, at most 10^11 */
                price: string;
                /** @enum {string} */
                priceKind: "lumpSum" | "instalments" | "royalty" | "entryFeeAndRoyalty";
                relatedParties?: boolean;
                rights: {
                    /** @enum {string} */
                    kind: "invention" | "utilityModel" | "design" | "trademark" | "copyright" | "layoutDesign" | "geographicalIndication" | "plantVariety";
                    niceClass?: number;
                    number: string;
                    title?: string;
                }[];
                to: {
                    division: string;
                    foreign?: {
                        country: string;
                        registration: string;
                    };
                    /** @constant */
                    individual?: true;
                    industry?: string;
                    keyIndustry?: number;
                    name?: string;
                    /** @enum {string} */
                    size?: "large" | "medium" | "small" | "micro";
                    /** @enum {string} */
                    stage?: "startup" | "growth" | "mature";
                    /** @description unified social credit code (GB 32100-2015) */
                    uscc?: string;
                };
                /** Format: date */
                until?: string;
                venue?: {
                    /** @enum {string} */
                    kind: "bank" | "guarantor" | "pawnbroker" | "insurer" | "securities" | "trust" | "fund" | "lessor" | "microlender" | "ipExchange" | "ipService" | "government";
                    name: string;
                    /** @description unified social credit code (GB 32100-2015) */
                    uscc: string;
                };
            };
            /** @constant */
            datacontenttype?: "application/json";
            /** @constant */
            dataschema?: "deal.signed/1";
            id: string;
            /** Format: date-time */
            recordedtime?: string;
            source: string;
            /** @constant */
            specversion: "1.0";
            /** @description <line>/<case id>, line: deal */
            subject: string;
            /** Format: date-time */
            time?: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "deal.signed";
        };
        DealRegistered: {
            data: {
                /** Format: date */
                effectiveOn: string;
                registrationNumber: string;
            };
            /** @constant */
            datacontenttype?: "application/json";
            /** @constant */
            dataschema?: "deal.registered/1";
            id: string;
            /** Format: date-time */
            recordedtime?: string;
            source: string;
            /** @constant */
            specversion: "1.0";
            /** @description <line>/<case id>, line: deal */
            subject: string;
            /** Format: date-time */
            time?: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "deal.registered";
        };
        DealAmended: {
            data: {
                /** Format: date */
                effectiveOn: string;
                /** @description CNY yuan, at most 10^11 */
                priceChange: string;
            };
            /** @constant */
            datacontenttype?: "application/json";
            /** @constant */
            dataschema?: "deal.amended/1";
            id: string;
            /** Format: date-time */
            recordedtime?: string;
            source: string;
            /** @constant */
            specversion: "1.0";
            /** @description <line>/<case id>, line: deal */
            subject: string;
            /** Format: date-time */
            time?: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "deal.amended";
        };
        DealRoyaltySettled: {
            data: {
                /** @description CNY yuan, at most 10^11 */
                amount: string;
                /** Format: date */
                effectiveOn: string;
                /** Format: date */
                periodFrom: string;
                /** Format: date */
                periodUntil: string;
            };
            /** @constant */
            datacontenttype?: "application/json";
            /** @constant */
            dataschema?: "deal.royaltySettled/1";
            id: string;
            /** Format: date-time */
            recordedtime?: string;
            source: string;
            /** @constant */
            specversion: "1.0";
            /** @description <line>/<case id>, line: deal */
            subject: string;
            /** Format: date-time */
            time?: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "deal.royaltySettled";
        };
        DealPaid: {
            data: {
                /** @description CNY yuan, at most 10^11 */
                amount: string;
                /** Format: date */
                effectiveOn: string;
            };
            /** @constant */
            datacontenttype?: "application/json";
            /** @constant */
            dataschema?: "deal.paid/1";
            id: string;
            /** Format: date-time */
            recordedtime?: string;
            source: string;
            /** @constant */
            specversion: "1.0";
            /** @description <line>/<case id>, line: deal */
            subject: string;
            /** Format: date-time */
            time?: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "deal.paid";
        };
        DealTerminated: {
            data: {
                /** Format: date */
                effectiveOn: string;
                reason: string;
            };
            /** @constant */
            datacontenttype?: "application/json";
            /** @constant */
            dataschema?: "deal.terminated/1";
            id: string;
            /** Format: date-time */
            recordedtime?: string;
            source: string;
            /** @constant */
            specversion: "1.0";
            /** @description <line>/<case id>, line: deal */
            subject: string;
            /** Format: date-time */
            time?: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "deal.terminated";
        };
        DealRescinded: {
            data: {
                /** Format: date */
                effectiveOn: string;
                ground: string;
            };
            /** @constant */
            datacontenttype?: "application/json";
            /** @constant */
            dataschema?: "deal.rescinded/1";
            id: string;
            /** Format: date-time */
            recordedtime?: string;
            source: string;
            /** @constant */
            specversion: "1.0";
            /** @description <line>/<case id>, line: deal */
            subject: string;
            /** Format: date-time */
            time?: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "deal.rescinded";
        };
        FundEstablished: {
            data: {
                /** Format: date */
                effectiveOn: string;
                /** @enum {string} */
                form: "limitedPartnership" | "company";
                ipOperationFund: boolean;
                manager: {
                    /** @enum {string} */
                    kind: "bank" | "guarantor" | "pawnbroker" | "insurer" | "securities" | "trust" | "fund" | "lessor" | "microlender" | "ipExchange" | "ipService" | "government";
                    name: string;
                    /** @description unified social credit code (GB 32100-2015) */
                    uscc: string;
                };
                name: string;
                /** @description CNY yuan, at most 10^11 */
                targetSize: string;
            };
            /** @constant */
            datacontenttype?: "application/json";
            /** @constant */
            dataschema?: "fund.established/1";
            id: string;
            /** Format: date-time */
            recordedtime?: string;
            source: string;
            /** @constant */
            specversion: "1.0";
            /** @description <line>/<case id>, line: fund */
            subject: string;
            /** Format: date-time */
            time?: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "fund.established";
        };
        FundCommitted: {
            data: {
                /** @description CNY yuan, at most 10^11 */
                amount: string;
                /** Format: date */
                effectiveOn: string;
                partner: {
                    foreign?: {
                        country: string;
                        registration: string;
                    };
                    /** @constant */
                    individual?: true;
                    name?: string;
                    /** @description unified social credit code (GB 32100-2015) */
                    uscc?: string;
                };
                /** @enum {string} */
                partnerKind: "fiscalCentral" | "fiscalLocal" | "stateOwned" | "social";
            };
            /** @constant */
            datacontenttype?: "application/json";
            /** @constant */
            dataschema?: "fund.committed/1";
            id: string;
            /** Format: date-time */
            recordedtime?: string;
            source: string;
            /** @constant */
            specversion: "1.0";
            /** @description <line>/<case id>, line: fund */
            subject: string;
            /** Format: date-time */
            time?: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "fund.committed";
        };
        FundPaidIn: {
            data: {
                /** @description CNY yuan, at most 10^11 */
                amount: string;
                /** Format: date */
                effectiveOn: string;
                partner: {
                    foreign?: {
                        country: string;
                        registration: string;
                    };
                    /** @constant */
                    individual?: true;
                    name?: string;
                    /** @description unified social credit code (GB 32100-2015) */
                    uscc?: string;
                };
            };
            /** @constant */
            datacontenttype?: "application/json";
            /** @constant */
            dataschema?: "fund.paidIn/1";
            id: string;
            /** Format: date-time */
            recordedtime?: string;
            source: string;
            /** @constant */
            specversion: "1.0";
            /** @description <line>/<case id>, line: fund */
            subject: string;
            /** Format: date-time */
            time?: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "fund.paidIn";
        };
        ProjectReserved: {
            data: {
                /** Format: date */
                effectiveOn: string;
                enterprise: {
                    division: string;
                    foreign?: {
                        country: string;
                        registration: string;
                    };
                    /** @constant */
                    individual?: true;
                    industry?: string;
                    keyIndustry?: number;
                    name?: string;
                    /** @enum {string} */
                    size?: "large" | "medium" | "small" | "micro";
                    /** @enum {string} */
                    stage?: "startup" | "growth" | "mature";
                    /** @description unified social credit code (GB 32100-2015) */
                    uscc?: string;
                };
                keyIndustry: number;
                projectId: string;
            };
            /** @constant */
            datacontenttype?: "application/json";
            /** @constant */
            dataschema?: "project.reserved/1";
            id: string;
            /** Format: date-time */
            recordedtime?: string;
            source: string;
            /** @constant */
            specversion: "1.0";
            /** @description <line>/<case id>, line: fund */
            subject: string;
            /** Format: date-time */
            time?: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "project.reserved";
        };
        InvestmentClosed: {
            data: {
                /** @description CNY yuan, at most 10^11 */
                amount: string;
                /** Format: date */
                effectiveOn: string;
                enterprise: {
                    division: string;
                    foreign?: {
                        country: string;
                        registration: string;
                    };
                    /** @constant */
                    individual?: true;
                    industry?: string;
                    keyIndustry?: number;
                    name?: string;
                    /** @enum {string} */
                    size?: "large" | "medium" | "small" | "micro";
                    /** @enum {string} */
                    stage?: "startup" | "growth" | "mature";
                    /** @description unified social credit code (GB 32100-2015) */
                    uscc?: string;
                };
                keyIndustry: number;
                projectId: string;
            };
            /** @constant */
            datacontenttype?: "application/json";
            /** @constant */
            dataschema?: "investment.closed/1";
            id: string;
            /** Format: date-time */
            recordedtime?: string;
            source: string;
            /** @constant */
            specversion: "1.0";
            /** @description <line>/<case id>, line: fund */
            subject: string;
            /** Format: date-time */
            time?: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "investment.closed";
        };
        InvestmentFollowedOn: {
            data: {
                /** @description CNY yuan, at most 10^11 */
                amount: string;
                /** Format: date */
                effectiveOn: string;
                projectId: string;
            };
            /** @constant */
            datacontenttype?: "application/json";
            /** @constant */
            dataschema?: "investment.followedOn/1";
            id: string;
            /** Format: date-time */
            recordedtime?: string;
            source: string;
            /** @constant */
            specversion: "1.0";
            /** @description <line>/<case id>, line: fund */
            subject: string;
            /** Format: date-time */
            time?: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "investment.followedOn";
        };
        InvestmentRescinded: {
            data: {
                /** Format: date */
                effectiveOn: string;
                ground: string;
                projectId: string;
            };
            /** @constant */
            datacontenttype?: "application/json";
            /** @constant */
            dataschema?: "investment.rescinded/1";
            id: string;
            /** Format: date-time */
            recordedtime?: string;
            source: string;
            /** @constant */
            specversion: "1.0";
            /** @description <line>/<case id>, line: fund */
            subject: string;
            /** Format: date-time */
            time?: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "investment.rescinded";
        };
        ExitMade: {
            data: {
                /** Format: date */
                effectiveOn: string;
                full: boolean;
                /** @description CNY yuan, at most 10^11 */
                proceeds: string;
                projectId: string;
                /** @enum {string} */
                way: "transfer" | "listing" | "buyback" | "liquidation" | "other";
            };
            /** @constant */
            datacontenttype?: "application/json";
            /** @constant */
            dataschema?: "exit.made/1";
            id: string;
            /** Format: date-time */
            recordedtime?: string;
            source: string;
            /** @constant */
            specversion: "1.0";
            /** @description <line>/<case id>, line: fund */
            subject: string;
            /** Format: date-time */
            time?: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "exit.made";
        };
        FundDistributed: {
            data: {
                /** @description CNY yuan, at most 10^11 */
                amount: string;
                /** Format: date */
                effectiveOn: string;
            };
            /** @constant */
            datacontenttype?: "application/json";
            /** @constant */
            dataschema?: "fund.distributed/1";
            id: string;
            /** Format: date-time */
            recordedtime?: string;
            source: string;
            /** @constant */
            specversion: "1.0";
            /** @description <line>/<case id>, line: fund */
            subject: string;
            /** Format: date-time */
            time?: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "fund.distributed";
        };
        FundLiquidated: {
            data: {
                /** Format: date */
                effectiveOn: string;
            };
            /** @constant */
            datacontenttype?: "application/json";
            /** @constant */
            dataschema?: "fund.liquidated/1";
            id: string;
            /** Format: date-time */
            recordedtime?: string;
            source: string;
            /** @constant */
            specversion: "1.0";
            /** @description <line>/<case id>, line: fund */
            subject: string;
            /** Format: date-time */
            time?: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "fund.liquidated";
        };
        ProgrammeApproved: {
            data: {
                /** Format: date */
                effectiveOn: string;
                originator: {
                    /** @enum {string} */
                    kind: "bank" | "guarantor" | "pawnbroker" | "insurer" | "securities" | "trust" | "fund" | "lessor" | "microlender" | "ipExchange" | "ipService" | "government";
                    name: string;
                    /** @description unified social credit code (GB 32100-2015) */
                    uscc: string;
                };
                /** @enum {string} */
                poolKind: "leaseBack" | "secondaryLicense" | "factoring" | "pledgeLoan";
                /** @description CNY yuan, at most 10^11 */
                shelfAmount: string;
            };
            /** @constant */
            datacontenttype?: "application/json";
            /** @constant */
            dataschema?: "programme.approved/1";
            id: string;
            /** Format: date-time */
            recordedtime?: string;
            source: string;
            /** @constant */
            specversion: "1.0";
            /** @description <line>/<case id>, line: securitization */
            subject: string;
            /** Format: date-time */
            time?: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "programme.approved";
        };
        TrancheIssued: {
            data: {
                /** @description CNY yuan, at most 10^11 */
                amount: string;
                couponBp: number;
                /** Format: date */
                effectiveOn: string;
                enterprises: string[];
                /** Format: date */
                maturity: string;
                /** @enum {string} */
                seniority: "senior" | "mezzanine" | "subordinated";
                trancheId: string;
            };
            /** @constant */
            datacontenttype?: "application/json";
            /** @constant */
            dataschema?: "tranche.issued/1";
            id: string;
            /** Format: date-time */
            recordedtime?: string;
            source: string;
            /** @constant */
            specversion: "1.0";
            /** @description <line>/<case id>, line: securitization */
            subject: string;
            /** Format: date-time */
            time?: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "tranche.issued";
        };
        TrancheRepaid: {
            data: {
                /** Format: date */
                effectiveOn: string;
                /** @description CNY yuan, at most 10^11 */
                principal: string;
                trancheId: string;
            };
            /** @constant */
            datacontenttype?: "application/json";
            /** @constant */
            dataschema?: "tranche.repaid/1";
            id: string;
            /** Format: date-time */
            recordedtime?: string;
            source: string;
            /** @constant */
            specversion: "1.0";
            /** @description <line>/<case id>, line: securitization */
            subject: string;
            /** Format: date-time */
            time?: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "tranche.repaid";
        };
        ProgrammeCreditEvent: {
            data: {
                /** Format: date */
                effectiveOn: string;
                text: string;
            };
            /** @constant */
            datacontenttype?: "application/json";
            /** @constant */
            dataschema?: "programme.creditEvent/1";
            id: string;
            /** Format: date-time */
            recordedtime?: string;
            source: string;
            /** @constant */
            specversion: "1.0";
            /** @description <line>/<case id>, line: securitization */
            subject: string;
            /** Format: date-time */
            time?: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "programme.creditEvent";
        };
        RiskPoolFunded: {
            data: {
                /** @description CNY yuan, at most 10^11 */
                amount: string;
                contributor: string;
                /** @enum {string} */
                contributorKind: "fiscalCentral" | "fiscalLocal" | "bank" | "insurer" | "guarantor" | "other";
                /** Format: date */
                effectiveOn: string;
            };
            /** @constant */
            datacontenttype?: "application/json";
            /** @constant */
            dataschema?: "riskPool.funded/1";
            id: string;
            /** Format: date-time */
            recordedtime?: string;
            source: string;
            /** @constant */
            specversion: "1.0";
            /** @description <line>/<case id>, line: riskPool */
            subject: string;
            /** Format: date-time */
            time?: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "riskPool.funded";
        };
        RiskPoolAdmitted: {
            data: {
                /** Format: date */
                effectiveOn: string;
                financing: string;
                lossShareBp: number;
            };
            /** @constant */
            datacontenttype?: "application/json";
            /** @constant */
            dataschema?: "riskPool.admitted/1";
            id: string;
            /** Format: date-time */
            recordedtime?: string;
            source: string;
            /** @constant */
            specversion: "1.0";
            /** @description <line>/<case id>, line: riskPool */
            subject: string;
            /** Format: date-time */
            time?: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "riskPool.admitted";
        };
        CompensationPaid: {
            data: {
                /** @description CNY yuan, at most 10^11 */
                amount: string;
                /** Format: date */
                effectiveOn: string;
                financing: string;
                /** @description CNY yuan, at most 10^11 */
                unpaidPrincipal: string;
            };
            /** @constant */
            datacontenttype?: "application/json";
            /** @constant */
            dataschema?: "compensation.paid/1";
            id: string;
            /** Format: date-time */
            recordedtime?: string;
            source: string;
            /** @constant */
            specversion: "1.0";
            /** @description <line>/<case id>, line: riskPool */
            subject: string;
            /** Format: date-time */
            time?: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "compensation.paid";
        };
        CompensationClawedBack: {
            data: {
                /** @description CNY yuan, at most 10^11 */
                amount: string;
                /** Format: date */
                effectiveOn: string;
                financing: string;
            };
            /** @constant */
            datacontenttype?: "application/json";
            /** @constant */
            dataschema?: "compensation.clawedBack/1";
            id: string;
            /** Format: date-time */
            recordedtime?: string;
            source: string;
            /** @constant */
            specversion: "1.0";
            /** @description <line>/<case id>, line: riskPool */
            subject: string;
            /** Format: date-time */
            time?: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "compensation.clawedBack";
        };
        BudgetAppropriated: {
            data: {
                /** @description CNY yuan, at most 10^11 */
                amount: string;
                /** Format: date */
                effectiveOn: string;
                /** @enum {string} */
                level: "central" | "local";
                programme: string;
            };
            /** @constant */
            datacontenttype?: "application/json";
            /** @constant */
            dataschema?: "budget.appropriated/1";
            id: string;
            /** Format: date-time */
            recordedtime?: string;
            source: string;
            /** @constant */
            specversion: "1.0";
            /** @description <line>/<case id>, line: budget */
            subject: string;
            /** Format: date-time */
            time?: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "budget.appropriated";
        };
        SubsidyPaid: {
            data: {
                /** @description CNY yuan, at most 10^11 */
                amount: string;
                beneficiary: {
                    division: string;
                    foreign?: {
                        country: string;
                        registration: string;
                    };
                    /** @constant */
                    individual?: true;
                    industry?: string;
                    keyIndustry?: number;
                    name?: string;
                    /** @enum {string} */
                    size?: "large" | "medium" | "small" | "micro";
                    /** @enum {string} */
                    stage?: "startup" | "growth" | "mature";
                    /** @description unified social credit code (GB 32100-2015) */
                    uscc?: string;
                };
                /** Format: date */
                effectiveOn: string;
                financing?: string;
                /** @enum {string} */
                purpose: "interest" | "premium" | "appraisal" | "other";
            };
            /** @constant */
            datacontenttype?: "application/json";
            /** @constant */
            dataschema?: "subsidy.paid/1";
            id: string;
            /** Format: date-time */
            recordedtime?: string;
            source: string;
            /** @constant */
            specversion: "1.0";
            /** @description <line>/<case id>, line: budget */
            subject: string;
            /** Format: date-time */
            time?: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "subsidy.paid";
        };
        SubsidyReturned: {
            data: {
                /** @description CNY yuan, at most 10^11 */
                amount: string;
                /** Format: date */
                effectiveOn: string;
                payment: string;
            };
            /** @constant */
            datacontenttype?: "application/json";
            /** @constant */
            dataschema?: "subsidy.returned/1";
            id: string;
            /** Format: date-time */
            recordedtime?: string;
            source: string;
            /** @constant */
            specversion: "1.0";
            /** @description <line>/<case id>, line: budget */
            subject: string;
            /** Format: date-time */
            time?: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "subsidy.returned";
        };
        IndicatorObserved: {
            data: {
                division?: string;
                /** Format: date */
                effectiveOn: string;
                /** @enum {string} */
                indicator: "gb-certified" | "trusteeship-smes" | "high-value-portfolios" | "backbone-institutions" | "pledge-amount-growth" | "insured-sum-growth" | "pledge-count-growth" | "deal-amount-growth" | "industry-navigation" | "enterprise-navigation" | "valid-inventions" | "inventions-per-10k" | "pct-filings" | "trademarks-registered" | "trademarks-overseas" | "advantage-enterprises" | "patent-alliances" | "fund-projects";
                source: string;
                value: string;
                year: number;
            };
            /** @constant */
            datacontenttype?: "application/json";
            /** @constant */
            dataschema?: "indicator.observed/1";
            id: string;
            /** Format: date-time */
            recordedtime?: string;
            source: string;
            /** @constant */
            specversion: "1.0";
            /** @description <line>/<case id>, line: observation */
            subject: string;
            /** Format: date-time */
            time?: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "indicator.observed";
        };
        TargetSet: {
            data: {
                /** Format: date */
                effectiveOn: string;
                /** @enum {string} */
                indicator: "gb-certified" | "trusteeship-smes" | "high-value-portfolios" | "backbone-institutions" | "pledge-amount-growth" | "insured-sum-growth" | "pledge-count-growth" | "deal-amount-growth" | "industry-navigation" | "enterprise-navigation" | "valid-inventions" | "inventions-per-10k" | "pct-filings" | "trademarks-registered" | "trademarks-overseas" | "advantage-enterprises" | "patent-alliances" | "fund-projects";
                required?: string;
                target: string;
                year: number;
            };
            /** @constant */
            datacontenttype?: "application/json";
            /** @constant */
            dataschema?: "target.set/1";
            id: string;
            /** Format: date-time */
            recordedtime?: string;
            source: string;
            /** @constant */
            specversion: "1.0";
            /** @description <line>/<case id>, line: target */
            subject: string;
            /** Format: date-time */
            time?: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "target.set";
        };
        PeriodClosed: {
            data: {
                /** Format: date */
                effectiveOn: string;
                period: string;
            };
            /** @constant */
            datacontenttype?: "application/json";
            /** @constant */
            dataschema?: "period.closed/1";
            id: string;
            /** Format: date-time */
            recordedtime?: string;
            source: string;
            /** @constant */
            specversion: "1.0";
            /** @description <line>/<case id>, line: period */
            subject: string;
            /** Format: date-time */
            time?: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "period.closed";
        };
        ReportConfirmed: {
            data: {
                /** Format: date */
                effectiveOn: string;
                figures: {
                    /** @description CNY yuan, at most 10^11 */
                    amount?: string;
                    count?: string;
                    /** @enum {string} */
                    indicator: "pledge-amount-growth" | "insured-sum-growth" | "pledge-count-growth" | "deal-amount-growth" | "fund-projects";
                }[];
                period: string;
                treeSize: string;
            };
            /** @constant */
            datacontenttype?: "application/json";
            /** @constant */
            dataschema?: "report.confirmed/1";
            id: string;
            /** Format: date-time */
            recordedtime?: string;
            source: string;
            /** @constant */
            specversion: "1.0";
            /** @description <line>/<case id>, line: report */
            subject: string;
            /** Format: date-time */
            time?: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "report.confirmed";
        };
        BulletinPublished: {
            data: {
                /** Format: date */
                effectiveOn: string;
                rootHash: string;
                rows: {
                    [key: string]: components["schemas"]["__schema0"];
                }[];
                tables: {
                    by: string;
                    /** @enum {string} */
                    indicator: "gb-certified" | "trusteeship-smes" | "high-value-portfolios" | "backbone-institutions" | "pledge-amount-growth" | "insured-sum-growth" | "pledge-count-growth" | "deal-amount-growth" | "industry-navigation" | "enterprise-navigation" | "valid-inventions" | "inventions-per-10k" | "pct-filings" | "trademarks-registered" | "trademarks-overseas" | "advantage-enterprises" | "patent-alliances" | "fund-projects";
                    sha256: string;
                }[];
                treeSize: string;
                year: number;
            };
            /** @constant */
            datacontenttype?: "application/json";
            /** @constant */
            dataschema?: "bulletin.published/1";
            id: string;
            /** Format: date-time */
            recordedtime?: string;
            source: string;
            /** @constant */
            specversion: "1.0";
            /** @description <line>/<case id>, line: bulletin */
            subject: string;
            /** Format: date-time */
            time?: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "bulletin.published";
        };
        FindingExplained: {
            data: {
                /** Format: date */
                effectiveOn: string;
                text: string;
            };
            /** @constant */
            datacontenttype?: "application/json";
            /** @constant */
            dataschema?: "finding.explained/1";
            id: string;
            /** Format: date-time */
            recordedtime?: string;
            source: string;
            /** @constant */
            specversion: "1.0";
            /** @description <line>/<case id>, line: finding */
            subject: string;
            /** Format: date-time */
            time?: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "finding.explained";
        };
        FindingResolved: {
            data: {
                /** Format: date */
                effectiveOn: string;
                text: string;
            };
            /** @constant */
            datacontenttype?: "application/json";
            /** @constant */
            dataschema?: "finding.resolved/1";
            id: string;
            /** Format: date-time */
            recordedtime?: string;
            source: string;
            /** @constant */
            specversion: "1.0";
            /** @description <line>/<case id>, line: finding */
            subject: string;
            /** Format: date-time */
            time?: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "finding.resolved";
        };
        FactCorrected: {
            data: {
                data: {
                    [key: string]: components["schemas"]["__schema1"];
                };
                /** Format: date */
                effectiveOn: string;
                reason: string;
                supersedes: {
                    id: string;
                    source: string;
                };
            };
            /** @constant */
            datacontenttype?: "application/json";
            /** @constant */
            dataschema?: "fact.corrected/1";
            id: string;
            /** Format: date-time */
            recordedtime?: string;
            source: string;
            /** @constant */
            specversion: "1.0";
            /** @description <line>/<case id>, line: pledge, policy, deal, fund, securitization, riskPool, budget, observation, target, participant, period, report, bulletin, ledger, finding */
            subject: string;
            /** Format: date-time */
            time?: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "fact.corrected";
        };
        FactWithdrawn: {
            data: {
                /** Format: date */
                effectiveOn: string;
                reason: string;
                supersedes: {
                    id: string;
                    source: string;
                };
            };
            /** @constant */
            datacontenttype?: "application/json";
            /** @constant */
            dataschema?: "fact.withdrawn/1";
            id: string;
            /** Format: date-time */
            recordedtime?: string;
            source: string;
            /** @constant */
            specversion: "1.0";
            /** @description <line>/<case id>, line: pledge, policy, deal, fund, securitization, riskPool, budget, observation, target, participant, period, report, bulletin, ledger, finding */
            subject: string;
            /** Format: date-time */
            time?: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "fact.withdrawn";
        };
        ChangeRequested: {
            data: {
                data: {
                    [key: string]: components["schemas"]["__schema2"];
                };
                /** Format: date */
                effectiveOn: string;
                reason: string;
                /** @enum {string} */
                type: "fact.corrected" | "fact.withdrawn" | "target.set" | "bulletin.published";
            };
            /** @constant */
            datacontenttype?: "application/json";
            /** @constant */
            dataschema?: "change.requested/1";
            id: string;
            /** Format: date-time */
            recordedtime?: string;
            source: string;
            /** @constant */
            specversion: "1.0";
            /** @description <line>/<case id>, line: pledge, policy, deal, fund, securitization, riskPool, budget, observation, target, participant, period, report, bulletin, ledger, finding */
            subject: string;
            /** Format: date-time */
            time?: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "change.requested";
        };
        ChangeApproved: {
            data: {
                /** Format: date */
                effectiveOn: string;
                request: {
                    id: string;
                    source: string;
                };
            };
            /** @constant */
            datacontenttype?: "application/json";
            /** @constant */
            dataschema?: "change.approved/1";
            id: string;
            /** Format: date-time */
            recordedtime?: string;
            source: string;
            /** @constant */
            specversion: "1.0";
            /** @description <line>/<case id>, line: pledge, policy, deal, fund, securitization, riskPool, budget, observation, target, participant, period, report, bulletin, ledger, finding */
            subject: string;
            /** Format: date-time */
            time?: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "change.approved";
        };
        ChangeRejected: {
            data: {
                /** Format: date */
                effectiveOn: string;
                reason: string;
                request: {
                    id: string;
                    source: string;
                };
            };
            /** @constant */
            datacontenttype?: "application/json";
            /** @constant */
            dataschema?: "change.rejected/1";
            id: string;
            /** Format: date-time */
            recordedtime?: string;
            source: string;
            /** @constant */
            specversion: "1.0";
            /** @description <line>/<case id>, line: pledge, policy, deal, fund, securitization, riskPool, budget, observation, target, participant, period, report, bulletin, ledger, finding */
            subject: string;
            /** Format: date-time */
            time?: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "change.rejected";
        };
        Cosignature: {
            /** @description The signed note with the cosignature */
            checkpoint: string;
            /** @description Verifier key of the witness */
            vkey: string;
        };
        __schema0: unknown;
        __schema1: unknown;
        __schema2: unknown;
        /** @description Where a fact stands in the log */
        Recorded: {
            id: string;
            subject: string;
            revision: number;
            sequence: string;
            leafHash: string;
            recordedTime: string;
            recordedEvent: components["schemas"]["RecordedEvent"];
        };
        /** @description A fact as recorded, with its place in the log */
        RecordedEvent: {
            /** @constant */
            specversion: "1.0";
            id: string;
            source: string;
            /** @enum {string} */
            type: "pledge.registered" | "pledge.registrationAdded" | "pledge.amended" | "pledge.rightsReleased" | "pledge.cancelled" | "pledge.revoked" | "pledge.realized" | "loan.disbursed" | "loan.repaid" | "loan.extended" | "loan.classified" | "loan.defaulted" | "loan.writtenOff" | "guarantee.subrogated" | "loan.recovered" | "policy.bound" | "policy.endorsed" | "policy.premiumPaid" | "policy.surrendered" | "policy.voided" | "claim.notified" | "claim.paid" | "claim.rejected" | "deal.signed" | "deal.registered" | "deal.amended" | "deal.royaltySettled" | "deal.paid" | "deal.terminated" | "deal.rescinded" | "fund.established" | "fund.committed" | "fund.paidIn" | "project.reserved" | "investment.closed" | "investment.followedOn" | "investment.rescinded" | "exit.made" | "fund.distributed" | "fund.liquidated" | "programme.approved" | "tranche.issued" | "tranche.repaid" | "programme.creditEvent" | "riskPool.funded" | "riskPool.admitted" | "compensation.paid" | "compensation.clawedBack" | "budget.appropriated" | "subsidy.paid" | "subsidy.returned" | "ledger.opened" | "rules.adopted" | "indicator.observed" | "target.set" | "period.closed" | "report.confirmed" | "bulletin.published" | "participant.admitted" | "participant.suspended" | "participant.reinstated" | "key.issued" | "key.revoked" | "finding.explained" | "finding.resolved" | "fact.corrected" | "fact.withdrawn" | "change.requested" | "change.approved" | "change.rejected";
            subject: string;
            time?: string;
            datacontenttype?: string;
            dataschema: string;
            data: {
                [key: string]: unknown;
            };
            revision: number;
            recordedtime: string;
            recordedby: string;
            nonce: string;
            logindex: string;
        };
        /** @description What became of one fact of a batch */
        BatchResult: {
            status: number;
            /** @constant */
            repeated?: true;
            id: string;
            subject: string;
            revision: number;
            sequence: string;
            leafHash: string;
            recordedTime: string;
            recordedEvent: components["schemas"]["RecordedEvent"];
        } | {
            status: number;
            errors: components["schemas"]["Refusal"][];
        };
        /** @description Why a fact was refused */
        Refusal: {
            /** @description docs/errors.md lists every code */
            code: string;
            /** @description RFC 6901, into what was posted */
            pointer: string;
            value?: unknown;
            message: components["schemas"]["Message"];
            event?: components["schemas"]["FactKey"];
        };
        /** @description The same in both languages */
        Message: {
            zh: string;
            en: string;
        };
        /** @description Identity of a fact */
        FactKey: {
            source: string;
            id: string;
        };
        /** @description RFC 9457 problem details; docs/errors.md lists every code */
        Problem: {
            type: string;
            title: string;
            status: number;
            detail: string;
            instance?: string;
            /** @description docs/errors.md lists every code */
            code: string;
            message: components["schemas"]["Message"];
            errors?: components["schemas"]["Refusal"][];
        };
        /** @description The prefix of the log that the answer is a function of; of an empty ledger all but treeSize is null */
        AsOf: {
            sequence: string | null;
            recordedTime: string | null;
            treeSize: string;
            rootHash: string | null;
        };
        History: {
            subject: string;
            asOf: components["schemas"]["AsOf"];
            revision: number;
            state: {
                [key: string]: unknown;
            } | null;
            events: {
                revision: number;
                event: components["schemas"]["RecordedEvent"];
                effectiveData: {
                    [key: string]: unknown;
                } | null;
                correctedBy?: {
                    source: string;
                    id: string;
                    sequence: string;
                };
                withdrawnBy?: {
                    source: string;
                    id: string;
                    sequence: string;
                };
                state: {
                    [key: string]: unknown;
                } | null;
                effects: {
                    measure: string;
                    month: string;
                    amountFen?: string;
                    count?: string;
                }[];
            }[];
        };
        Finding: {
            /** @description Contracts of others, which an institution does not see */
            others?: number;
            id: string;
            code: string;
            message: components["schemas"]["Message"];
            /** @enum {string} */
            state: "open" | "explained" | "resolved";
            sequence: string;
            recordedTime: string;
            subjects: string[];
            events: components["schemas"]["FactKey"][];
            statements: {
                /** @enum {string} */
                state: "explained" | "resolved";
                text: string;
                /** Format: date */
                effectiveOn: string;
                source: string;
                id: string;
                sequence: string;
            }[];
        };
        /** @description A record of the bureau as it stands, its data among the members */
        StandingRecord: {
            sequence: string;
            recordedTime: string;
            recordedBy: string;
            recordedFrom: string;
            id: string;
            /** Format: date */
            effectiveOn: string;
            indicator: string;
            year: number;
        } & {
            [key: string]: unknown;
        };
        AnnexTable: {
            /** @description Whose own part it is, where it is one */
            institution?: string;
            year: number | null;
            division: string | null;
            months: number[] | null;
            asOf: components["schemas"]["AsOf"];
            rows: components["schemas"]["AnnexRow"][];
        };
        /** @description A row of the annex table: of growth, or of a level */
        AnnexRow: ({
            number: number;
            code: string;
            name: components["schemas"]["Message"];
            unit: string;
            value: components["schemas"]["Value"] | null;
            base: components["schemas"]["QuantityOfYear"] | null;
            previous: components["schemas"]["QuantityOfYear"] | null;
            averageAnnualGrowth: components["schemas"]["Growth"];
            yearOnYear: components["schemas"]["Growth"];
            required: string | null;
            target: string | null;
            met: boolean | null;
            metRequired: boolean | null;
            needed: components["schemas"]["Quantity"] | null;
            remaining: components["schemas"]["Quantity"] | null;
            gapPercentagePoints: string | null;
            remainingPerMonth: components["schemas"]["Quantity"] | null;
            confirmed: {
                percent: string;
                institutions: string;
                of: string;
            } | null;
            memo: {
                [key: string]: unknown;
            } | null;
            status: ("P" | "A" | "R" | "M")[];
            definition: {
                id: string;
                version: number;
                basis: string | null;
                method: string;
                baseYear: number | null;
                /** @enum {string} */
                rounding: "halfEven" | "halfUp";
                choices: string[];
            };
        } & {
            [key: string]: unknown;
        }) | ({
            number: number;
            code: string;
            name: components["schemas"]["Message"];
            unit: string;
            value: components["schemas"]["Value"] | null;
            attainment: components["schemas"]["Ratio"] | null;
            required: string | null;
            target: string | null;
            met: boolean | null;
            metRequired: boolean | null;
            needed: components["schemas"]["Quantity"] | null;
            remaining: components["schemas"]["Quantity"] | null;
            confirmed: {
                percent: string;
                institutions: string;
                of: string;
            } | null;
            memo: {
                [key: string]: unknown;
            } | null;
            status: ("P" | "A" | "R" | "M")[];
            definition: {
                id: string;
                version: number;
                basis: string | null;
                method: string;
                baseYear: number | null;
                /** @enum {string} */
                rounding: "halfEven" | "halfUp";
                choices: string[];
            };
        } & {
            [key: string]: unknown;
        });
        Value: {
            display?: string;
            amountFen: string;
        } | {
            display?: string;
            count: string;
        } | {
            display?: string;
            level: string;
        };
        QuantityOfYear: {
            year: number;
            amountFen: string;
        } | {
            year: number;
            count: string;
        } | {
            year: number;
            level: string;
        };
        Growth: {
            exact: string | null;
            percent: string | null;
            /** @description Why there is none */
            code: string | null;
        };
        /** @description An amount in fen, a count, or a level */
        Quantity: {
            amountFen: string;
        } | {
            count: string;
        } | {
            level: string;
        };
        Ratio: {
            exact: string;
            percent: string;
        };
        Series: {
            code: string;
            by: ("division" | "keyIndustry" | "kind" | "institutionKind" | "institution" | "size" | "stage") | null;
            asOf: components["schemas"]["AsOf"];
            years: {
                year: number;
                value: components["schemas"]["Value"] | null;
                averageAnnualGrowth: components["schemas"]["Growth"] | null;
                yearOnYear: components["schemas"]["Growth"] | null;
                months: {
                    month: string;
                    value: components["schemas"]["Value"];
                }[];
                parts: {
                    key: string;
                    name: components["schemas"]["Message"];
                    value: components["schemas"]["Value"];
                }[];
            }[];
        };
        Lineage: {
            code: string;
            year: number;
            asOf: components["schemas"]["AsOf"];
            value: components["schemas"]["Value"] | null;
            entries: components["schemas"]["LineageEntry"][];
        };
        /** @description What one event did to a figure */
        LineageEntry: {
            sequence: string;
            recordedTime: string;
            /** Format: date */
            effectiveOn: string;
            month: string | null;
            subject: string;
            source: string;
            id: string;
            type: string;
            effect: components["schemas"]["Quantity"];
            running: components["schemas"]["Quantity"];
        };
        Difference: {
            code: string;
            year: number;
            from: {
                asOf: components["schemas"]["AsOf"];
                value: components["schemas"]["Value"] | null;
            };
            to: {
                asOf: components["schemas"]["AsOf"];
                value: components["schemas"]["Value"] | null;
            };
            change: components["schemas"]["Quantity"];
            entries: components["schemas"]["LineageEntry"][];
        };
        Inclusion: {
            sequence: string;
            treeSize: string;
            leafHash: string;
            rootHash: string;
            /** @description RFC 9162 §2.1.3.1, from the leaf up */
            hashes: string[];
            /** @description The same as C2SP tlog-proof with its checkpoint, under the newest one */
            proof: string | null;
        };
        Consistency: {
            from: string;
            to: string;
            fromRootHash: string;
            toRootHash: string;
            /** @description RFC 9162 §2.1.4.1 */
            hashes: string[];
        };
        Cosigned: {
            treeSize: string;
            witness: string;
            kept: boolean;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export type operations = Record<string, never>;
