//! Patterns over tokens: the small language in which the lexicon says how a message is understood.
//!
//! Written by people who know the language rather than regular expressions, so it stays readable: words are
//! folded words; `forget*` is a beginning; `(a|b c)` is a choice; a trailing `?` makes it optional; `..` is a
//! gap of up to three words within the sentence; `^` and `$` are the ends of a sentence; `<person>` captures a
//! span. Matching never looks across the end of a sentence, and its cost is bounded by the pattern's size.

use super::model::Capture;
use super::text::{Token, Word, folded};

/// The most words that a gap passes over.
const GAP_WORDS: usize = 3;

/// A pattern that was read.
#[derive(Clone, Debug)]
pub struct Pattern {
    nodes: Vec<Node>,
}

#[derive(Clone, Debug)]
enum Node {
    Word(Word),
    /// A choice of single words.
    AnyOf {
        words: Vec<Word>,
        optional: bool,
    },
    Prefix(String),
    Gap,
    Start,
    End,
    Capture(Capture),
    Group {
        alternatives: Vec<Vec<Node>>,
        optional: bool,
    },
}

/// A span that was captured: its tokens and what to echo.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Captured {
    /// The kind of span.
    pub kind: Capture,
    /// First token.
    pub from: usize,
    /// One past the last token.
    pub to: usize,
    /// What is echoed.
    pub fill: String,
}

/// Where a pattern matched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Match {
    /// First token.
    pub from: usize,
    /// One past the last token.
    pub to: usize,
    /// The captured spans, in order.
    pub captured: Vec<Captured>,
}

/// Finds captured spans: the end and the echo of a span of this kind that starts at a token.
pub trait Spans {
    /// The span of this kind that starts at this token, if there is one.
    fn span(&self, kind: Capture, tokens: &[Token], at: usize) -> Option<(usize, String)>;
}

/// Captures nothing.
#[derive(Clone, Copy, Debug)]
pub struct NoSpans;

impl Spans for NoSpans {
    fn span(&self, _: Capture, _: &[Token], _: usize) -> Option<(usize, String)> {
        None
    }
}

impl Pattern {
    /// Reads a pattern.
    ///
    /// # Errors
    /// Says what is wrong with it.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut reader = Reader { rest: text.trim() };
        let nodes = reader.sequence()?;
        if !reader.rest.is_empty() {
            return Err(format!("`{text}`: unexpected `{}`", reader.rest));
        }
        if nodes.is_empty() || all_optional(&nodes) {
            return Err(format!("`{text}`: matches nothing at all"));
        }
        Ok(Self { nodes })
    }

    /// The captures that every match holds or may hold.
    pub fn captures(&self) -> Vec<Capture> {
        let mut out = Vec::new();
        collect_captures(&self.nodes, &mut out);
        out
    }

    /// The words that a match can start with; `None` when it can start with others too.
    pub fn first_words(&self) -> Option<Vec<&str>> {
        let mut out = Vec::new();
        first_words(&self.nodes, &mut out).then_some(out)
    }

    /// The match that starts at this token.
    pub fn match_at(&self, tokens: &[Token], at: usize, spans: &dyn Spans) -> Option<Match> {
        let mut found = None;
        let mut captured = Vec::new();
        let run = Run { tokens, spans };
        run.sequence(&self.nodes, at, &mut captured, &mut |to, captured| {
            found = Some(Match { from: at, to, captured: captured.clone() });
            true
        });
        found
    }

    /// Whether it matches exactly these tokens.
    pub fn is_whole(&self, tokens: &[Token], from: usize, to: usize) -> bool {
        let run = Run { tokens, spans: &NoSpans };
        run.sequence(&self.nodes, from, &mut Vec::new(), &mut |end, _| end == to)
    }
}

fn all_optional(nodes: &[Node]) -> bool {
    nodes.iter().all(|node| match node {
        Node::Gap | Node::Start | Node::End => true,
        Node::AnyOf { optional, .. } => *optional,
        Node::Group { alternatives, optional } => {
            *optional || alternatives.iter().any(|seq| all_optional(seq))
        }
        Node::Word(_) | Node::Prefix(_) | Node::Capture(_) => false,
    })
}

fn collect_captures(nodes: &[Node], out: &mut Vec<Capture>) {
    for node in nodes {
        match node {
            Node::Capture(kind) => out.push(*kind),
            Node::Group { alternatives, .. } => {
                for sequence in alternatives {
                    collect_captures(sequence, out);
                }
            }
            _ => {}
        }
    }
}

