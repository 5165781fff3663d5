//! Reads patterns as they are written, and makes the steps and gates of the engine of them.

use super::{Beside, Compiled, Engine, Gate, Needs, Set, Step, bits};
use crate::words::{ShortMap, UNKNOWN, Vocabulary, WordId};

enum Node {
    Set(Vec<WordId>),
    Not(Vec<WordId>),
    NotAfter(Vec<WordId>),
    Clause,
    Gap(usize),
    Optional(Vec<Node>),
    Either(Vec<Vec<Node>>),
    Begin,
    End,
}

/// The widest gap in a pattern.
const GAP_WORDS_MAX: usize = 12;

/// Words so frequent that a pattern must not be tried at each of them when it has a rarer one.
const FREQUENT: &str = "i a an the to of in on at is am are was were be been do does did not no my me it that this \
    and or but so for with you your he she they we his her their have has had will would can could if just all any \
    more feel get got go going how what out up one about as want like know think really yo me mi que de la el en un \
    una y a no se es con por para lo su los las le ya muy si mas ser estar soy estoy he ha quiero tengo";

impl Engine {
    /// Compiles the patterns of rules. A pattern that cannot be read is a programmer's error, found by the
    /// first test that touches the engine.
    pub(crate) fn compile<'a>(
        rules: impl IntoIterator<Item = &'a [&'static str]>,
        classes: &[(&str, &str)],
    ) -> Self {
        let rules: Vec<&[&'static str]> = rules.into_iter().collect();
        let mut vocabulary = Vocabulary::new();
        // `#` is any number, those that rules name too: they are known before the first pattern is read.
        let texts = rules
            .iter()
            .flat_map(|texts| texts.iter().copied())
            .chain(classes.iter().map(|(_, words)| *words));
        for word in texts.flat_map(|text| text.split(|ch: char| !ch.is_ascii_alphanumeric())) {
            if !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit()) {
                vocabulary.add(word);
            }
        }
        let frequent: Vec<WordId> = FREQUENT.split_whitespace().map(|word| vocabulary.add(word)).collect();
        let mut compiler = Compiler {
            vocabulary,
            classes: ShortMap::default(),
            sets: Vec::new(),
            set_index: ShortMap::default(),
            frequent,
            problems: Vec::new(),
        };
        for (name, words) in classes {
            let ids = compiler.word_set(words);
            compiler.classes.insert((*name).to_owned(), ids);
        }
        let (mut patterns, mut all_steps, mut gated, mut words) = (Vec::new(), Vec::new(), Vec::new(), 0);
        for (rule, texts) in (0_u16..).zip(rules) {
            for text in texts {
                let nodes = compiler.parse(text);
                words = words.max(longest(&nodes));
                let index = u32::try_from(patterns.len()).expect("a few thousand patterns");
                let Some((_, gates)) = compiler.gates(&nodes, (0, 0)) else {
                    compiler.problems.push(format!("no fixed word in {text:?}"));
                    continue;
                };
                for Gated { words, back, beside } in gates {
                    let needs = compiler.needs(&nodes, &words);
                    let gate = Gate { pattern: index, back, beside: compiler.beside(beside), needs };
                    gated.extend(words.into_iter().map(|word| (word, gate)));
                }
                let mut steps = Vec::new();
                compiler.emit(&nodes, &mut steps);
                steps.push(Step::Accept);
                let from = u32::try_from(all_steps.len()).expect("a few ten thousand steps");
                patterns.push(Compiled { rule, steps: from });
                all_steps.extend(steps);
            }
        }
        let Compiler { vocabulary, sets, problems, .. } = compiler;
        assert!(problems.is_empty(), "the patterns hold mistakes:\n{}", problems.join("\n"));
        gated.sort_by_key(|(word, gate)| (*word, gate.beside));
        let before = |id: usize| gated.partition_point(|(word, _)| (*word as usize) < id);
        let gates_from =
            (0..=vocabulary.size()).map(|id| u32::try_from(before(id)).expect("some thousand gates"));
        Self {
            gates_from: gates_from.collect(),
            gates: gated.into_iter().map(|(_, gate)| gate).collect(),
            vocabulary,
            patterns,
            steps: all_steps,
            sets: sets.iter().map(|ids| Set::new(ids)).collect(),
            longest: words,
        }
    }
}

