#!/usr/bin/env python3
"""Redoes the counted numbers of findings.json from the exported tables, by the definitions alone, and prints the differences.

    python3 findings.py FOLDER [--plan PLAN.toml] [--condition NAME]

FOLDER has trials.csv, self_reports.csv, scores.csv and findings.json. Needs Python 3.11 and nothing else. Ends with status 1 where
anything differs. See README.md.
"""

import argparse
import csv
import json
import math
import sys
import tomllib
from collections import defaultdict
from pathlib import Path
from statistics import NormalDist, fmean, median

HERE = Path(__file__).resolve().parent
TOLERANCE = 1e-9  # relative to the larger value, or absolute below 1


# Reading

def read(path):
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def number(text):
    return float(text) if text not in ("", None) else None


def truth_of(text):
    return {"true": True, "false": False}.get(text)


def trial(row):
    """A row of trials.csv with numbers as numbers."""
    for name in ("time_s", "confidence", "order", "block", "evidence_opened", "stated_confidence", "initial_confidence",
                 "initial_s", "advice_at_s", "hidden_s", "attention_checks_failed"):
        row[name] = number(row.get(name))
    for name in ("decisive_opened", "decisive_named", "silent", "expired", "finished"):
        row[name] = truth_of(row.get(name))
    row["aided"] = row["arm"] == "aided"
    row["attack"] = row["truth"] == "malicious"
    row["right"] = row["final"] == row["truth"]
    row["advised"] = row["advice"] != ""
    row["advice_right"] = row["advice"] == row["truth"] if row["advised"] else None
    row["followed"] = row["final"] == row["advice"]
    row["decided"] = row["final"] != ""
    row["clocked"] = row["time_s"] is not None and row["time_s"] > 0 and not row["expired"]
    return row


def kept_people(rows, exclusions):
    """The participants whom the plan does not leave out."""
    complete = {row["participant"] for row in rows if row["finished"] is not False or exclusions["incomplete"] == "keep"}
    failed = {row["participant"] for row in rows
              if (row["attention_checks_failed"] or 0) > exclusions["attention_checks_failed"]}
    return complete - failed


def kept_trial(row, exclusions):
    fast = row["time_s"] is not None and row["time_s"] < exclusions["fastest_s"]
    return not fast and (row["hidden_s"] or 0) <= exclusions["longest_hidden_s"]


# Arithmetic

def mean(values):
    values = list(values)
    return fmean(values) if values else None


def difference(first, second):
    return None if first is None or second is None else first - second


def points(share):
    return None if share is None else 100 * share


def share(rows, holds):
    """(numerator, denominator) of a share; its value is missing for 0 of 0."""
    rows = list(rows)
    return sum(1 for row in rows if holds(row)), len(rows)


def ranks(values):
    """Ranks from 1, ties at their mean."""
    return [sum(other < value for other in values) + (sum(other == value for other in values) + 1) / 2 for value in values]


def products(xs, ys):
    x, y = fmean(xs), fmean(ys)
    return sum((a - x) * (b - y) for a, b in zip(xs, ys))


def slope(actual, believed):
    if len(actual) < 3 or products(actual, actual) < 1e-12 or products(believed, believed) < 1e-12:
        return None
    return products(actual, believed) / products(actual, actual)


def rank_correlation(actual, believed):
    if len(actual) < 3:
        return None
    actual, believed = ranks([round(value, 12) for value in actual]), ranks([round(value, 12) for value in believed])
    spread = products(actual, actual) * products(believed, believed)
    return products(actual, believed) / math.sqrt(spread) if spread > 0 else None


def by(rows, name):
    groups = defaultdict(list)
    for row in rows:
        groups[row[name]].append(row)
    return groups


def least_squares(columns, y):
    """Coefficients by the normal equations; dependent columns get none."""
    size = len(columns)
    table = [[sum(a * b for a, b in zip(one, other)) for other in columns] + [sum(a * b for a, b in zip(one, y))]
             for one in columns]
    scale = [row[place] for place, row in enumerate(table)]
    known = [False] * size
    for place in range(size):
        if table[place][place] <= 1e-9 * max(scale[place], 1e-300):
            continue
        known[place] = True
        pivot = [value / table[place][place] for value in table[place]]
        table[place] = pivot
        for other in range(size):
            factor = table[other][place]
            if other != place and factor != 0:
                table[other] = [a - factor * b for a, b in zip(table[other], pivot)]
    return [table[place][size] if known[place] else None for place in range(size)]


