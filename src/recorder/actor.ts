import type { Actor } from '../domain/actor.ts';

/** What `recordedby` says of those who act without a key. */
export const RECORDED_LOCALLY = 'local';

/** Who acts while no participant is admitted: whoever runs the command on the data directory. */
export const LOCAL_ACTOR: Actor = {
  recordedBy: RECORDED_LOCALLY,
  holder: RECORDED_LOCALLY,
  isLocal: true,
  uscc: undefined,
  roles: [],
};

/** Who asks for what is public. */
export const PUBLIC_ACTOR: Actor = {
  recordedBy: 'public',
  holder: 'public',
  isLocal: false,
  uscc: undefined,
  roles: [],
};
