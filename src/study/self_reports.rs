//! What participants are asked: the lists of `[self_reports]`, with the instruments that they name.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::files::Files;
use super::instrument::{About, Instrument};
use super::instrument_file::{self, TakenIds};
use super::problem::{Problem, Problems};
use super::questions::{Aided, QuestionGroup};
use super::texts::Texts;
use super::toml_reader::Located;

/// The questions of a session.
#[derive(Debug, Clone)]
pub struct SelfReports {
    /// Whether beliefs are asked before the first trial.
    pub forecast: bool,
    /// What is asked besides the questions on role and years, before anything was seen.
    pub background: Vec<Arc<Instrument>>,
    /// What is asked after each block.
    pub per_block: Vec<Asked>,
    /// What is asked at the end.
    pub last: Vec<Asked>,
}

/// One entry of a list in `[self_reports]`.
#[derive(Debug, Clone, PartialEq)]
pub enum Asked {
    /// Questions that the measures know.
    Group(QuestionGroup),
    /// The items of an instrument.
    Instrument(Arc<Instrument>),
}

impl Asked {
    /// Whether somebody who never had advice can't answer.
    pub fn is_about_advice(&self) -> bool {
        match self {
            Self::Group(group) => group.is_about_advice(),
            Self::Instrument(instrument) => instrument.about == About::Advice,
        }
    }

    fn instrument(&self) -> Option<&Arc<Instrument>> {
        match self {
            Self::Group(_) => None,
            Self::Instrument(instrument) => Some(instrument),
        }
    }
}

impl SelfReports {
    /// Whether a group of questions is asked anywhere.
    pub fn asks(&self, group: QuestionGroup) -> bool {
        self.per_block.iter().chain(&self.last).any(|asked| *asked == Asked::Group(group))
    }

    /// Whether there is anything to ask after a block of an arm.
    pub fn asks_after(&self, arm: Aided) -> bool {
        self.per_block.iter().any(|asked| arm == Aided::Yes || !asked.is_about_advice())
    }

    /// Every instrument once, in the order in which they are met.
    pub fn instruments(&self) -> Vec<&Instrument> {
        let later = self.per_block.iter().chain(&self.last).filter_map(Asked::instrument);
        let mut instruments: Vec<&Instrument> = Vec::new();
        for instrument in self.background.iter().chain(later) {
            if instruments.iter().all(|other| other.name != instrument.name) {
                instruments.push(instrument);
            }
        }
        instruments
    }
}

/// `[self_reports]` as it was written.
#[derive(Debug)]
pub struct SelfReportsFile {
    pub(super) forecast: bool,
    pub(super) background: Vec<Located<String>>,
    pub(super) per_block: Vec<Located<String>>,
    pub(super) last: Vec<Located<String>>,
}

/// Finds the groups and the instruments that a study file at `path` names. Also returns the texts of the instruments that are the
/// study's own files.
pub fn read(
    files: Files,
    path: &Path,
    written: &SelfReportsFile,
    problems: &mut Problems,
) -> (SelfReports, Vec<String>) {
    let all_groups = QuestionGroup::NAMED.map(|(name, _)| name);
    let mut shelf = Shelf {
        files,
        path,
        file: files.display(path),
        taken: TakenIds::new(),
        found: Vec::new(),
        own_texts: Vec::new(),
        problems,
    };
    let asked = shelf.list("background", &[], &written.background);
    let reports = SelfReports {
        forecast: written.forecast,
        background: asked.iter().filter_map(Asked::instrument).cloned().collect(),
        per_block: shelf.list("per_block", &QuestionGroup::AFTER_A_BLOCK, &written.per_block),
        last: shelf.list("final", &all_groups, &written.last),
    };
    (reports, shelf.own_texts)
}

