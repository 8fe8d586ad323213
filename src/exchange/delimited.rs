//! A CSV file of anyone's, read as a stream: what separates its cells, what its columns are called, and what is no CSV at all.

use std::io::{BufRead, BufReader, Read};

use super::complaints::Complaints;
use super::single_sheet::{column_name, delimiter};

/// So much of a file is looked at to see what it is.
const BEGINNING: usize = 1 << 16;

/// A CSV file whose header was read.
pub struct Delimited<R> {
    /// The names of the columns as written, trimmed.
    pub written: Vec<String>,
    /// The same in lower case, with `_` between words.
    pub names: Vec<String>,
    /// Whether numbers may have a decimal comma: where cells are not separated by commas.
    pub decimal_comma: bool,
    reader: csv::Reader<BufReader<R>>,
    record: csv::StringRecord,
}

impl<R: Read> Delimited<R> {
    /// Looks at the beginning, and reads the header; none where it is no table, with the reason among the complaints.
    pub fn open(reader: R, complaints: &mut Complaints) -> Option<Self> {
        let mut reader = BufReader::with_capacity(BEGINNING, reader);
        let beginning = match reader.fill_buf() {
            Ok(bytes) => bytes,
            Err(error) => {
                complaints.of_file(format!("can't be read: {error}"), "name a CSV file");
                return None;
            }
        };
        if let Some((message, hint)) = no_table(beginning) {
            complaints.of_file(message, hint);
            return None;
        }
        let mark = beginning.starts_with(b"\xef\xbb\xbf");
        let separator = delimiter(&String::from_utf8_lossy(beginning));
        if mark {
            reader.consume(3);
        }
        let mut reader =
            csv::ReaderBuilder::new().delimiter(separator).flexible(true).trim(csv::Trim::All).from_reader(reader);
        let written: Vec<String> = match reader.headers() {
            Ok(header) => header.iter().map(str::to_owned).collect(),
            Err(error) => {
                complaints.of_row(1, None, format!("has no readable header: {error}"), "save it as CSV in UTF-8");
                return None;
            }
        };
        let names = written.iter().map(|name| column_name(name)).collect();
        Some(Self { written, names, decimal_comma: separator != b',', reader, record: csv::StringRecord::new() })
    }

    /// The next row that is not empty, with the line on which it starts; none at the end. What can't be read is among the complaints.
    pub fn next(&mut self, complaints: &mut Complaints) -> Option<(u64, &csv::StringRecord)> {
        loop {
            match self.reader.read_record(&mut self.record) {
                Ok(false) => return None,
                Ok(true) => {
                    let line = self.record.position().map_or(0, csv::Position::line);
                    let (cells, columns) = (self.record.len(), self.written.len());
                    if self.record.iter().all(str::is_empty) {
                        continue;
                    }
                    if cells == columns {
                        return Some((line, &self.record));
                    }
                    let hint = "a cell with a separator or a line break needs quotes";
                    complaints.of_row(line, None, format!("has {cells} cells where the header has {columns}"), hint);
                }
                Err(error) => {
                    let line = error.position().map_or(0, csv::Position::line);
                    complaints.of_row(line, None, format!("can't be read: {error}"), "save it as CSV in UTF-8");
                    if error.is_io_error() {
                        return None;
                    }
                }
            }
        }
    }
}

/// Why a file that begins like this is no table, and what to do.
fn no_table(beginning: &[u8]) -> Option<(&'static str, &'static str)> {
    let first = beginning.trim_ascii_start().first();
    match beginning {
        [] => Some(("is empty", "one row a trial, below the names of the columns")),
        [b'P', b'K', 3, 4, ..] => Some(("is a spreadsheet or an archive, not CSV", "save the sheet as \"CSV UTF-8\"")),
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => Some(("is UTF-16 text", "save it as CSV in UTF-8")),
        bytes if bytes.contains(&0) => Some(("is not text", "name a CSV file")),
        _ if first.is_some_and(|byte| b"{[".contains(byte)) => {
            Some(("is JSON, not CSV", "docs/bring-your-own-data.md shows how to turn it into a table"))
        }
        _ if first.is_none() => Some(("is empty", "one row a trial, below the names of the columns")),
        _ => None,
    }
}
