import { type CodeEntry, entry } from './codeEntry.ts';
import { SIGNING_CODES } from './signingCodes.ts';

/** Every code that the ledger answers with. `docs/errors.md` is generated from it. */
const FIX_FIELD = { zh: '改正所指字段后重新提交。', en: 'Correct the field pointed at and post again.' };
const FIX_FILE = { zh: '改正该行的写法后重新提交。', en: 'Correct how the line is written and post again.' };
const CHECK_HISTORY = {
  zh: '用 history 命令查看该合同的历史，核对后重新提交。',
  en: "Look at the contract's history (`history`), then post what fits it.",
};
const malformed = (zh: string, en: string, action = FIX_FIELD): CodeEntry => entry(400, zh, en, action);
const rule = (zh: string, en: string, action = CHECK_HISTORY): CodeEntry => entry(422, zh, en, action);

const MALFORMED = {
  JSON_INVALID: malformed('不是有效的 JSON：{detail}', 'Not valid JSON: {detail}', FIX_FILE),
  JSON_DUPLICATE_KEY: malformed(
    '同一对象中键“{key}”重复',
    'The key "{key}" stands twice in one object',
    FIX_FILE,
  ),
  JSON_LONE_SURROGATE: malformed('文本含有孤立的代理码元', 'The text holds a lone surrogate', FIX_FILE),
  JSON_NOT_OBJECT: malformed('一条事实必须是一个 JSON 对象', 'A fact is one JSON object', FIX_FILE),
  JSON_TOO_DEEP: malformed('JSON 嵌套超过 {max} 层', 'The JSON is nested deeper than {max} levels', FIX_FILE),
  TEXT_ENCODING: malformed('不是有效的 UTF-8 文本', 'Not valid UTF-8 text', FIX_FILE),
  FACT_TOO_LARGE: entry(
    413,
    '事实过大：记录后 {size} 字节，上限 {max} 字节',
    'The fact is too large: {size} bytes as recorded, at most {max}',
    {
      zh: '拆分事实（例如分批登记权利）后重新提交。',
      en: 'Split the fact (for example its rights) and post again.',
    },
  ),
  FIELD_MISSING: malformed('缺少必填字段', 'A required field is missing'),
  FIELD_UNKNOWN: malformed('未知字段，请检查拼写', 'Unknown field; check its spelling'),
  TYPE_WRONG: malformed('类型应为 {expected}', 'Expected {expected}'),
  MONEY_NOT_TEXT: malformed(
    '金额必须写成十进制字符串（元），不可写成 JSON 数字',
    'An amount of money is a decimal string in yuan, never a JSON number',
  ),
  MONEY_FORM: malformed(
    '金额格式应为最多两位小数的十进制字符串（元），如 "1234.50"',
    'An amount of money is a decimal string in yuan with at most two decimals, like "1234.50"',
  ),
  MONEY_RANGE: malformed('金额应{bound}', 'The amount must be {bound}'),
  DATE_FORM: malformed('日期应为存在的 YYYY-MM-DD', 'Expected an existing date as YYYY-MM-DD'),
  TIME_FORM: malformed('时间应为 RFC 3339 格式', 'Expected a time as in RFC 3339'),
  VALUE_NOT_ALLOWED: malformed('取值应为以下之一：{allowed}', 'Expected one of: {allowed}'),
  VALUE_RANGE: malformed('数值应在 {min} 至 {max} 之间', 'Expected a number from {min} to {max}'),
  VALUE_FORM: malformed('格式不符：{expected}', 'The form does not fit: {expected}'),
  TEXT_LENGTH: malformed('文本应为 {min} 至 {max} 个字符', 'Expected {min} to {max} characters'),
  TEXT_NOT_NFC: malformed('文本须为 Unicode NFC 规范形式', 'The text must be in Unicode form NFC'),
  LIST_LENGTH: malformed('列表应有 {min} 至 {max} 项', 'Expected {min} to {max} items'),
  PERSONAL_DATA: malformed(
    '不得记录自然人信息（身份证号、手机号、个体工商户字号）',
    "A natural person's data (identity card or mobile number, a sole trader's name) is never recorded",
    { zh: '删去个人信息后重新提交。', en: 'Remove the personal data and post again.' },
  ),
  USCC_FORM: malformed(
    '不是统一社会信用代码（GB 32100-2015）',
    'Not a unified social credit code (GB 32100-2015)',
  ),
  USCC_CHECK: malformed(
    '统一社会信用代码校验位不符',
    'The check character of the unified social credit code is wrong',
  ),
  PATENT_NUMBER: malformed('专利号格式或校验位不符', 'The patent number or its check digit is wrong'),
  TRADEMARK_NUMBER: malformed('商标注册号格式不符', 'The trademark number does not have its form'),
  DIVISION_UNKNOWN: malformed('未知的行政区划代码', 'Unknown division code'),
  DIVISION_NOT_VALID: malformed('该区划代码在 {on} 无效', 'The division code is not valid on {on}'),
  TYPE_UNKNOWN: malformed('未知的事件类型', 'Unknown event type'),
  TYPE_NOT_POSTABLE: malformed(
    '该类型的事件由账本自身或运维命令写入，不可提交',
    "Events of this type are written by the ledger itself or its operator's commands and cannot be posted",
  ),
  SCHEMA_VERSION: malformed('未知的数据版本，应为 {expected}', 'Unknown schema version; expected {expected}'),
  SOURCE_FORM: malformed(
    'source 应为 urn:uscc: 加机构的统一社会信用代码',
    'The source is urn:uscc: followed by the unified social credit code of the institution',
  ),
  SUBJECT_FORM: malformed('该类型事件的 subject 应为 {expected}', 'The subject of this type is {expected}'),
  SUBJECT_MISMATCH: malformed(
    '该字段须与 subject 一致：{expected}',
    'The field must agree with the subject: {expected}',
  ),
  DATE_NOT_LATER: malformed('{field} 应晚于 {other}', '{field} must be later than {other}'),
  DATE_BEFORE: malformed('{field} 不得早于 {other}', '{field} must not be before {other}'),
  RIGHT_NOT_OF_REGISTER: malformed(
    '该权利种类不能在 {register} 登记机关登记',
    'This kind of right does not belong to the register {register}',
  ),
  RIGHT_REPEATED: malformed('同一权利列出两次', 'The same right is listed twice'),
  PARTIES_SAME: malformed('双方不得为同一主体', 'The two parties must not be the same'),
  INSTITUTION_KIND: malformed('机构类别应为 {expected}', 'The institution must be of kind {expected}'),
  PREMIUM_ABOVE_SUM: malformed('保费不得超过保险金额', 'The premium must not exceed the sum insured'),
  BOTH_ZERO_AMOUNTS: malformed('两项金额不得同时为零', 'The two amounts must not both be zero'),
  NOTHING_CHANGED: malformed('至少应写明一项变更', 'At least one change must be stated'),
  LICENSE_SCOPE: malformed('许可方式只用于许可类合同', 'A license scope belongs to licenses only'),
} as const satisfies Record<string, CodeEntry>;

