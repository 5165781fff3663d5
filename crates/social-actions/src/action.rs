//! The actions.

use serde::{Deserialize, Serialize};

/// What a message does. Each is what a good listener would answer first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SocialAction {
    /// Tells of something good that happened, happens or is coming; enjoys something.
    Glad,
    /// Love, liking or admiration of a person, animal, thing or place.
    Fond,
    /// How things were in earlier life, told without complaint or sorrow.
    Memory,
    /// Own skill, work done well or achievement, or that of their family.
    Proud,
    /// Somebody's or a pet's death; misses who died.
    Grief,
    /// A thing undone, a missed chance, guilt; forgives or does not.
    Regret,
    /// Misses something of the former life: home, work, being needed, an ability.
    Longing,
    /// Something of the house, food, care or apparatus is not as it should be; nobody is unkind.
    Service,
    /// Somebody treats or treated them badly.
    Wronged,
    /// Quarrel or coldness with family, neighbour or friend.
    Strife,
    /// Pain, tiredness, sleeplessness, failing ears, eyes, legs, memory.
    Body,
    /// Nobody comes, empty hours, boredom, nobody to talk to.
    Lonely,
    /// Fear or unease about what may come.
    Worry,
    /// Anger or impatience at things in general.
    FedUp,
    /// Jokes, teases, understates dryly.
    Joke,
    /// Makes little of oneself or of what one tells.
    Humble,
    /// What they will do; a decision.
    Plan,
    /// Would like, hopes, is curious.
    Wish,
    /// A general truth, an opinion of the world or of people, a proverb.
    Saying,
    /// Puts up with it, gets by.
    Bear,
    /// Thanks or praises the companion, or the talk.
    Praise,
    /// Finds fault with the companion, doubts it, was misread by it.
    Scold,
    /// Ends the talk, or breaks off.
    Leaving,
    /// What is happening here and now.
    Around,
    /// Says what somebody is like, does, or where they live, neutrally.
    Person,
    /// Somebody dear or near has it hard.
    Trouble,
    /// A worry that passed; something went better than feared.
    Relief,
    /// Somebody did something kind for them.
    Kindness,
    /// Bare details without a stance, mostly an answer.
    Fact,
    /// Corrects what the companion took wrongly, or adds what it missed.
    Fix,
    /// Agrees with what the companion said, without more.
    Assent,
    /// What they do regularly now.
    Habit,
    /// Does not want to speak of it, or wants another subject.
    Decline,
    /// God, prayer, church, blessing, fate, spoken of calmly.
    Faith,
}

impl SocialAction {
    /// All of them, in the order of the heads of the weights.
    pub const ALL: [Self; 34] = [
        Self::Glad,
        Self::Fond,
        Self::Memory,
        Self::Proud,
        Self::Grief,
        Self::Regret,
        Self::Longing,
        Self::Service,
        Self::Wronged,
        Self::Strife,
        Self::Body,
        Self::Lonely,
        Self::Worry,
        Self::FedUp,
        Self::Joke,
        Self::Humble,
        Self::Plan,
        Self::Wish,
        Self::Saying,
        Self::Bear,
        Self::Praise,
        Self::Scold,
        Self::Leaving,
        Self::Around,
        Self::Person,
        Self::Trouble,
        Self::Relief,
        Self::Kindness,
        Self::Fact,
        Self::Fix,
        Self::Assent,
        Self::Habit,
        Self::Decline,
        Self::Faith,
    ];

    /// Its name in files: of rows, of weights, of pools.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Glad => "glad",
            Self::Fond => "fond",
            Self::Memory => "memory",
            Self::Proud => "proud",
            Self::Grief => "grief",
            Self::Regret => "regret",
            Self::Longing => "longing",
            Self::Service => "service",
            Self::Wronged => "wronged",
            Self::Strife => "strife",
            Self::Body => "body",
            Self::Lonely => "lonely",
            Self::Worry => "worry",
            Self::FedUp => "fed_up",
            Self::Joke => "joke",
            Self::Humble => "humble",
            Self::Plan => "plan",
            Self::Wish => "wish",
            Self::Saying => "saying",
            Self::Bear => "bear",
            Self::Praise => "praise",
            Self::Scold => "scold",
            Self::Leaving => "leaving",
            Self::Around => "around",
            Self::Person => "person",
            Self::Trouble => "trouble",
            Self::Relief => "relief",
            Self::Kindness => "kindness",
            Self::Fact => "fact",
            Self::Fix => "fix",
            Self::Assent => "assent",
            Self::Habit => "habit",
            Self::Decline => "decline",
            Self::Faith => "faith",
        }
    }

    /// The action of a name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|action| action.name() == name)
    }

    /// Whether it is a feeling that nobody need have named: what the law of some places bars from being inferred.
    pub const fn is_feeling(self) -> bool {
        matches!(
            self,
            Self::Glad
                | Self::Fond
                | Self::Grief
                | Self::Regret
                | Self::Longing
                | Self::Lonely
                | Self::Worry
                | Self::FedUp
                | Self::Relief
                | Self::Proud
        )
    }
}
