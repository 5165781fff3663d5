//! Choices: how they are put, and which of them a message names.

use content::model::{Answer, FlowStep, TimeWord, UserAct};
use content::text::{folded, tokens};

use super::plan::Fill;
use super::state::{Choice, Open};
use super::turn::Turn;

/// An idea of one's own is shown on its button with at most so many characters.
const BUTTON_CHARS: usize = 40;
/// Who says so many words with a choice has told something.
const TOLD_WORDS: usize = 6;

impl Turn<'_> {
    /// Puts a fixed set of choices.
    pub(super) fn choose_from(&mut self, pool: &str, from: &str) {
        let language = self.language();
        let Some(set) = self.library.choices(from) else { return };
        let choices: Vec<Choice> = set
            .options
            .iter()
            .map(|option| Choice { value: option.id.clone(), label: option.label.of(language).clone() })
            .collect();
        if self.line(pool, &[]) {
            self.put(choices, Some(from));
        }
    }

    /// Puts the two ideas that the resident gave: their own words are on the buttons and nowhere else.
    pub(super) fn choose_own(&mut self, pool: &str) {
        let choices: Vec<Choice> = ["one", "two"]
            .into_iter()
            .filter_map(|slot| {
                let said = self.state.slot(&format!("plan.{slot}"))?;
                Some(Choice { value: slot.to_owned(), label: said.chars().take(BUTTON_CHARS).collect() })
            })
            .collect();
        if choices.len() == 2 && self.line(pool, &[]) {
            self.put(choices, None);
        }
    }

    /// Shows choices as buttons and waits for one of them.
    pub(super) fn put(&mut self, choices: Vec<Choice>, from: Option<&str>) {
        self.choices = choices.iter().map(|choice| choice.label.clone()).collect();
        self.state.open = Some(Open::Step { choices, from: from.map(str::to_owned) });
    }

    /// Which of the open choices this message names.
    pub(super) fn chosen_now(&self) -> Option<Choice> {
        let Some(Open::Step { choices, from }) = &self.state.open else { return None };
        if self.is_item_open() {
            return self.scale_value(choices).cloned();
        }
        let meant = from.as_ref().and_then(|set| {
            let at = self.library.meant(set, &tokens(&self.input.text), self.reading.language)?;
            choices.get(at)
        });
        meant.or_else(|| self.chosen(choices)).cloned().or_else(|| self.other_time(choices))
    }

    /// A time that was not among those put is as good: "tomorrow morning".
    fn other_time(&self, choices: &[Choice]) -> Option<Choice> {
        let times = TimeWord::ALL.map(|word| format!("{word:?}"));
        if choices.is_empty() || !choices.iter().all(|choice| times.contains(&choice.value)) {
            return None;
        }
        let message = self.reading.folded.join(" ");
        let labels = &self.library.lexicon(self.language()).times;
        let said = labels.iter().filter(|(_, label)| message.contains(&folded(label)));
        let (word, label) = said.max_by_key(|(_, label)| label.len())?;
        Some(Choice { value: format!("{word:?}"), label: label.clone() })
    }

    /// Which of the choices this message names: by a word of its label, by its place, or by its number.
    pub(super) fn chosen<'c>(&self, choices: &'c [Choice]) -> Option<&'c Choice> {
        if choices.is_empty() || self.reading.does(UserAct::No) {
            return None;
        }
        let said = &self.reading.folded;
        let place =
            |words: &[&str]| said.len() <= 5 && said.iter().any(|word| words.contains(&word.as_str()));
        if place(&["first", "1", "one", "primero", "primera", "former", "uno"]) {
            return choices.first();
        }
        if place(&["second", "2", "two", "segundo", "segunda", "latter", "dos"]) {
            return choices.get(1);
        }
        if place(&["last", "ultimo", "ultima", "3", "third", "tercero", "tercera"]) {
            return choices.last();
        }
        // The label itself, then a word of it.
        let message = said.join(" ");
        let named: Vec<&Choice> =
            choices.iter().filter(|choice| message.contains(&folded(&choice.label))).collect();
        if let [only] = named.as_slice() {
            return Some(only);
        }
        let common = &self.library.lexicon(self.language()).common;
        let score = |choice: &Choice| {
            let label = folded(&choice.label);
            label
                .split(|letter: char| !letter.is_alphanumeric())
                .filter(|word| {
                    word.len() > 2 && !common.has(word) && said.iter().any(|said| alike(said, word))
                })
                .count()
        };
        let scores: Vec<usize> = choices.iter().map(score).collect();
        let best = scores.iter().copied().max().unwrap_or(0);
        let winners = scores.iter().filter(|score| **score == best).count();
        if best == 0 || winners > 1 {
            return None;
        }
        scores.iter().position(|score| *score == best).map(|at| &choices[at])
    }

    /// A value of a scale: its label as it stands, or its number.
    fn scale_value<'c>(&self, choices: &'c [Choice]) -> Option<&'c Choice> {
        let words: Vec<&str> =
            self.reading.folded.iter().map(String::as_str).filter(|word| *word != ".").collect();
        let message = words.join(" ");
        let whole = choices.iter().find(|choice| folded(&choice.label) == message || choice.value == message);
        if whole.is_some() {
            return whole;
        }
        // The longest label that is said: "more than half the days" holds "half the days".
        choices
            .iter()
            .filter(|choice| message.contains(&folded(&choice.label)) && choice.label.contains(' '))
            .max_by_key(|choice| choice.label.len())
    }

    /// Keeps what was chosen, and says where that leads when the step has a way for just this choice.
    pub(super) fn take_choice(&mut self, step: &FlowStep) -> Option<content::model::Next> {
        let choice = self.chosen_now()?;
        if let Some(slot) = &step.fill {
            // A fixed choice is kept by what it stands for, any other as it is said.
            let fixed = matches!(&self.state.open, Some(Open::Step { from: Some(_), .. }));
            self.state.set_slot(&format!("plan.{slot}"), &choice.label, (0, 0));
            if fixed {
                self.state.set_slot(&format!("pick.{slot}"), &choice.value, (0, 0));
            } else if slot == "activity" && matches!(choice.value.as_str(), "one" | "two") {
                let own = self.state.slot(&format!("plan.{}", choice.value)).map(str::to_owned);
                self.state.set_slot("plan.activity", &own.unwrap_or_default(), (0, 0));
                self.state.set_slot("plan.own", "own", (0, 0));
            } else if slot == "time" {
                self.state.set_slot("pick.time", &choice.value, (0, 0));
            }
        }
        step.picks.get(&choice.value).or_else(|| step.on.get(&Answer::Choose)).cloned()
    }

    /// Whether so much was told beside a choice that it is what the reply should be about.
    pub(super) fn told_beside_choice(&self) -> bool {
        self.reading.words > TOLD_WORDS && self.reading.does(UserAct::Tell) && self.reading.tells()
    }

    /// A line with the running flow's slots; whether each of them is filled.
    pub(super) fn summarise(&mut self, pool: &str) -> bool {
        let Some(declared) = self.library.pool(pool) else { return false };
        let mut fills = Vec::new();
        for slot in &declared.slots {
            let Some(text) = self.state.slot(&format!("plan.{slot}")).map(str::to_owned) else {
                return false;
            };
            fills.push(Fill { slot: slot.clone(), text });
        }
        self.line(pool, &fills)
    }
}

/// Whether a word of the message means a word of a label: the same, or the same beginning ("walk", "walking").
fn alike(said: &str, word: &str) -> bool {
    let stem = |text: &str| text.chars().take(5).collect::<String>();
    said == word || (said.len() >= 4 && word.len() >= 4 && stem(said) == stem(word))
}
