//! When a questionnaire may be asked: seldom, never in danger or fresh grief, and not alone where it would be too much.

use content_safety_api::Level;

use super::pack::Pack;

/// What the schedule looks at. Days count from 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Situation {
    /// Today.
    pub day: u32,
    /// The day it was last finished.
    pub last_done: Option<u32>,
    /// The level of the conversation.
    pub level: Level,
    /// Days since a bereavement that is known.
    pub grief_days: Option<u16>,
    /// Whether the resident has the simple profile.
    pub simple: bool,
    /// Whether a member of staff is beside the resident.
    pub staff_near: bool,
}

/// Why it is not asked now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotNow {
    /// The last time was too short ago.
    #[error("it was asked not long ago")]
    TooSoon,
    /// There is, or was just, danger.
    #[error("there is danger")]
    Danger,
    /// Somebody died lately.
    #[error("somebody died lately")]
    Grief,
    /// It would be too much without staff.
    #[error("it is not asked without staff")]
    NeedsStaff,
}

/// Whether a pack may be asked now.
///
/// # Errors
/// The first reason why not.
pub fn may_ask(pack: &Pack, situation: &Situation) -> Result<(), NotNow> {
    let since = situation.last_done.map(|last| situation.day.saturating_sub(last));
    if situation.level > Level::None {
        return Err(NotNow::Danger);
    }
    if situation.grief_days.is_some_and(|days| days < pack.bars.grief_days) {
        return Err(NotNow::Grief);
    }
    if situation.simple && pack.bars.simple_needs_staff && !situation.staff_near {
        return Err(NotNow::NeedsStaff);
    }
    if since.is_some_and(|days| days < u32::from(pack.min_days)) {
        return Err(NotNow::TooSoon);
    }
    Ok(())
}
