//! Reads the catalogue of a language, and holds it against the English one: the same keys, with the same placeholders.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};

use toml::de::{DeTable, DeValue};

use super::super::files::Files;
use super::super::problem::{Problem, Problems};
use super::super::toml_reader::parse;
use super::template::Template;

/// The language that has every key, and from which the others are translated.
pub const ENGLISH: &str = "en";

/// The texts of a catalogue by key, `group.name`.
pub type Templates = BTreeMap<String, Template>;

/// Where the program carries the catalogue of a language.
pub fn built_in_path(code: &str) -> PathBuf {
    format!("datasets/texts/{code}.toml").into()
}

/// The English texts, and the text of their file.
pub fn english(problems: &mut Problems) -> Option<(Templates, String)> {
    read_beside(Files::Embedded, &built_in_path(ENGLISH), None, problems)
}

/// The texts of a language that the program carries, and the text of their file.
pub fn built_in(code: &str, english: &Templates, problems: &mut Problems) -> Option<(Templates, String)> {
    read(Files::Embedded, &built_in_path(code), english, problems)
}

/// Reads a catalogue; what is missing in it, unknown, or not as in English, is a problem with its place.
pub fn read(files: Files, path: &Path, english: &Templates, problems: &mut Problems) -> Option<(Templates, String)> {
    read_beside(files, path, Some(english), problems)
}

fn read_beside(
    files: Files,
    path: &Path,
    english: Option<&Templates>,
    problems: &mut Problems,
) -> Option<(Templates, String)> {
    let text = files.text(path, "docs/languages.md says how a catalogue is written", problems)?;
    let file = files.display(path);
    let before = problems.len();
    let table = parse(&file, &text, problems);
    let mut found = Found { file: &file, entries: BTreeMap::new(), problems };
    found.collect("", table.get_ref());
    let entries = found.entries;
    if let Some(english) = english {
        compare(&file, &entries, english, problems);
    }
    let templates = entries.into_iter().map(|(key, (template, _))| (key, template)).collect();
    (problems.len() == before).then_some((templates, text))
}

struct Found<'f> {
    file: &'f str,
    entries: BTreeMap<String, (Template, Range<usize>)>,
    problems: &'f mut Problems,
}

impl Found<'_> {
    fn collect(&mut self, group: &str, table: &DeTable<'_>) {
        for (name, value) in table {
            let name = name.get_ref();
            let key = if group.is_empty() { name.to_string() } else { format!("{group}.{name}") };
            match value.get_ref() {
                DeValue::Table(inner) => self.collect(&key, inner),
                DeValue::String(text) => match Template::parse(text) {
                    Ok(template) => {
                        self.entries.insert(key, (template, value.span()));
                    }
                    Err(problem) => self.report(value.span(), format!("`{key}`: {problem}")),
                },
                other => {
                    let message = format!("`{key}` has to be a text in quotes, not {}", other.type_str());
                    self.report(value.span(), message);
                }
            }
        }
    }

    fn report(&mut self, span: Range<usize>, message: String) {
        self.problems.push(Problem::at(self.file, span, message));
    }
}

fn compare(
    file: &str,
    entries: &BTreeMap<String, (Template, Range<usize>)>,
    english: &Templates,
    problems: &mut Problems,
) {
    for (key, (template, span)) in entries {
        let Some(original) = english.get(key) else {
            let problem = Problem::at(file, span.clone(), format!("no text is called `{key}`"));
            problems.push(nearest(problem, key, english));
            continue;
        };
        if let Some(message) = differing(key, template, original) {
            let hint = format!("in English: {}", original.raw());
            problems.push(Problem::at(file, span.clone(), message).hint(hint));
        }
    }
    for (key, original) in english.iter().filter(|(key, _)| !entries.contains_key(*key)) {
        let message = format!("`{key}` is missing");
        problems.push(Problem::in_file(file, message).hint(format!("in English: {}", original.raw())));
    }
}

/// What is wrong with a text that should say what `original` does.
pub fn differing(key: &str, template: &Template, original: &Template) -> Option<String> {
    let list = |template: &Template| template.names().into_iter().map(|name| format!("{{{name}}}")).collect::<Vec<_>>();
    if template.raw().trim().is_empty() {
        return Some(format!("`{key}` is empty"));
    }
    (template.names() != original.names()).then(|| {
        let (has, needs) = (list(template), list(original));
        let has = if has.is_empty() { "none".into() } else { has.join(", ") };
        let needs = if needs.is_empty() { "none".into() } else { needs.join(", ") };
        format!("`{key}` has other placeholders than in English: {has} instead of {needs}")
    })
}

/// The problem of an unknown key, with the one that it resembles.
pub fn nearest(problem: Problem, key: &str, english: &Templates) -> Problem {
    let known: Vec<&str> = english.keys().map(String::as_str).collect();
    let guessed = problem.clone().did_you_mean(key, known.iter().copied());
    if guessed.hint.as_ref().is_some_and(|hint| hint.starts_with("did you mean")) {
        return guessed;
    }
    problem.hint(format!("datasets/texts/{ENGLISH}.toml lists all {}", known.len()))
}