# Speed

def log_ratios(rows, conditions):
    """Of ln(time) ~ conditions + ln(order) + participant + item, the coefficients of the conditions."""
    rows = [row for row in rows if row["clocked"]]
    if not rows:
        return [None] * len(conditions)
    people, items = (sorted({row[name] for row in rows}) for name in ("participant", "item"))
    columns = [[float(row["participant"] == person) for row in rows] for person in people]
    columns += [[float(row["item"] == item) for row in rows] for item in items[1:]]
    columns += [[math.log(row["order"]) for row in rows]]
    columns += [[float(holds(row)) for row in rows] for holds in conditions]
    return least_squares(columns, [math.log(row["time_s"]) for row in rows])[-len(conditions):]


def percent(log_ratio):
    return None if log_ratio is None else 100 * math.expm1(log_ratio)


def speed(rows):
    spoken = [row for row in rows if row["advised"] or not row["aided"]]
    right, wrong = log_ratios(spoken, [lambda row: row["advice_right"] is True, lambda row: row["advice_right"] is False])
    attacks, harmless = log_ratios(rows, [lambda row: row["aided"] and row["attack"],
                                          lambda row: row["aided"] and not row["attack"]])
    return {
        "speed-effect": percent(log_ratios(rows, [lambda row: row["aided"]])[0]),
        "speed-effect-right-advice": percent(right),
        "speed-effect-wrong-advice": percent(wrong),
        "speed-effect-attacks": percent(attacks),
        "speed-effect-harmless": percent(harmless),
    }


def throughput(rows):
    found = {}
    for arm, in_arm in (("unaided", False), ("aided", True)):
        own = [row for row in rows if row["aided"] == in_arm and row["time_s"] is not None]
        seconds = sum(row["time_s"] for row in own)
        rate = lambda holds, unit: unit * sum(map(holds, own)) / seconds if seconds else None
        found[f"right-decisions-per-hour-{arm}"] = rate(lambda row: row["right"], 3600)
        found[f"attacks-found-per-minute-{arm}"] = rate(lambda row: row["attack"] and row["right"], 60)
        found[f"false-escalations-per-minute-{arm}"] = rate(lambda row: not row["attack"] and row["final"] == "malicious", 60)
        attacks = [row for row in rows if row["aided"] == in_arm and row["attack"]]
        found[f"recall-{arm}"] = share(attacks, lambda row: row["right"])
    unaided, aided = found["right-decisions-per-hour-unaided"], found["right-decisions-per-hour-aided"]
    found["right-decisions-per-hour-ratio"] = aided / unaided if unaided and aided is not None else None
    return found


# Accuracy

def same_items(first, second, value, weigh_both=False):
    """Difference of means on the items that are in both lists, weighted by their trials in the first list, or in both."""
    first, second = by(first, "item"), by(second, "item")
    total = weight = 0
    for item in first.keys() & second.keys():
        trials = len(first[item]) + (len(second[item]) if weigh_both else 0)
        total += trials * (mean(map(value, first[item])) - mean(map(value, second[item])))
        weight += trials
    return total / weight if weight else None


def accuracy(rows):
    unaided = [row for row in rows if not row["aided"]]
    of = lambda holds: [row for row in rows if row["aided"] and holds(row)]
    right = lambda row: float(row["right"])
    wrong_advice = points(same_items(of(lambda row: row["advice_right"] is False), unaided, right))
    return {
        "accuracy-effect": points(same_items(of(lambda row: True), unaided, right, weigh_both=True)),
        "accuracy-right-advice": points(same_items(of(lambda row: row["advice_right"] is True), unaided, right)),
        "accuracy-wrong-advice": wrong_advice,
        "attributable-bias": None if wrong_advice is None else -wrong_advice,
        "complementarity": complementarity(of(lambda row: row["advised"]), unaided),
    }


