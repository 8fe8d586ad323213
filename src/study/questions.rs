//! The questions that participants are asked, each with its wording, its scale, and the name that it has in the data.

use serde::{Deserialize, Serialize};

use super::instrument::About;
use super::scale::Scale;
use super::self_reports::Asked;
use super::texts::Words;

/// A group of questions that a study file can name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names in `NAMED` are the study file's")]
pub enum QuestionGroup {
    Minutes,
    SpeedChange,
    NumberCorrect,
    AdviceWrong,
    AdviceFollowed,
}

impl QuestionGroup {
    /// Every group with its name in study files.
    pub const NAMED: [(&'static str, Self); 5] = [
        ("minutes", Self::Minutes),
        ("speed-change", Self::SpeedChange),
        ("number-correct", Self::NumberCorrect),
        ("advice-wrong", Self::AdviceWrong),
        ("advice-followed", Self::AdviceFollowed),
    ];

    /// What can be asked after a block: what is about all the advice is asked once, at the end.
    pub const AFTER_A_BLOCK: [&'static str; 2] = ["minutes", "number-correct"];

    /// Whether somebody who never had advice can't answer.
    pub(super) fn is_about_advice(self) -> bool {
        matches!(self, Self::SpeedChange | Self::AdviceWrong | Self::AdviceFollowed)
    }
}

/// One question as it is asked on one page.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    /// The name in `self_reports.csv`; never sent to a browser.
    pub id: String,
    /// What is asked.
    pub text: String,
    /// How it is answered.
    pub scale: Scale,
    /// A sentence before it; empty where there is none.
    pub introduction: String,
    /// What it measures together with others, where it is an item of an instrument.
    pub construct: Option<Construct>,
}

/// What an item measures together with others.
#[derive(Debug, Clone, PartialEq)]
pub struct Construct {
    /// The instrument's name, with the subscale where there is one.
    pub name: String,
    /// What it is about.
    pub about: About,
    /// Whether this item is worded the other way round.
    pub reversed: bool,
}

/// A page of questions: what it is about and when it is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Page {
    /// Role, years, use of AI.
    Background,
    /// Beliefs before the first trial.
    Forecast,
    /// The instructions were read.
    Instructions,
    /// The feedback of a trial was read; by the trial's place.
    #[serde(rename = "practice-feedback")]
    Feedback(usize),
    /// Beliefs about a block that has ended; counted from 0.
    Block(usize),
    /// The feedback of a block was read; counted from 0.
    BlockFeedback(usize),
    /// The break after a block is over; counted from 0.
    Break(usize),
    /// Beliefs about the whole session.
    Final,
}

/// Who asks: the words of a language, and what the adviser is called.
#[derive(Debug, Clone, Copy)]
pub struct Asker<'a> {
    /// The words.
    pub words: &'a Words,
    /// The adviser's name.
    pub adviser: &'a str,
}

