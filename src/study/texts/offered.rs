//! The languages that a study offers, with what it changes in them; everything that is missing in one of them is a problem.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use super::super::files::Files;
use super::super::problem::{Problem, Problems};
use super::super::toml_reader::Located;
use super::catalogue::{self, ENGLISH, Templates};
use super::template::Template;
use super::texts_file::{LanguageFile, LongFile, TextsFile};
use super::words::{Language, LongText, Moment, Words};

/// The languages of a study; never empty, the default one first.
#[derive(Debug, Clone)]
pub struct Texts(Vec<Words>);

impl Texts {
    /// What is said where nobody has chosen.
    pub fn default_words(&self) -> &Words {
        &self.0[0]
    }

    /// The words of a language that is offered.
    pub fn get(&self, code: &str) -> Option<&Words> {
        self.0.iter().find(|words| words.code() == code)
    }

    /// The words of a language, or of the default one.
    pub fn words(&self, code: Option<&str>) -> &Words {
        code.and_then(|code| self.get(code)).unwrap_or(self.default_words())
    }

    /// The languages that the program carries, as they are, by their codes; the first is the default one.
    pub fn built_in(codes: &[&str]) -> Result<Self, Problems> {
        let english = ENGLISH;
        let codes = if codes.is_empty() { &[english] } else { codes };
        codes.iter().map(|code| Words::built_in(code)).collect::<Result<_, _>>().map(Self)
    }

    /// Every language, the default one first.
    pub fn languages(&self) -> &[Words] {
        &self.0
    }
}

/// The texts of a study, and all that they were made of, for its hash.
pub fn read(files: Files, path: &Path, written: &TextsFile, problems: &mut Problems) -> Option<(Texts, Vec<String>)> {
    let english = catalogue::english(problems)?;
    let file = files.display(path);
    let codes = codes(&file, written, problems);
    let mut shelf = Shelf { files, path, file, english, sources: Vec::new(), problems };
    for own in &written.own {
        if !codes.iter().any(|code| code.value == own.code.value) {
            let known = codes.iter().map(|code| code.value.as_str());
            let message = format!("`{}` is not among the languages of the study", own.code.value);
            let problem = shelf.problem(&own.code, message).did_you_mean(&own.code.value, known);
            shelf.problems.push(problem);
        }
    }
    shelf.check_complete(&codes, &written.own);
    let read = |code: &Located<String>| {
        let own = written.own.iter().find(|own| own.code.value == code.value);
        shelf.language(code, own)
    };
    let languages: Vec<Option<Words>> = codes.iter().map(read).collect();
    let languages: Vec<Words> = languages.into_iter().collect::<Option<_>>()?;
    Some((Texts(languages), shelf.sources))
}

/// The languages that are offered, the default one first.
fn codes(file: &str, written: &TextsFile, problems: &mut Problems) -> Vec<Located<String>> {
    let english = || Located { value: ENGLISH.to_owned(), span: 0..0 };
    let mut report = |place: &Located<String>, message: String, hint: &str| {
        problems.push(Problem::at(file, place.span.clone(), message).hint(hint));
    };
    let mut codes: Vec<Located<String>> = Vec::new();
    for code in &written.languages {
        if codes.iter().any(|other| other.value == code.value) {
            report(code, format!("`{}` is listed twice", code.value), "each language once");
        } else {
            codes.push(code.clone());
        }
    }
    let default = match &written.default {
        Some(default) => default.clone(),
        None => codes.first().cloned().unwrap_or_else(english),
    };
    match codes.iter().position(|code| code.value == default.value) {
        Some(index) => {
            let first = codes.remove(index);
            codes.insert(0, first);
        }
        None if codes.is_empty() => codes.push(default),
        None => {
            let message = format!("the default `{}` is not among the languages", default.value);
            report(&default, message, "list it in `languages`");
        }
    }
    codes
}

struct Shelf<'s> {
    files: Files,
    path: &'s Path,
    file: String,
    /// The English texts, and the text of their file.
    english: (Templates, String),
    sources: Vec<String>,
    problems: &'s mut Problems,
}