def complementarity(team, alone):
    """Team minus the better of people alone and the advice, on the same items."""
    over_people = same_items(team, alone, lambda row: float(row["right"]))
    both = {row["item"] for row in alone}
    over_advice = mean(row["right"] - row["advice_right"] for row in team if row["item"] in both)
    return None if over_people is None else 100 * min(over_people, over_advice)


def errors_by_harm(rows):
    found = {}
    for arm, in_arm in (("unaided", False), ("aided", True)):
        own = [row for row in rows if row["aided"] == in_arm]
        found[f"missed-attacks-{arm}"] = share((row for row in own if row["attack"]), lambda row: not row["right"])
        found[f"wasted-escalations-{arm}"] = share((row for row in own if not row["attack"]),
                                                   lambda row: row["final"] == "malicious")
    return found


# Reliance

def reliance(rows):
    advised = [row for row in rows if row["advised"]]
    right, wrong = ([row for row in advised if row["advice_right"] is kind] for kind in (True, False))
    followed = lambda row: row["followed"]
    rate = lambda some: mean(float(row["followed"]) for row in some)
    return {
        "over-reliance": share(wrong, followed),
        "under-reliance": share(right, lambda row: not row["followed"]),
        "commission-rate": share((row for row in wrong if row["advice"] == "malicious"), followed),
        "omission-rate": share((row for row in wrong if row["advice"] == "benign"), followed),
        "agreement": share(advised, followed),
        "blind-acceptance": share((row for row in advised if row["evidence_opened"] is not None),
                                  lambda row: row["followed"] and row["evidence_opened"] == 0),
        "discernment": points(difference(rate(right), rate(wrong))),
        "silent-omission-rate": share((row for row in rows if row["silent"] and row["attack"]), lambda row: not row["right"]),
    }


def first_failure(rows, shown):
    """Everybody's first wrong advice, unless the plan leaves that trial out."""
    first = {}
    for row in sorted(shown, key=lambda row: row["order"]):
        if row["advice_right"] is False:
            first.setdefault(row["participant"], row["order"])
    own = [row for row in rows if row["advice_right"] is False and row["order"] == first[row["participant"]]]
    return {"first-failure": share(own, lambda row: row["followed"])}


def own_verdicts(rows):
    """What needs an own verdict before advice."""
    rows = [row for row in rows if row["advised"] and row["initial"] != ""]
    own_right = lambda row: row["initial"] == row["truth"]
    misled = [row for row in rows if own_right(row) and not row["advice_right"]]
    helped = [row for row in rows if not own_right(row) and row["advice_right"]]
    against = [row for row in rows if row["initial"] != row["advice"]]
    weights = [weight for weight in map(weight_of_advice, rows) if weight is not None]
    return {
        "negative-consultation-per-trial": (share(misled, lambda row: not row["right"])[0], len(rows)),
        "negative-consultation-per-opportunity": share(misled, lambda row: not row["right"]),
        "positive-consultation": (share(helped, lambda row: row["right"])[0], len(rows)),
        "switch-fraction": share(against, lambda row: row["followed"]),
        "relative-ai-reliance": share(helped, lambda row: row["right"]),
        "relative-self-reliance": share(misled, lambda row: row["right"]),
        "weight-of-advice-median": median(weights) if weights else None,
        "weight-of-advice-mean": mean(min(max(weight, 0.0), 1.0) for weight in weights),
    }


def weight_of_advice(row):
    chance = lambda verdict, confidence: confidence / 100 if verdict == "malicious" else 1 - confidence / 100
    if row["initial_confidence"] is None or row["confidence"] is None or not row["decided"]:
        return None
    before, after = chance(row["initial"], row["initial_confidence"]), chance(row["final"], row["confidence"])
    advised = chance(row["advice"], 100 if row["stated_confidence"] is None else row["stated_confidence"])
    return None if abs(advised - before) < 1e-12 else (after - before) / (advised - before)


# Verification and dynamics

