//! What the companion does, what the resident does, and what can be felt.

use serde::{Deserialize, Serialize};

/// What the companion does with a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Act {
    /// Says hello.
    Greet,
    /// Mirrors what was told.
    ReflectContent,
    /// Mirrors a feeling that was named.
    ReflectFeeling,
    /// Honours an effort or a choice.
    Affirm,
    /// Says that others would take it the same way.
    Normalise,
    /// Asks an open question.
    AskOpen,
    /// Asks to pick one of two.
    AskChoice,
    /// Asks for a number.
    AskScale,
    /// Says what was settled.
    Summarise,
    /// Asks before offering anything.
    AskPermission,
    /// Offers a card.
    Offer,
    /// Tells one step of a card.
    Step,
    /// Gives a fact, or says that it has none.
    Inform,
    /// Asks how a plan went.
    CheckBack,
    /// Says what is remembered.
    Recall,
    /// Asks what was meant.
    Clarify,
    /// Owns a mistake.
    OwnMiss,
    /// Says that it is an AI.
    DiscloseAi,
    /// Leads to a person.
    ConnectHuman,
    /// Asks a safety question.
    SafetyAsk,
    /// Says what to do for safety.
    SafetyPlan,
    /// Says goodbye.
    Close,
}

impl Act {
    /// Every act, in the order of declaration.
    pub const ALL: [Self; 22] = [
        Self::Greet,
        Self::ReflectContent,
        Self::ReflectFeeling,
        Self::Affirm,
        Self::Normalise,
        Self::AskOpen,
        Self::AskChoice,
        Self::AskScale,
        Self::Summarise,
        Self::AskPermission,
        Self::Offer,
        Self::Step,
        Self::Inform,
        Self::CheckBack,
        Self::Recall,
        Self::Clarify,
        Self::OwnMiss,
        Self::DiscloseAi,
        Self::ConnectHuman,
        Self::SafetyAsk,
        Self::SafetyPlan,
        Self::Close,
    ];
}

/// What the resident does with a message. One message may hold two.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum UserAct {
    /// Tells something.
    Tell,
    /// Asks something that no other act names.
    Ask,
    /// Says yes.
    Yes,
    /// Says no.
    No,
    /// Picks one of the choices.
    Choose,
    /// Gives a number.
    Number,
    /// Does not know.
    Unsure,
    /// Would rather not say.
    Decline,
    /// Sets something straight.
    Correct,
    /// Wants it said again.
    Repeat,
    /// Wants it to end.
    Stop,
    /// Wants another topic.
    OtherTopic,
    /// Wants a person.
    PersonPlease,
    /// Asks whom to tell of something.
    AskWhom,
    /// Asks whether it is human, or who it is.
    AskAi,
    /// Asks what is remembered.
    AskMemory,
    /// Wants something forgotten.
    Forget,
    /// Thanks.
    Thanks,
    /// Says goodbye.
    Goodbye,
    /// Complains about the companion.
    Complain,
    /// Sent no words.
    Empty,
    /// Says hello.
    Greet,
    /// Wants to go on.
    GoOn,
    /// Asks what to do.
    AskAdvice,
    /// Asks about medicine, dose or diagnosis.
    AskMedical,
    /// Asks about money or law.
    AskMoney,
    /// Asks how the companion is, or about its life.
    AskSelf,
    /// Asks who can read this.
    AskPrivacy,
    /// Asks what the companion can do.
    AskHelp,
    /// Asks whether the companion is still there.
    AskThere,
    /// Asks which words to use with somebody.
    AskWords,
    /// Asks for the time or the date.
    AskTime,
    /// Asks to be told something nice.
    AskNice,
    /// Speaks of love to the companion.
    Romance,
    /// Wants to calm down or to breathe slowly.
    WishCalm,
    /// Wants to tell of their life so that it is kept.
    WishStory,
    /// Wants to reach somebody.
    WishCall,
    /// Wants to think through a problem.
    WishSolve,
    /// Wants help to come to rest for the night.
    WishSleep,
    /// Wants to be asked something every day.
    WishDaily,
    /// Wants not to be asked every day any more.
    EndDaily,
    /// Wants to answer a questionnaire.
    WishQuestions,
    /// Asks how the companion works.
    AskHow,
    /// Asks what goes on in somebody else's mind.
    AskMind,
    /// Asks whether a person was told.
    AskSent,
    /// Asks whether they have told a story before.
    AskTold,
    /// Asks for what takes a voice or hands: a song, a page read out.
    AskDeed,
    /// Asks to be reminded of something at an hour.
    AskRemind,
    /// Asks what there is to eat.
    AskMeal,
    /// Asks whether the companion will be there later.
    AskLater,
    /// Asks for a game, or whether the companion plays one.
    AskPlay,
    /// Asks what goes on outside of the talk: a match, the weather, who is on duty.
    AskWorld,
    /// Asks whether the companion knows a place, a song, somebody.
    AskKnow,
    /// Asks to be spoken to in another way: by "tú", without "dear".
    AskAddress,
    /// Asks whether they may tell something.
    AskTell,
    /// Asks for a joke.
    AskJoke,
    /// Says that what they said was a joke.
    Joked,
    /// Tells a joke: a riddle that answers itself, "two men walk into a bar".
    TellsJoke,
    /// Says that this was said already.
    SaidBefore,
    /// Says that what was asked was not answered, or asks it once more as what was asked.
    AskedBefore,
    /// Wants louder words or larger letters.
    SpeakUp,
    /// When something of the house is: a meal, a service, the hairdresser.
    AskSchedule,
    /// Asks why the companion asks.
    AskWhy,
    /// Asks what the companion does all day.
    AskDay,
    /// Asks for the companion's own view.
    AskView,
    /// Asks whether it is all right to be so.
    AskNormal,
    /// Asks whether it ever gets easier.
    AskEase,
    /// Asks about God, or what comes after death.
    AskFaith,
    /// Needs a hand with something of the body or the room.
    NeedHelp,
    /// Asks where they are, or why, or when they may leave.
    AskWhere,
    /// Says that all is well.
    Fine,
    /// Says sorry.
    Apologise,
    /// Says that this was all: of a story, or of the talk.
    Enough,
    /// Wants English.
    SpeakEnglish,
    /// Wants Spanish.
    SpeakSpanish,
}