const RULES = {
  EFFECTIVE_RANGE: rule(
    '业务日期应在 {min} 至 {max}（记录次日，北京时间）之间',
    'The effective date must lie from {min} to {max} (the day after recording, Asia/Shanghai)',
    FIX_FIELD,
  ),
  SUBJECT_PREFIX: rule(
    '新合同编号应以提交机构的统一社会信用代码和“.”开头',
    "A new contract's case id begins with the poster's unified social credit code and '.'",
    FIX_FIELD,
  ),
  NOT_OPENED: rule('合同在该日期尚无首个事件', 'The contract has no first event by that date'),
  ALREADY_OPENED: rule('合同已经存在', 'The contract exists already'),
  NOT_ACTIVE: rule('该日期质押已无有效登记', 'No registration of the pledge is active on that date'),
  ENDED: rule('合同在该日期已终止', 'The contract has ended by that date'),
  VOIDED: rule(
    '合同自始无效，不再接受此类事件',
    'The contract is void from the start and takes no such event',
  ),
  VOID_BEFORE_START: rule(
    '撤销日期不得早于合同首个事件',
    "Voiding must not be dated before the contract's first event",
    FIX_FIELD,
  ),
  REGISTRATION_EXISTS: rule(
    '该登记号已在本合同中',
    'This registration number stands in the contract already',
  ),
  REGISTRATION_UNKNOWN: rule('本合同没有该登记号', 'The contract has no such registration'),
  REGISTRATION_ENDED: rule('该登记已注销或撤销', 'The registration is cancelled or revoked already'),
  RIGHT_ALREADY_PLEDGED: rule('该权利已在本合同中质押', 'The right is pledged in this contract already'),
  RIGHT_NOT_PLEDGED: rule('该权利未在本合同中质押', 'The right is not pledged in this contract'),
  LAST_RIGHT: rule('至少应保留一项质押权利', 'At least one right must stay pledged'),
  SAME_AS_BEFORE: rule('与现行内容相同', 'Equal to what is in force'),
  DRAW_EXISTS: rule('该提款编号已存在', 'The draw exists already'),
  DRAW_UNKNOWN: rule('没有该提款编号', 'No such draw'),
  ABOVE_OUTSTANDING: rule(
    '金额超过该笔提款余额 {limit} 元',
    'The amount exceeds the outstanding {limit} yuan of the draw',
  ),
  ABOVE_SECURED_AMOUNT: rule(
    '纯知识产权质押的贷款余额合计不得超过担保金额，余 {limit} 元',
    'With ipOnly the sum outstanding must not exceed the secured amount; {limit} yuan are left',
  ),
  NOTHING_OUTSTANDING: rule('该笔提款已无余额', 'Nothing is outstanding on the draw'),
  NO_DEFAULT: rule('实现质权之前须有违约事件', 'A pledge is realized only after a default'),
  MATURITY_NOT_LATER: rule(
    '展期后的到期日须晚于原到期日',
    'The extended maturity must be later than before',
    FIX_FIELD,
  ),
  ABOVE_RECOVERABLE: rule(
    '回收合计超过核销与代偿之和，余 {limit} 元',
    'Recoveries exceed what was written off and subrogated; {limit} yuan are left',
  ),
  AFTER_COVER: rule('日期在保险期间之后', 'The date is after the end of cover', FIX_FIELD),
  SURRENDERED: rule('保单已退保', 'The policy has been surrendered'),
  AMOUNT_NOT_POSITIVE: rule(
    '变更后金额须大于零',
    'The amount after the change must stay above zero',
    FIX_FIELD,
  ),
  ABOVE_PREMIUM: rule('金额超过保费，余 {limit} 元', 'The amount exceeds the premium; {limit} yuan are left'),
  CLAIM_EXISTS: rule('该赔案编号已存在', 'The claim exists already'),
  CLAIM_UNKNOWN: rule('没有该赔案编号', 'No such claim'),
  LOSS_OUTSIDE_COVER: rule('出险日期不在保障期内', 'The loss lies outside the cover', FIX_FIELD),
  ABOVE_SUM_INSURED: rule(
    '赔款合计超过保险金额，余 {limit} 元',
    'Claims paid exceed the sum insured; {limit} yuan are left',
  ),
  ALREADY_DONE: rule('该事项已经登记过一次', 'This has been recorded once already'),
  NO_ROYALTIES: rule('该合同的计价方式没有提成费', 'The price kind of the contract has no royalties'),
  PERIOD_AFTER_TERMINATION: rule(
    '结算期间在合同终止之后',
    'The royalties are for time after the termination',
    FIX_FIELD,
  ),
  PRICE_NEGATIVE: rule('变更后价款不得为负', 'The price after the change must not be negative', FIX_FIELD),
  PARTNER_KIND: rule('同一合伙人的类别须一致：{kind}', 'One partner has one kind: {kind}', FIX_FIELD),
  ABOVE_COMMITTED: rule(
    '实缴超过该合伙人认缴，余 {limit} 元',
    'Paid in exceeds what the partner committed; {limit} yuan are left',
  ),
  ABOVE_CASH: rule(
    '金额超过基金可用资金 {limit} 元',
    'The amount exceeds the cash of the fund, {limit} yuan',
  ),
  PROJECT_CLOSED: rule('该项目已完成首次投资', 'The project has had its first closing'),
  PROJECT_NOT_CLOSED: rule('该项目没有有效的首次投资', 'The project has no standing first closing'),
  PROJECT_EXITED: rule('该项目已全部退出', 'The project has been exited in full'),
  ABOVE_SHELF: rule('发行合计超过储架额度，余 {limit} 元', 'Issues exceed the shelf; {limit} yuan are left'),
  TRANCHE_EXISTS: rule('该档证券编号已存在', 'The tranche exists already'),
  TRANCHE_UNKNOWN: rule('没有该档证券编号', 'No such tranche'),
  ABOVE_ISSUED: rule(
    '兑付合计超过发行金额，余 {limit} 元',
    'Repayments exceed the issue; {limit} yuan are left',
  ),
  FINANCING_ADMITTED: rule('该笔融资已纳入风险池', 'The financing has been admitted already'),
  FINANCING_NOT_ADMITTED: rule('该笔融资未纳入风险池', 'The financing has not been admitted'),
  ABOVE_SHARE: rule(
    '补偿超过约定的分担比例，上限 {limit} 元',
    'The compensation exceeds the agreed share, {limit} yuan',
  ),
  ABOVE_BALANCE: rule('金额超过余额 {limit} 元', 'The amount exceeds the balance of {limit} yuan'),
  ABOVE_COMPENSATED: rule(
    '追回超过已补偿，余 {limit} 元',
    'The claw-back exceeds what was compensated; {limit} yuan are left',
  ),
  PAYMENT_UNKNOWN: rule('没有该笔补贴', 'No such subsidy payment'),
  ABOVE_PAYMENT: rule(
    '退回超过该笔补贴，余 {limit} 元',
    'The return exceeds the payment; {limit} yuan are left',
  ),
  TOTAL_RANGE: rule('合计超出可表示的金额范围', 'The total leaves the range of amounts'),
  LIQUIDATED: rule('基金已清算', 'The fund has been liquidated'),
  NOT_OBSERVABLE: rule(
    '该指标由账本推导，仅可录入开账前年份的观测值',
    'The ledger derives this indicator; only years that began before it was opened are observed',
    FIX_FIELD,
  ),
  PERIOD_IS_CLOSED: rule('该期间已关账', 'The period is closed already'),
  SUPERSEDES_UNKNOWN: rule('被更正的事实不在本合同中', 'The fact to correct is not recorded on this subject'),
  NOT_CORRECTABLE: rule('该类型的事件不可更正或撤回', 'Events of this type are not corrected or withdrawn'),
  ALREADY_WITHDRAWN: rule(
    '该事实已撤回；请以新编号重新提交',
    'The fact has been withdrawn; post it anew under a new id',
  ),
  PERIOD_CLOSED: rule(
    '所涉月份已关账，更正须经申请与复核',
    'The month concerned is closed; the correction needs a request and an approval',
    {
      zh: '以 change.requested 提出申请，由另一人批准。',
      en: 'Request it with change.requested and let a second person approve.',
    },
  ),
  FOUR_EYES: rule('须由另一人申请并复核', 'This takes a request and the approval of a second person', {
    zh: '以 change.requested 提出申请，由另一人批准。',
    en: 'Request it with change.requested and let a second person approve.',
  }),
  REQUEST_UNKNOWN: rule('没有该申请', 'No such request on this subject'),
  REQUEST_DECIDED: rule('该申请已有决定', 'The request has been decided already'),
  REQUEST_STALE: rule('申请提出后所涉内容已变更', 'What the request touches has changed since', {
    zh: '按现状重新提出申请。',
    en: 'Request it again as things stand now.',
  }),
  NOT_OWNER: entry(
    403,
    '该合同属于另一机构',
    'The contract belongs to another institution',
    {
      zh: '由合同所属机构或主管部门提交。',
      en: 'Let the institution that owns the contract, or the bureau, post it.',
    },
    'never',
  ),
  NOT_ADMITTED: entry(
    403,
    '该机构未获准入或已暂停',
    'The institution is not admitted, or suspended',
    { zh: '联系账本运维。', en: 'Ask the operator of the ledger.' },
    'never',
  ),
  BULLETIN_MISMATCH: rule(
    '公报与账本在该时点不符：账本为 {actual}',
    'The bulletin differs from what the log gives at that size: {actual}',
    {
      zh: '用 bulletins publish 由账本计算公报，再提出申请。',
      en: 'Let the ledger compute the bulletin with `bulletins publish`, which requests it.',
    },
  ),
  CONFIRMATION_MISMATCH: rule(
    '确认数与账本不符：账本为 {actual}',
    'The confirmation differs from the log, which has {actual}',
    {
      zh: '核对本机构的事实；账本有误则更正事实，否则按账本的数确认。',
      en: 'Compare it with your facts; correct those that are wrong, or confirm what the log has.',
    },
  ),
  RULES_UNKNOWN: rule('本程序没有该版本的规则', 'This program has no rules of that version', {
    zh: '升级程序后再采用。',
    en: 'Adopt them with a program that has them.',
  }),
  FINDING_UNKNOWN: rule('没有该发现', 'No such finding'),
  NOT_CONCERNED: entry(
    403,
    '该发现不涉及本机构的合同',
    'The finding concerns no contract of the institution',
    {
      zh: '由合同涉及其中的机构或主管部门说明。',
      en: 'Let an institution whose contract is involved, or the bureau, explain it.',
    },
    'never',
  ),
  RECORDED_TIME: rule(
    '记录时间须晚于上一条（{last}）且不在将来',
    'The recorded time must be later than the last one ({last}) and not in the future',
    FIX_FIELD,
  ),
  SOURCE_FOREIGN: entry(
    403,
    'source 应为提交者自己的机构：{own}',
    "The source is the poster's own institution: {own}",
    { zh: '以本机构的 source 提交。', en: 'Post with the source of your own institution.' },
    'never',
  ),
  TYPE_NOT_PERMITTED: entry(
    403,
    '该身份不可提交此类事件；可提交者：{needed}',
    'This identity may not post events of this type; those who may: {needed}',
    { zh: '由有权的参与方提交。', en: 'Let a participant who may post it.' },
    'never',
  ),
  LAST_OPERATOR: rule(
    '这将使最后一个可用的运维密钥失效，此后无人能管理参与方',
    'This takes away the last usable key of an operator; without one nobody could manage the participants',
    { zh: '先签发另一个运维密钥。', en: "Issue another operator's key first." },
  ),
  PARTICIPANT_STATE: rule('参与方的状态不允许此操作', 'The state of the participant does not allow this', {
    zh: '用 participants 和 keys 命令查看参与方及其密钥的状态。',
    en: 'See the state of the participant and its keys with the commands participants and keys.',
  }),
  BATCH_REFUSED: rule(
    '同批的其他事实被拒绝，整批未记录',
    'Another fact of the atomic batch was refused; nothing was recorded',
    {
      zh: '改正同批中被拒绝的事实后整批重新提交。',
      en: 'Correct the refused facts of the batch and post all of it again.',
    },
  ),
} as const satisfies Record<string, CodeEntry>;