def verification(rows):
    found = {}
    arms = {}
    for arm, in_arm in (("unaided", False), ("aided", True)):
        own = [row for row in rows if row["aided"] == in_arm]
        arms[arm] = [row for row in own if row["evidence_opened"] is not None]
        found[f"decisive-opened-{arm}"] = share((row for row in own if row["decisive_opened"] is not None),
                                                lambda row: row["decisive_opened"])
        found[f"evidence-opened-{arm}"] = mean(row["evidence_opened"] for row in arms[arm])
        found[f"right-reason-{arm}"] = share((row for row in own if row["decisive_named"] is not None),
                                             lambda row: row["decisive_named"] and row["right"])
    found["sampling-gap"] = same_items(arms["unaided"], arms["aided"], lambda row: row["evidence_opened"], weigh_both=True)
    for name, kind in (("right", True), ("wrong", False)):
        logs = [math.log(seconds) for row in rows if row["advice_right"] is kind and (seconds := after_advice(row))]
        found[f"time-after-advice-{name}-advice"] = math.exp(fmean(logs)) if logs else None
    return found


def after_advice(row):
    """Seconds from the advice to the decision; none where advice never came, or the deadline ended the trial."""
    if not row["clocked"]:
        return None
    if row["advice_timing"] == "concurrent":
        return row["time_s"]
    if row["advice_timing"] == "sequential":
        start, end = row["initial_s"], row["time_s"]
    else:
        start, end = row["advice_at_s"], row["time_s"] + (row["hidden_s"] or 0)
    return None if start is None or start >= end else end - start


def dynamics(rows):
    """Right advice followed one to three advised trials before and after wrong advice, in the same block."""
    sides = {(side, distance): [] for side in ("before", "after") for distance in (1, 2, 3)}
    blocks = defaultdict(list)
    for row in sorted((row for row in rows if row["advised"]), key=lambda row: row["order"]):
        blocks[row["participant"], row["block"]].append(row)
    for block in blocks.values():
        for place, row in enumerate(block):
            for (side, distance), neighbours in sides.items():
                other = place + (distance if side == "after" else -distance)
                if row["advice_right"] is False and 0 <= other < len(block) and block[other]["advice_right"]:
                    neighbours.append(block[other])
    found = {f"adherence-{side}-wrong-{distance}": share(own, lambda row: row["followed"])
             for (side, distance), own in sides.items()}
    of = lambda wanted: mean(float(row["followed"]) for (side, _), own in sides.items() if side == wanted for row in own)
    found["adherence-change"] = points(difference(of("after"), of("before")))
    return found


# Signal detection

def z(probability):
    return NormalDist().inv_cdf(probability)


def sensitivity_and_criterion(rows):
    """d' and c with the log-linear correction (Hautus 1995)."""
    signals, noise = ([row for row in rows if row["attack"] is kind] for kind in (True, False))
    if not signals or not noise:
        return None, None
    rate = lambda some: z((sum(row["final"] == "malicious" for row in some) + 0.5) / (len(some) + 1))
    hits, false_alarms = rate(signals), rate(noise)
    return hits - false_alarms, -(hits + false_alarms) / 2


def optimal_shift(advised, sensitivity):
    """The shift that the advice deserves (Meyer 2001)."""
    says_act = lambda kind: mean(float(row["advice"] == "malicious") for row in advised if row["attack"] is kind)
    hit, false_alarm = says_act(True), says_act(False)
    proper = hit not in (None, 0, 1) and false_alarm not in (None, 0, 1)
    if not proper or sensitivity is None or sensitivity <= 0:
        return None
    return (math.log(hit / false_alarm) - math.log((1 - hit) / (1 - false_alarm))) / sensitivity


def signal_detection(rows, advised):
    states = {
        "unaided": [row for row in rows if not row["aided"]],
        "aided": [row for row in rows if row["aided"]],
        "advised-act": [row for row in rows if row["advice"] == "malicious"],
        "advised-close": [row for row in rows if row["advice"] == "benign"],
    }
    found = {}
    for name, own in states.items():
        found[f"d-prime-{name}"], found[f"criterion-{name}"] = sensitivity_and_criterion(own)
    found["criterion-shift"] = difference(found["criterion-advised-close"], found["criterion-advised-act"])
    found["optimal-shift"] = optimal_shift(advised, found["d-prime-unaided"])
    found["over-trust-index"] = difference(found["criterion-shift"], found["optimal-shift"])
    return found


def detection(rows):
    rows = [row for row in rows if row["decided"]]
    advised = [row for row in rows if row["advised"]]
    found = signal_detection(rows, advised)
    people = [signal_detection(own, advised) for own in by(rows, "participant").values()]
    averaged = {f"{name}-per-participant": mean(one[name] for one in people if one[name] is not None) for name in found}
    return found | averaged