impl Asker<'_> {
    /// The background questions; where alerts have a time limit, also whether to work without it.
    pub fn background(&self, has_deadline: bool) -> Vec<Question> {
        let mut asked = vec!["role", "years", "ai-use"];
        asked.extend(has_deadline.then_some(UNTIMED));
        asked.into_iter().map(|id| self.ask(id, id, 0, Scale::Choice(self.words.list(id)))).collect()
    }

    /// What is believed before the first trial.
    pub fn forecast(&self) -> Vec<Question> {
        vec![
            self.ask("minutes-unaided", "minutes-unaided-before", 0, Scale::Duration),
            self.ask("minutes-aided", "minutes-aided-before", 0, Scale::Duration),
            self.ask("speed-change", "speed-change-before", 0, Scale::PercentChange),
        ]
    }

    /// What is asked about a block of `trials` alerts, with (`aided`) or without advice.
    pub fn block(&self, asked: &[Asked], trials: u32, aided: Aided) -> Vec<Question> {
        let had_advice = aided == Aided::Yes;
        asked
            .iter()
            .filter(|asked| had_advice || !asked.is_about_advice())
            .flat_map(|asked| match asked {
                Asked::Group(QuestionGroup::Minutes) => {
                    let id = aided.pick("minutes-unaided", "minutes-aided");
                    vec![self.ask(id, "minutes-of-block", 0, Scale::Duration)]
                }
                Asked::Group(QuestionGroup::NumberCorrect) => {
                    let id = aided.pick("number-correct-unaided", "number-correct-aided");
                    vec![self.ask(id, "number-correct-of-block", trials, Scale::Count { most: trials })]
                }
                Asked::Group(other) => self.on_advice(*other, trials),
                Asked::Instrument(instrument) => instrument.questions(self.adviser, self.words),
            })
            .collect()
    }

    /// What is asked about the whole session: of the arms that were met.
    pub fn retrospective(&self, asked: &[Asked], met: Met) -> Vec<Question> {
        let Met { unaided, aided, .. } = met;
        asked
            .iter()
            .filter(|asked| aided > 0 || !asked.is_about_advice())
            .flat_map(|asked| match asked {
                Asked::Group(QuestionGroup::Minutes) => {
                    self.of_arms(met, "minutes-unaided", "minutes-aided", |_| Scale::Duration)
                }
                Asked::Group(QuestionGroup::NumberCorrect) => {
                    let scale = |most| Scale::Count { most };
                    self.of_arms(met, "number-correct-unaided", "number-correct-aided", scale)
                }
                Asked::Group(QuestionGroup::SpeedChange) if unaided == 0 => Vec::new(),
                Asked::Group(other) => self.on_advice(*other, aided),
                Asked::Instrument(instrument) => instrument.questions(self.adviser, self.words),
            })
            .collect()
    }

    /// A question on each arm that was met.
    fn of_arms(&self, met: Met, unaided: &str, aided: &str, scale: impl Fn(u32) -> Scale) -> Vec<Question> {
        let arms = [(met.unaided, unaided), (met.aided, aided)].into_iter().filter(|(trials, _)| *trials > 0);
        arms.map(|(trials, id)| self.ask(id, id, trials, scale(trials))).collect()
    }

    fn on_advice(&self, group: QuestionGroup, aided_trials: u32) -> Vec<Question> {
        let count = Scale::Count { most: aided_trials };
        match group {
            QuestionGroup::SpeedChange => vec![self.ask("speed-change", "speed-change", 0, Scale::PercentChange)],
            QuestionGroup::AdviceWrong => vec![self.ask("advice-wrong", "advice-wrong", aided_trials, count)],
            QuestionGroup::AdviceFollowed => vec![self.ask("advice-followed", "advice-followed", aided_trials, count)],
            QuestionGroup::Minutes | QuestionGroup::NumberCorrect => Vec::new(),
        }
    }

    /// The question `id` in the words of a key of `[ask]`.
    fn ask(&self, id: &str, key: &str, count: u32, scale: Scale) -> Question {
        let text = self.words.of("ask", key).with("adviser", self.adviser).with("count", count).to_string();
        Question { id: id.into(), text, scale, introduction: String::new(), construct: None }
    }
}

/// What a participant meets of each arm, or of one block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Met {
    /// Trials in blocks without advice.
    pub unaided: u32,
    /// Trials in blocks with advice.
    pub aided: u32,
    /// The arm of the block that is asked about.
    pub arm: Aided,
    /// Whether alerts have a time limit.
    pub has_deadline: bool,
}

/// The question whether to work without the time limit.
pub const UNTIMED: &str = "untimed";

/// The ids of all questions that are no items of an instrument.
pub const IDS: [&str; 11] = [
    "role",
    "years",
    "ai-use",
    UNTIMED,
    "minutes-unaided",
    "minutes-aided",
    "number-correct-unaided",
    "number-correct-aided",
    "speed-change",
    "advice-wrong",
    "advice-followed",
];

/// Whether a block shows advice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Aided {
    No,
    Yes,
}

impl Aided {
    fn pick(self, unaided: &'static str, aided: &'static str) -> &'static str {
        match self {
            Self::No => unaided,
            Self::Yes => aided,
        }
    }
}
