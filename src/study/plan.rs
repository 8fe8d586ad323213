//! The analysis plan: what is analysed, who is left out, and how intervals are made, fixed before the data.

use std::path::Path;

use super::files::Files;
use super::operation::Operation;
use super::problem::Problems;
use super::toml_reader::{TableReader, parse};

/// A checked analysis plan.
#[derive(Debug, Clone)]
pub struct Plan {
    /// What the plan is called.
    pub title: String,
    /// The one measure that the study is about; the others are secondary.
    pub primary: PrimaryMeasure,
    /// The secondary measures, declared beforehand: their p-values are adjusted together.
    pub secondary: Vec<PrimaryMeasure>,
    /// What the headline rests on.
    pub inference: Inference,
    /// Share of intervals that should cover the truth, between 0.5 and 0.999.
    pub level: f64,
    /// Seed of the resampling.
    pub seed: u64,
    /// Bootstrap replicates.
    pub replicates: usize,
    /// Who and what is left out.
    pub exclusions: Exclusions,
    /// The alerts, the AI and the costs of operation, to which the results are projected.
    pub operation: Operation,
}

/// The measures that can be declared primary.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names in `NAMED` are those of the findings")]
pub enum PrimaryMeasure {
    SpeedEffect,
    AccuracyEffect,
    AttributableBias,
    SpeedGapRetrospective,
}

impl PrimaryMeasure {
    /// Every measure with the id of its estimate.
    pub const NAMED: [(&'static str, Self); 4] = [
        ("speed-effect", Self::SpeedEffect),
        ("accuracy-effect", Self::AccuracyEffect),
        ("attributable-bias", Self::AttributableBias),
        ("speed-gap-retrospective", Self::SpeedGapRetrospective),
    ];

    /// The id of the estimate in the findings.
    pub fn id(self) -> &'static str {
        Self::NAMED[self as usize].0
    }
}

/// What the headline rests on; the bootstrap is computed in any case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Inference {
    /// Mixed models, the two-way bootstrap beside them.
    MixedModels,
    /// The two-way bootstrap alone: for very large data, and for checking it.
    Bootstrap,
}

impl Inference {
    /// Both with their names in plans.
    pub const NAMED: [(&'static str, Self); 2] = [("mixed-models", Self::MixedModels), ("bootstrap", Self::Bootstrap)];
}

/// Which trials and participants are not analysed.
#[derive(Debug, Clone)]
pub struct Exclusions {
    /// Trials with less active time than this, in seconds.
    pub fastest_s: f64,
    /// Trials during which the page was hidden for longer than this, in seconds.
    pub longest_hidden_s: f64,
    /// Participants who fail more attention checks than this.
    pub attention_checks_failed: u32,
    /// Participants who did not finish.
    pub incomplete: Incomplete,
}

/// What happens to participants who did not finish.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Incomplete {
    Exclude,
    Keep,
}

/// Reads and checks a plan. Also returns the hash of its file.
pub fn read(files: Files, path: &Path, problems: &mut Problems) -> Option<(Plan, blake3::Hash)> {
    let file = files.display(path);
    let text = files.text(path, "`plan` in [analysis] names it, from the study file's folder", problems)?;
    let hash = blake3::hash(text.as_bytes());
    let table = parse(&file, &text, problems);
    let mut root = TableReader::root(&file, &table, problems);
    let title = root.text("title");
    let primary = root.choice("primary", &PrimaryMeasure::NAMED, PrimaryMeasure::AttributableBias).value;
    let secondary = if root.has("secondary") {
        root.choices("secondary", &PrimaryMeasure::NAMED)
    } else {
        PrimaryMeasure::NAMED.map(|(_, measure)| measure).to_vec()
    };
    let secondary = secondary.into_iter().filter(|measure| *measure != primary).collect();
    let inference = root.choice("inference", &Inference::NAMED, Inference::MixedModels).value;
    let level = root.number("level", 0.5..=0.999, 0.95).value;
    let seed = root.integer("seed", 0..=u64::MAX, None).value;
    let replicates = root.integer("replicates", 200..=1_000_000, Some(2000)).value as usize;
    let mut table = root.table("exclusions");
    let exclusions = Exclusions {
        fastest_s: table.number("fastest_s", 0.0..=600.0, 0.0).value,
        longest_hidden_s: table.number("longest_hidden_s", 0.0..=86_400.0, 86_400.0).value,
        attention_checks_failed: table.integer("attention_checks_failed", 0..=100, Some(100)).value as u32,
        incomplete: table
            .choice("incomplete", &[("exclude", Incomplete::Exclude), ("keep", Incomplete::Keep)], Incomplete::Exclude)
            .value,
    };
    table.finish();
    let operation = Operation::read(root.table("operation"));
    root.finish();
    Some((
        Plan { title: title?.value, primary, secondary, inference, operation, level, seed, replicates, exclusions },
        hash,
    ))
}