# Confidence

def calibration(rows):
    groups = {
        "unaided": [row for row in rows if not row["aided"]],
        "aided": [row for row in rows if row["aided"]],
        "right-advice": [row for row in rows if row["advice_right"] is True],
        "wrong-advice": [row for row in rows if row["advice_right"] is False],
    }
    found = {}
    for name, own in groups.items():
        stated = [(row["confidence"] / 100, float(row["right"])) for row in own
                  if row["decided"] and row["confidence"] is not None]
        found |= {f"{part}-{name}": value for part, value in calibration_parts(stated).items()}
    return found


def calibration_parts(stated):
    """Brier score, its parts by ten bins of equal width (Murphy 1973; Stephenson 2008), and AUROC2."""
    names = ("brier-score", "calibration-error", "brier-reliability", "brier-resolution", "brier-uncertainty",
             "brier-variance-within", "brier-covariance-within", "over-confidence", "auroc2")
    if not stated:
        return dict.fromkeys(names)
    bins = defaultdict(list)
    for q, y in stated:
        bins[min(int(q * 10 + 1e-9), 9)].append((q, y))
    base = fmean(y for _, y in stated)
    error = reliability = resolution = variance = covariance = 0.0
    for own in bins.values():
        q_bar, y_bar, weight = fmean(q for q, _ in own), fmean(y for _, y in own), len(own) / len(stated)
        error += weight * abs(q_bar - y_bar)
        reliability += weight * (q_bar - y_bar) ** 2
        resolution += weight * (y_bar - base) ** 2
        variance += weight * fmean((q - q_bar) ** 2 for q, _ in own)
        covariance += weight * 2 * fmean((q - q_bar) * (y - y_bar) for q, y in own)
    brier = fmean((q - y) ** 2 for q, y in stated)
    over = 100 * (fmean(q for q, _ in stated) - base)
    values = (brier, error, reliability, resolution, base * (1 - base), variance, covariance, over, area(stated))
    return dict(zip(names, values))


def area(stated):
    right, wrong = ([q for q, y in stated if y == kind] for kind in (1.0, 0.0))
    if not right or not wrong:
        return None
    return fmean((q > p) + 0.5 * (q == p) for q in right for p in wrong)


# Beliefs

class Beliefs:
    """What everybody said. Where the last page did not ask, answers after the blocks stand for it."""

    def __init__(self, reports):
        self.said = defaultdict(list)
        for report in reports:
            value = number(report["value"])
            if value is not None:
                self.said[report["participant"], report["phase"], report["question"]].append(value)

    def of(self, person, phase, question):
        return next(iter(self.said.get((person, phase, question), [])), None)

    def finally_(self, person, question, combine):
        last = self.of(person, "final", question)
        blocks = self.said.get((person, "block", question), [])
        return last if last is not None else combine(blocks) if blocks else None

    def log_ratio(self, person, when):
        times = [self.of(person, "forecast", f"minutes-{arm}") if when == "forecast"
                 else self.finally_(person, f"minutes-{arm}", fmean) for arm in ("aided", "unaided")]
        return math.log(times[0] / times[1]) if all(times) else None

    def count(self, person, question):
        return self.finally_(person, question, sum)


def perception(rows, people, beliefs):
    found = {}
    for when in ("forecast", "retrospective"):
        believed = {person: ratio for person in people if (ratio := beliefs.log_ratio(person, when)) is not None}
        middle = mean(believed.values())
        found[f"believed-speed-{when}"] = percent(middle)
        measured = log_ratios([row for row in rows if row["participant"] in believed], [lambda row: row["aided"]])[0]
        gap = difference(measured, middle)
        found[f"speed-gap-{when}"] = gap
        found[f"speed-gap-{when}-factor"] = None if gap is None else math.exp(gap)
        found[f"speed-gap-{when}-points"] = None if gap is None else 100 * (math.exp(measured) - math.exp(middle))
    stated = {person: change for person in people if (change := beliefs.count(person, "speed-change")) is not None}
    found["stated-speed-change"] = mean(stated.values())
    measured = log_ratios([row for row in rows if row["participant"] in stated], [lambda row: row["aided"]])[0]
    found["credit-speed-gap"] = difference(percent(measured), found["stated-speed-change"])
    return found


