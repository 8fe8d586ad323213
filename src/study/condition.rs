//! How trials look and work for one group of participants: what is varied between people.

use super::toml_reader::TableReader;

/// When advice is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AdviceTiming {
    /// With the alert.
    Concurrent,
    /// After an own verdict, which can then be changed.
    Sequential,
    /// When the participant asks for it.
    OnDemand,
    /// Some seconds after the alert.
    Delayed,
}

impl AdviceTiming {
    /// Every timing with its name in files and tables.
    pub const NAMED: [(&'static str, Self); 4] = [
        ("concurrent", Self::Concurrent),
        ("sequential", Self::Sequential),
        ("on-demand", Self::OnDemand),
        ("delayed", Self::Delayed),
    ];

    /// The name in files and tables.
    pub fn name(self) -> &'static str {
        Self::NAMED[self as usize].0
    }
}

/// What a participant sees of an advice's confidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ConfidenceShown {
    /// Nothing.
    Hidden,
    /// The dataset's figure, which says nothing about correctness.
    Uninformative,
    /// A figure that is as often right as it says, for each participant.
    Calibrated,
}

impl ConfidenceShown {
    /// Every way with its name in files and tables.
    pub const NAMED: [(&'static str, Self); 3] =
        [("hidden", Self::Hidden), ("uninformative", Self::Uninformative), ("calibrated", Self::Calibrated)];

    /// The name in files and tables.
    pub fn name(self) -> &'static str {
        Self::NAMED[self as usize].0
    }
}

/// How an advice is explained.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Explanation {
    /// Verdict and recommended action alone.
    None,
    /// The reasons as text.
    Rationale,
    /// The reasons, with citations that open the cited panel.
    Cited,
}

impl Explanation {
    /// Every explanation with its name in files and tables.
    pub const NAMED: [(&'static str, Self); 3] =
        [("none", Self::None), ("rationale", Self::Rationale), ("cited", Self::Cited)];

    /// The name in files and tables.
    pub fn name(self) -> &'static str {
        Self::NAMED[self as usize].0
    }
}

/// Whom advice is said to come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SourceLabel {
    /// The adviser's name.
    Ai,
    /// A senior colleague.
    Colleague,
    /// Nobody.
    Unlabelled,
}

impl SourceLabel {
    /// Every label with its name in files and tables.
    pub const NAMED: [(&'static str, Self); 3] =
        [("ai", Self::Ai), ("colleague", Self::Colleague), ("unlabelled", Self::Unlabelled)];

    /// The name in files and tables.
    pub fn name(self) -> &'static str {
        Self::NAMED[self as usize].0
    }
}

/// Which decisions need a reason in the participant's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Justification {
    /// None.
    Never,
    /// Those against the advice.
    Overriding,
    /// Those with the advice.
    Accepting,
    /// All that have advice.
    Both,
}

impl Justification {
    /// Every rule with its name in files and tables.
    pub const NAMED: [(&'static str, Self); 4] = [
        ("never", Self::Never),
        ("overriding", Self::Overriding),
        ("accepting", Self::Accepting),
        ("both", Self::Both),
    ];

    /// The name in files and tables.
    pub fn name(self) -> &'static str {
        Self::NAMED[self as usize].0
    }

    /// Whether a decision that agrees with the advice, or not, needs a reason.
    pub fn is_due(self, agrees: bool) -> bool {
        match self {
            Self::Never => false,
            Self::Overriding => !agrees,
            Self::Accepting => agrees,
            Self::Both => true,
        }
    }
}

/// A limit of the time for one alert.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Deadline {
    /// Seconds from the alert's appearance.
    pub seconds: f64,
    /// Whether the trial ends there with whatever was chosen; else the clock only says that time is up.
    pub hard: bool,
}

/// When participants are told how they did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Feedback {
    /// At the end alone.
    None,
    /// After each alert.
    Trial,
    /// After each block.
    Block,
}

