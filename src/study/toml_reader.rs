//! Reads a TOML file key by key, collecting every problem with its place instead of stopping at the first.

use std::collections::BTreeSet;
use std::ops::{Range, RangeInclusive};

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::problem::{Place, Problem, Problems};

/// A value and the bytes of the file where it stands.
#[derive(Debug, Clone)]
pub struct Located<T> {
    /// What was written.
    pub value: T,
    /// Where it was written.
    pub span: Range<usize>,
}

/// Parses the text of a file; syntax errors become problems, and what could be read is returned all the same.
pub fn parse<'t>(file: &str, text: &'t str, problems: &mut Problems) -> Spanned<DeTable<'t>> {
    problems.remember_text(file, text);
    let (table, errors) = DeTable::parse_recoverable(text);
    for error in errors {
        let place = error.span().map_or(Place::File, Place::Span);
        problems.push(Problem { file: file.into(), place, message: error.message().into(), hint: None });
    }
    table
}

/// One table of a file, read key by key; `finish` then reports the keys that nobody asked for.
pub struct TableReader<'t, 'p> {
    file: &'p str,
    name: String,
    span: Range<usize>,
    table: Option<&'t DeTable<'t>>,
    asked: BTreeSet<String>,
    problems: &'p mut Problems,
}

impl<'t, 'p> TableReader<'t, 'p> {
    /// The file's outermost table.
    pub fn root(file: &'p str, table: &'t Spanned<DeTable<'t>>, problems: &'p mut Problems) -> Self {
        let span = 0..0;
        Self { file, name: String::new(), span, table: Some(table.get_ref()), asked: BTreeSet::new(), problems }
    }

    /// A table below this one, or an empty one where it is absent.
    pub fn table(&mut self, key: &str) -> TableReader<'t, '_> {
        let found = self.find(key);
        let (table, span) = match found {
            Some((DeValue::Table(table), span)) => (Some(table), span),
            Some((other, span)) => {
                self.wrong_type(key, "a table", other, span.clone());
                (None, span)
            }
            None => (None, self.span.clone()),
        };
        let name = if self.name.is_empty() { key.into() } else { format!("{}.{key}", self.name) };
        TableReader { file: self.file, name, span, table, asked: BTreeSet::new(), problems: self.problems }
    }

    /// Reads each table of a list `[[key]]`; reads none where it is absent.
    pub fn each_table(&mut self, key: &str, mut read: impl FnMut(TableReader<'t, '_>)) {
        let Some((value, span)) = self.find(key) else { return };
        let DeValue::Array(items) = value else {
            self.wrong_type(key, "a list of tables", value, span);
            return;
        };
        for item in items {
            let DeValue::Table(table) = item.get_ref() else {
                self.wrong_type(key, "a list of tables", item.get_ref(), item.span());
                continue;
            };
            let (file, span, asked) = (self.file, item.span(), BTreeSet::new());
            read(TableReader { file, name: key.into(), span, table: Some(table), asked, problems: self.problems });
        }
    }

    /// Where this table stands.
    pub fn span(&self) -> Range<usize> {
        self.span.clone()
    }

    /// A text, or nothing.
    pub fn optional_text(&mut self, key: &str) -> Option<Located<String>> {
        let (value, span) = self.find(key)?;
        let DeValue::String(text) = value else {
            self.wrong_type(key, "a text in quotes", value, span);
            return None;
        };
        Some(Located { value: text.to_string(), span })
    }

    /// A text that has to be there and not be blank.
    pub fn text(&mut self, key: &str) -> Option<Located<String>> {
        let present = self.has(key);
        let text = self.optional_text(key);
        match &text {
            None if !present => self.missing(key),
            Some(text) if text.value.trim().is_empty() => {
                self.problem(text.span.clone(), format!("`{key}` is empty"), None);
            }
            _ => {}
        }
        text
    }

