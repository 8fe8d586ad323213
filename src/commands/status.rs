//! `status`: who is where, and how the cells fill; no outcome, so that the facilitator stays blind.

use std::collections::BTreeSet;

use clap::Args;
use jiff::Timestamp;
use serde_json::json;

use super::CommandError;
use super::place::Place;
use crate::assignment::Stratum;
use crate::console::{Console, table};
use crate::journal::{Conduct, RECENTLY_ACTIVE, SeatState, events};
use crate::session::{Ending, Progress, Screen, next_screen};
use crate::study::Page;

/// Arguments of `status`.
#[derive(Debug, Args)]
pub struct Status {
    #[command(flatten)]
    place: Place,
}

/// One participant, without a name and without any result.
struct Person {
    number: u64,
    state: &'static str,
    place: String,
    minutes_since: i64,
}

/// How many of a stratum finished in each cell.
struct Stratified {
    words: String,
    cells: Vec<usize>,
}

impl Stratified {
    fn line(&self) -> String {
        let counts: Vec<String> = self.cells.iter().map(usize::to_string).collect();
        format!("  {}: {}\n", self.words, counts.join(" "))
    }
}

/// The strata that anybody is in, in order.
fn strata(conduct: &Conduct, seats: &[SeatState]) -> Vec<Stratified> {
    let met: BTreeSet<&Stratum> = seats.iter().filter_map(|state| state.seat.stratum.as_ref()).collect();
    let counts = |stratum: &Stratum| {
        let is_counted = |state: &SeatState| state.is_kept() && state.seat.stratum.as_ref() == Some(stratum);
        Stratified { words: stratum.words(&conduct.study), cells: conduct.fills(seats, is_counted) }
    };
    met.into_iter().map(counts).collect()
}

impl Status {
    /// Prints the state of the study.
    pub async fn run(&self, console: Console) -> Result<(), CommandError> {
        let conduct = self.place.existing().await?;
        let seats = conduct.journal.store().seats(&conduct.study.id, 0).await?;
        let closed = conduct.journal.is_closed(&conduct.study.id).await?;
        let invitations = conduct.journal.store().invitations(&conduct.study.id).await?;
        let mut people = Vec::new();
        for state in &seats {
            people.push(person(&conduct, state).await?);
        }
        let cells = conduct.fills(&seats, SeatState::is_kept);
        let strata = strata(&conduct, &seats);
        console.result(&if console.is_json() {
            to_json(&people, &cells, &strata, invitations, closed)
        } else {
            to_text(&people, &cells, &strata, invitations, closed)
        });
        Ok(())
    }
}

async fn person(conduct: &Conduct, state: &SeatState) -> Result<Person, CommandError> {
    let records = conduct.journal.store().records(&conduct.study.id, &state.seat.participant).await?;
    let progress = Progress::after(&events(&records)?);
    let schedule = conduct.schedule(&state.seat);
    let idle = Timestamp::now().duration_since(state.last_at);
    let minutes_since = idle.as_mins();
    let (word, place) = match next_screen(&conduct.study, &schedule, &progress) {
        Screen::Withdrawn => ("withdrawn", String::new()),
        Screen::Ended(Ending::Practice) => ("ended", "after practice".into()),
        Screen::Ended(Ending::Late) => ("ended", "came back too late".into()),
        Screen::Finished | Screen::Debrief => ("finished", String::new()),
        screen if idle.unsigned_abs() >= RECENTLY_ACTIVE => ("dropped out", describe(screen, &schedule)),
        screen => ("taking part", describe(screen, &schedule)),
    };
    Ok(Person { number: state.seat.number + 1, state: word, place, minutes_since })
}

fn describe(screen: Screen, schedule: &crate::assignment::Schedule) -> String {
    match screen {
        Screen::Consent => "consent".into(),
        Screen::Page(Page::Background | Page::Forecast) => "opening questions".into(),
        Screen::BrowserCheck => "check of the browser".into(),
        Screen::Page(Page::Break(block)) => format!("break after block {}", block + 1),
        Screen::Page(Page::Block(block)) => format!("questions on block {}", block + 1),
        Screen::Page(Page::Final) => "final questions".into(),
        Screen::BlockFeedback(block) => format!("result of block {}", block + 1),
        Screen::Page(_) => "instructions and practice".into(),
        Screen::Trial(place) | Screen::Feedback(place) => match schedule.block_of(place) {
            Some(block) => {
                let places = schedule.places_of(block);
                format!("block {}, alert {} of {}", block + 1, place - places.start + 1, places.len())
            }
            None => "instructions and practice".into(),
        },
        Screen::Debrief | Screen::Finished | Screen::Ended(_) | Screen::Withdrawn => String::new(),
    }
}

fn count(people: &[Person], state: &str) -> usize {
    people.iter().filter(|person| person.state == state).count()
}

fn to_text(people: &[Person], cells: &[usize], strata: &[Stratified], invitations: i64, closed: bool) -> String {
    let rows: Vec<Vec<String>> = people
        .iter()
        .map(|person| {
            vec![person.number.to_string(), person.state.into(), person.place.clone(), since(person.minutes_since)]
        })
        .collect();
    let fills: Vec<String> = cells.iter().map(usize::to_string).collect();
    format!(
        "{} enrolled: {} finished, {} taking part, {} dropped out, {} ended by a rule, {} withdrawn; {invitations} personal links; study {}\n\
         finished in each cell of the counterbalancing: {} (from {} to {})\n{}\n{}",
        people.len(),
        count(people, "finished"),
        count(people, "taking part"),
        count(people, "dropped out"),
        count(people, "ended"),
        count(people, "withdrawn"),
        if closed { "closed" } else { "open" },
        fills.join(" "),
        cells.iter().min().unwrap_or(&0),
        cells.iter().max().unwrap_or(&0),
        strata.iter().map(Stratified::line).collect::<String>(),
        table(&["participant", "state", "where", "last seen"], &rows)
    )
}

/// Minutes in the unit in which a person would say them.
fn since(minutes: i64) -> String {
    match minutes {
        ..=119 => format!("{minutes} min ago"),
        120..=2879 => format!("{} h ago", minutes / 60),
        _ => format!("{} days ago", minutes / 1440),
    }
}

fn to_json(people: &[Person], cells: &[usize], strata: &[Stratified], invitations: i64, closed: bool) -> String {
    let by_stratum: Vec<_> =
        strata.iter().map(|stratum| json!({ "stratum": stratum.words, "finished_by_cell": stratum.cells })).collect();
    let list: Vec<_> = people
        .iter()
        .map(|person| {
            json!({
                "number": person.number,
                "state": person.state,
                "place": person.place,
                "minutes_since_last_event": person.minutes_since,
            })
        })
        .collect();
    json!({
        "schema_version": 1,
        "enrolled": people.len(),
        "finished": count(people, "finished"),
        "taking_part": count(people, "taking part"),
        "dropped_out": count(people, "dropped out"),
        "ended": count(people, "ended"),
        "withdrawn": count(people, "withdrawn"),
        "personal_links": invitations,
        "closed": closed,
        "finished_by_cell": cells,
        "finished_by_stratum": by_stratum,
        "participants": list,
    })
    .to_string()
}
