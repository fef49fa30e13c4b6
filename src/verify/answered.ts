import type { VerifiedJson, VerifyAnswer } from './answer.ts';
import { DoesNotVerify, failedJson } from './failure.ts';

/** What held, or what did not as a value. @throws Problem USAGE */
export const answered = async (verification: () => Promise<VerifiedJson>): Promise<VerifyAnswer> => {
  try {
    return await verification();
  } catch (error) {
    if (error instanceof DoesNotVerify) return failedJson(error);
    throw error;
  }
};
