import { type CodeEntry, entry } from './codeEntry.ts';

/** Codes of the log's tree, keys and checkpoints, and of data directories that are not written. */
export const SIGNING_CODES = {
  TREE_DAMAGED: entry(
    503,
    '存储的默克尔树哈希与所存事件不符：{detail}',
    'The stored hashes of the tree are not those of the stored events: {detail}',
    { zh: '保留现有文件并从备份恢复。', en: 'Keep the files as they are and restore a backup.' },
    'never',
  ),
  CHECKPOINT_DAMAGED: entry(
    503,
    '检查点文件损坏或非本账本所签：{detail}',
    'The checkpoint file is damaged, or is not signed by this log: {detail}',
    {
      zh: '从备份或见证人处取回该文件后重试。',
      en: 'Put back the file from a backup or from a witness.',
    },
    'never',
  ),
  SIGNING_KEY_MISSING: entry(
    503,
    '没有日志签名密钥：{detail}',
    'The signing key of the log is missing: {detail}',
    {
      zh: '放回 signing.key，或设置 LEDGER_SIGNING_KEY；不签名的节点设置 LEDGER_SIGNER=false。',
      en: 'Put back signing.key or set LEDGER_SIGNING_KEY; a node that does not sign has LEDGER_SIGNER=false.',
    },
  ),
  SIGNING_KEY_WRONG: entry(
    503,
    '签名密钥不可用：{detail}',
    'The signing key is not the one of this log: {detail}',
    { zh: '使用以账本名称命名的密钥。', en: "Use the key that has the log's origin as its name." },
  ),
  LEDGER_COPY: entry(
    503,
    '此数据目录是副本，只读：{detail}',
    'This data directory is a copy and is only read: {detail}',
    {
      zh: '确认原目录不再写入后，用外部已知的最新检查点运行 resume。',
      en: 'Make sure that the original is written no more, then run resume with the newest checkpoint that is known outside.',
    },
    'never',
  ),
  LEDGER_SEALED: entry(
    503,
    '此数据目录已封存，由 {successor} 接续',
    'This data directory is sealed; {successor} goes on from it',
    { zh: '使用接续的账本。', en: 'Use its successor.' },
    'never',
  ),
  FACTS_MISSING: entry(
    409,
    '缺少外部已知的事实：{detail}',
    'Facts that are known outside are missing: {detail}',
    {
      zh: '从更新的备份恢复；如已无法找回，用 --new-origin 以新名称继续。',
      en: 'Restore a newer backup; where there is none, go on under a new name with --new-origin.',
    },
  ),
  NOT_SIGNED: entry(
    503,
    '尚未签署：{detail}',
    'Not signed yet: {detail}',
    {
      zh: '稍后重试；由写入进程签署新的检查点。',
      en: 'Repeat later; the process that writes signs the next checkpoint.',
    },
    'later',
  ),
  COSIGNATURE_REFUSED: entry(422, '不接受该共同签名：{detail}', 'The cosignature is not taken: {detail}', {
    zh: '对 /log/checkpoint 的最新检查点签名，并附上见证人的验证公钥。',
    en: "Cosign the newest checkpoint of /log/checkpoint, and send the witness's verifier key with it.",
  }),
} as const satisfies Record<string, CodeEntry>;
