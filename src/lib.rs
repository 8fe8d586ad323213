//! overtrust measures what AI advice does to the people who triage security alerts, and what they believe it does to them.
//!
//! Data flows one way through the modules, in the order in which they stand here.

/// What will be asked: study file, dataset, questions, analysis plan.
pub mod study;

/// What gives the truth or wrong advice of a set of alerts away, and what is out of balance in it.
pub mod lint;

/// Who sees what, when, with right or wrong advice.
pub mod assignment;

/// One participant's path, as a pure state machine.
pub mod session;

/// What happened: append-only, hash-chained events; the only place with SQL.
pub mod journal;

/// Pages and interface for participants.
pub mod server;

/// Synthetic analysts who take part through the same session and journal.
pub mod simulation;

/// From events to one tidy trial table and per-person measures.
pub mod measures;

/// Pure numerics: resampling, regression, ranks; data and a seed in, an estimate out.
pub mod statistics;

/// The study's answers: each estimate with its evidence.
pub mod findings;

/// Pages and pictures from findings alone.
pub mod report;

/// Importers and exporters for other people's programs.
pub mod exchange;

/// The verbs of the command line.
pub mod commands;

/// The only place that prints.
pub mod console;
