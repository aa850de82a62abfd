"""Puts what the observers saw into one recording (format 1, `src/recording/format.ts`): one clock, causes before
effects, folded, redacted."""
