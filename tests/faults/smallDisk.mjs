import { readFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';

// Loaded into a server before anything else, in each of its threads: no database of it may grow beyond the number of pages
// in the file that SMALL_DISK names, as if the disk had no more. The file is read at each transaction.
const { exec } = DatabaseSync.prototype;

DatabaseSync.prototype.exec = function (sql) {
  if (sql === 'BEGIN IMMEDIATE')
    exec.call(this, `PRAGMA max_page_count=${readFileSync(process.env.SMALL_DISK, 'utf8')}`);
  return exec.call(this, sql);
};