/// Words of which a match holds one, the shortest and the longest way back to the start of the match, and the set right
/// before (-1) or after (1) them, if there is one.
struct Gated {
    words: Vec<WordId>,
    back: (u16, u16),
    beside: Option<(i8, Vec<WordId>)>,
}

struct Compiler {
    vocabulary: Vocabulary,
    classes: ShortMap<String, Vec<WordId>>,
    sets: Vec<Box<[WordId]>>,
    set_index: ShortMap<Vec<WordId>, u32>,
    frequent: Vec<WordId>,
    /// What is wrong with the patterns; all of it is told at once.
    problems: Vec<String>,
}

impl Compiler {
    /// `a|b|<class>` as sorted ids.
    fn word_set(&mut self, text: &str) -> Vec<WordId> {
        let mut ids = Vec::new();
        for word in text.split(['|', ' ']).filter(|word| !word.is_empty()) {
            if let Some(name) = word.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')) {
                match self.classes.get(name) {
                    Some(class) => ids.extend(class),
                    None => self.problems.push(format!("no list {name:?} in {text:?}")),
                }
            } else if word == "#" {
                ids.extend(self.vocabulary.numbers());
            } else {
                let id = self.vocabulary.add(word);
                let folded = word.chars().all(|ch| ch.is_ascii_lowercase() || ch.is_ascii_digit());
                if folded && id != UNKNOWN {
                    ids.push(id);
                } else {
                    // A contraction is read as its words, so a rule could never match it.
                    self.problems.push(format!("{word:?} in {text:?} is not how words are read"));
                }
            }
        }
        ids.sort_unstable();
        ids.dedup();
        ids
    }

    fn parse(&mut self, text: &str) -> Vec<Node> {
        // Inside brackets a bar parts alternatives too, so that words and phrases can stand side by side.
        let (mut spaced, mut depth) = (String::new(), 0_usize);
        let mut forbids = false;
        for ch in text.chars() {
            forbids = match ch {
                '!' | '-' => true,
                ' ' | '(' | ')' => false,
                _ => forbids,
            };
            if forbids && ch == '|' && depth > 0 {
                // There the bar would part what may stand from what may not.
                self.problems.push(format!("several words that are forbidden inside brackets in {text:?}"));
            }
            match ch {
                '(' => {
                    depth += 1;
                    spaced.push_str(" ( ");
                }
                ')' => {
                    depth = depth.saturating_sub(1);
                    spaced.push_str(" ) ");
                }
                '|' if depth > 0 => spaced.push_str(" / "),
                other => spaced.push(other),
            }
        }
        let items: Vec<String> = spaced.split_whitespace().map(str::to_owned).collect();
        let mut at = 0;
        let nodes = self.sequence(&items, &mut at, text);
        if at != items.len() {
            self.problems.push(format!("a bracket too many in {text:?}"));
        }
        nodes
    }

    fn sequence(&mut self, items: &[String], at: &mut usize, text: &str) -> Vec<Node> {
        let mut nodes = Vec::new();
        while *at < items.len() {
            let item = items[*at].clone();
            if item.starts_with(')') || item == "/" {
                break;
            }
            *at += 1;
            match item.as_str() {
                "(" => {
                    let mut either = vec![self.sequence(items, at, text)];
                    while items.get(*at).is_some_and(|item| item == "/") {
                        *at += 1;
                        either.push(self.sequence(items, at, text));
                    }
                    if items.get(*at).is_none_or(|item| item != ")") {
                        self.problems.push(format!("an open bracket in {text:?}"));
                    }
                    *at += 1;
                    let group = merged(either);
                    if items.get(*at).is_some_and(|item| item == "?") {
                        *at += 1;
                        nodes.push(Node::Optional(vec![group]));
                    } else {
                        nodes.push(group);
                    }
                }
                "^" => nodes.push(Node::Begin),
                "$" => nodes.push(Node::End),
                "," => nodes.push(Node::Clause),
                gap if gap.starts_with('~') => match gap[1..].parse() {
                    Ok(words @ 1..=GAP_WORDS_MAX) => nodes.push(Node::Gap(words)),
                    _ => self.problems.push(format!("the gap {gap:?} in {text:?}")),
                },
                not if not.starts_with('!') => nodes.push(Node::Not(self.word_set(&not[1..]))),
                not if not.starts_with('-') => nodes.push(Node::NotAfter(self.word_set(&not[1..]))),
                optional if optional.ends_with('?') => {
                    let set = self.word_set(&optional[..optional.len() - 1]);
                    nodes.push(Node::Optional(vec![Node::Set(set)]));
                }
                words => nodes.push(Node::Set(self.word_set(words))),
            }
        }
        nodes
    }

    /// The cheapest set of words of which every match holds one, with its cost.
    fn gates(&self, nodes: &[Node], before: (usize, usize)) -> Option<(usize, Vec<Gated>)> {
        let mut best: Option<(usize, Vec<Gated>)> = None;
        let mut back = before;
        for (index, node) in nodes.iter().enumerate() {
            let candidate = match node {
                Node::Set(ids) => {
                    let far = |back: usize| u16::try_from(back).expect("short patterns");
                    let back = (far(back.0), far(back.1));
                    let gated = Gated { words: ids.clone(), back, beside: self.rarer_side(nodes, index) };
                    Some((self.cost(ids), vec![gated]))
                }
                Node::Either(either) => {
                    either.iter().try_fold((0, Vec::new()), |(cost, mut words), nodes| {
                        let (more, gates) = self.gates(nodes, back)?;
                        words.extend(gates);
                        Some((cost + more, words))
                    })
                }
                _ => None,
            };
            if let Some((cost, words)) = candidate
                && best.as_ref().is_none_or(|(least, _)| cost < *least)
            {
                best = Some((cost, words));
            }
            let node = std::slice::from_ref(node);
            back = (back.0 + shortest(node), back.1 + longest(node));
        }
        best
    }

    /// How often any of these words may be met.
    fn cost(&self, ids: &[WordId]) -> usize {
        ids.iter().map(|id| if self.frequent.contains(id) { 100 } else { 1 }).sum()
    }

    /// The rarer of the sets that stand right before and after a node.
    fn rarer_side(&self, nodes: &[Node], index: usize) -> Option<(i8, Vec<WordId>)> {
        let set = |index: Option<usize>| match index.and_then(|index| nodes.get(index)) {
            Some(Node::Set(ids)) => Some(ids),
            _ => None,
        };
        let sides = [(-1, set(index.checked_sub(1))), (1, set(Some(index + 1)))];
        let sides = sides.into_iter().filter_map(|(side, ids)| Some((side, ids?)));
        sides.min_by_key(|(_, ids)| self.cost(ids)).map(|(side, ids)| (side, ids.clone()))
    }

    /// The two rarest sets of which a match holds a word each, besides its gate words. What asks for nothing is met by all.
    fn needs(&self, nodes: &[Node], gate: &[WordId]) -> Needs {
        let sets = nodes.iter().filter_map(|node| if let Node::Set(ids) = node { Some(ids) } else { None });
        let mut sets: Vec<&Vec<WordId>> = sets.filter(|ids| *ids != gate).collect();
        sets.sort_by_key(|ids| self.cost(ids));
        std::array::from_fn(|at| sets.get(at).map_or(u128::MAX, |ids| bits(ids.iter().copied())))
    }

    fn beside(&mut self, beside: Option<(i8, Vec<WordId>)>) -> Beside {
        match beside {
            None => Beside::Nothing,
            Some((side, ids)) if side < 0 => Beside::Before(self.set(&ids)),
            Some((_, ids)) => Beside::After(self.set(&ids)),
        }
    }

    fn set(&mut self, ids: &[WordId]) -> u32 {
        if let Some(index) = self.set_index.get(ids) {
            return *index;
        }
        let index = u32::try_from(self.sets.len()).expect("a few thousand sets");
        self.sets.push(ids.into());
        self.set_index.insert(ids.to_vec(), index);
        index
    }

    fn emit(&mut self, nodes: &[Node], steps: &mut Vec<Step>) {
        let here = |steps: &Vec<Step>| u16::try_from(steps.len()).expect("short patterns");
        for node in nodes {
            match node {
                Node::Set(ids) => steps.push(Step::Set(self.set(ids))),
                Node::Not(ids) => steps.push(Step::Not(self.set(ids))),
                Node::NotAfter(ids) => steps.push(Step::NotAfter(self.set(ids))),
                Node::Clause => steps.push(Step::Clause),
                Node::Begin => steps.push(Step::Begin),
                Node::End => steps.push(Step::End),
                Node::Gap(words) => {
                    // Shortest first: try to go on before taking another word.
                    let after = here(steps) + 2 * u16::try_from(*words).expect("a small gap");
                    for _ in 0..*words {
                        let next = here(steps) + 1;
                        steps.push(Step::Split(after, next));
                        steps.push(Step::Any);
                    }
                }
                Node::Optional(inner) => {
                    let split = steps.len();
                    steps.push(Step::Accept);
                    self.emit(inner, steps);
                    steps[split] = Step::Split(u16::try_from(split + 1).expect("short"), here(steps));
                }
                Node::Either(either) => self.emit_either(either, steps),
            }
        }
    }

    fn emit_either(&mut self, either: &[Vec<Node>], steps: &mut Vec<Step>) {
        let mut jumps = Vec::new();
        for (index, nodes) in either.iter().enumerate() {
            let last = index + 1 == either.len();
            let split = steps.len();
            if !last {
                steps.push(Step::Accept);
            }
            self.emit(nodes, steps);
            if !last {
                jumps.push(steps.len());
                steps.push(Step::Accept);
                let next = u16::try_from(steps.len()).expect("short patterns");
                steps[split] = Step::Split(u16::try_from(split + 1).expect("short patterns"), next);
            }
        }
        let after = u16::try_from(steps.len()).expect("short patterns");
        for jump in jumps {
            steps[jump] = Step::Jump(after);
        }
    }
}