/// Collects the first words of a sequence; false when it can also start otherwise.
fn first_words<'a>(nodes: &'a [Node], out: &mut Vec<&'a str>) -> bool {
    for node in nodes {
        match node {
            Node::Start => {}
            Node::Word(word) => {
                out.push(word.text());
                return true;
            }
            Node::AnyOf { words, optional } => {
                out.extend(words.iter().map(Word::text));
                if !*optional {
                    return true;
                }
            }
            Node::Group { alternatives, optional } => {
                if !alternatives.iter().all(|sequence| first_words(sequence, out)) {
                    return false;
                }
                if !*optional {
                    return true;
                }
            }
            Node::Prefix(_) | Node::Gap | Node::End | Node::Capture(_) => return false,
        }
    }
    false
}

/// One attempt to match.
struct Run<'a> {
    tokens: &'a [Token],
    spans: &'a dyn Spans,
}

type Then<'a> = &'a mut dyn FnMut(usize, &mut Vec<Captured>) -> bool;

impl Run<'_> {
    fn sequence(&self, nodes: &[Node], at: usize, captured: &mut Vec<Captured>, then: Then<'_>) -> bool {
        let Some((node, rest)) = nodes.split_first() else {
            return then(at, captured);
        };
        match node {
            Node::Word(word) => {
                self.tokens.get(at).is_some_and(|token| word.is(token))
                    && self.sequence(rest, at + 1, captured, then)
            }
            Node::AnyOf { words, optional } => {
                let found = |token| words.iter().any(|word| word.is(token));
                self.tokens.get(at).is_some_and(found) && self.sequence(rest, at + 1, captured, then)
                    || *optional && self.sequence(rest, at, captured, then)
            }
            Node::Prefix(prefix) => {
                self.tokens.get(at).is_some_and(|token| token.text.starts_with(prefix.as_str()))
                    && self.sequence(rest, at + 1, captured, then)
            }
            Node::Start => {
                self.tokens.get(at).is_some_and(|token| token.opens)
                    && self.sequence(rest, at, captured, then)
            }
            Node::End => {
                self.tokens.get(at).is_none_or(Token::is_end) && self.sequence(rest, at, captured, then)
            }
            Node::Gap => (0..=GAP_WORDS)
                .take_while(|skip| {
                    *skip == 0 || self.tokens.get(at + skip - 1).is_some_and(|token| !token.is_end())
                })
                .any(|skip| self.sequence(rest, at + skip, captured, then)),
            Node::Capture(kind) => self.capture(*kind, rest, at, captured, then),
            Node::Group { alternatives, optional } => {
                alternatives.iter().any(|sequence| {
                    self.sequence(sequence, at, captured, &mut |end, captured| {
                        self.sequence(rest, end, captured, then)
                    })
                }) || (*optional && self.sequence(rest, at, captured, then))
            }
        }
    }

    fn capture(
        &self,
        kind: Capture,
        rest: &[Node],
        at: usize,
        captured: &mut Vec<Captured>,
        then: Then<'_>,
    ) -> bool {
        let Some((to, fill)) = self.spans.span(kind, self.tokens, at) else {
            return false;
        };
        captured.push(Captured { kind, from: at, to, fill });
        let matched = self.sequence(rest, to, captured, then);
        if !matched {
            captured.pop();
        }
        matched
    }
}

/// Reads the pattern language.
struct Reader<'a> {
    rest: &'a str,
}

