//! Anyone's CSV as a table for a formula: the columns that it names, as numbers or as categories.

use std::collections::{BTreeSet, HashMap};
use std::io::Read;

use crate::statistics::mixed::{Column, Formula, Frame, Use};
use crate::study::{Place, Problem, Problems};

/// A table read from CSV, and where its rows come from.
#[derive(Debug)]
pub struct CsvFrame {
    /// The named columns, without the rows that lack a value in one of them.
    pub frame: Frame,
    /// The line of the file on which each row of the table starts.
    pub lines: Vec<u64>,
    /// How many rows were left out because a value was missing.
    pub incomplete: usize,
    /// The columns in which values were missing.
    pub lacking: Vec<String>,
}

/// The name under which problems point into the formula.
pub const FORMULA: &str = "formula";

/// The texts that stand for a missing value.
const MISSING: [&str; 4] = ["", "NA", "NaN", "."];

/// One column while it is read: its different texts, and which of them each row holds.
#[derive(Default)]
struct Texts {
    known: HashMap<Box<str>, u32>,
    distinct: Vec<Box<str>>,
    rows: Vec<u32>,
}

impl Texts {
    fn push(&mut self, text: &str) {
        let code = self.known.get(text).copied().unwrap_or_else(|| {
            let code = self.distinct.len() as u32;
            self.distinct.push(text.into());
            self.known.insert(text.into(), code);
            code
        });
        self.rows.push(code);
    }
}

/// A finite number, or a truth value as 1 and 0.
fn number(text: &str) -> Option<f64> {
    match text {
        "true" | "TRUE" => Some(1.0),
        "false" | "FALSE" => Some(0.0),
        text => text.parse().ok().filter(|value: &f64| value.is_finite()),
    }
}

