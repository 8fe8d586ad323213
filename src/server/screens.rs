//! From the state of a session to what its pages show.

use super::pages::{
    AdviceView, BlockAlert, BlockFeedback, Conduct, Consent, Feedback, Frame, PanelView, QuestionView, Questions,
    Segment, TrialView, Trials,
};
use super::wire;
use crate::assignment::{Arm, Part, Schedule, Trial};
use crate::journal::{Live, ParticipantId};
use crate::session::{minutes_left, questions_of, share_done};
use crate::study::{Advice, Condition, Explanation, Page, Question, SourceLabel, Study, Verdict};

/// The name of a page in forms.
pub fn page_name(page: Page) -> String {
    match page {
        Page::Background => "background".into(),
        Page::Forecast => "forecast".into(),
        Page::Instructions => "instructions".into(),
        Page::Feedback(place) => format!("feedback-{place}"),
        Page::BlockFeedback(block) => format!("result-{block}"),
        Page::Block(block) => format!("block-{block}"),
        Page::Final => "final".into(),
    }
}

/// The page with a name.
pub fn page_named(name: &str) -> Option<Page> {
    match name {
        "background" => Some(Page::Background),
        "forecast" => Some(Page::Forecast),
        "instructions" => Some(Page::Instructions),
        "final" => Some(Page::Final),
        name => match name.split_once('-')? {
            ("feedback", place) => place.parse().ok().map(Page::Feedback),
            ("result", block) => block.parse().ok().map(Page::BlockFeedback),
            ("block", block) => block.parse().ok().map(Page::Block),
            _ => None,
        },
    }
}

/// What stands around a page.
pub fn frame(study: &Study, live: &Live) -> Frame {
    let progress = live.sitting.progress();
    Frame {
        study: study.title.clone(),
        percent_done: (share_done(study, &live.schedule, progress) * 100.0).round() as u32,
        minutes_left: minutes_left(study, &live.schedule, progress).ceil() as u32,
        can_withdraw: progress.debriefed.is_none(),
    }
}

/// The consent page.
pub fn consent(study: &Study, live: &Live, personal_link: String) -> Consent {
    let frame = frame(study, live);
    Consent {
        minutes: frame.minutes_left,
        frame,
        personal_link,
        alerts: study.design.trials + study.design.attention_checks,
        adviser: study.adviser.clone(),
    }
}

/// A page of questions.
pub fn questions(study: &Study, live: &Live, page: Page, problem: Option<String>) -> Questions {
    let adviser = &study.adviser;
    let (heading, introduction) = match page {
        Page::Background => {
            ("About you".to_owned(), "Some questions on you and your work. No name is asked.".to_owned())
        }
        Page::Forecast => (
            "What do you expect?".into(),
            format!(
                "Before you start: think of an ordinary alert, and of deciding it without and with suggestions by {adviser}."
            ),
        ),
        Page::Block(block) => (
            format!("Block {} is done", block + 1),
            "Answer from memory; there is nothing to look up. Your impression is what counts here.".into(),
        ),
        _ => (
            "Looking back".into(),
            "The last questions, on the whole session. Answer from memory; no result has been shown yet.".into(),
        ),
    };
    let asked = questions_of(study, &live.schedule, page).into_iter().enumerate();
    let asked = asked
        .map(|(index, Question { text, scale, introduction, .. })| QuestionView {
            name: format!("q{index}"),
            text,
            scale,
            introduction,
        })
        .collect();
    Questions { frame: frame(study, live), heading, introduction, page: page_name(page), asked, problem }
}

/// The page on which trials run.
pub fn trials(study: &Study, live: &Live) -> Trials {
    Trials { frame: frame(study, live) }
}

/// The feedback of a trial that is closed.
pub fn feedback(study: &Study, live: &Live, place: usize) -> Feedback {
    let alert = live.schedule.trials().nth(place).map_or(0, |trial| trial.alert);
    let alert = &study.dataset.alerts[alert];
    let judgement = live.sitting.progress().judged.get(&place);
    let given = judgement.and_then(|judgement| judgement.verdict);
    let decisive = alert.evidence.iter().filter(|panel| panel.decisive);
    Feedback {
        frame: frame(study, live),
        page: page_name(Page::Feedback(place)),
        is_practice: live.schedule.block_of(place).is_none(),
        title: alert.title.clone(),
        right: given.is_some_and(|given| given.agrees_with(alert.truth)),
        given: given.map(Verdict::words),
        truth: alert.truth.words(),
        named: judgement.map_or_else(String::new, |judgement| judgement.decisive.join(", ")),
        decisive: decisive.map(|panel| (panel.id.clone(), panel.title.clone())).collect(),
        rationale: alert.rationale.clone(),
    }
}

