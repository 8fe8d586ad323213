//! From the state of a session to what its pages show.

use super::markdown::Own;
use super::pages::{
    AdviceView, BlockAlert, BlockFeedback, Conduct, Consent, Feedback, Frame, Judged, PanelView, QuestionView,
    Questions, Segment, TrialView, Trials,
};
use super::wire;
use crate::assignment::{Arm, Part, Trial};
use crate::journal::Live;
use crate::session::{minutes_left, questions_in, share_done};
use crate::study::{
    Advice, BrowserPolicy, Condition, Explanation, Moment, Page, Question, SourceLabel, Study, Verdict, Words,
};

/// The name of a page in forms.
pub fn page_name(page: Page) -> String {
    match page {
        Page::Background => "background".into(),
        Page::Forecast => "forecast".into(),
        Page::Instructions => "instructions".into(),
        Page::Feedback(place) => format!("feedback-{place}"),
        Page::BlockFeedback(block) => format!("result-{block}"),
        Page::Block(block) => format!("block-{block}"),
        Page::Break(block) => format!("break-{block}"),
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
            ("break", block) => block.parse().ok().map(Page::Break),
            _ => None,
        },
    }
}

/// What stands around a page.
pub fn frame(study: &Study, live: &Live, words: &Words) -> Frame {
    let progress = live.sitting.progress();
    Frame {
        study: words.title(&study.title).to_owned(),
        percent_done: (share_done(study, &live.schedule, progress) * 100.0).round() as u32,
        minutes_left: minutes_left(study, &live.schedule, progress).ceil() as u32,
        can_withdraw: progress.debriefed.is_none(),
    }
}

/// The consent page.
pub fn consent(study: &Study, live: &Live, words: &Words, personal_link: String) -> Consent {
    let frame = frame(study, live, words);
    Consent {
        words: words.clone(),
        languages: study.texts.languages().to_vec(),
        own: Own::at(words, Moment::Consent),
        minutes: frame.minutes_left,
        frame,
        personal_link,
        checks_browser: study.conduct.browser != BrowserPolicy::Off,
        alerts: study.design.trials + study.design.attention_checks,
        adviser: study.adviser.clone(),
    }
}

/// A page of questions.
pub fn questions(study: &Study, live: &Live, words: &Words, page: Page, problem: Option<String>) -> Questions {
    let (heading, introduction) = match page {
        Page::Background => ("about-you", "about-you-before"),
        Page::Forecast => ("expect", "expect-before"),
        Page::Block(_) => ("block", "block-before"),
        _ => ("back", "back-before"),
    };
    let heading = words.of("questions", heading);
    let heading = if let Page::Block(block) = page { heading.with("number", block + 1) } else { heading };
    let (heading, introduction) =
        (heading.to_string(), words.of("questions", introduction).with("adviser", &study.adviser).to_string());
    let asked = questions_in(words, study, &live.schedule, page).into_iter().enumerate();
    let asked = asked
        .map(|(index, Question { text, scale, introduction, .. })| QuestionView {
            name: format!("q{index}"),
            text,
            scale,
            introduction,
        })
        .collect();
    let frame = frame(study, live, words);
    Questions { words: words.clone(), frame, heading, introduction, page: page_name(page), asked, problem }
}

/// The page on which trials run.
pub fn trials(study: &Study, live: &Live, words: &Words) -> Trials {
    Trials { words: words.clone(), frame: frame(study, live, words) }
}

/// The feedback of a trial that is closed.
pub fn feedback(study: &Study, live: &Live, words: &Words, place: usize) -> Feedback {
    let alert = live.schedule.trials().nth(place).map_or(0, |trial| trial.alert);
    let alert = &study.dataset.alerts[alert];
    let judgement = live.sitting.progress().judged.get(&place);
    let given = judgement.and_then(|judgement| judgement.verdict);
    let decisive = alert.evidence.iter().filter(|panel| panel.decisive);
    Feedback {
        words: words.clone(),
        frame: frame(study, live, words),
        page: page_name(Page::Feedback(place)),
        is_practice: live.schedule.block_of(place).is_none(),
        title: alert.title.clone(),
        judged: match given {
            None => Judged::NotInTime,
            Some(given) if given == alert.truth => Judged::Exactly,
            Some(given) if given.agrees_with(alert.truth) => Judged::OnTheAxis,
            Some(_) => Judged::TheOtherWay,
        },
        given: verdict_or(words, given, "no-verdict-time"),
        truth: verdict(words, alert.truth),
        named: judgement.map_or_else(String::new, |judgement| judgement.decisive.join(", ")),
        decisive: decisive.map(|panel| (panel.id.clone(), panel.title.clone())).collect(),
        rationale: alert.rationale.clone(),
    }
}

