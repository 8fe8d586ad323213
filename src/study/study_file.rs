//! The study file as somebody wrote it: every value with its place, nothing checked across values yet.

use super::questions::QuestionGroup;
use super::toml_reader::{Located, TableReader};

/// The values of a study file.
#[derive(Debug)]
pub struct StudyFile {
    pub(super) title: Option<Located<String>>,
    pub(super) dataset: Option<Located<String>>,
    pub(super) seed: u64,
    pub(super) trials: Located<u64>,
    pub(super) blocks: Located<u64>,
    pub(super) practice_trials: Located<u64>,
    pub(super) attention_checks: Located<u64>,
    pub(super) wrong_advice_share: Located<f64>,
    pub(super) right_before_first_wrong: Located<u64>,
    pub(super) adviser: Option<Located<String>>,
    pub(super) confidence: ConfidenceShown,
    pub(super) explanation: Explanation,
    pub(super) forecast: bool,
    pub(super) per_block: Vec<QuestionGroup>,
    pub(super) last: Vec<QuestionGroup>,
    pub(super) plan: Option<Located<String>>,
}

/// What a participant sees of an advice's confidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are the study file's")]
pub enum ConfidenceShown {
    Hidden,
    Uninformative,
}

/// How an advice is explained.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Explanation {
    /// Verdict and recommended action alone.
    None,
    /// The reasons as text.
    Rationale,
    /// The reasons, with citations that open the cited panel.
    Cited,
}

impl StudyFile {
    /// Reads a study file's tables; every problem is collected by the reader.
    pub fn read(mut root: TableReader<'_, '_>) -> Self {
        let title = root.text("title");
        let dataset = root.text("dataset");
        let seed = root.integer("seed", 0..=u64::MAX, None).value;

        let mut design = root.table("design");
        design.choice("comparison", &[("within", ())], ());
        design.choice("advice_timing", &[("concurrent", ())], ());
        design.choice("counterbalance", &[("latin-square", ())], ());
        let trials = design.integer("trials", 4..=400, None);
        let blocks = design.integer("blocks", 2..=40, Some(2));
        let practice_trials = design.integer("practice_trials", 0..=20, Some(2));
        let attention_checks = design.integer("attention_checks", 0..=20, Some(0));
        let wrong_advice_share = design.number("wrong_advice_share", 0.0..=0.6, 0.25);
        let right_before_first_wrong = design.integer("right_before_first_wrong", 0..=20, Some(2));
        design.finish();

        let mut advice = root.table("advice");
        let adviser = advice.text("name");
        let confidence = advice
            .choice(
                "confidence",
                &[("hidden", ConfidenceShown::Hidden), ("uninformative", ConfidenceShown::Uninformative)],
                ConfidenceShown::Uninformative,
            )
            .value;
        let explanation = advice
            .choice(
                "explanation",
                &[("none", Explanation::None), ("rationale", Explanation::Rationale), ("cited", Explanation::Cited)],
                Explanation::Rationale,
            )
            .value;
        advice.finish();

        let mut reports = root.table("self_reports");
        let forecast = reports.boolean("forecast", true);
        let per_block = reports.choices("per_block", &block_groups());
        let last = reports.choices("final", &QuestionGroup::NAMED);
        reports.finish();

        let mut analysis = root.table("analysis");
        let plan = analysis.text("plan");
        analysis.finish();
        root.finish();
        Self {
            title,
            dataset,
            seed,
            trials,
            blocks,
            practice_trials,
            attention_checks,
            wrong_advice_share,
            right_before_first_wrong,
            adviser,
            confidence,
            explanation,
            forecast,
            per_block,
            last,
            plan,
        }
    }
}

/// What can be asked after a block: what is about advice is asked once, at the end.
fn block_groups() -> [(&'static str, QuestionGroup); 3] {
    [
        ("minutes", QuestionGroup::Minutes),
        ("number-correct", QuestionGroup::NumberCorrect),
        ("raw-tlx", QuestionGroup::RawTlx),
    ]
}
