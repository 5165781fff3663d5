//! The instruments that we know by name: their shape and scoring as published, and where. Facts alone; no words.

use super::pack::{Gate, Skip};
use super::score::Rule;

/// What is published about an instrument, beside its words.
#[derive(Clone, Copy, Debug)]
pub struct Known {
    /// The id that a pack names.
    pub id: &'static str,
    /// How many items it has.
    pub items: u8,
    /// The least and the greatest value of an answer.
    pub values: (u8, u8),
    /// Items whose answers are turned round before they are added, by number.
    pub reversed: &'static [u8],
    /// How answers become a result.
    pub rule: Rule,
    /// The lowest score of each band, ascending, and whether a higher score is the heavier one.
    pub cuts: &'static [u16],
    /// Whether a higher score is the heavier one.
    pub higher_is_heavier: bool,
    /// Items that open the risk gate, and from which value.
    pub gates: &'static [Gate],
    /// Which answers jump over items.
    pub skips: &'static [Skip],
    /// At least so many days from one time to the next.
    pub min_days: u16,
    /// Where the scoring was published.
    pub citation: &'static str,
}

/// Every instrument that we know by name.
pub const KNOWN: [Known; 6] = [
    Known {
        id: "phq-9",
        items: 9,
        values: (0, 3),
        reversed: &[],
        rule: Rule::Sum { unanswered_max: 2 },
        cuts: &[0, 5, 10, 15, 20],
        higher_is_heavier: true,
        gates: &[Gate { item: 9, from: 1 }],
        skips: &[],
        min_days: 14,
        citation: "Kroenke, Spitzer, Williams: J Gen Intern Med 2001;16:606-613",
    },
    Known {
        id: "gad-7",
        items: 7,
        values: (0, 3),
        reversed: &[],
        rule: Rule::Sum { unanswered_max: 2 },
        cuts: &[0, 5, 10, 15],
        higher_is_heavier: true,
        gates: &[],
        skips: &[],
        min_days: 14,
        citation: "Spitzer, Kroenke, Williams, Loewe: Arch Intern Med 2006;166:1092-1097",
    },
    Known {
        id: "who-5",
        items: 5,
        values: (0, 5),
        reversed: &[],
        rule: Rule::Percent,
        cuts: &[0, 29, 51],
        higher_is_heavier: false,
        gates: &[],
        skips: &[],
        min_days: 14,
        citation: "Topp, Ostergaard, Sondergaard, Bech: Psychother Psychosom 2015;84:167-176",
    },
    Known {
        id: "ucla-3",
        items: 3,
        values: (1, 3),
        reversed: &[],
        rule: Rule::Sum { unanswered_max: 0 },
        cuts: &[3, 6],
        higher_is_heavier: true,
        gates: &[],
        skips: &[],
        min_days: 28,
        citation: "Hughes, Waite, Hawkley, Cacioppo: Res Aging 2004;26:655-672",
    },
    Known {
        id: "gds-15",
        items: 15,
        values: (0, 1),
        reversed: &[1, 5, 7, 11, 13],
        rule: Rule::Sum { unanswered_max: 0 },
        cuts: &[0, 5, 9, 12],
        higher_is_heavier: true,
        gates: &[],
        skips: &[],
        min_days: 14,
        citation: "Sheikh, Yesavage: Clin Gerontol 1986;5:165-173",
    },
    Known {
        id: "c-ssrs-screener",
        items: 7,
        values: (0, 1),
        reversed: &[],
        rule: Rule::Screener,
        cuts: &[0, 1, 2, 3],
        higher_is_heavier: true,
        gates: &[
            Gate { item: 1, from: 1 },
            Gate { item: 2, from: 1 },
            Gate { item: 3, from: 1 },
            Gate { item: 4, from: 1 },
            Gate { item: 5, from: 1 },
            Gate { item: 6, from: 1 },
            Gate { item: 7, from: 1 },
        ],
        skips: &[Skip { item: 2, value: 0, to: 6 }, Skip { item: 6, value: 0, to: 8 }],
        min_days: 1,
        citation: "Posner et al.: Am J Psychiatry 2011;168:1266-1277",
    },
];

/// The instrument of an id, if we know it by name.
pub fn known(id: &str) -> Option<&'static Known> {
    KNOWN.iter().find(|known| known.id == id)
}
