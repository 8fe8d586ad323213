//! A model formula in R's notation: response, fixed part, random terms, and where each name stands.

use std::fmt;
use std::ops::Range;

/// What a formula says wrongly.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct FormulaError {
    /// What is wrong.
    pub message: String,
    /// Where in the text, in bytes.
    pub span: Range<usize>,
    /// What to do.
    pub hint: String,
}

/// What stands to the left of `~`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Response {
    /// A column.
    Column(String),
    /// `log(x)`, `sqrt(x)` or `exp(x)` of a column.
    Transformed {
        /// The function.
        function: Transform,
        /// The column.
        column: String,
    },
    /// `cbind(successes, failures)` or `cbind(successes, trials - successes)`: counts for a binomial model.
    Counts {
        /// The column of successes.
        successes: String,
        /// The column of failures, or of all trials.
        other: String,
        /// Whether `other` holds all trials.
        of_trials: bool,
    },
}

/// A function of one column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Transform {
    /// The natural logarithm.
    Log,
    /// The square root.
    Sqrt,
    /// The exponential function.
    Exp,
}

impl Transform {
    /// The function's value.
    pub fn of(self, x: f64) -> f64 {
        match self {
            Self::Log => x.ln(),
            Self::Sqrt => x.sqrt(),
            Self::Exp => x.exp(),
        }
    }

    pub(super) fn named(name: &str) -> Option<Self> {
        Some(match name {
            "log" => Self::Log,
            "sqrt" => Self::Sqrt,
            "exp" => Self::Exp,
            _ => return None,
        })
    }
}

/// Which effects of a random term are correlated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Correlation {
    /// All: `(1 + x | group)`.
    All,
    /// Those of one factor's levels, but not different variables: `(1 + x || group)`, as lme4 reads it.
    WithinVariable,
    /// None at all: `zerocorr(1 + x | group)`. For numbers this is the same as `||`.
    None,
}

/// One random term, `(1 + x | group)`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RandomTerm {
    /// Whether there is a random intercept.
    pub intercept: bool,
    /// The variables with a random slope, as written.
    pub slopes: Vec<String>,
    /// Which of its effects are correlated.
    pub correlation: Correlation,
    /// The grouping factor, as written: a column, `a:b` or `a/b`.
    pub group: String,
}

impl fmt::Display for RandomTerm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let first = if self.intercept { "1" } else { "0" };
        let entries: Vec<&str> = std::iter::once(first).chain(self.slopes.iter().map(String::as_str)).collect();
        let (entries, group) = (entries.join(" + "), &self.group);
        match self.correlation {
            Correlation::WithinVariable if !self.slopes.is_empty() => write!(f, "({entries} || {group})"),
            Correlation::None if !self.slopes.is_empty() => write!(f, "zerocorr({entries} | {group})"),
            _ => write!(f, "({entries} | {group})"),
        }
    }
}

/// How a formula uses a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Use {
    /// On the left of `~`, or in a function: as a number.
    Number,
    /// As what it is: a number, or categories.
    Predictor,
    /// In `factor(x)`: as categories.
    Factor,
    /// Behind a bar: as groups.
    Group,
}

/// A name in the formula.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// The column's name.
    pub name: String,
    /// Where it stands, in bytes.
    pub span: Range<usize>,
    /// As what it is used.
    pub usage: Use,
}

/// A formula that could be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Formula {
    text: String,
    /// The response.
    pub response: Response,
    /// The fixed part, as written but for `factor(x)`, which is `x` here.
    pub fixed: String,
    /// The random terms, in order.
    pub random: Vec<RandomTerm>,
    /// Every mention of a column.
    pub mentions: Vec<Mention>,
}

impl Formula {
    pub(super) fn new(
        text: String,
        response: Response,
        fixed: String,
        random: Vec<RandomTerm>,
        mentions: Vec<Mention>,
    ) -> Self {
        Self { text, response, fixed, random, mentions }
    }

    /// The same formula with other random terms. What it mentions keeps its place in the text that was read.
    #[must_use]
    pub fn with_random(&self, random: Vec<RandomTerm>) -> Self {
        let (left, _) = self.text.split_once('~').unwrap_or_default();
        let terms = std::iter::once(self.fixed.clone()).chain(random.iter().map(ToString::to_string));
        let text = format!("{} ~ {}", left.trim(), self.with_factor_calls(&terms.collect::<Vec<_>>().join(" + ")));
        Self { text, random, ..self.clone() }
    }

    /// The text with `factor()` around the names that stand for categories by it.
    fn with_factor_calls(&self, text: &str) -> String {
        let is_factor =
            |word: &str| self.mentions.iter().any(|mention| mention.name == word && mention.usage == Use::Factor);
        let parts = text.split_inclusive(|character: char| !(character.is_alphanumeric() || character == '_'));
        let wrapped = parts.map(|part| {
            let word = part.trim_end_matches(|character: char| !(character.is_alphanumeric() || character == '_'));
            if is_factor(word) { format!("factor({word}){}", &part[word.len()..]) } else { part.to_owned() }
        });
        wrapped.collect()
    }

    /// The formula as written.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether a column stands for categories whatever it holds: named in `factor(…)`, or for grouping alone.
    pub fn is_category(&self, name: &str) -> bool {
        let uses: Vec<Use> =
            self.mentions.iter().filter(|mention| mention.name == name).map(|mention| mention.usage).collect();
        uses.contains(&Use::Factor) || (!uses.is_empty() && uses.iter().all(|usage| *usage == Use::Group))
    }
}

impl fmt::Display for Formula {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.text.trim())
    }
}
