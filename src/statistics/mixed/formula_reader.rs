//! Reads a formula.

use std::ops::Range;

use super::formula::{Correlation, Formula, FormulaError, Mention, RandomTerm, Response, Transform, Use};

const SHAPE: &str = "write it like `log(time_s) ~ arm + (1 + arm | participant) + (1 | item)`";

impl std::str::FromStr for Formula {
    type Err = FormulaError;

    fn from_str(text: &str) -> Result<Self, FormulaError> {
        let Some(tilde) = text.find('~') else {
            return Err(error("the formula has no `~` between the response and the rest", 0..text.len(), SHAPE));
        };
        balanced(text)?;
        let mut mentions = Vec::new();
        let response = response(text, 0..tilde, &mut mentions)?;
        let (mut fixed, mut random) = (Vec::new(), Vec::new());
        for range in terms(text, tilde + 1..text.len()) {
            let term = &text[range.clone()];
            if term.is_empty() {
                return Err(error("a term is missing here", range.start.saturating_sub(1)..range.end, SHAPE));
            }
            let bare = term.strip_prefix("zerocorr").map_or(term, str::trim_start);
            if bare.starts_with('(') && bare.ends_with(')') && bare.contains('|') {
                let mut read = random_term(text, range.end - bare.len() + 1..range.end - 1, &mut mentions)?;
                if bare.len() < term.len() {
                    read.correlation = Correlation::None;
                }
                random.push(read);
            } else if term.contains('|') {
                let hint = "put it between `+` signs, and `0 +` at the front for a model without intercept";
                return Err(error("a random term has to stand alone", range, hint));
            } else {
                mention(text, range.clone(), Use::Predictor, &mut mentions);
                fixed.push(without_factor_calls(term));
            }
        }
        one_use_each(&mentions)?;
        let fixed = if fixed.is_empty() { "1".to_owned() } else { fixed.join(" + ") };
        Ok(Self::new(text.to_owned(), response, fixed, random, mentions))
    }
}

fn error(message: impl Into<String>, span: Range<usize>, hint: &str) -> FormulaError {
    FormulaError { message: message.into(), span, hint: hint.to_owned() }
}

/// Expects that no name stands for categories in `factor()` and for a number elsewhere.
fn one_use_each(mentions: &[Mention]) -> Result<(), FormulaError> {
    let is_factor = |name: &str| mentions.iter().any(|mention| mention.name == name && mention.usage == Use::Factor);
    let number = |mention: &&Mention| matches!(mention.usage, Use::Number | Use::Predictor) && is_factor(&mention.name);
    mentions.iter().find(number).map_or(Ok(()), |mention| {
        let name = &mention.name;
        let message = format!("`{name}` stands for categories in factor({name}), and for a number here");
        Err(error(
            message,
            mention.span.clone(),
            "write factor() everywhere, or add the categories as a column of their own",
        ))
    })
}

/// Expects that every parenthesis has its partner.
fn balanced(text: &str) -> Result<(), FormulaError> {
    let mut open = Vec::new();
    for (place, character) in text.char_indices() {
        match character {
            '(' => open.push(place),
            ')' if open.pop().is_none() => {
                return Err(error("this parenthesis closes nothing", place..place + 1, "remove it, or open it before"));
            }
            _ => {}
        }
    }
    match open.pop() {
        Some(place) => Err(error("this parenthesis is never closed", place..place + 1, "add `)` where it ends")),
        None => Ok(()),
    }
}

/// The ranges between the `+` signs outside parentheses, trimmed.
fn terms(text: &str, range: Range<usize>) -> Vec<Range<usize>> {
    let (mut depth, mut start, mut found) = (0, range.start, Vec::new());
    for (place, character) in text[range.clone()].char_indices() {
        match character {
            '(' => depth += 1,
            ')' => depth -= 1,
            '+' if depth == 0 => {
                found.push(trimmed(text, start..range.start + place));
                start = range.start + place + 1;
            }
            _ => {}
        }
    }
    found.push(trimmed(text, start..range.end));
    found
}

fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let part = &text[range.clone()];
    let start = range.start + part.len() - part.trim_start().len();
    start..start + part.trim().len()
}

/// Splits `name(inside)`.
fn call(text: &str, range: Range<usize>) -> Option<(&str, Range<usize>)> {
    let part = &text[range.clone()];
    let open = part.find('(')?;
    part.ends_with(')').then(|| (part[..open].trim(), range.start + open + 1..range.end - 1))
}

fn response(text: &str, range: Range<usize>, mentions: &mut Vec<Mention>) -> Result<Response, FormulaError> {
    let range = trimmed(text, range);
    let column = |range: Range<usize>, mentions: &mut Vec<Mention>| {
        let range = trimmed(text, range);
        if range.is_empty() {
            return Err(error("the response is missing", range, SHAPE));
        }
        if !is_name(&text[range.clone()]) {
            return Err(error(format!("`{}` is not the name of a column", &text[range.clone()]), range, SHAPE));
        }
        mentions.push(Mention { name: text[range.clone()].to_owned(), span: range.clone(), usage: Use::Number });
        Ok(text[range].to_owned())
    };
    let Some((name, inside)) = call(text, range.clone()) else { return Ok(Response::Column(column(range, mentions)?)) };
    if let Some(function) = Transform::named(name) {
        return Ok(Response::Transformed { function, column: column(inside, mentions)? });
    }
    let Some(comma) = text[inside.clone()].find(',').filter(|_| name == "cbind") else {
        let known = "known here: log(x), sqrt(x), exp(x), cbind(successes, failures)";
        return Err(error(format!("`{name}` is no response that can be fitted"), range, known));
    };
    let successes = column(inside.start..inside.start + comma, mentions)?;
    let rest = trimmed(text, inside.start + comma + 1..inside.end);
    let Some(minus) = text[rest.clone()].find('-') else {
        return Ok(Response::Counts { successes, other: column(rest, mentions)?, of_trials: false });
    };
    let other = column(rest.start..rest.start + minus, mentions)?;
    let subtracted = trimmed(text, rest.start + minus + 1..rest.end);
    if text[subtracted.clone()] != successes {
        let hint = format!("write cbind({successes}, {other} - {successes}), or a column with the failures");
        return Err(error("only the successes can be subtracted from the trials", subtracted, &hint));
    }
    Ok(Response::Counts { successes, other, of_trials: true })
}

fn random_term(text: &str, inside: Range<usize>, mentions: &mut Vec<Mention>) -> Result<RandomTerm, FormulaError> {
    let part = &text[inside.clone()];
    let bar = part.find('|').unwrap_or_default();
    let correlation = if part[bar + 1..].starts_with('|') { Correlation::WithinVariable } else { Correlation::All };
    let bar_end = bar + if correlation == Correlation::All { 1 } else { 2 };
    let group = trimmed(text, inside.start + bar_end..inside.end);
    if group.is_empty() {
        return Err(error("the random term names no grouping factor", inside, SHAPE));
    }
    mention(text, group.clone(), Use::Group, mentions);
    let (mut intercept, mut slopes) = (true, Vec::new());
    for range in terms(text, inside.start..inside.start + bar) {
        match &text[range.clone()] {
            "1" => {}
            "0" | "-1" => intercept = false,
            "" => return Err(error("the random term says nothing before the bar", inside, SHAPE)),
            slope => {
                mention(text, range.clone(), Use::Predictor, mentions);
                slopes.push(without_factor_calls(slope));
            }
        }
    }
    Ok(RandomTerm { intercept, slopes, correlation, group: text[group].to_owned() })
}

fn is_name(text: &str) -> bool {
    text.starts_with(|first: char| first.is_alphabetic() || first == '_')
        && text.chars().all(|character| character.is_alphanumeric() || character == '_')
}

