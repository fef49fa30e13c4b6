import type { EvidenceKind } from './kinds.ts';

/** What evidence says of itself to a reader, in both languages. The text is fixed: another text is another version of the format. */

const CHECKING_ZH = `核对方法：

  ledger verify <本文件或目录> --key <账本的验证密钥>

验证密钥须经由账本以外的途径取得（例如公报、公文或当面交换）；本文件不含也不能含有它。所用格式均为公开标准，不用本软件也能
核对：docs/auditing.md 写明了如何只用 openssl 与 sha256sum，以及如何用 Go 语言的 golang.org/x/mod/sumdb。
`;

const CHECKING_EN = `How to check it:

  ledger verify <this file or directory> --key <the ledger's verifier key>

Get the verifier key by another way than from the ledger (a gazette, a letter, in person); it is not in here and cannot be. All
formats are public standards, so that it can be checked without this software: docs/auditing.md says how with openssl and
sha256sum alone, and with golang.org/x/mod/sumdb of the language Go.
`;

const FILES_ZH = `  checkpoint       账本签名的日志状态：日志名、条目数、根哈希，以及见证人的共同签名
  events.ndjson    所示事件，每行一条，内容即为所记录的字节
  proofs/          每条事件在该日志中的证明（c2sp.org/tlog-proof）`;

const FILES_EN = `  checkpoint       the state of the log as the ledger signed it: its name, its size, its root hash, and the witnesses' cosignatures
  events.ndjson    the events shown, one a line, in the bytes that were recorded
  proofs/          for each event the proof that it is in that log (c2sp.org/tlog-proof)`;

const LIMITS_ZH = `包含证明只说明这些字节在该检查点的日志之中；不说明它们确由所称机构提交，也不说明没有遗漏其他事件。要证明没有遗漏，需要整个日志：
ledger verify <日志目录> 会重放全部事件并重算每个数值。`;

const LIMITS_EN = `Inclusion shows that these bytes are in the log under this checkpoint; not that the named institution sent them, nor that
none was left out. That nothing was left out needs the whole log: ledger verify <log directory> replays everything and recomputes
every figure.`;

interface Part {
  readonly title: string;
  readonly file: string;
  readonly proved: string;
  readonly limits: string;
}

const page = (zh: Part, en: Part): string => `${zh.title}

${zh.proved}

文件：

${FILES_ZH}
${zh.file}

没有证明的：

${zh.limits}

${CHECKING_ZH}

${en.title}

${en.proved}

Files:

${FILES_EN}
${en.file}

What is not proved:

${en.limits}

${CHECKING_EN}`;

const FIGURE = page(
  {
    title: '知识产权金融账本：一个指标数值的证据（第 1 版格式）。机密：含有各机构的合同。',
    file: '  figure.json      所述的数值、其所依据的日志位置，以及与检查点的一致性证明',
    proved: `所证明的：figure.json 中的数值，即由 events.ndjson 中各合同的事件按账本规则算得；这些事件一字不差地记录在账本中，每份合同
的事件之间没有缺失；当时的日志是检查点所示日志的开头部分，此后没有被改写。户数等附注和状态字母不在其中。`,
    limits: LIMITS_ZH,
  },
  {
    title:
      'IP finance ledger: evidence of one figure (format version 1). Confidential: it holds contracts of institutions.',
    file: '  figure.json      the figure stated, the place of the log it stands at, and the consistency proof to the checkpoint',
    proved: `What is proved: the figure in figure.json follows, by the rules of the ledger, from the events of the contracts in
events.ndjson; these events are recorded in the ledger byte for byte, and none is missing between those of a contract; the log of
that time is the beginning of the log of the checkpoint and has not been rewritten since. Memo fields (numbers of enterprises and
the like) and status letters are not part of it.`,
    limits: LIMITS_EN,
  },
);

const BULLETIN = page(
  {
    title: '知识产权金融账本：一份公报的证据（第 1 版格式）。公开。',
    file: '  bulletin.json    公报的编号、其两条事件、其所述的日志位置，以及与检查点的一致性证明',
    proved: `所证明的：该公报的表格由 events.ndjson 中的申请提出、经批准发布，在其所述的日志位置即已确定，此后没有改变；表中的增长率、
目标与舍入与表中的数值相符。`,
    limits: LIMITS_ZH,
  },
  {
    title: 'IP finance ledger: evidence of a bulletin (format version 1). Public.',
    file: '  bulletin.json    the id of the bulletin, its two events, the place of the log it speaks of, and the consistency proof',
    proved: `What is proved: the table of this bulletin was requested and approved by the events in events.ndjson, was fixed at the
place of the log that it speaks of, and has not changed since; its growth rates, targets and roundings follow from the values in it.`,
    limits: LIMITS_EN,
  },
);

const RECEIPT = page(
  {
    title: '知识产权金融账本：提交回执（第 1 版格式）。机密：含有本机构的合同。',
    file: '  receipt.json     所记录各条事实的编号、日志序号和叶哈希',
    proved: `所证明的：receipt.json 所列的事实已记录在账本中，内容即为 events.ndjson 中的字节，位于所列的日志序号，并为检查点所涵盖。
日后可用 ledger verify <回执> --server <网址> 证明它们仍未改变，并查看各条事实对指标的影响。`,
    limits: LIMITS_ZH,
  },
  {
    title:
      'IP finance ledger: receipt for facts that were posted (format version 1). Confidential: it holds contracts of the institution.',
    file: '  receipt.json     ids, sequence numbers and leaf hashes of the facts that were recorded',
    proved: `What is proved: the facts listed in receipt.json are recorded in the ledger in the bytes of events.ndjson, at the sequence
numbers listed, and the checkpoint covers them. Later on, ledger verify <receipt> --server <URL> shows that they still stand
unchanged, and what each did to the figures.`,
    limits: LIMITS_EN,
  },
);

export const READMES: Readonly<Record<EvidenceKind, string>> = {
  figure: FIGURE,
  bulletin: BULLETIN,
  receipt: RECEIPT,
};