def tracked(name, pairs):
    """Rank correlation and slope of (believed, actual)."""
    believed, actual = [one for one, _ in pairs], [other for _, other in pairs]
    return {f"{name}-tracking": rank_correlation(actual, believed), f"{name}-tracking-slope": slope(actual, believed)}


def own_log_ratio(rows):
    """Mean log time with advice minus without, of one person."""
    logs = lambda aided: mean(math.log(row["time_s"]) for row in rows if row["clocked"] and row["aided"] is aided)
    return difference(logs(True), logs(False))


def insight(rows, shown, people, beliefs):
    own, analysed = by(shown, "participant"), by(rows, "participant")

    def pairs(question, event):
        """(believed number, actual number, trials) of everybody who said a number."""
        for person in people:
            said = beliefs.count(person, question)
            trials = [held for row in own[person] if (held := event(row)) is not None]
            if said is not None and trials:
                yield said, sum(trials), len(trials)

    found = {}
    for arm, in_arm in (("unaided", False), ("aided", True)):
        said = list(pairs(f"number-correct-{arm}", lambda row: row["right"] if row["aided"] is in_arm else None))
        found[f"accuracy-gap-{arm}"] = points(mean((believed - actual) / n for believed, actual, n in said))
        found |= tracked(f"accuracy-{arm}", [(believed / n, actual / n) for believed, actual, n in said])
    wrong = list(pairs("advice-wrong", lambda row: None if not row["advised"] else not row["advice_right"]))
    found["reliance-gap"] = mean(believed - actual for believed, actual, _ in wrong)
    found["trust-calibration"] = points(mean((1 - believed / n) - (1 - actual / n) for believed, actual, n in wrong))
    found |= tracked("reliance", [(believed / n, actual / n) for believed, actual, n in wrong])
    against = lambda row: row["followed"] and row["initial"] != row["advice"] if row["advised"] and row["initial"] else None
    followed = list(pairs("advice-followed", against))
    found["followed-gap"] = points(mean((believed - actual) / n for believed, actual, n in followed))
    found |= tracked("followed", [(believed / n, actual / n) for believed, actual, n in followed])

    measured = {person: ratio for person in people if (ratio := own_log_ratio(analysed[person])) is not None}
    minutes = [(beliefs.log_ratio(person, "retrospective"), ratio) for person, ratio in measured.items()]
    found |= tracked("speed", [pair for pair in minutes if pair[0] is not None])
    changes = [(beliefs.count(person, "speed-change"), ratio) for person, ratio in measured.items()]
    found |= tracked("credit-speed", [(math.log1p(said / 100), ratio) for said, ratio in changes if said is not None and said > -100])

    gains = []
    for person in people:
        said = [beliefs.count(person, f"number-correct-{arm}") for arm in ("aided", "unaided")]
        trials = [[row["right"] for row in own[person] if row["aided"] is aided] for aided in (True, False)]
        if None not in said and all(trials):
            gains.append((said[0] / len(trials[0]) - said[1] / len(trials[1]), mean(trials[0]) - mean(trials[1])))
    found["credit-accuracy-gap"] = points(mean(believed - actual for believed, actual in gains))
    found |= tracked("credit-accuracy", gains)
    return found | over_placement(own, people, beliefs)


def over_placement(own, people, beliefs):
    """Actual minus believed rank by share right, 1 the best."""
    actual = ranks([-mean(row["right"] for row in own[person]) for person in people])
    said = [(rank, beliefs.of(person, "final", "believed-rank")) for rank, person in zip(actual, people)]
    return {"over-placement": mean(rank - believed for rank, believed in said if believed is not None)}


# Instruments

def bounds(scale):
    return (0, 100) if scale["kind"] == "rating" else (1, scale["steps"])