    /// One of the named choices; `default` where the key is absent.
    pub fn choice<T: Copy>(&mut self, key: &str, choices: &[(&str, T)], default: T) -> Located<T> {
        let text = self.optional_text(key);
        let Some(text) = text else { return Located { value: default, span: self.span.clone() } };
        if let Some((_, value)) = choices.iter().find(|(name, _)| *name == text.value) {
            return Located { value: *value, span: text.span };
        }
        let problem = self
            .make_problem(text.span.clone(), format!("`{key}` can't be `{}`", text.value))
            .did_you_mean(&text.value, choices.iter().map(|(name, _)| *name));
        self.problems.push(problem);
        Located { value: default, span: text.span }
    }

    /// One of the named choices, which has to be there; the first one where it is not.
    pub fn required_choice<T: Copy>(&mut self, key: &str, choices: &[(&str, T)]) -> Located<T> {
        if !self.has(key) {
            self.missing(key);
        }
        self.choice(key, choices, choices[0].1)
    }

    /// A whole number in a range; `default` where the key is absent, a problem where there is none.
    pub fn integer(&mut self, key: &str, range: RangeInclusive<u64>, default: Option<u64>) -> Located<u64> {
        let fallback = Located { value: default.unwrap_or(*range.start()), span: self.span.clone() };
        let Some((value, span)) = self.find(key) else {
            if default.is_none() {
                self.missing(key);
            }
            return fallback;
        };
        let number = value.as_integer().and_then(|n| u64::from_str_radix(n.as_str(), n.radix()).ok());
        match number {
            Some(number) if range.contains(&number) => Located { value: number, span },
            _ => {
                let hint = format!("a whole number from {} to {}", range.start(), range.end());
                self.problem(span, format!("`{key}` is out of range or not a whole number"), Some(hint));
                fallback
            }
        }
    }

    /// A number in a range; `default` where the key is absent.
    pub fn number(&mut self, key: &str, range: RangeInclusive<f64>, default: f64) -> Located<f64> {
        let Some((value, span)) = self.find(key) else {
            return Located { value: default, span: self.span.clone() };
        };
        match number(value) {
            Some(number) if range.contains(&number) => Located { value: number, span },
            _ => {
                let hint = format!("a number from {} to {}", range.start(), range.end());
                self.problem(span, format!("`{key}` is out of range or not a number"), Some(hint));
                Located { value: default, span: self.span.clone() }
            }
        }
    }

    /// A number in a range, or a list of such numbers; `default` alone where the key is absent.
    pub fn numbers(&mut self, key: &str, range: RangeInclusive<f64>, default: f64) -> Located<Vec<f64>> {
        let Some((DeValue::Array(items), span)) = self.find(key) else {
            let Located { value, span } = self.number(key, range, default);
            return Located { value: vec![value], span };
        };
        let mut numbers = Vec::new();
        for item in items {
            let Some(number) = number(item.get_ref()).filter(|number| range.contains(number)) else {
                let hint = format!("numbers from {} to {}", range.start(), range.end());
                self.problem(item.span(), format!("`{key}` holds something else"), Some(hint));
                continue;
            };
            numbers.push(number);
        }
        if numbers.is_empty() {
            self.problem(span.clone(), format!("`{key}` lists no number"), None);
            numbers.push(default);
        }
        Located { value: numbers, span }
    }

    /// True or false; `default` where the key is absent.
    pub fn boolean(&mut self, key: &str, default: bool) -> bool {
        let Some((value, span)) = self.find(key) else { return default };
        value.as_bool().unwrap_or_else(|| {
            self.wrong_type(key, "true or false", value, span);
            default
        })
    }

    /// A list of named choices without repeats; empty where the key is absent.
    pub fn choices<T: Copy + PartialEq>(&mut self, key: &str, choices: &[(&str, T)]) -> Vec<T> {
        let Some((value, span)) = self.find(key) else { return Vec::new() };
        let DeValue::Array(items) = value else {
            self.wrong_type(key, "a list of texts", value, span);
            return Vec::new();
        };
        let mut chosen = Vec::new();
        for item in items {
            let written = item.get_ref().as_str().unwrap_or_default();
            match choices.iter().find(|(name, _)| *name == written) {
                Some((_, value)) if chosen.contains(value) => {
                    self.problem(item.span(), format!("`{written}` is listed twice"), None);
                }
                Some((_, value)) => chosen.push(*value),
                None => {
                    let problem = self
                        .make_problem(item.span(), format!("`{key}` can't hold `{written}`"))
                        .did_you_mean(written, choices.iter().map(|(name, _)| *name));
                    self.problems.push(problem);
                }
            }
        }
        chosen
    }