const SERVICE = {
  IDEMPOTENCY_BODY_DIFFERS: entry(
    409,
    '相同的 source 和 id 已记录了不同的内容',
    'The same source and id is recorded with another content',
    {
      zh: '更正请用 fact.corrected；新事实请用新编号。',
      en: 'Correct with fact.corrected, or give a new fact a new id.',
    },
    'never',
  ),
  REVISION_CONFLICT: entry(409, '合同版本已变为 {actual}', 'The contract is at another revision: {actual}', {
    zh: '读取最新版本后重试。',
    en: 'Read the contract again and retry.',
  }),
  CONTROL_TOTALS: entry(
    422,
    '控制数不符：{detail}，未记录任何事实',
    'The control totals do not agree: {detail}; nothing was recorded',
    { zh: '核对文件是否完整。', en: 'Check that the file is complete and the one meant.' },
  ),
  CLOCK_WRONG: entry(
    503,
    '账本时钟不可信：{detail}',
    'The clock of the ledger cannot be trusted: {detail}',
    { zh: '校准机器时钟后重试。', en: "Set the machine's clock right and repeat." },
    'later',
  ),
  DISK_FULL: entry(
    503,
    '磁盘已满，未记录',
    'The disk is full; nothing was recorded',
    { zh: '释放空间后以相同编号重试。', en: 'Free some space and repeat with the same ids.' },
    'later',
  ),
  OUTCOME_UNKNOWN: entry(
    503,
    '结果未知，请以相同编号重试',
    'The outcome is unknown; repeat with the same id',
    { zh: '以相同编号重试。', en: 'Repeat with the same ids.' },
    'later',
  ),
  ATOMIC_TOO_LARGE: entry(
    413,
    '作为整体判定的内容（原子提交或试运行）超过 {max} 字节',
    'What is judged as a whole, atomic or as a dry run, exceeds {max} bytes',
    {
      zh: '拆成较小的部分，或不以原子方式提交：重复提交不会重复记录。',
      en: 'Split it, or post it without atomic: what is posted again is not recorded twice.',
    },
  ),
  BATCH_TOO_LARGE: entry(413, '请求超过上限：{max}', 'The request exceeds its limit: {max}', {
    zh: '拆分请求或使用 NDJSON 流。',
    en: 'Split the request or use an NDJSON stream.',
  }),
  MEDIA_TYPE: entry(415, '不支持的内容类型', 'The content type is not supported', {
    zh: '使用文档所列的内容类型。',
    en: 'Use one of the documented content types.',
  }),
  NOT_FOUND: entry(
    404,
    '没有此资源：{detail}',
    'No such resource: {detail}',
    { zh: '核对名称或路径。', en: 'Check the name or the path.' },
    'never',
  ),
  METHOD_NOT_ALLOWED: entry(
    405,
    '不支持此方法',
    'The method is not allowed here',
    { zh: '核对方法。', en: 'Check the method.' },
    'never',
  ),
  NOT_ACCEPTABLE: entry(
    406,
    '不提供所要求的内容类型；可用：{allowed}',
    'Not in the media type asked for; there are: {allowed}',
    { zh: '改用可用的内容类型。', en: 'Ask for one of those.' },
  ),
  RATE_LIMITED: entry(
    429,
    '请求过于频繁：每分钟至多 {max} 次',
    'Too many requests: at most {max} a minute',
    { zh: '等待 Retry-After 所示秒数后重试。', en: 'Wait for as long as Retry-After says.' },
    'later',
  ),
  USAGE: entry(400, '用法错误：{detail}', 'Wrong use: {detail}', { zh: '查看帮助。', en: 'See the help.' }),
  FORBIDDEN: entry(
    403,
    '开放模式仅限本机：{detail}',
    'Open mode is for this machine only: {detail}',
    { zh: '在本机访问，或启用身份认证。', en: 'Call from this machine, or set up participants and keys.' },
    'never',
  ),
  UNAUTHENTICATED: entry(
    401,
    '须有有效的密钥或令牌：{detail}',
    'A valid key or token is needed: {detail}',
    {
      zh: '以 Authorization: Bearer 提供密钥，或以 --key-file 指定密钥文件。',
      en: 'Give a key with Authorization: Bearer, or with --key-file.',
    },
    'never',
  ),
  NOT_PERMITTED: entry(
    403,
    '该身份无权使用；须为：{needed}',
    'This identity may not do that; it is for: {needed}',
    { zh: '使用有权角色的密钥。', en: 'Use a key with a role that may.' },
    'never',
  ),
  SERVER_UNREACHABLE: entry(
    503,
    '无法访问服务器 {url}：{detail}',
    'The server {url} cannot be reached: {detail}',
    { zh: '核对地址与网络后重试。', en: 'Check the address and the network, and repeat.' },
    'later',
  ),
  DATA_LOCKED: entry(
    503,
    '数据目录正被另一进程写入：{detail}',
    'Another process writes this data directory: {detail}',
    { zh: '停止该进程，或用 --server 访问它。', en: 'Stop it, or use --server to reach it.' },
    'later',
  ),
  DATA_MISSING: entry(
    503,
    '数据目录中没有账本：{detail}',
    'There is no ledger in the data directory: {detail}',
    { zh: '先运行 init。', en: 'Run init first.' },
  ),
  DATA_EXISTS: entry(
    409,
    '数据目录中已有账本：{detail}',
    'The data directory holds a ledger already: {detail}',
    { zh: '另选目录。', en: 'Choose another directory.' },
    'never',
  ),
  DATA_VERSION: entry(
    503,
    '数据目录由另一版本的程序建立：{detail}，格式 {found}，本程序读写格式 {reads}',
    'The data directory was made by another version of the program: {detail}, of format {found}; this one reads {reads}',
    {
      zh: '用建立它的版本运行 export，再用本版本 restore 到新目录；目录未被改动。',
      en: 'Export it with the version that made it and restore the export with this one, into a new directory; nothing in the old one was changed.',
    },
    'never',
  ),
  DATA_INCONSISTENT: entry(
    500,
    '账本文件不一致：{detail}',
    'The files of the ledger disagree: {detail}',
    { zh: '停止使用并从备份恢复。', en: 'Stop using it and restore a backup.' },
    'never',
  ),
  READ_MODEL_STALE: entry(
    503,
    '读模型落后于日志：{detail}',
    'The read model is behind the log: {detail}',
    { zh: '稍后重试；见 status。', en: 'Repeat later; see status.' },
    'later',
  ),
  READ_MODEL_FOREIGN: entry(
    503,
    '读模型不属于此日志：{detail}',
    'The read model is of another journal: {detail}',
    { zh: '运行 rebuild，由日志重建。', en: 'Run rebuild: it is built anew from the journal.' },
    'never',
  ),
  STORE_UNREACHABLE: entry(
    503,
    '无法访问共享存储：{detail}',
    'The shared store cannot be reached: {detail}',
    {
      zh: '检查 LEDGER_STORE 与存储的状况，然后重试。',
      en: 'Check LEDGER_STORE and the store, then repeat.',
    },
    'later',
  ),
  ENVIRONMENT: entry(
    503,
    '运行环境错误：{detail}',
    'The environment failed: {detail}',
    { zh: '见错误信息。', en: 'See the detail.' },
    'later',
  ),
  INTERNAL: entry(
    500,
    '内部错误',
    'Internal error',
    { zh: '报告此错误。', en: 'Report this error.' },
    'later',
  ),
} as const satisfies Record<string, CodeEntry>;