impl Feedback {
    /// Every rule with its name in files and tables.
    pub const NAMED: [(&'static str, Self); 3] = [("none", Self::None), ("trial", Self::Trial), ("block", Self::Block)];

    /// The name in files and tables.
    pub fn name(self) -> &'static str {
        Self::NAMED[self as usize].0
    }
}

/// What holds for all trials of one group of participants.
#[derive(Debug, Clone, PartialEq)]
pub struct Condition {
    /// The name in tables; never sent to a browser.
    pub name: String,
    /// When advice is shown.
    pub timing: AdviceTiming,
    /// Seconds until delayed advice.
    pub delay_s: f64,
    /// What is seen of its confidence.
    pub confidence: ConfidenceShown,
    /// What is seen of its reasons.
    pub explanation: Explanation,
    /// Whom it is said to come from.
    pub source: SourceLabel,
    /// Whether participants are asked how sure they are: asking changes what they do.
    pub asks_confidence: bool,
    /// A limit of the time; none without pressure.
    pub deadline: Option<Deadline>,
    /// When participants are told how they did.
    pub feedback: Feedback,
    /// Panels that have to be opened before a verdict; never more than an alert has.
    pub panels_first: usize,
    /// Which decisions need a reason.
    pub justification: Justification,
    /// Seconds that an aided decision with less than [`Self::SLOW_DOWN_BELOW`] percent of own confidence has to wait; 0 without.
    pub slow_down_s: f64,
    /// Whether the instructions say how often the advice is wrong.
    pub warning: bool,
}

impl Default for Condition {
    fn default() -> Self {
        Self {
            name: "standard".into(),
            timing: AdviceTiming::Concurrent,
            delay_s: 0.0,
            confidence: ConfidenceShown::Uninformative,
            explanation: Explanation::Rationale,
            source: SourceLabel::Ai,
            asks_confidence: true,
            deadline: None,
            feedback: Feedback::None,
            panels_first: 0,
            justification: Justification::Never,
            slow_down_s: 0.0,
            warning: false,
        }
    }
}

impl Condition {
    /// Own confidence, in percent, below which a decision has to wait where the condition slows down.
    pub const SLOW_DOWN_BELOW: u8 = 80;

    /// Reads when advice comes, under what pressure, and what is told: keys of `[design]`.
    pub(super) fn read_course(&mut self, reader: &mut TableReader<'_, '_>) {
        self.timing = reader.choice("advice_timing", &AdviceTiming::NAMED, self.timing).value;
        let delay = reader.number("advice_delay_s", 0.0..=600.0, self.delay_s);
        self.delay_s = delay.value;
        if self.timing == AdviceTiming::Delayed && self.delay_s == 0.0 {
            let hint = "advice_delay_s = 20".to_owned();
            reader.problem(delay.span, "delayed advice needs `advice_delay_s` above 0", Some(hint));
        } else if self.timing != AdviceTiming::Delayed && self.delay_s > 0.0 {
            let hint = "advice_timing = \"delayed\", or leave it out".to_owned();
            reader.problem(delay.span, "`advice_delay_s` is for delayed advice", Some(hint));
        }
        let known = self.deadline.map_or(0.0, |deadline| deadline.seconds);
        let seconds = reader.number("deadline_s", 0.0..=3600.0, known);
        let kinds = [("soft", false), ("hard", true)];
        let hard = reader.choice("deadline", &kinds, self.deadline.is_some_and(|deadline| deadline.hard)).value;
        self.deadline = (seconds.value > 0.0).then_some(Deadline { seconds: seconds.value, hard });
        if seconds.value > 0.0 && seconds.value < 5.0 {
            let hint = "no alert can be read in less than 5 s; 0 sets none".to_owned();
            reader.problem(seconds.span, "`deadline_s` is too short", Some(hint));
        }
        self.asks_confidence = reader.boolean("ask_confidence", self.asks_confidence);
        self.feedback = reader.choice("feedback", &Feedback::NAMED, self.feedback).value;
    }

    /// Reads how advice looks: keys of `[advice]`.
    pub(super) fn read_look(&mut self, reader: &mut TableReader<'_, '_>) {
        self.confidence = reader.choice("confidence", &ConfidenceShown::NAMED, self.confidence).value;
        self.explanation = reader.choice("explanation", &Explanation::NAMED, self.explanation).value;
        self.source = reader.choice("source", &SourceLabel::NAMED, self.source).value;
    }

    /// Reads what is done against over-trust: keys of `[mitigation]`.
    pub(super) fn read_mitigation(&mut self, reader: &mut TableReader<'_, '_>) {
        self.panels_first = reader.integer("panels_first", 0..=20, Some(self.panels_first as u64)).value as usize;
        self.justification = reader.choice("justification", &Justification::NAMED, self.justification).value;
        self.slow_down_s = reader.number("slow_down_s", 0.0..=120.0, self.slow_down_s).value;
        self.warning = reader.boolean("warning", self.warning);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reasons_are_due_by_the_rule() {
        let due = |rule: Justification| [rule.is_due(true), rule.is_due(false)];
        let all = Justification::NAMED.map(|(_, rule)| due(rule));
        assert_eq!(all, [[false, false], [false, true], [true, false], [true, true]]);
    }
}