/// Alternatives of one word each are one set.
fn merged(either: Vec<Vec<Node>>) -> Node {
    if either.iter().any(|nodes| !matches!(nodes.as_slice(), [Node::Set(_)])) {
        return Node::Either(either);
    }
    let mut ids: Vec<WordId> = either
        .into_iter()
        .flatten()
        .flat_map(|node| if let Node::Set(ids) = node { ids } else { Vec::new() })
        .collect();
    ids.sort_unstable();
    ids.dedup();
    Node::Set(ids)
}

fn longest(nodes: &[Node]) -> usize {
    nodes
        .iter()
        .map(|node| match node {
            Node::Set(_) => 1,
            Node::Gap(words) => *words,
            Node::Optional(inner) => longest(inner),
            Node::Either(either) => either.iter().map(|nodes| longest(nodes)).max().unwrap_or(0),
            Node::Not(_) | Node::NotAfter(_) | Node::Clause | Node::Begin | Node::End => 0,
        })
        .sum()
}

fn shortest(nodes: &[Node]) -> usize {
    nodes
        .iter()
        .map(|node| match node {
            Node::Set(_) => 1,
            Node::Either(either) => either.iter().map(|nodes| shortest(nodes)).min().unwrap_or(0),
            _ => 0,
        })
        .sum()
}
