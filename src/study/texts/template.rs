//! A text with placeholders, and the sentence that it becomes once they are filled.

use std::collections::BTreeSet;
use std::fmt;

/// A text as it stands in a catalogue, taken apart once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    raw: String,
    pieces: Vec<Piece>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Text(String),
    Value(String),
    /// One of two forms, by whether the number is one.
    Form {
        by: String,
        one: String,
        other: String,
    },
}

impl Template {
    /// Takes a text apart. `{name}` stands for a value, `{name:one|other}` for one of two forms by the value of that name.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut pieces = Vec::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            let (inside, after) = after.split_once('}').ok_or("a `{` is not closed")?;
            pieces.push(Piece::Text(before.into()));
            pieces.push(placeholder(inside)?);
            rest = after;
        }
        pieces.push(Piece::Text(rest.into()));
        if pieces.iter().any(|piece| matches!(piece, Piece::Text(text) if text.contains('}'))) {
            return Err("a `}` closes nothing".into());
        }
        if text.matches("**").count() % 2 == 1 || text.matches('`').count() % 2 == 1 {
            return Err("a `**` or a ` is not closed".into());
        }
        Ok(Self { raw: text.into(), pieces })
    }

    /// The text as it was written.
    pub fn raw(&self) -> &str {
        &self.raw
    }

    /// The names that the text stands open for.
    pub fn names(&self) -> BTreeSet<&str> {
        let name = |piece| match piece {
            &Piece::Text(_) => None,
            Piece::Value(name) | Piece::Form { by: name, .. } => Some(name.as_str()),
        };
        self.pieces.iter().filter_map(name).collect()
    }
}

fn placeholder(inside: &str) -> Result<Piece, String> {
    let (name, forms) = inside.split_once(':').map_or((inside, None), |(name, forms)| (name, Some(forms)));
    if name.is_empty() || !name.chars().all(|letter| letter.is_ascii_lowercase() || letter == '_') {
        return Err(format!("`{{{inside}}}` is no placeholder"));
    }
    let Some(forms) = forms else { return Ok(Piece::Value(name.into())) };
    match forms.split('|').collect::<Vec<_>>()[..] {
        [one, other] => Ok(Piece::Form { by: name.into(), one: one.into(), other: other.into() }),
        _ => Err(format!("`{{{inside}}}` needs two forms, as in {{count:alert|alerts}}")),
    }
}

/// A template that is being filled; shown as plain text, or as HTML with what is marked in it.
#[derive(Debug, Clone)]
pub struct Phrase<'w> {
    key: String,
    template: Option<&'w Template>,
    decimal: &'w str,
    values: Vec<(&'static str, String)>,
}

impl<'w> Phrase<'w> {
    /// An empty form; where there is no template, its key is what shows.
    pub(super) fn new(key: &str, template: Option<&'w Template>, decimal: &'w str) -> Self {
        Self { key: key.into(), template, decimal, values: Vec::new() }
    }

    /// Fills a placeholder.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl fmt::Display) -> Self {
        self.values.push((name, value.to_string()));
        self
    }

    /// Fills a placeholder with a number as the language writes it.
    #[must_use]
    pub fn number(self, name: &'static str, value: f64) -> Self {
        let text = value.to_string().replace('.', self.decimal);
        self.with(name, text)
    }

    /// As HTML: values are escaped, `**` marks what is bold and a backtick a key of the keyboard.
    pub fn html(&self) -> String {
        let Some(template) = self.template else { return escape(&self.key) };
        let (mut html, mut is_bold, mut is_key) = (String::new(), false, false);
        for piece in &template.pieces {
            let Piece::Text(text) = piece else {
                html.push_str(&escape(self.fill(piece)));
                continue;
            };
            for (index, part) in text.split("**").enumerate() {
                if index > 0 {
                    is_bold = !is_bold;
                    html.push_str(if is_bold { "<b>" } else { "</b>" });
                }
                for (index, part) in part.split('`').enumerate() {
                    if index > 0 {
                        is_key = !is_key;
                        html.push_str(if is_key { "<kbd>" } else { "</kbd>" });
                    }
                    html.push_str(&escape(part));
                }
            }
        }
        html
    }

    fn fill<'p>(&'p self, piece: &'p Piece) -> &'p str {
        let value = |name: &str| self.values.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_str());
        match piece {
            Piece::Text(text) => text,
            Piece::Value(name) => value(name).unwrap_or(name),
            Piece::Form { by, one, other } => {
                if value(by) == Some("1") {
                    one
                } else {
                    other
                }
            }
        }
    }
}

impl fmt::Display for Phrase<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(template) = self.template else { return f.write_str(&self.key) };
        template.pieces.iter().try_for_each(|piece| f.write_str(self.fill(piece)))
    }
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(text: &str, count: f64) -> Phrase<'static> {
        let template = Box::leak(Box::new(Template::parse(text).expect("a template")));
        Phrase::new("key", Some(template), ",").with("who", "<Bo>").number("count", count)
    }

    #[test]
    fn numbers_choose_their_form_and_have_the_languages_decimal_mark() {
        let text = "{count} {count:Sekunde|Sekunden}";
        assert_eq!(filled(text, 1.0).to_string(), "1 Sekunde");
        assert_eq!(filled(text, 2.5).to_string(), "2,5 Sekunden");
    }

    #[test]
    fn values_are_escaped_and_marks_become_elements() {
        let phrase = filled("**{who}** presses `s` & waits", 1.0);
        assert_eq!(phrase.html(), "<b>&lt;Bo&gt;</b> presses <kbd>s</kbd> &amp; waits");
        assert_eq!(filled("{who}", 1.0).to_string(), "<Bo>");
    }

    #[test]
    fn what_is_no_placeholder_is_refused() {
        for text in ["{open", "closed}", "{Count}", "{}", "{count:one}", "**bold", "a ` key"] {
            assert!(Template::parse(text).is_err(), "{text}");
        }
    }
}
