//! Correcting one's own words. Once it is known that they may, the crisis rules read what a resident puts in their place: a
//! danger in a correction reaches staff, and brings the help lines, as one in a message does. Where the store or the decision
//! is away nothing is read here; whoever asked sends the words as a message.

use std::time::Duration;

use api::{Action, CallContext, Minor, Principal, Purpose};
use audit_trail::EventBuilder;
use chat_history_api::{
    ConversationEvent, CorrectedMessage, Correction, HelpLine, Message, NewAlert, Speaker,
};
use content_safety_api::Level;
use kernel::{ConversationId, MessageId};
use safety_rules::ladder::{Handoff, LadderStep};
use safety_rules::{History, Resource, Screening, resources, screen};
use vault::PatientKey;

use super::heard::{Corrected, Stepped, said};
use super::marks::analysed_anew;
use super::sealing::{SealedMessage, message, open_message, open_rise, open_state, seal_message, seal_rise};
use super::turns::check_size;
use super::{Domain, Refused};
use crate::store::{Afterwards, Change, Changing, ConversationRow, Danger, MessageRow};

/// How long the words of a message may be corrected. Whatever the crisis rules find something in is taken however late.
const CORRECTABLE: Duration = Duration::from_secs(15 * 60);
/// How often a correction is tried that the conversation overtakes.
const TRIES: usize = 5;

/// One correction: who, under which decision, and what was found in it.
struct Correcting<'a> {
    context: &'a CallContext,
    by: &'a Principal,
    correction: &'a Correction,
    found: &'a Screening,
    event: EventBuilder,
    /// Whether who corrects is a minor.
    minor: Minor,
}

/// What a danger does beside changing the words, and what is told of it.
struct Dangerous {
    danger: Danger,
    /// What was found, and what the conversation rises to.
    levels: (Level, Level),
    resources: Vec<HelpLine>,
    alert: Option<NewAlert>,
    /// What the companion says, as it is told.
    answer: Option<SealedMessage>,
}

impl Domain {
    /// Corrects the words of a message by whoever wrote it. What was found in it stays with it.
    pub(crate) async fn correct(
        &self,
        context: &CallContext,
        by: &Principal,
        at: (ConversationId, MessageId),
        correction: Correction,
        (purpose, event): (Purpose, EventBuilder),
    ) -> Result<CorrectedMessage, Refused> {
        check_size(correction.content.len())?;
        let first = self.store.conversation(at.0).await?.ok_or(Refused::NotFound)?;
        let event = event.resource_id(at.1);
        let (event, minor) = self.require_of(context, by, &first, Action::Write, purpose, event).await?;
        let words = correction.content.expose();
        for _ in 0..TRIES {
            let row = self.store.conversation(at.0).await?.ok_or(Refused::NotFound)?;
            let stored = self.message_in(&row, at.1).await?;
            // The words of a member of staff are no resident's.
            let found = match row.patient == by.person {
                true => self.heard(&row, &stored, words).await,
                false => screen("", &History::default()),
            };
            let correcting = Correcting {
                context,
                by,
                correction: &correction,
                found: &found,
                event: event.clone(),
                minor,
            };
            match self.try_correct(&correcting, &row, stored).await? {
                Ok(corrected) => return Ok(corrected),
                Err(Changing::WentOn) => {}
                Err(_) => return Err(Refused::NotCorrectable),
            }
        }
        Err(Refused::NotCorrectable)
    }

