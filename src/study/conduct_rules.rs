//! How a study is conducted besides what it shows: who may come back, how often, and what practice has to show.

use super::study_file::DesignFile;
use super::toml_reader::{Located, TableReader};

/// The rules of `[conduct]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ConductRules {
    /// Whether a browser that took part once leads to that session for good, whoever sits at it.
    pub one_run_per_browser: bool,
    /// What practice has to show before the measured alerts; none where everybody goes on.
    pub practice: Option<PracticeCriterion>,
    /// Who comes back late; none where everybody can go on.
    pub late: Option<LateReturn>,
    /// Whether browsers are looked at before the instructions.
    pub browser: BrowserPolicy,
    /// The least pause that is offered between two blocks, in seconds; 0 where there is none.
    pub break_s: u64,
}

impl ConductRules {
    /// Nothing is asked of anybody: a shared browser serves one person after the other, and everybody goes on.
    pub const NONE: Self =
        Self { one_run_per_browser: false, practice: None, late: None, browser: BrowserPolicy::Off, break_s: 0 };
}

/// What a browser has to have before the instructions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BrowserPolicy {
    /// Window, keyboard, clock and screen have to be good enough.
    Require,
    /// Whoever has less is told what to do about it, and can go on.
    Warn,
    /// Nothing is looked at.
    Off,
}

impl BrowserPolicy {
    /// Every policy with its name in study files.
    pub const NAMED: [(&'static str, Self); 3] = [("require", Self::Require), ("warn", Self::Warn), ("off", Self::Off)];

    /// The name.
    pub fn name(self) -> &'static str {
        Self::NAMED[self as usize].0
    }
}

/// How many practice alerts have to be judged rightly, and what happens otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PracticeCriterion {
    /// Right verdicts of one round; 1 to the number of practice alerts.
    pub at_least: usize,
    /// Rounds at most, the first included.
    pub rounds: usize,
    /// What happens after the last round.
    pub failed: PracticeFailed,
}

/// What happens to whoever does not reach the criterion in any round.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PracticeFailed {
    /// The session goes on and is marked.
    Continue,
    /// The session ends.
    End,
}

/// What happens to whoever comes back after a break that was too long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LateReturn {
    /// The longest break, in minutes.
    pub longest_break_min: u64,
    /// What happens after a longer one.
    pub policy: LatePolicy,
}

/// What happens to whoever comes back late.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LatePolicy {
    /// The session starts again at the instructions, as long as no measured alert was shown; otherwise it ends.
    Restart,
    /// The session ends.
    Block,
}

/// The values of `[conduct]`.
#[derive(Debug)]
pub struct ConductFile {
    one_run_per_browser: bool,
    practice_at_least: Located<u64>,
    practice_rounds: Located<u64>,
    practice_failed: Located<Option<PracticeFailed>>,
    resume: Located<Option<LatePolicy>>,
    longest_break_min: Located<u64>,
    browser: BrowserPolicy,
    break_s: Located<u64>,
}

impl ConductFile {
    /// Reads the table.
    pub fn read(table: &mut TableReader<'_, '_>) -> Self {
        let failed = [("continue", Some(PracticeFailed::Continue)), ("end", Some(PracticeFailed::End))];
        let resume = [("resume", None), ("restart", Some(LatePolicy::Restart)), ("block", Some(LatePolicy::Block))];
        Self {
            one_run_per_browser: table.boolean("one_run_per_browser", false),
            practice_at_least: table.integer("practice_at_least", 0..=20, Some(0)),
            practice_rounds: table.integer("practice_rounds", 0..=5, Some(0)),
            practice_failed: table.choice("practice_failed", &failed, None),
            resume: table.choice("resume", &resume, None),
            longest_break_min: table.integer("longest_break_min", 0..=43_200, Some(0)),
            browser: table.choice("browser", &BrowserPolicy::NAMED, BrowserPolicy::Warn).value,
            break_s: table.integer("break_s", 0..=3600, Some(0)),
        }
    }

    /// Refuses what contradicts itself or the design.
    pub(super) fn check(&self, design: &DesignFile, reader: &mut TableReader<'_, '_>) -> ConductRules {
        let (at_least, practice) = (&self.practice_at_least, design.practice_trials.value);
        if at_least.value > practice {
            let message = format!("{} of {practice} practice alerts can't be judged rightly", at_least.value);
            let hint = "raise `practice_trials` in [design], or lower `practice_at_least`".to_owned();
            reader.problem(at_least.span.clone(), message, Some(hint));
        }
        for (is_written, span, name) in [
            (self.practice_rounds.value > 0, &self.practice_rounds.span, "practice_rounds"),
            (self.practice_failed.value.is_some(), &self.practice_failed.span, "practice_failed"),
        ] {
            if is_written && at_least.value == 0 {
                let hint = "say with `practice_at_least` how many right verdicts practice has to show".to_owned();
                reader.problem(span.clone(), format!("`{name}` has nothing to decide on"), Some(hint));
            }
        }
        let longest = &self.longest_break_min;
        if self.resume.value.is_none() && longest.value > 0 {
            let hint = "write `resume = \"block\"` or `resume = \"restart\"`, or leave it out".to_owned();
            reader.problem(longest.span.clone(), "with `resume = \"resume\"` no break is too long", Some(hint));
        }
        if self.resume.value.is_some() && longest.value == 0 {
            let hint = "add `longest_break_min`, in minutes".to_owned();
            reader.problem(self.resume.span.clone(), "nothing says which break is too long", Some(hint));
        }
        let pause = &self.break_s;
        if pause.value > 0 && design.blocks.value < 2 {
            let hint = "raise `blocks` in [design], or leave `break_s` out".to_owned();
            reader.problem(pause.span.clone(), "one block has no break after it", Some(hint));
        }
        if longest.value > 0 && pause.value >= 60 * longest.value {
            let message =
                format!("the offered break is as long as the longest that is allowed ({} min)", longest.value);
            let hint = "shorten `break_s`, or raise `longest_break_min`".to_owned();
            reader.problem(pause.span.clone(), message, Some(hint));
        }
        ConductRules {
            browser: self.browser,
            break_s: pause.value,
            one_run_per_browser: self.one_run_per_browser,
            practice: (at_least.value > 0).then(|| PracticeCriterion {
                at_least: at_least.value as usize,
                rounds: self.practice_rounds.value.max(1) as usize,
                failed: self.practice_failed.value.unwrap_or(PracticeFailed::Continue),
            }),
            late: self.resume.value.map(|policy| LateReturn { longest_break_min: longest.value, policy }),
        }
    }
}