class Instrument:
    """An instrument's file: its items by subscale, and its rule."""

    def __init__(self, path):
        file = tomllib.loads(path.read_text(encoding="utf-8"))
        self.name, self.scoring = path.stem, file["scoring"]
        self.low, self.high = bounds(file["scale"])
        self.items = file["items"]
        self.reversed = {item["id"] for item in self.items if item.get("reversed")}
        subscales = list(dict.fromkeys(item["subscale"] for item in self.items if "subscale" in item))
        self.subscales = {name: [item["id"] for item in self.items if item.get("subscale") == name] for name in subscales}
        if self.scoring.get("total", True):
            self.subscales["total"] = [item["id"] for item in self.items]

    def turned(self, page, items):
        values = [page.get(item) for item in items]
        turn = lambda item, value: self.low + self.high - value if item in self.reversed and value is not None else value
        return [turn(item, value) for item, value in zip(items, values)]

    def score(self, values):
        answered = [value for value in values if value is not None]
        if len(answered) < max(1, math.ceil(self.scoring["answered"] * len(values) - 1e-9)):
            return None
        if self.scoring.get("transformation") == "0-100":
            return 100 * (fmean(answered) - self.low) / (self.high - self.low)
        return fmean(answered) * (len(values) if self.scoring["score"] == "sum" else 1)


def pages(reports, arms, items):
    """((phase, arm), answers) of every page that asked items; after blocks, a question that comes again begins the next page."""
    found = []
    for report in reports:
        if report["question"] in items:
            same = found and found[-1][0] == report["phase"] and report["question"] not in found[-1][1]
            if not same:
                found.append((report["phase"], {}))
            found[-1][1][report["question"]] = number(report["value"])
    blocks = iter(arms)
    return [((phase, next(blocks, None) if phase == "block" else None), page) for phase, page in found]


def arms_of(rows):
    """The arms of somebody's blocks, in order."""
    return [next(iter(own))["arm"] for _, own in sorted(by(rows, "block").items())]


def asked(shown, people, reports, instrument):
    """Turned answers by subscale, phase and arm, and by participant: one list of values a page."""
    said, met, found = by(reports, "participant"), by(shown, "participant"), defaultdict(lambda: defaultdict(list))
    items = {item["id"] for item in instrument.items}
    for person in people:
        for (phase, arm), page in pages(said[person], arms_of(met[person]), items):
            for subscale, wanted in instrument.subscales.items():
                found[subscale, phase, arm][person].append(instrument.turned(page, wanted))
    return found


def instrument_scores(shown, people, reports):
    """Mean scores over participants, and the reliability of the answers."""
    found, scored = {}, {}
    for path in sorted((HERE.parents[1] / "datasets/instruments").glob("*.toml")):
        instrument = Instrument(path)
        answers = asked(shown, people, reports, instrument)
        for (subscale, phase, arm), own in answers.items():
            scores = {person: mean(score for page in values if (score := instrument.score(page)) is not None)
                      for person, values in own.items()}
            scored[instrument.name, subscale, phase, arm] = {who: score for who, score in scores.items() if score is not None}
            found[f"alpha {instrument.name} {subscale} {phase} {arm or ''}".strip()] = alpha(own.values())
    for (name, subscale, phase, arm), scores in scored.items():
        suffix = arm or {"background": "before"}.get(phase, phase)
        found[f"score-{name}-{subscale}-{suffix}"] = mean(scores.values())
    for name, subscale in {key[:2] for key in scored}:
        aided, unaided = (scored.get((name, subscale, "block", arm), {}) for arm in ("aided", "unaided"))
        if aided or unaided:
            both = [aided[person] - unaided[person] for person in aided.keys() & unaided.keys()]
            found[f"score-{name}-{subscale}-difference"] = mean(both)
    trust = scored.get(("trust", "total", "final", None), {})
    return found, trust


def variance(values):
    middle = fmean(values)
    return sum((value - middle) ** 2 for value in values) / (len(values) - 1)


def alpha(people):
    """Cronbach's alpha over those who answered every item, pages of an arm averaged first."""
    averaged = ([mean(v for v in item if v is not None) for item in zip(*own)] for own in people)
    complete = [values for values in averaged if None not in values]
    if len(complete) < 2 or len(complete[0]) < 2:
        return None
    total = variance([sum(values) for values in complete])
    items = len(complete[0])
    return items / (items - 1) * (1 - sum(map(variance, zip(*complete))) / total) if total > 0 else None