/// Whoever takes part in a language has to be asked in it.
pub fn check_translated(
    file: &str,
    written: &SelfReportsFile,
    reports: &SelfReports,
    texts: &Texts,
    problems: &mut Problems,
) {
    let names: Vec<_> = written.background.iter().chain(&written.per_block).chain(&written.last).collect();
    for instrument in reports.instruments() {
        let stem = |name: &str| Path::new(name).file_stem().is_some_and(|stem| *stem == *instrument.name);
        let Some(name) = names.iter().find(|name| stem(&name.value)) else { continue };
        for words in texts.languages().iter().filter(|words| !instrument.speaks(words.code())) {
            let code = words.code();
            let message = format!("the instrument `{}` has no items in `{code}`", instrument.name);
            let hint = format!("write [translations.{code}] in its file; docs/languages.md says how");
            problems.push(Problem::at(file, name.span.clone(), message).hint(hint));
        }
    }
}

/// The instruments that were read so far, so that none is read or reported twice.
struct Shelf<'s> {
    files: Files,
    path: &'s Path,
    file: String,
    taken: TakenIds,
    found: Vec<(PathBuf, Option<Arc<Instrument>>)>,
    own_texts: Vec<String>,
    problems: &'s mut Problems,
}

impl Shelf<'_> {
    /// What the names of a list stand for; a list may hold some of the groups, and instruments.
    fn list(&mut self, key: &str, groups: &[&str], names: &[Located<String>]) -> Vec<Asked> {
        let mut asked = Vec::new();
        for name in names {
            let Some(found) = self.find(key, groups, name) else { continue };
            if asked.contains(&found) {
                self.report(name, format!("`{}` is listed twice", name.value), None);
            } else if key == "background" && found.is_about_advice() {
                let hint = "name it in `per_block` or `final`";
                let message = format!("`{}` is about advice, which nobody has had so early", name.value);
                self.report(name, message, Some(hint));
            } else {
                asked.push(found);
            }
        }
        asked
    }

    fn find(&mut self, key: &str, groups: &[&str], name: &Located<String>) -> Option<Asked> {
        let written = name.value.as_str();
        let group = QuestionGroup::NAMED.iter().find(|(known, _)| *known == written && groups.contains(known));
        if let Some((_, group)) = group {
            return Some(Asked::Group(*group));
        }
        let built_in = Instrument::built_in_path(written);
        let is_own = built_in.is_none();
        if is_own && Path::new(written).extension().is_none_or(|ending| ending != "toml") {
            let known = groups.iter().copied().chain(Instrument::BUILT_IN);
            let problem = self.problem(name, format!("`{key}` can't hold `{written}`")).did_you_mean(written, known);
            self.problems.push(problem);
            return None;
        }
        let (files, path) = match built_in {
            Some(path) => (Files::Embedded, path),
            None => (self.files, self.files.beside(self.path, written)),
        };
        if let Some((_, instrument)) = self.found.iter().find(|(other, _)| *other == path) {
            return instrument.clone().map(Asked::Instrument);
        }
        let read = instrument_file::read(files, &path, &mut self.taken, self.problems);
        let instrument = read.map(|(instrument, text)| {
            self.own_texts.extend(is_own.then_some(text));
            Arc::new(instrument)
        });
        self.check_name(name, instrument.as_deref());
        self.found.push((path, instrument.clone()));
        instrument.map(Asked::Instrument)
    }

    /// Two instruments of one name could not be told apart in the data.
    fn check_name(&mut self, written: &Located<String>, instrument: Option<&Instrument>) {
        let Some(name) = instrument.map(|instrument| &instrument.name) else { return };
        let mut others = self.found.iter().filter_map(|(_, other)| other.as_ref());
        if others.any(|other| other.name == *name) {
            let hint = "give one of the files another name";
            self.report(written, format!("two instruments are called `{name}`"), Some(hint));
        }
    }

    fn report(&mut self, name: &Located<String>, message: String, hint: Option<&str>) {
        let problem = Problem { hint: hint.map(str::to_owned), ..self.problem(name, message) };
        self.problems.push(problem);
    }

    fn problem(&self, name: &Located<String>, message: String) -> Problem {
        Problem::at(&self.file, name.span.clone(), message)
    }
}