/// Collects the names in a part of the text: in a function as numbers, in `factor(…)` as categories.
fn mention(text: &str, range: Range<usize>, usage: Use, mentions: &mut Vec<Mention>) {
    let mut place = range.start;
    let mut inside = usage;
    while place < range.end {
        let rest = &text[place..range.end];
        let length = rest.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(rest.len());
        let word = &rest[..length];
        if !is_name(word) {
            place += length.max(rest.chars().next().map_or(1, char::len_utf8));
            inside = if rest.starts_with(')') { usage } else { inside };
        } else if rest[length..].starts_with('(') {
            inside = if word == "factor" { Use::Factor } else { Use::Number };
            place += length + 1;
        } else {
            mentions.push(Mention { name: word.to_owned(), span: place..place + length, usage: inside });
            place += length;
        }
    }
}

/// `factor(x)` is `x`: that it holds categories is known from the mention.
fn without_factor_calls(term: &str) -> String {
    let mut rest = term;
    let mut clean = String::new();
    while let Some((before, after)) = rest.split_once("factor(") {
        clean += before;
        if before.ends_with(|last: char| last.is_alphanumeric() || last == '_') {
            clean += "factor(";
            rest = after;
        } else {
            let (name, behind) = after.split_once(')').unwrap_or((after, ""));
            clean += name;
            rest = behind;
        }
    }
    clean + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Formula {
        text.parse().unwrap_or_else(|error| panic!("{text}: {error}"))
    }

    #[test]
    fn reads_response_fixed_part_and_random_terms() {
        let formula = read("log(time_s) ~ arm*wrong + factor(form) + (1 + arm | participant)+(1|item)");
        assert_eq!(formula.response, Response::Transformed { function: Transform::Log, column: "time_s".into() });
        assert_eq!(formula.fixed, "arm*wrong + form");
        let random: Vec<String> = formula.random.iter().map(ToString::to_string).collect();
        assert_eq!(random, ["(1 + arm | participant)", "(1 | item)"]);
        let categories =
            ["form", "participant", "item", "arm", "wrong", "time_s"].map(|name| formula.is_category(name));
        assert_eq!(categories, [true, true, true, false, false, false]);
        assert!(formula.mentions.iter().all(|mention| formula.text()[mention.span.clone()] == mention.name));
    }

    #[test]
    fn other_random_terms_are_written_out() {
        let formula = read("y ~ x + (x || g) + zerocorr(1 + x | h)");
        let mut random = formula.random.clone();
        assert_eq!(
            random.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "),
            "(1 + x || g) zerocorr(1 + x | h)"
        );
        random.truncate(1);
        random[0].slopes.clear();
        assert_eq!(formula.with_random(random).to_string(), "y ~ x + (1 | g)");
        assert_eq!(read("y ~ (1 | g)").fixed, "1");
    }

    #[test]
    fn reads_counts() {
        let counts =
            |other: &str, of_trials| Response::Counts { successes: "a".into(), other: other.into(), of_trials };
        assert_eq!(read("cbind(a, b) ~ x").response, counts("b", false));
        assert_eq!(read("cbind(a, n - a) ~ x").response, counts("n", true));
    }

    #[test]
    fn says_what_is_wrong_and_where() {
        let check = |text: &str, part: &str, message: &str| {
            let error = text.parse::<Formula>().expect_err(text);
            assert!(error.message.contains(message), "{text}: {error}");
            assert_eq!(&text[error.span], part, "{text}");
        };
        check("y + x", "y + x", "no `~`");
        check("y ~ (1 | g", "(", "never closed");
        check("y ~ x)", ")", "closes nothing");
        check("y ~ x + + z", " ", "missing");
        check("tan(y) ~ x", "tan(y)", "no response");
        check("y z ~ x", "y z", "not the name");
        check("y ~ (1 | )", "1 | ", "no grouping factor");
        check("cbind(a, n - b) ~ x", "b", "subtracted");
        check("y ~ x + (1 | g) - 1", "(1 | g) - 1", "stand alone");
        check("y ~ x + factor(n) + (1 + n | g)", "n", "stands for categories");
        check(" ~ x", "", "response is missing");
    }
}