/// A feeling that a resident may name. The pools `feel.*` answer to these.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Feeling {
    /// Sadness.
    Sad,
    /// Loneliness.
    Lonely,
    /// Worry.
    Worried,
    /// Fear.
    Afraid,
    /// Anger.
    Angry,
    /// Grief.
    Grieving,
    /// Guilt or regret.
    Guilty,
    /// Weariness.
    Tired,
    /// Boredom.
    Bored,
    /// Confusion.
    Confused,
    /// Longing.
    Missing,
    /// Feeling of no use, or a burden.
    Useless,
    /// Joy.
    Glad,
    /// Pride.
    Proud,
    /// Gratitude.
    Grateful,
    /// Calm.
    Calm,
}

impl Feeling {
    /// Every feeling, in the order of declaration.
    pub const ALL: [Self; 16] = [
        Self::Sad,
        Self::Lonely,
        Self::Worried,
        Self::Afraid,
        Self::Angry,
        Self::Grieving,
        Self::Guilty,
        Self::Tired,
        Self::Bored,
        Self::Confused,
        Self::Missing,
        Self::Useless,
        Self::Glad,
        Self::Proud,
        Self::Grateful,
        Self::Calm,
    ];

    /// Whether this is a good thing to feel.
    pub const fn is_good(self) -> bool {
        matches!(self, Self::Glad | Self::Proud | Self::Grateful | Self::Calm)
    }

    /// The id of the pool that reflects it.
    pub const fn pool(self) -> &'static str {
        match self {
            Self::Sad => "feel.sad",
            Self::Lonely => "feel.lonely",
            Self::Worried => "feel.worried",
            Self::Afraid => "feel.afraid",
            Self::Angry => "feel.angry",
            Self::Grieving => "feel.grieving",
            Self::Guilty => "feel.guilty",
            Self::Tired => "feel.tired",
            Self::Bored => "feel.bored",
            Self::Confused => "feel.confused",
            Self::Missing => "feel.missing",
            Self::Useless => "feel.useless",
            Self::Glad => "feel.glad",
            Self::Proud => "feel.proud",
            Self::Grateful => "feel.grateful",
            Self::Calm => "feel.calm",
        }
    }
}
