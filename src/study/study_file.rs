//! The study file as somebody wrote it: every value with its place, nothing checked across values yet.

use super::condition::Condition;
use super::conditions;
use super::conduct_rules::ConductFile;
use super::self_reports::SelfReportsFile;
use super::stratifier::Stratifier;
use super::texts::TextsFile;
use super::toml_reader::{Located, TableReader};

/// The values of a study file.
#[derive(Debug)]
pub struct StudyFile {
    pub(super) title: Option<Located<String>>,
    pub(super) dataset: Option<Located<String>>,
    pub(super) seed: u64,
    pub(super) design: DesignFile,
    pub(super) stratify: Vec<Stratifier>,
    pub(super) conduct: ConductFile,
    pub(super) adviser: Option<Located<String>>,
    pub(super) conditions: Vec<Condition>,
    pub(super) self_reports: SelfReportsFile,
    pub(super) plan: Option<Located<String>>,
    pub(super) texts: TextsFile,
}

/// The values of `[design]`.
#[derive(Debug)]
pub struct DesignFile {
    pub(super) comparison: Located<Comparison>,
    pub(super) trials: Located<u64>,
    pub(super) blocks: Located<u64>,
    pub(super) practice_trials: Located<u64>,
    pub(super) attention_checks: Located<u64>,
    pub(super) needs_action_share: Located<f64>,
    pub(super) wrong_advice_share: Located<Vec<f64>>,
    pub(super) wrong_direction: Located<WrongDirection>,
    pub(super) right_before_first_wrong: Located<u64>,
    pub(super) first_wrong_at: Located<u64>,
    pub(super) wrong_reason_share: Located<f64>,
    pub(super) silent_share: Located<f64>,
}

/// Who meets which arm.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    /// Every participant meets both arms, in blocks.
    Within,
    /// Half of the participants have advice, half have none.
    Between,
    /// Everybody starts with a block without advice; then half of the participants have it.
    Mixed,
}

impl Comparison {
    /// Every comparison with its name in files.
    pub const NAMED: [(&'static str, Self); 3] =
        [("within", Self::Within), ("between", Self::Between), ("mixed", Self::Mixed)];

    /// The name in files.
    pub fn name(self) -> &'static str {
        Self::NAMED[self as usize].0
    }
}

/// What wrong advice leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WrongDirection {
    /// Misses and false alarms.
    Both,
    /// Misses alone.
    Misses,
    /// False alarms alone.
    FalseAlarms,
}

impl WrongDirection {
    /// Every direction with its name in files.
    pub const NAMED: [(&'static str, Self); 3] =
        [("both", Self::Both), ("misses", Self::Misses), ("false-alarms", Self::FalseAlarms)];

    /// Whether an alert that needs action, or does not, can have wrong advice.
    pub fn includes(self, needs_action: bool) -> bool {
        match self {
            Self::Both => true,
            Self::Misses => needs_action,
            Self::FalseAlarms => !needs_action,
        }
    }
}

impl StudyFile {
    /// Reads a study file's tables; every problem is collected by the reader.
    pub fn read(mut root: TableReader<'_, '_>) -> Self {
        let title = root.text("title");
        let dataset = root.text("dataset");
        let seed = root.integer("seed", 0..=u64::MAX, None).value;

        let mut standard = Condition::default();
        let mut table = root.table("design");
        let design = DesignFile::read(&mut table);
        let stratify = table.choices("stratify", &Stratifier::NAMED);
        standard.read_course(&mut table);
        table.finish();

        let mut table = root.table("conduct");
        let conduct = ConductFile::read(&mut table);
        table.finish();

        let mut advice = root.table("advice");
        let adviser = advice.text("name");
        standard.read_look(&mut advice);
        advice.finish();

        let mut mitigation = root.table("mitigation");
        standard.read_mitigation(&mut mitigation);
        mitigation.finish();
        let conditions = conditions::read(&mut root, &standard);

        let mut reports = root.table("self_reports");
        let self_reports = SelfReportsFile {
            forecast: reports.boolean("forecast", true),
            background: reports.names("background"),
            per_block: reports.names("per_block"),
            last: reports.names("final"),
        };
        reports.finish();

        let mut analysis = root.table("analysis");
        let plan = analysis.text("plan");
        analysis.finish();
        let texts = TextsFile::read(root.table("texts"));
        root.finish();
        Self { title, dataset, seed, design, stratify, conduct, adviser, conditions, self_reports, plan, texts }
    }
}

impl DesignFile {
    fn read(design: &mut TableReader<'_, '_>) -> Self {
        design.choice("counterbalance", &[("latin-square", ())], ());
        Self {
            comparison: design.choice("comparison", &Comparison::NAMED, Comparison::Within),
            trials: design.integer("trials", 4..=400, None),
            blocks: design.integer("blocks", 1..=40, Some(2)),
            practice_trials: design.integer("practice_trials", 0..=20, Some(2)),
            attention_checks: design.integer("attention_checks", 0..=20, Some(0)),
            needs_action_share: design.number("needs_action_share", 0.05..=0.95, 0.5),
            wrong_advice_share: design.numbers("wrong_advice_share", 0.0..=0.6, 0.25),
            wrong_direction: design.choice("wrong_advice", &WrongDirection::NAMED, WrongDirection::Both),
            right_before_first_wrong: design.integer("right_before_first_wrong", 0..=20, Some(2)),
            first_wrong_at: design.integer("first_wrong_at", 0..=200, Some(0)),
            wrong_reason_share: design.number("right_for_wrong_reason_share", 0.0..=1.0, 0.0),
            silent_share: design.number("silent_share", 0.0..=0.5, 0.0),
        }
    }
}