/// The feedback of a block that is closed: how many were right, and what each alert was.
pub fn block_feedback(study: &Study, live: &Live, words: &Words, block: usize) -> BlockFeedback {
    let judged = &live.sitting.progress().judged;
    let trials = live.schedule.places_of(block).zip(&live.schedule.blocks[block].trials);
    let scored = trials.filter(|(_, trial)| matches!(trial.part, Part::Scored { .. }));
    let alerts: Vec<BlockAlert> = scored
        .map(|(place, trial)| {
            let alert = &study.dataset.alerts[trial.alert];
            let given = judged.get(&place).and_then(|judgement| judgement.verdict);
            BlockAlert {
                title: alert.title.clone(),
                suggested: trial.advice.map_or_else(String::new, |index| verdict(words, alert.advice[index].verdict)),
                judged: given.is_some(),
                given: verdict_or(words, given, "no-verdict"),
                truth: verdict(words, alert.truth),
                right: given.is_some_and(|given| given.agrees_with(alert.truth)),
                debrief: alert.debrief.clone(),
            }
        })
        .collect();
    BlockFeedback {
        words: words.clone(),
        frame: frame(study, live, words),
        page: page_name(Page::BlockFeedback(block)),
        number: block + 1,
        right: alerts.iter().filter(|alert| alert.right).count(),
        alerts,
    }
}

/// One trial. Takes the trial's alert and advice text alone: neither truth, correctness nor failure mode can reach the page.
pub fn trial(study: &Study, live: &Live, words: &Words, place: usize, trial: &Trial) -> TrialView {
    let (schedule, is_untimed) = (&live.schedule, live.sitting.progress().untimed);
    let alert = &study.dataset.alerts[trial.alert];
    let block = schedule.block_of(place);
    let places = block.map_or(0..schedule.practice.len(), |block| schedule.places_of(block));
    let condition = &study.conditions[schedule.condition];
    let shows_advice = trial.arm == Arm::Aided && trial.part != Part::AttentionCheck;
    let advice =
        trial.advice.filter(|_| shows_advice).map(|index| advice(condition, trial, &alert.advice[index], words));
    // An attention check names the verdict to give, which has to be the name on the button.
    let text = |text: &str| match trial.part {
        Part::AttentionCheck => with_verdicts_of(words, text),
        _ => text.to_owned(),
    };
    let part = match block {
        None => words.say("trial.practice").to_string(),
        Some(block) => words.say("trial.block").with("number", block + 1).to_string(),
    };
    TrialView {
        words: words.clone(),
        reference: wire::reference(&live.seat.participant, place),
        number: place - places.start + 1,
        of: places.len(),
        part,
        severity: alert.severity.name(),
        title: alert.title.clone(),
        occurred_at: alert.when(),
        source: alert.source.clone(),
        technique: alert.technique.clone(),
        summary: text(&alert.summary),
        entities: alert.entities.clone(),
        panels: alert
            .evidence
            .iter()
            .map(|panel| PanelView {
                letter: panel.id.clone(),
                title: panel.title.clone(),
                content: text(&panel.content),
            })
            .collect(),
        adviser: adviser(study, condition, words),
        advice,
        conduct: Conduct::of(condition, alert, trial, is_untimed),
        verdicts: [0, 1, 2].map(|key| {
            let name = Verdict::NAMED[key].0;
            (key as u8 + 1, words.of("verdict", name).to_string(), words.of("explanation", name).to_string())
        }),
    }
}

/// A text with the verdicts that it names in English called as a language calls them.
fn with_verdicts_of(words: &Words, text: &str) -> String {
    Verdict::NAMED.iter().fold(text.to_owned(), |text, (_, named)| text.replace(named.words(), &verdict(words, *named)))
}

/// A verdict in words.
pub fn verdict(words: &Words, verdict: Verdict) -> String {
    words.of("verdict", verdict.name()).to_string()
}

/// A verdict in words, or that there was none.
pub fn verdict_or(words: &Words, given: Option<Verdict>, none: &str) -> String {
    given.map_or_else(|| words.of("feedback", none).to_string(), |given| verdict(words, given))
}

/// What the frame of the advice is called.
pub fn adviser(study: &Study, condition: &Condition, words: &Words) -> String {
    match condition.source {
        SourceLabel::Ai => study.adviser.clone(),
        SourceLabel::Colleague => words.say("adviser.colleague").to_string(),
        SourceLabel::Unlabelled => words.say("adviser.unlabelled").to_string(),
    }
}

fn advice(condition: &Condition, trial: &Trial, advice: &Advice, words: &Words) -> AdviceView {
    AdviceView {
        key: advice.verdict as u8 + 1,
        verdict: verdict(words, advice.verdict),
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