    async fn try_correct(
        &self,
        correcting: &Correcting<'_>,
        row: &ConversationRow,
        mut stored: MessageRow,
    ) -> Result<Result<CorrectedMessage, Changing>, Refused> {
        let (by, found, now) = (correcting.by, correcting.found, self.sources.now());
        let own = stored.author == Some(by.person) && stored.speaker != Speaker::Companion;
        if !own || stored.after.redacted_at.is_some() {
            return Err(Refused::NotCorrectable);
        }
        let key = self.vault.key(row.patient).await?;
        let mut sealed = open_message(&key, row.patient, &stored)?;
        if sealed.content.expose() == correcting.correction.content.expose() {
            return Ok(Ok(self.as_it_stands(correcting, (&stored, sealed)).await?));
        }
        let mut dangerous = self.dangerous(correcting, row, (&stored, &sealed), &key).await?;
        if now.since(stored.created_at) > CORRECTABLE && dangerous.is_none() {
            return Err(Refused::NotCorrectable);
        }
        sealed.content = correcting.correction.content.clone();
        rise(&mut sealed, found);
        // The words of a member of staff were never read.
        if row.patient == by.person {
            sealed.analysis = analysed_anew(&sealed.analysis, found);
        }
        let after = seal_message(&key, row.patient, stored.message, &sealed)?;
        let mut events = vec![correcting.event.clone().into()];
        let alert = dangerous.as_mut().and_then(|dangerous| dangerous.alert.take());
        if let Some(alert) = &alert {
            events.push(self.alert_event(by, &stored, alert, correcting.context));
        }
        let answer = dangerous.as_mut().and_then(|dangerous| dangerous.answer.take());
        let resources = dangerous.as_mut().map(|dangerous| std::mem::take(&mut dangerous.resources));
        let (danger, levels) = dangerous.map(|dangerous| (dangerous.danger, dangerous.levels)).unzip();
        let change = Change {
            message: stored.message,
            before: stored.sealed,
            after: after.clone(),
            by: by.person,
            at: now,
            redaction: None,
            danger,
            keep: self.unlearnt(row, &key, stored.turn, correcting.correction.content.expose()).await?,
        };
        let last = match self.store.change_message(&change, &events).await {
            Ok(Changing::Done(last)) => last,
            // What is kept of the resident was changed meanwhile.
            Err(Refused::Version) => return Ok(Err(Changing::WentOn)),
            Err(refused) => return Err(refused),
            // Whatever came between: a danger is put into what is there now, and so is another answer.
            Ok(_) if change.danger.is_some() => return Ok(Err(Changing::WentOn)),
            Ok(other) => return Ok(Err(other)),
        };
        (stored.sealed, stored.after.edited_at) = (after, Some(now));
        let told = message(&stored, sealed);
        self.hub.tell(row.conversation, ConversationEvent::Changed(told.clone()));
        let answer = change.danger.and_then(|danger| danger.answer).zip(answer);
        let answer = answer.map(|(row, sealed)| message(&MessageRow { place: last, ..row }, sealed));
        if let Some(levels) = levels {
            self.tell_danger(row, levels, answer.as_ref());
        }
        Ok(Ok(CorrectedMessage {
            message: told,
            found: levels.map_or(Level::None, |(found, _)| found),
            alerted: alert.is_some(),
            resources: resources.unwrap_or_default(),
            answer: answer.map(Box::new),
        }))
    }

    /// The same words again, as from a client that did not hear the answer: nothing is done twice, and the help stays.
    async fn as_it_stands(
        &self,
        correcting: &Correcting<'_>,
        (stored, sealed): (&MessageRow, SealedMessage),
    ) -> Result<CorrectedMessage, Refused> {
        self.store.trail().read(correcting.event.clone()).await?;
        Ok(CorrectedMessage {
            message: message(stored, sealed),
            found: correcting.found.level,
            alerted: false,
            resources: self.lines_for(correcting.found, None).into_iter().map(help_line).collect(),
            answer: None,
        })
    }

    /// Tells those who watch what became of a danger in corrected words.
    fn tell_danger(&self, row: &ConversationRow, (found, level): (Level, Level), answer: Option<&Message>) {
        if let Some(answer) = answer {
            self.hub.tell(row.conversation, ConversationEvent::Message(answer.clone()));
        }
        self.hub.tell_level(row.conversation, level);
        self.alerts_changed();
        // However low it is: the next message is read as an answer to what the companion asks here.
        let danger = ConversationEvent::Danger {
            conversation_id: row.conversation,
            level: found,
            at: self.sources.now(),
            answer: answer.map(|answer| answer.content.clone()),
        };
        self.hub.tell_resident(row.patient, danger);
    }