/// The feedback of a block that is closed: how many were right, and what each alert was.
pub fn block_feedback(study: &Study, live: &Live, block: usize) -> BlockFeedback {
    let judged = &live.sitting.progress().judged;
    let trials = live.schedule.places_of(block).zip(&live.schedule.blocks[block].trials);
    let scored = trials.filter(|(_, trial)| matches!(trial.part, Part::Scored { .. }));
    let alerts: Vec<BlockAlert> = scored
        .map(|(place, trial)| {
            let alert = &study.dataset.alerts[trial.alert];
            let given = judged.get(&place).and_then(|judgement| judgement.verdict);
            BlockAlert {
                title: alert.title.clone(),
                suggested: trial.advice.map_or("", |index| alert.advice[index].verdict.words()),
                given: given.map(Verdict::words),
                truth: alert.truth.words(),
                right: given.is_some_and(|given| given.agrees_with(alert.truth)),
                debrief: alert.debrief.clone(),
            }
        })
        .collect();
    BlockFeedback {
        frame: frame(study, live),
        page: page_name(Page::BlockFeedback(block)),
        number: block + 1,
        right: alerts.iter().filter(|alert| alert.right).count(),
        alerts,
    }
}

/// One trial. Takes the trial's alert and advice text alone: neither truth, correctness nor failure mode can reach the page.
pub fn trial(
    study: &Study,
    schedule: &Schedule,
    participant: &ParticipantId,
    place: usize,
    trial: &Trial,
    is_untimed: bool,
) -> TrialView {
    let alert = &study.dataset.alerts[trial.alert];
    let block = schedule.block_of(place);
    let places = block.map_or(0..schedule.practice.len(), |block| schedule.places_of(block));
    let condition = &study.conditions[schedule.condition];
    let shows_advice = trial.arm == Arm::Aided && trial.part != Part::AttentionCheck;
    let advice = trial.advice.filter(|_| shows_advice).map(|index| advice(condition, trial, &alert.advice[index]));
    TrialView {
        reference: wire::reference(participant, place),
        number: place - places.start + 1,
        of: places.len(),
        part: block.map_or_else(|| "practice".into(), |block| format!("block {}", block + 1)),
        severity: alert.severity.name(),
        title: alert.title.clone(),
        occurred_at: alert.when(),
        source: alert.source.clone(),
        technique: alert.technique.clone(),
        summary: alert.summary.clone(),
        entities: alert.entities.clone(),
        panels: alert
            .evidence
            .iter()
            .map(|panel| PanelView {
                letter: panel.id.clone(),
                title: panel.title.clone(),
                content: panel.content.clone(),
            })
            .collect(),
        adviser: adviser(study, condition),
        advice,
        conduct: Conduct::of(condition, alert, trial, is_untimed),
        verdicts: [0, 1, 2].map(|key| {
            let verdict = Verdict::NAMED[key].1;
            (key as u8 + 1, verdict.words(), verdict.explanation())
        }),
    }
}

/// What the frame of the advice is called.
pub fn adviser(study: &Study, condition: &Condition) -> String {
    match condition.source {
        SourceLabel::Ai => study.adviser.clone(),
        SourceLabel::Colleague => "Senior colleague".into(),
        SourceLabel::Unlabelled => "Suggestion".into(),
    }
}

fn advice(condition: &Condition, trial: &Trial, advice: &Advice) -> AdviceView {
    AdviceView {
        verdict: advice.verdict.words(),
        confidence: trial.stated_confidence,
        rationale: match condition.explanation {
            Explanation::None => Vec::new(),
            Explanation::Rationale => vec![Segment::Text(advice.rationale.clone())],
            Explanation::Cited => cite(&advice.rationale),
        },
        action: advice.action.clone(),
    }
}

/// Splits a text at its citations: "... [a] ..." cites panel a. Other brackets stay text.
fn cite(text: &str) -> Vec<Segment> {
    let mut segments = Vec::new();
    let mut plain = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('[') {
        plain.push_str(before);
        rest = after;
        match after.split_once(']') {
            Some((letter, after)) if letter.len() == 1 && letter.starts_with(|c: char| c.is_ascii_lowercase()) => {
                segments.push(Segment::Text(std::mem::take(&mut plain)));
                segments.push(Segment::Cite(letter.into()));
                rest = after;
            }
            _ => plain.push('['),
        }
    }
    plain.push_str(rest);
    segments.push(Segment::Text(plain));
    segments
}
