//! What is wrong with a file that somebody wrote: where it is, and what to do about it.

use std::fmt;
use std::ops::Range;

use miette::{Diagnostic, LabeledSpan, NamedSource, SourceCode};

/// The place in a file that a problem is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// The file as a whole.
    File,
    /// A range of bytes of a text file that is short enough to be shown.
    Span(Range<usize>),
    /// A row (counted from 1, the header being row 1) and perhaps a column of a CSV file.
    Cell {
        /// The line on which the record starts.
        row: u64,
        /// The column's name.
        column: Option<String>,
    },
}

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The file, as the user named it.
    pub file: String,
    /// Where in the file.
    pub place: Place,
    /// What is wrong, in lower case and without a final period.
    pub message: String,
    /// What to do next.
    pub hint: Option<String>,
}

impl Problem {
    /// A problem with a file as a whole.
    pub fn in_file(file: &str, message: impl Into<String>) -> Self {
        Self { file: file.into(), place: Place::File, message: message.into(), hint: None }
    }

    /// A problem with a range of bytes of a file.
    pub fn at(file: &str, span: Range<usize>, message: impl Into<String>) -> Self {
        Self { place: Place::Span(span), ..Self::in_file(file, message) }
    }

    /// The same problem with advice on what to do.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// The same problem with a "did you mean" where one of `known` resembles `written`.
    #[must_use]
    pub fn did_you_mean<'a>(self, written: &str, known: impl IntoIterator<Item = &'a str>) -> Self {
        let known: Vec<&str> = known.into_iter().collect();
        let nearest = known
            .iter()
            .map(|candidate| (strsim::damerau_levenshtein(written, candidate), *candidate))
            .filter(|(distance, candidate)| *distance * 3 <= candidate.len().max(4))
            .min();
        let hint = match nearest {
            Some((_, candidate)) => format!("did you mean `{candidate}`?"),
            None => format!("known here: {}", known.join(", ")),
        };
        self.hint(hint)
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Problem { file, place, message, .. } = self;
        match place {
            Place::File => write!(f, "{file}: {message}"),
            Place::Span(_) => write!(f, "{message}"),
            Place::Cell { row, column: Some(column) } => write!(f, "{file}, row {row}, column {column}: {message}"),
            Place::Cell { row, column: None } => write!(f, "{file}, row {row}: {message}"),
        }
    }
}

/// All the problems of a study and its files, with the texts that they point into.
#[derive(Debug)]
pub struct Problems {
    found: Vec<Problem>,
    texts: Vec<(String, String)>,
}

impl Problems {
    /// No problem yet.
    pub fn none() -> Self {
        Self { found: Vec::new(), texts: Vec::new() }
    }

    /// Remembers the text of a file, so that spans can be shown.
    pub fn remember_text(&mut self, file: &str, text: &str) {
        self.texts.push((file.into(), text.into()));
    }

    /// Adds a problem.
    pub fn push(&mut self, problem: Problem) {
        self.found.push(problem);
    }

    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.found.len()
    }

    /// Each problem, in the order in which they were found.
    pub fn iter(&self) -> impl Iterator<Item = &Problem> {
        self.found.iter()
    }

    /// Each problem as a report that can draw the lines of the file around it.
    pub fn reports(&self) -> impl Iterator<Item = ProblemReport> + '_ {
        self.found.iter().map(|problem| ProblemReport {
            source: self
                .texts
                .iter()
                .find(|(file, _)| *file == problem.file)
                .map(|(file, text)| NamedSource::new(file, text.clone())),
            problem: problem.clone(),
        })
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.found.len() {
            1 => write!(f, "1 problem"),
            count => write!(f, "{count} problems"),
        }
    }
}

impl std::error::Error for Problems {}

/// A problem together with its source text.
#[derive(Debug)]
pub struct ProblemReport {
    problem: Problem,
    source: Option<NamedSource<String>>,
}

impl fmt::Display for ProblemReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.problem.fmt(f)
    }
}

impl std::error::Error for ProblemReport {}

impl Diagnostic for ProblemReport {
    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.problem.hint.as_ref().map(|hint| Box::new(hint) as Box<dyn fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.source.as_ref().map(|source| source as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let Place::Span(span) = &self.problem.place else { return None };
        Some(Box::new(std::iter::once(LabeledSpan::new_with_span(Some("here".into()), span.clone()))))
    }
}