    /// A list of texts, each with its place; empty where the key is absent.
    pub fn names(&mut self, key: &str) -> Vec<Located<String>> {
        let Some((value, span)) = self.find(key) else { return Vec::new() };
        let text = |item: &Spanned<DeValue<'_>>| {
            Some(Located { value: item.get_ref().as_str()?.to_owned(), span: item.span() })
        };
        let texts: Option<Option<Vec<_>>> = value.as_array().map(|items| items.iter().map(text).collect());
        texts.flatten().unwrap_or_else(|| {
            self.wrong_type(key, "a list of texts", value, span);
            Vec::new()
        })
    }

    /// A list of texts; empty where the key is absent.
    pub fn texts(&mut self, key: &str) -> Vec<String> {
        self.names(key).into_iter().map(|text| text.value).collect()
    }

    /// A text that may be absent, but not blank.
    pub fn text_where_present(&mut self, key: &str) -> Option<Located<String>> {
        if self.has(key) { self.text(key) } else { None }
    }

    /// The keys that are there, in the order of their names.
    pub fn keys(&self) -> Vec<Located<String>> {
        let keys = self.table.into_iter().flat_map(|table| table.keys());
        keys.map(|key| Located { value: key.get_ref().to_string(), span: key.span() }).collect()
    }

    /// Whether a table is under a key.
    pub fn is_table(&self, key: &str) -> bool {
        self.table.and_then(|table| table.get(key)).is_some_and(|value| value.get_ref().is_table())
    }

    /// Reports a problem at a place of this file.
    pub fn problem(&mut self, span: Range<usize>, message: impl Into<String>, hint: Option<String>) {
        let problem = Problem { hint, ..self.make_problem(span, message) };
        self.problems.push(problem);
    }

    /// Reports the keys that the program does not know.
    pub fn finish(self) {
        let Some(table) = self.table else { return };
        for key in table.keys().filter(|key| !self.asked.contains(key.get_ref().as_ref())) {
            let place = if self.name.is_empty() { String::new() } else { format!(" in [{}]", self.name) };
            let problem = self
                .make_problem(key.span(), format!("`{}` is not known{place}", key.get_ref()))
                .did_you_mean(key.get_ref(), self.asked.iter().map(String::as_str));
            self.problems.push(problem);
        }
    }

    /// Whether the table has a key.
    pub fn has(&self, key: &str) -> bool {
        self.table.is_some_and(|table| table.contains_key(key))
    }

    fn find(&mut self, key: &str) -> Option<(&'t DeValue<'t>, Range<usize>)> {
        self.asked.insert(key.into());
        let value = self.table?.get(key)?;
        Some((value.get_ref(), value.span()))
    }

    fn missing(&mut self, key: &str) {
        let place = if self.name.is_empty() { "the file".into() } else { format!("[{}]", self.name) };
        self.problem(self.span.clone(), format!("`{key}` is missing in {place}"), None);
    }

    fn wrong_type(&mut self, key: &str, wanted: &str, found: &DeValue<'_>, span: Range<usize>) {
        self.problem(span, format!("`{key}` has to be {wanted}, not {}", found.type_str()), None);
    }

    fn make_problem(&self, span: Range<usize>, message: impl Into<String>) -> Problem {
        Problem::at(self.file, span, message)
    }
}

/// A number, whole or not.
fn number(value: &DeValue<'_>) -> Option<f64> {
    match value {
        DeValue::Float(number) => number.as_str().parse().ok(),
        DeValue::Integer(number) => number.as_str().parse().ok(),
        _ => None,
    }
}
