//! What the program promises, tried through its outermost doors.

#![expect(clippy::unwrap_used, reason = "a test that meets the unexpected has failed")]

mod assignment;
mod journal;
mod problems;
mod session;
mod studies;
