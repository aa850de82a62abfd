/** What many parts of a recording are made of. */
import * as z from 'zod';

/** µs since the recording began. */
export const time = z.int().nonnegative();
/** Bytes. */
export const size = z.int().nonnegative();
/** Names a process of the recording. */
export const processId = z.string().min(1);
export const text = z.string();