impl Reader<'_> {
    fn sequence(&mut self) -> Result<Vec<Node>, String> {
        let mut nodes = Vec::new();
        loop {
            self.rest = self.rest.trim_start();
            match self.rest.chars().next() {
                None | Some('|' | ')') => return Ok(nodes),
                Some(_) => nodes.push(self.item()?),
            }
        }
    }

    fn item(&mut self) -> Result<Node, String> {
        if self.eat('(') {
            return self.group();
        }
        if self.eat('^') {
            return Ok(Node::Start);
        }
        if self.eat('$') {
            return Ok(Node::End);
        }
        let end = self
            .rest
            .find(|letter: char| letter.is_whitespace() || matches!(letter, '(' | ')' | '|' | '$'))
            .unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(end);
        self.rest = rest;
        Self::word(word)
    }

    fn group(&mut self) -> Result<Node, String> {
        let mut alternatives = vec![self.sequence()?];
        while self.eat('|') {
            alternatives.push(self.sequence()?);
        }
        if !self.eat(')') {
            return Err("a `(` without its `)`".to_owned());
        }
        if alternatives.iter().any(Vec::is_empty) {
            return Err("an empty choice: write `?` after the `)` instead".to_owned());
        }
        Ok(Self::choice(alternatives, self.eat('?')))
    }

    /// A choice: of single words, as most are, or of anything.
    fn choice(alternatives: Vec<Vec<Node>>, optional: bool) -> Node {
        let words: Option<Vec<Word>> = alternatives
            .iter()
            .map(|sequence| match sequence.as_slice() {
                [Node::Word(word)] => Some(word.clone()),
                _ => None,
            })
            .collect();
        match words {
            Some(words) => Node::AnyOf { words, optional },
            None => Node::Group { alternatives, optional },
        }
    }

    fn word(word: &str) -> Result<Node, String> {
        if word == ".." {
            return Ok(Node::Gap);
        }
        if let Some(optional) = word.strip_suffix('?') {
            let node = Self::word(optional)?;
            return Ok(Self::choice(vec![vec![node]], true));
        }
        if let Some(name) = word.strip_prefix('<').and_then(|word| word.strip_suffix('>')) {
            return Capture::from_slot(name)
                .map(Node::Capture)
                .ok_or_else(|| format!("`<{name}>` is not a kind of span"));
        }
        let (stem, prefix) = word.strip_suffix('*').map_or((word, false), |stem| (stem, true));
        let valid = |letter: char| letter.is_alphanumeric() || letter == '\'';
        if stem.is_empty() || !stem.chars().all(valid) || folded(stem) != stem {
            return Err(format!("`{word}`: a word is folded letters and digits"));
        }
        if stem.contains('\'') && stem != "'s" {
            return Err(format!("`{word}`: apostrophes vanish when a message is read"));
        }
        if prefix && stem.chars().count() < 3 {
            return Err(format!("`{word}`: a beginning has at least three letters"));
        }
        Ok(if prefix { Node::Prefix(stem.to_owned()) } else { Node::Word(Word::new(stem)) })
    }

    fn eat(&mut self, letter: char) -> bool {
        self.rest.strip_prefix(letter).is_some_and(|rest| {
            self.rest = rest;
            true
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::text::tokens;
    use super::*;

    fn finds(pattern: &str, text: &str) -> bool {
        let pattern = Pattern::parse(pattern).expect("a pattern");
        let tokens = tokens(text);
        (0..tokens.len()).any(|at| pattern.match_at(&tokens, at, &NoSpans).is_some())
    }

    #[test]
    fn words_choices_and_optional_parts_match() {
        let pattern = "(are|r) (you|u) (a|an)? (real|human|nurse)";
        assert!(finds(pattern, "Tell me, are you a nurse?"));
        assert!(finds(pattern, "r u real"));
        assert!(!finds(pattern, "are they real"));
    }

    #[test]
    fn a_gap_stays_within_the_sentence() {
        assert!(finds("leave .. alone", "Leave all of me alone"));
        assert!(!finds("leave .. alone", "I must leave. I am alone"));
        assert!(!finds("leave .. alone", "leave one two three four alone"));
    }

    #[test]
    fn anchors_hold_at_the_ends_of_sentences() {
        assert!(finds("^ stop $", "Well. Stop! Now."));
        assert!(!finds("^ stop $", "the bus stop"));
    }

    #[test]
    fn wrong_patterns_are_refused() {
        for wrong in ["", "a?", "(a|)", "(a", "<who>", "Über", "ab*", "don't", "a) b"] {
            assert!(Pattern::parse(wrong).is_err(), "{wrong} was accepted");
        }
    }

    #[test]
    fn first_words_are_told_when_they_are_known() {
        let first = |text: &str| {
            Pattern::parse(text)
                .expect("a pattern")
                .first_words()
                .map(|words| words.into_iter().map(str::to_owned).collect::<Vec<_>>())
        };
        assert_eq!(first("^ (please|do)? stop"), Some(vec!["please".into(), "do".into(), "stop".into()]));
        assert_eq!(first("forget* it"), None);
        assert_eq!(first("<person> died"), None);
    }
}
