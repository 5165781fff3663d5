//! The rules as data: what is looked for, how grave it is alone, and what the words around it may change.
//!
//! Rules are written by us, in English and Spanish side by side, and both are always read: people mix. A rule's
//! code is stable: it stands in stored analyses and in the reviewers' tables.

pub(crate) mod abuse;
pub(crate) mod calm;
pub(crate) mod classes;
mod common;
pub(crate) mod cues;
pub(crate) mod emergency;
pub(crate) mod harm;
pub(crate) mod indirect;
pub(crate) mod kept;
pub(crate) mod needs;
pub(crate) mod passing;
pub(crate) mod plain;
pub(crate) mod psychosis;
pub(crate) mod self_harm;
pub(crate) mod signs;
pub(crate) mod suicide;

use content_safety_api::{CrisisCategory, Facet, Level};

pub(crate) use classes::CLASSES;
pub(crate) use cues::Cue;
pub use signs::Sign;
pub(crate) use suicide::DOUBT;

/// What a pattern stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Evidence of a crisis by itself.
    Finding(Finding),
    /// A sign that counts only beside others.
    Sign(Sign),
    /// Words that change how others are read.
    Cue(Cue),
}

/// How a finding is graded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Finding {
    pub(crate) category: CrisisCategory,
    /// Alone, now, about oneself.
    pub(crate) level: Level,
    /// When it is told of the past.
    pub(crate) past: Level,
    /// When it is said of somebody else, at most.
    pub(crate) third: Level,
    pub(crate) facet: Option<Facet>,
    /// The pattern names the speaker: whose it is needs no guess.
    pub(crate) own: bool,
    /// The pattern holds its own negation (`do not want to live`).
    pub(crate) polar: bool,
    /// A stated time makes it critical.
    pub(crate) timely: bool,
    /// Nothing around it makes it less but a film or a turn of speech.
    pub(crate) firm: bool,
    /// Gives way to a finding of its category that covers it: the longer reading knows more.
    pub(crate) yields: bool,
    /// A year alone right after it says that it is long past.
    pub(crate) dated: bool,
    /// An absence: nothing, where it is said beside it where the speaker will be and nothing was feared before.
    pub(crate) absence: bool,
    /// A choking, which is over where it is told with a time that is gone.
    pub(crate) ends: bool,
    /// Also a sign, for what only shows together with other things.
    pub(crate) sign: Option<Sign>,
}

/// One rule.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rule {
    pub(crate) code: &'static str,
    pub(crate) kind: Kind,
    pub(crate) patterns: &'static [&'static str],
}

impl Rule {
    /// A finding about whoever the words around say.
    pub(crate) const fn finding(
        code: &'static str,
        category: CrisisCategory,
        level: Level,
        patterns: &'static [&'static str],
    ) -> Self {
        let kind = Kind::Finding(Finding {
            category,
            level,
            past: level.lower(),
            third: level,
            facet: None,
            own: false,
            polar: false,
            timely: false,
            firm: false,
            yields: false,
            dated: false,
            absence: false,
            ends: false,
            sign: None,
        });
        Self { code, kind, patterns }
    }

    /// A sign.
    pub(crate) const fn sign(code: &'static str, sign: Sign, patterns: &'static [&'static str]) -> Self {
        Self { code, kind: Kind::Sign(sign), patterns }
    }

    /// A cue.
    pub(crate) const fn cue(code: &'static str, cue: Cue, patterns: &'static [&'static str]) -> Self {
        Self { code, kind: Kind::Cue(cue), patterns }
    }

    const fn with(mut self, finding: Finding) -> Self {
        self.kind = Kind::Finding(finding);
        self
    }

    const fn get(&self) -> Finding {
        match self.kind {
            Kind::Finding(finding) => finding,
            _ => panic!("only a finding is graded"),
        }
    }

    /// The speaker is named in the pattern.
    pub(crate) const fn own(self) -> Self {
        let mut finding = self.get();
        finding.own = true;
        self.with(finding)
    }

    /// The pattern holds its own negation.
    pub(crate) const fn polar(self) -> Self {
        let mut finding = self.get();
        finding.polar = true;
        self.with(finding)
    }

    /// A stated time makes it critical.
    pub(crate) const fn timely(self) -> Self {
        let mut finding = self.get();
        finding.timely = true;
        self.with(finding)
    }

    /// Neither negation nor tense nor person makes it less.
    pub(crate) const fn firm(self) -> Self {
        let mut finding = self.get();
        finding.firm = true;
        self.with(finding)
    }

    /// Gives way to a longer reading.
    pub(crate) const fn yields(self) -> Self {
        let mut finding = self.get();
        finding.yields = true;
        self.with(finding)
    }

    /// A doubt that a year alone right after it lays to rest.
    pub(crate) const fn dated(self) -> Self {
        let mut finding = self.get();
        finding.dated = true;
        self.with(finding)
    }

    /// An absence that a stated place makes plain.
    pub(crate) const fn absence(self) -> Self {
        let mut finding = self.get();
        finding.absence = true;
        self.with(finding)
    }

    /// Over, where a time that is gone is told with it.
    pub(crate) const fn ends(self) -> Self {
        let mut finding = self.get();
        finding.ends = true;
        self.with(finding)
    }

    /// What it answers of the screening questions.
    pub(crate) const fn facet(self, facet: Facet) -> Self {
        let mut finding = self.get();
        finding.facet = Some(facet);
        self.with(finding)
    }

    /// The level when told of the past.
    pub(crate) const fn past(self, level: Level) -> Self {
        let mut finding = self.get();
        finding.past = level;
        self.with(finding)
    }

    /// The level when said of somebody else.
    pub(crate) const fn third(self, level: Level) -> Self {
        let mut finding = self.get();
        finding.third = level;
        self.with(finding)
    }

    /// It is also a sign.
    pub(crate) const fn also(self, sign: Sign) -> Self {
        let mut finding = self.get();
        finding.sign = Some(sign);
        self.with(finding)
    }
}

/// All rules, in the order of their numbers.
pub(crate) fn all() -> impl Iterator<Item = &'static Rule> {
    let others = [
        passing::RULES,
        plain::RULES,
        indirect::RULES,
        self_harm::RULES,
        emergency::RULES,
        abuse::RULES,
        kept::RULES,
        harm::RULES,
        psychosis::RULES,
        needs::RULES,
        signs::RULES,
        cues::RULES,
        cues::idioms::RULES,
        calm::RULES,
    ];
    suicide::rules().chain(common::rules()).chain(others.into_iter().flatten())
}
