/** What would move the cursor, color the terminal or turn the direction of the text: it may stand in what was posted. */
const UNSHOWN = /[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/gu;
/** Text of others as it is shown on a terminal. */
export const shown = (text: string): string => text.replace(UNSHOWN, '\ufffd');
