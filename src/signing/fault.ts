/** What keeps a log from being signed, as a value: its code is in the catalogue, the detail names the place. */
export interface SigningFault {
  readonly ok: false;
  readonly code:
    | 'CHECKPOINT_DAMAGED'
    | 'HISTORY_REWRITTEN'
    | 'SIGNING_KEY_MISSING'
    | 'SIGNING_KEY_WRONG'
    | 'TREE_DAMAGED';
  readonly detail: string;
}

export type Checked<T extends object = object> = ({ readonly ok: true } & T) | SigningFault;

export const fault = (code: SigningFault['code'], detail: string): SigningFault => ({
  ok: false,
  code,
  detail,
});