def trust_against_reliance(rows, trust):
    found = {}
    for name, holds in (("trust-agreement", lambda row: row["advised"]),
                        ("trust-over-reliance", lambda row: row["advice_right"] is False)):
        followed = {person: mean(float(row["followed"]) for row in own if holds(row))
                    for person, own in by(rows, "participant").items() if person in trust}
        both = [person for person, value in followed.items() if value is not None]
        found[name] = rank_correlation([followed[person] for person in both], [trust[person] for person in both])
    return found


# Comparison

def recomputed(folder, plan, condition):
    shown = [trial(row) for row in read(folder / "trials.csv") if condition in (None, row["condition"])]
    kept = kept_people(shown, plan["exclusions"])
    shown = [row for row in shown if row["participant"] in kept]
    rows = [row for row in shown if kept_trial(row, plan["exclusions"])]
    people = sorted(kept)
    reports = [report for report in read(folder / "self_reports.csv") if report["participant"] in kept]
    beliefs = Beliefs(reports)
    scores, trust = instrument_scores(shown, people, reports)
    parts = (speed(rows), throughput(rows), accuracy(rows), errors_by_harm(rows), reliance(rows), first_failure(rows, shown),
             own_verdicts(rows), verification(rows), dynamics(rows), detection(rows), calibration(rows),
             perception(rows, people, beliefs), insight(rows, shown, people, beliefs), scores,
             trust_against_reliance(rows, trust))
    return {name: value for part in parts for name, value in part.items()}


def of_program(findings):
    """Every number of the program: a headline that a model gives is compared by the bootstrap's value beside it."""
    found = {}
    for estimate in findings["estimates"]:
        beside = [one for one in estimate.get("beside", []) if "two-way (pigeonhole) bootstrap" in one["method"]]
        is_model = "mixed model" in estimate["method"] and beside
        found[estimate["id"]] = beside[0]["value"] if is_model else estimate["value"]
        if estimate["denominator"] is not None:
            found[estimate["id"]] = (estimate["numerator"], estimate["denominator"], estimate["value"])
    for facts in findings.get("instruments", []):
        name = "alpha {instrument} {subscale} {phase} {arm}".format(**{**facts, "arm": facts["arm"] or ""}).strip()
        found[name] = facts["alpha"]
    return found


def parts_of(value):
    """What is compared of a number: of a share its counts and its value."""
    if isinstance(value, tuple) and len(value) == 2:
        return (*value, value[0] / value[1] if value[1] else None)
    return value if isinstance(value, tuple) else (value,)


def apart(program, script):
    """The largest difference in shares of the larger value, or of 1."""
    if (program is None) != (script is None):
        return math.inf
    return 0.0 if program is None else abs(program - script) / max(1.0, abs(program), abs(script))


def shown_as(value):
    return "none" if value is None else f"{value:.10g}"


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("--plan", type=Path, default=HERE.parents[1] / "analysis/default.toml")
    arguments.add_argument("--condition", help="the findings are of this condition alone")
    asked_for = arguments.parse_args()
    folder = asked_for.folder
    plan = tomllib.loads(asked_for.plan.read_text(encoding="utf-8"))
    program = of_program(json.loads((folder / "findings.json").read_text(encoding="utf-8")))
    script = recomputed(folder, plan, asked_for.condition)
    agree = differ = 0
    for name in program:
        if name not in script:
            continue
        ours, theirs = parts_of(script[name]), parts_of(program[name])
        # A share with no opportunity has no counts in the program where nothing was asked.
        worst = apart(theirs[-1], ours[-1]) if len(ours) != len(theirs) else max(map(apart, theirs, ours))
        agree, differ = (agree + 1, differ) if worst <= TOLERANCE else (agree, differ + 1)
        verdict = "ok" if worst <= TOLERANCE else "DIFFERS"
        print(f"{name:48} {shown_as(theirs[-1]):>18} {shown_as(ours[-1]):>18} {worst:9.1e} {verdict}")
    print("not covered:", ", ".join(sorted(program.keys() - script.keys())) or "nothing")
    with_value = sum(1 for name in program if name in script and parts_of(program[name])[-1] is not None)
    print(f"{agree} agree ({with_value} have a value), {differ} differ, {len(program.keys() - script.keys())} not covered")
    sys.exit(1 if differ else 0)


if __name__ == "__main__":
    main()