    /// What a danger in the new words does beside changing them. The level of the conversation rises with any; a person is
    /// brought in from `medium` up.
    async fn dangerous(
        &self,
        correcting: &Correcting<'_>,
        row: &ConversationRow,
        (stored, before): (&MessageRow, &SealedMessage),
        key: &PatientKey,
    ) -> Result<Option<Dangerous>, Refused> {
        let (found, now) = (correcting.found, self.sources.now());
        let words = correcting.correction.content.expose();
        let resident = row.patient == correcting.by.person;
        let asked = match found.level {
            Level::None if resident => self.answered(row, (stored, before), words, key).await?,
            _ => None,
        };
        if found.level == Level::None && asked.is_none() {
            return Ok(None);
        }
        let (state, before) = (open_state(key, row)?, open_rise(key, row)?);
        let corrected = Corrected { message: stored.message, words, found, asked };
        let stands = self.stands(row, key, (&state, before.as_ref()), stored.message).await;
        let Stepped { risen, step, said: says, findings } =
            self.ladder_of(row, (&state, stands.as_ref()), corrected);
        if found.level == Level::None && step.is_none() {
            return Ok(None);
        }
        let alert = alert_of(found, step.as_ref());
        // An answer that says more is a sign by itself, however low.
        let shown = found.level.max(alert.as_ref().map_or(Level::Low, |alert| alert.level));
        let levels = (shown, risen.level);
        let lines = self.lines_for(found, step.as_ref());
        let referral = self.named(&lines, step.as_ref().filter(|_| says), correcting.minor);
        let resources = lines.into_iter().map(help_line).collect();
        let raise = match &alert {
            Some(alert) => Some(self.raise(correcting.context, row.patient, alert).await),
            None => None,
        };
        let answer = step.filter(|_| says).map(|step| said(&step, &state));
        let findings = self.findings(key, (row.patient, row.conversation), findings, false).await?;
        let danger = Danger {
            raise,
            findings,
            of: MessageRow { created_at: now, ..stored.clone() },
            patient: row.patient,
            organization: row.organization,
            risen: (row.version, seal_rise(key, row.patient, row.conversation, &risen)?),
            answer: answer.as_ref().map(|sealed| self.answer_row(row, key, sealed)).transpose()?,
            referral,
        };
        Ok(Some(Dangerous { danger, levels, resources, alert, answer }))
    }

    /// A message of the companion that answers no turn: it has a turn of its own, as a greeting has.
    fn answer_row(
        &self,
        row: &ConversationRow,
        key: &PatientKey,
        sealed: &SealedMessage,
    ) -> Result<MessageRow, Refused> {
        let id = self.sources.id();
        Ok(MessageRow {
            message: id,
            conversation: row.conversation,
            turn: self.sources.id(),
            place: 0,
            speaker: Speaker::Companion,
            author: None,
            sealed: seal_message(key, row.patient, id, sealed)?,
            created_at: self.sources.now(),
            after: Afterwards::default(),
        })
    }

    /// Help that is there now, in the language of the words.
    fn lines_for(&self, found: &Screening, step: Option<&LadderStep>) -> Vec<Resource> {
        match (found.primary().filter(|_| found.level > Level::None), step) {
            (Some(category), _) => {
                resources(self.place, category, found.level, found.language.unwrap_or_default())
            }
            (None, Some(step)) => step.resources.clone(),
            (None, None) => Vec::new(),
        }
    }
}

/// One line of help, as it is told.
pub(super) fn help_line(line: Resource) -> HelpLine {
    HelpLine {
        id: line.id.to_owned(),
        name: line.name.to_owned(),
        kind: line.kind.name().to_owned(),
        contact: line.contact.map(str::to_owned),
    }
}

/// What is found in the new words comes to what was found before; nothing of that goes.
fn rise(sealed: &mut SealedMessage, found: &Screening) {
    let before = std::mem::take(&mut sealed.categories);
    let (first, then) =
        if found.level > sealed.level { (&found.categories, &before) } else { (&before, &found.categories) };
    for category in first.iter().chain(then) {
        if !sealed.categories.contains(category) {
            sealed.categories.push(*category);
        }
    }
    sealed.level = sealed.level.max(found.level);
}

/// The alert that it raises: from `medium` up, by the words or by what the ladder knows with them. An answer that was taken
/// back alerts at its level although the ladder had alerted at it before: somebody may have gone by that answer.
fn alert_of(found: &Screening, step: Option<&LadderStep>) -> Option<NewAlert> {
    let effects = step.map(|step| &step.effects);
    let answered = step.filter(|_| found.level == Level::None).map(|step| step.state.answered_level());
    let level = found
        .level
        .max(effects.and_then(|effects| effects.alert).unwrap_or_default())
        .max(answered.unwrap_or_default());
    let person_requested = effects.is_some_and(|effects| effects.handoff != Handoff::None)
        || answered.is_some_and(|answered| answered >= Level::High);
    let mut categories = found.categories.clone();
    if let (true, Some(step)) = (categories.is_empty(), step) {
        categories.push(step.state.category);
    }
    level.needs_human().then_some(NewAlert { level, categories, person_requested })
}