/** What a verifier finds (`verify`). The status is that of a request whose evidence does not hold. */
const found = (zh: string, en: string, action: CodeEntry['action']): CodeEntry =>
  entry(422, `${zh}（{at}）：{detail}`, `${en} ({at}): {detail}`, action, 'never');

const GET_AGAIN = { zh: '向出具方重新索取完整的文件。', en: 'Ask whoever gave the files for whole ones.' };
const CHECK_KEY = {
  zh: '核对另行取得的验证密钥和策略。',
  en: 'Check the verifier key and the policy, which come from elsewhere than the log.',
};
const ALARM = {
  zh: '保留两份检查点并通知审计方：日志可能被改写。',
  en: 'Keep both checkpoints and tell the auditors: the log may have been rewritten.',
};
const NOT_TRUSTED = {
  zh: '不要采信所示内容，并通知账本的运营方与审计方。',
  en: 'Do not rely on what is shown; tell the operator of the ledger and its auditors.',
};

const VERIFICATION = {
  INPUT_UNREADABLE: found(
    '文件缺失、不完整或格式不符',
    'A file is missing, cut short or not in its format',
    GET_AGAIN,
  ),
  ORIGIN_MISMATCH: found('检查点属于另一日志', 'The checkpoint is of another log', CHECK_KEY),
  SIGNATURE_INVALID: found(
    '检查点未签名或签名无效',
    'The checkpoint is unsigned, or a signature does not hold',
    CHECK_KEY,
  ),
  POLICY_UNSATISFIED: found(
    '见证签名少于策略所要求',
    'Fewer cosignatures by the witnesses of the policy than it asks for',
    CHECK_KEY,
  ),
  CHECKPOINT_STALE: found(
    '检查点早于用 --old 给出的检查点',
    'The checkpoint is smaller than the one given with --old',
    { zh: '索取较新的文件。', en: 'Ask for newer files.' },
  ),
  // Also the answer to whoever posts while the ledger has stopped because of it: their facts are in order.
  HISTORY_REWRITTEN: {
    ...found('日志不是已知历史的延续', 'The log does not continue what is known of it', ALARM),
    status: 503,
  },
  LEAF_MISMATCH: found(
    '条目被更改、插入、删除或移动：其哈希与瓦片不符',
    "An entry was changed, inserted, removed or moved: its hash is not the tile's",
    NOT_TRUSTED,
  ),
  TILE_MISMATCH: found('瓦片与其下的瓦片不符', 'A tile does not follow from the tiles below it', NOT_TRUSTED),
  ROOT_MISMATCH: found(
    '条目的哈希与签名的根不符，或末尾有缺失',
    'The entries do not hash to the signed root, or some are missing at the end',
    NOT_TRUSTED,
  ),
  PROOF_INVALID: found(
    '包含证明或一致性证明不成立，或属于另一记录',
    'An inclusion or consistency proof does not hold, or belongs to another record',
    NOT_TRUSTED,
  ),
  REVISION_GAP: found(
    '所示合同的事件之间有缺失',
    'An event of a contract is missing between those shown',
    NOT_TRUSTED,
  ),
  ENTRY_REFUSED: found(
    '已记录的事件不符合其模式，或合同的历史违反其业务规则',
    "A recorded event does not fit its schema, or its contract's history breaks a rule of its line",
    NOT_TRUSTED,
  ),
  FIGURE_MISMATCH: found(
    '由所证明的内容重算的数值与所述不同',
    'The figure recomputed from the proven bytes differs from the one stated',
    NOT_TRUSTED,
  ),
} as const satisfies Record<string, CodeEntry>;

export const CODES = { ...MALFORMED, ...RULES, ...SERVICE, ...VERIFICATION, ...SIGNING_CODES } as const;
export type Code = keyof typeof CODES;