/// Reads the columns that a formula names, and those of `extra`; every problem with its row and column.
pub fn csv_frame(reader: impl Read, file: &str, formula: &Formula, extra: &[&str]) -> Result<CsvFrame, Problems> {
    let mut problems = Problems::none();
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(reader);
    let header: Vec<String> = match reader.headers() {
        Ok(header) => header.iter().map(str::to_owned).collect(),
        Err(error) => {
            problems.push(Problem::in_file(file, format!("has no readable header: {error}")));
            return Err(problems);
        }
    };
    let names: BTreeSet<&str> =
        formula.mentions.iter().map(|mention| mention.name.as_str()).chain(extra.iter().copied()).collect();
    let repeated = |(place, name): &(usize, &String)| names.contains(name.as_str()) && header[..*place].contains(name);
    for (_, name) in header.iter().enumerate().filter(repeated) {
        problems.push(Problem::in_file(file, format!("two columns are named `{name}`")).hint("rename one of them"));
    }
    if header.len() == 1 && header[0].contains(';') {
        let hint = "it looks separated by semicolons: save it with commas";
        problems.push(Problem::in_file(file, "has a single column").hint(hint));
        return Err(problems);
    }
    unknown(formula, &header, &mut problems);
    let wanted: Vec<usize> = (0..header.len()).filter(|&place| names.contains(header[place].as_str())).collect();
    let mut columns: Vec<Texts> = wanted.iter().map(|_| Texts::default()).collect();
    let (mut lines, mut incomplete, mut lacking) = (Vec::new(), 0, BTreeSet::<usize>::new());
    for record in reader.records() {
        match record {
            Ok(record) if wanted.iter().any(|&place| MISSING.contains(&&record[place])) => {
                incomplete += 1;
                lacking.extend(wanted.iter().copied().filter(|&place| MISSING.contains(&&record[place])));
            }
            Ok(record) => {
                lines.push(record.position().map_or(0, csv::Position::line));
                columns.iter_mut().zip(&wanted).for_each(|(column, &place)| column.push(&record[place]));
            }
            Err(error) => problems.push(unreadable(file, &error)),
        }
    }
    if problems.is_empty() && lines.is_empty() {
        let hint = format!("{incomplete} rows lack a value in one of the columns of the formula");
        problems.push(Problem::in_file(file, "has no complete row").hint(hint));
    }
    let mut frame = Frame::new(lines.len());
    for (texts, place) in columns.into_iter().zip(wanted) {
        match column(&texts, formula, &header[place]) {
            Ok(column) => frame = frame.with(&header[place], column),
            Err(bad) => problems.push(no_number(file, &header[place], &texts, bad, &lines)),
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let lacking = lacking.into_iter().map(|place| header[place].clone()).collect();
    Ok(CsvFrame { frame, lines, incomplete, lacking })
}

/// Names of the formula that the header does not have.
fn unknown(formula: &Formula, header: &[String], problems: &mut Problems) {
    problems.remember_text(FORMULA, formula.text());
    let mut told = BTreeSet::new();
    for mention in formula.mentions.iter().filter(|mention| !header.contains(&mention.name)) {
        if told.insert(&mention.name) {
            let problem = Problem {
                file: FORMULA.into(),
                place: Place::Span(mention.span.clone()),
                message: format!("there is no column `{}`", mention.name),
                hint: None,
            };
            problems.push(problem.did_you_mean(&mention.name, header.iter().map(String::as_str)));
        }
    }
}

/// Numbers where every text is one, else categories; the index of the offending text where numbers are needed or meant.
fn column(texts: &Texts, formula: &Formula, name: &str) -> Result<Column, usize> {
    let is_used = |usage: Use| formula.mentions.iter().any(|mention| mention.name == name && mention.usage == usage);
    let numbers: Vec<Option<f64>> = texts.distinct.iter().map(|text| number(text)).collect();
    let mostly_texts = numbers.iter().flatten().count() * 2 < numbers.len() && !is_used(Use::Number);
    let truth_values = texts.distinct.iter().all(|text| text.parse::<f64>().is_err() && number(text).is_some());
    if formula.is_category(name) || mostly_texts || (truth_values && is_used(Use::Predictor)) {
        let labels: Vec<&str> = texts.rows.iter().map(|&code| &*texts.distinct[code as usize]).collect();
        return Ok(Column::from_labels(&labels));
    }
    match numbers.iter().position(Option::is_none) {
        Some(bad) => Err(bad),
        None => Ok(Column::Numbers(texts.rows.iter().filter_map(|&code| numbers[code as usize]).collect())),
    }
}

fn no_number(file: &str, column: &str, texts: &Texts, bad: usize, lines: &[u64]) -> Problem {
    let first = texts.rows.iter().position(|&code| code as usize == bad).unwrap_or_default();
    Problem {
        file: file.to_owned(),
        place: Place::Cell { row: lines[first], column: Some(column.to_owned()) },
        message: format!("`{}` is not a number", texts.distinct[bad]),
        hint: Some(format!(
            "write a number, leave the cell empty where the value is missing, or write factor({column}) for categories"
        )),
    }
}

fn unreadable(file: &str, error: &csv::Error) -> Problem {
    let row = error.position().map_or(0, csv::Position::line);
    Problem {
        file: file.to_owned(),
        place: Place::Cell { row, column: None },
        message: format!("can't be read: {error}"),
        hint: Some("every row needs as many cells as the header, separated by commas".into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(formula: &str, text: &str) -> Result<CsvFrame, String> {
        let formula: Formula = formula.parse().expect("a formula");
        csv_frame(text.as_bytes(), "t.csv", &formula, &[])
            .map_err(|problems| problems.reports().map(|report| report.to_string()).collect::<Vec<_>>().join("\n"))
    }

    #[test]
    fn columns_are_numbers_or_categories() {
        let text = "y,x,arm,g,correct,other\n1,0.5,a,1,true,z\n2,1.5,b,2,false,z\n";
        let table = read("y ~ factor(x) + arm + correct + (1 | g)", text).expect("a table");
        let kind = |name: &str| table.frame.column(name).map(|column| matches!(column, Column::Numbers(_)));
        assert_eq!(
            ["y", "x", "arm", "g", "correct", "other"].map(kind),
            [Some(true), Some(false), Some(false), Some(false), Some(false), None]
        );
        let truth = read("correct ~ x", text).expect("a table");
        assert_eq!(truth.frame.column("correct"), Some(&Column::Numbers(vec![1.0, 0.0])));
    }

    #[test]
    fn rows_with_missing_values_are_left_out_and_counted() {
        let table = read("y ~ x", "y,x,z\n1,2,\n,3,4\nNA,1,1\n5,6,7\n").expect("a table");
        assert_eq!((table.frame.rows(), table.incomplete, table.lines), (2, 2, vec![2, 5]));
    }

    #[test]
    fn what_is_no_number_is_told_with_its_row() {
        let error = |text| read("y ~ x", text).expect_err("a problem");
        assert_eq!(error("y,x\n1,2\noops,3\n"), "t.csv, row 3, column y: `oops` is not a number");
        assert_eq!(error("y,x\n1,2\n2,3\n3,4\n4,five\n"), "t.csv, row 5, column x: `five` is not a number");
        assert!(error("y,x\n1,2\n2\n").starts_with("t.csv, row 3: can't be read"));
        assert_eq!(error("y,x\n,2\n"), "t.csv: has no complete row");
    }
}