impl Shelf<'_> {
    fn language(&mut self, code: &Located<String>, own: Option<&LanguageFile>) -> Option<Words> {
        let mut templates = self.catalogue(code, own.and_then(|own| own.catalogue.as_ref()))?;
        let mut long = BTreeMap::new();
        for (moment, text) in own.iter().flat_map(|own| &own.long) {
            if let Some(text) = self.long(text) {
                long.insert(*moment, text);
            }
        }
        for (key, text) in own.iter().flat_map(|own| &own.words) {
            if let Some(template) = self.word(key, text) {
                templates.insert(key.value.clone(), template);
            }
        }
        let title = own.and_then(|own| Some(own.title.as_ref()?.value.clone()));
        Some(Words(Arc::new(Language { code: code.value.clone(), templates, long, title })))
    }

    fn catalogue(&mut self, code: &Located<String>, own: Option<&Located<String>>) -> Option<Templates> {
        let is_carried = Files::languages().contains(&code.value);
        let read = match own {
            Some(own) => {
                let path = self.files.beside(self.path, &own.value);
                let read = catalogue::read(self.files, &path, &self.english.0, self.problems);
                if let (Some((templates, _)), true) = (&read, is_carried) {
                    self.check_kept(&code.value, own, templates);
                }
                read
            }
            None if is_carried => self.carried(&code.value),
            None => {
                let message = format!("the program has no texts in `{}`", code.value);
                let known = Files::languages();
                let hint = format!(
                    "it has: {}; for another, write [texts.{1}] with catalogue = \"{1}.toml\" (docs/languages.md)",
                    known.join(", "),
                    code.value
                );
                let problem = self.problem(code, message).hint(hint);
                self.problems.push(problem);
                None
            }
        };
        let (templates, text) = read?;
        self.sources.push(text);
        Some(templates)
    }

    /// The program's own texts in a language that it carries.
    fn carried(&mut self, code: &str) -> Option<(Templates, String)> {
        if code == ENGLISH {
            return Some(self.english.clone());
        }
        catalogue::built_in(code, &self.english.0, self.problems)
    }

    /// In a language that the program carries, a catalogue of the study's own says what has to stay as the program does.
    fn check_kept(&mut self, code: &str, own: &Located<String>, templates: &Templates) {
        let Some((carried, _)) = self.carried(code) else { return };
        for key in MUST_STAY {
            if templates.get(key) != carried.get(key) {
                let problem = self.stays(own, key);
                self.problems.push(problem);
            }
        }
    }

    fn long(&mut self, written: &Located<LongFile>) -> Option<LongText> {
        let LongFile { text, file, replaces } = &written.value;
        let markdown = match (text, file) {
            (Some(text), _) => text.clone(),
            (None, Some(file)) => {
                let path = self.files.beside(self.path, &file.value);
                let text = self.files.text(&path, "the path starts at the study file's folder", self.problems)?;
                self.sources.push(text.clone());
                text
            }
            (None, None) => return None,
        };
        if markdown.trim().is_empty() {
            let place = Located { value: String::new(), span: written.span.clone() };
            let problem = self.problem(&place, "the text is empty".into());
            self.problems.push(problem);
        }
        Some(LongText { markdown, replaces: *replaces })
    }

    /// One text of the catalogue, as the study words it.
    fn word(&mut self, key: &Located<String>, text: &Located<String>) -> Option<Template> {
        let Some(original) = self.english.0.get(&key.value) else {
            let problem = self.problem(key, format!("no text is called `{}`", key.value));
            let problem = catalogue::nearest(problem, &key.value, &self.english.0);
            self.problems.push(problem);
            return None;
        };
        let template = Template::parse(&text.value);
        let wrong = match &template {
            Ok(template) => catalogue::differing(&key.value, template, original),
            Err(problem) => Some(problem.clone()),
        };
        if let Some(message) = wrong {
            let problem = self.problem(text, message).hint(format!("in English: {}", original.raw()));
            self.problems.push(problem);
        } else if MUST_STAY.contains(&key.value.as_str()) {
            let problem = self.stays(key, &key.value);
            self.problems.push(problem);
        }
        template.ok()
    }

    /// What a study says in one language of several, it has to say in all of them.
    fn check_complete(&mut self, codes: &[Located<String>], own: &[LanguageFile]) {
        let of = |code: &str| own.iter().find(|own| own.code.value == code);
        for from in own {
            for code in codes.iter().filter(|code| code.value != from.code.value) {
                let other = of(&code.value);
                for (moment, text) in &from.long {
                    let name = Moment::NAMED[*moment as usize].0;
                    let translation = other.and_then(|other| other.long.iter().find(|(known, _)| known == moment));
                    let message = match translation {
                        None => format!("`{name}` is missing in `{}`", code.value),
                        Some((_, other)) if other.value.replaces != text.value.replaces && text.value.replaces => {
                            format!("`{name}` replaces the program's text here, but not in `{}`", code.value)
                        }
                        Some(_) => continue,
                    };
                    self.lacking(&text.span, message, &code.value);
                }
                for (key, _) in &from.words {
                    let is_there =
                        other.is_some_and(|other| other.words.iter().any(|(known, _)| known.value == key.value));
                    if !is_there {
                        let message = format!("`{}` is reworded here, but not in `{}`", key.value, code.value);
                        self.lacking(&key.span, message, &code.value);
                    }
                }
                if let Some(title) = &from.title
                    && other.is_none_or(|other| other.title.is_none())
                {
                    self.lacking(&title.span, format!("`title` is missing in `{}`", code.value), &code.value);
                }
            }
        }
    }

    fn lacking(&mut self, span: &std::ops::Range<usize>, message: String, code: &str) {
        let place = Located { value: String::new(), span: span.clone() };
        let hint = format!("participants should be told the same in every language: write it in [texts.{code}] too");
        let problem = self.problem(&place, message).hint(hint);
        self.problems.push(problem);
    }

    fn problem(&self, place: &Located<String>, message: String) -> Problem {
        Problem::at(&self.file, place.span.clone(), message)
    }

    /// The problem of a text that is another than the program's and may not be.
    fn stays(&self, place: &Located<String>, key: &str) -> Problem {
        let message = format!("`{key}` can't be reworded: participants have a right to it");
        self.problem(place, message).hint("docs/studies.md says which texts stay")
    }
}

/// What the program says whatever the study says: that parts are explained at the end, how to withdraw and what that erases, what
/// is recorded, and what was wrong on purpose.
const MUST_STAY: [&str; 30] = [
    "page.withdraw",
    "page.stop",
    "consent.recorded",
    "consent.recorded-alerts",
    "consent.recorded-pauses",
    "consent.recorded-clock",
    "consent.recorded-browser",
    "consent.recorded-answers",
    "consent.recorded-language",
    "consent.later",
    "consent.later-why",
    "consent.stop",
    "consent.stop-how",
    "consent.agree",
    "debrief.lead",
    "debrief.saw",
    "debrief.none-wrong",
    "debrief.wrong",
    "debrief.seeded",
    "debrief.keep",
    "debrief.keep-what",
    "debrief.keep-yes",
    "debrief.keep-no",
    "withdraw.what",
    "withdraw.no-reason",
    "withdraw.yes",
    "ended.nothing-more",
    "ended.explained",
    "withdrawn.erased",
    "withdrawn.explained",
];
