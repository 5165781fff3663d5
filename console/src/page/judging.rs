//! What was found in a resident's message, for staff who may read it, and their mark: right, or wrong and why.

use api::{Call, Problem, Purpose};
use chat_history_api::{
    Alert, AnalysisMark, ByConversation, ByMessage, KeptMark, ListMessages, MarkAnalysis, MarkReason,
    Message, MessageAnalysis, MessagesQuery, MissedIdentifier, ReadAnalysis,
};
use content_safety_api::{CrisisCategory, IdentifierClass, Level, Span};
use http::StatusCode;
use kernel::{AlertId, ErrorKind, PageLimit};
use maud::{Markup, html};

use super::reading;
use crate::component::panel::{self, Tone};
use crate::component::said::{self, Eye};
use crate::component::{form, found};
use crate::fields::Fields;
use crate::reply::{Done, Page};
use crate::visit::Visit;
use crate::words::{Lang, judging as words, shell, staff, terms};

/// So many places are shown in a form at most; what was said of others stays.
const PLACES_MAX: usize = 24;
/// What an overlooked place can be called here.
const CLASSES: [IdentifierClass; 7] = [
    IdentifierClass::Name,
    IdentifierClass::Geography,
    IdentifierClass::Date,
    IdentifierClass::Phone,
    IdentifierClass::Email,
    IdentifierClass::MedicalRecord,
    IdentifierClass::Other,
];

/// The message, why it is read, and where the page leads back to.
struct Place {
    at: ByMessage,
    purpose: Purpose,
    alert: Option<AlertId>,
}

impl Place {
    /// `None` without a reason that this role may read for.
    fn of(visit: &Visit, fields: &Fields) -> Result<Option<Self>, Problem> {
        let at = ByMessage { conversation_id: visit.id("id")?, message_id: visit.id("message")? };
        let reasons = reading::reasons(visit.role());
        let purpose = Purpose::parse(fields.get("purpose")).filter(|one| reasons.contains(one));
        // Not said: it is read from the conversation. Said and no alert's: somebody wrote this address, and is told so.
        let alert = match fields.get("alert") {
            "" => None,
            said => Some(said.parse().map_err(|_| Problem::new(api::codes::NOT_FOUND))?),
        };
        Ok(purpose.map(|purpose| Self { at, purpose, alert }))
    }

    fn back(&self) -> String {
        let (conversation, message) = (self.at.conversation_id, self.at.message_id);
        match self.alert {
            Some(alert) => format!("/staff/alerts/{alert}"),
            None => {
                let purpose = self.purpose.name();
                format!("/staff/conversations/{conversation}?purpose={purpose}&around={message}#m-{message}")
            }
        }
    }
}

/// Where the page of a message is.
pub(crate) fn link(at: &ByMessage, purpose: Purpose, alert: Option<AlertId>) -> String {
    let alert = alert.map_or_else(String::new, |alert| format!("&alert={alert}"));
    format!("{}?purpose={}{alert}", action(at), purpose.name())
}

fn action(at: &ByMessage) -> String {
    format!("/staff/conversations/{}/{}/found", at.conversation_id, at.message_id)
}

/// What was found in the message that raised an alert, on the alert's own page; nothing where it may not be read.
pub(super) async fn section(visit: &Visit, alert: &Alert, purpose: Purpose) -> Markup {
    let lang = visit.language;
    let at = ByMessage { conversation_id: alert.conversation_id, message_id: alert.message_id };
    let Ok(found) = visit.call_for::<ReadAnalysis>(purpose, Call::path(at.clone())).await else {
        return html! {};
    };
    let place = Place { at, purpose, alert: Some(alert.alert_id) };
    html! {
        section aria-labelledby="found-title" {
            h2 #found-title { (words::raised_by(lang)) }
            (found::evidence(&found, None, lang))
            (ask(visit, &place, found.mark.as_ref()))
        }
    }
}

/// The question, and what was answered to it before. Right is one press; wrong leads to a form.
fn ask(visit: &Visit, place: &Place, mark: Option<&KeptMark>) -> Markup {
    let lang = visit.language;
    html! {
        @if let Some(kept) = mark {
            @let when = visit.when().full(kept.marked_at);
            p { strong {
                @if kept.mark.right { (words::said_right(lang, when)) } @else { (words::said_wrong(lang, when)) }
            } }
            p.small { (words::change(lang)) }
        } @else { p { strong #judged { (words::question(lang)) } } }
        div.row.no-print {
            form method="post" action=(action(&place.at)) {
                (hidden(visit, place))
                button.button.plain type="submit" name="right" value="yes" { (words::yes(lang)) }
            }
            a.button.plain href={ (link(&place.at, place.purpose, place.alert)) "#wrong" } { (words::no(lang)) }
        }
        p.small { (words::effect(lang)) }
    }
}

fn hidden(visit: &Visit, place: &Place) -> Markup {
    html! {
        (form::token(visit))
        (form::hidden("purpose", place.purpose.name()))
        @if let Some(alert) = place.alert { (form::hidden("alert", &alert.to_string())) }
    }
}

pub(crate) async fn show(visit: Visit) -> Result<Done, Problem> {
    let given = Fields::of_query(&visit.query);
    let Some(place) = Place::of(&visit, &given)? else {
        let back = format!("/staff/conversations/{}", visit.id::<kernel::ConversationId>("id")?);
        return Ok(Done::see(visit, back));
    };
    let found = visit.call_for::<ReadAnalysis>(place.purpose, Call::path(place.at.clone())).await?;
    let one = message(&visit, &place).await?;
    let mark = found.mark.as_ref().map(|kept| kept.mark.clone()).unwrap_or_default();
    let page = page(&visit, &place, (&found, &one), &mark, None);
    Ok(Done::new(visit, page))
}

/// The message itself, by way of the one before it.
async fn message(visit: &Visit, place: &Place) -> Result<Message, Problem> {
    let list = async |query| {
        let by = ByConversation { conversation_id: place.at.conversation_id };
        visit.call_for::<ListMessages>(place.purpose, Call::path_and_query(by, query)).await
    };
    let one = Some(PageLimit::of(1));
    let before = MessagesQuery { before: Some(place.at.message_id), limit: one, ..MessagesQuery::default() };
    let after = list(before).await?.items.last().map(|before| before.message_id);
    let found = list(MessagesQuery { after, ..MessagesQuery::default() }).await?.items;
    let found = found.into_iter().find(|one| one.message_id == place.at.message_id);
    found.ok_or_else(|| Problem::new(api::codes::NOT_FOUND))
}

fn page(
    visit: &Visit,
    place: &Place,
    (found, one): (&MessageAnalysis, &Message),
    mark: &AnalysisMark,
    wrong: Option<(&str, &str)>,
) -> Page {
    let lang = visit.language;
    let list: Vec<(&str, &str)> = wrong.into_iter().collect();
    let main = html! {
        (panel::back(&place.back(), shell::back(lang)))
        h1 { (words::title(lang)) }
        (form::summary(lang, &list))
        p { strong { (staff::reading_as(lang, terms::purpose(lang, place.purpose))) } }
        div.log { ol { (said::message(one, Eye::Reader(None), lang, &visit.when())) } }
        (found::evidence(found, Some(one.content.expose()), lang))
        (ask(visit, place, found.mark.as_ref()))
        (wrong_form(visit, place, (found, one), mark))
    };
    let title = words::title(lang);
    match wrong {
        Some(_) => {
            Page::work(shell::problem_title(lang, title), main).status(StatusCode::UNPROCESSABLE_ENTITY)
        }
        None => Page::work(title, main),
    }
}

fn wrong_form(
    visit: &Visit,
    place: &Place,
    (found, one): (&MessageAnalysis, &Message),
    mark: &AnalysisMark,
) -> Markup {
    let lang = visit.language;
    let kinds = mark.categories.as_deref().unwrap_or_default();
    html! {
        section #wrong aria-labelledby="wrong-title" {
            h2 #wrong-title { (words::wrong_title(lang)) }
            form method="post" action=(action(&place.at)) novalidate {
                (hidden(visit, place))
                (form::hidden("right", "no"))
                fieldset {
                    legend { (words::why(lang)) }
                    @for one in MarkReason::ALL {
                        (form::choice("checkbox", "reason", one.name(), reason(lang, *one), None, mark.reasons.contains(one)))
                    }
                }
                fieldset {
                    legend { (words::level(lang)) }
                    (form::choice("radio", "level", "unsaid", words::level_unsaid(lang), None, mark.level.is_none()))
                    @for one in Level::ALL {
                        (form::choice("radio", "level", one.name(), terms::level(lang, *one), None, mark.level == Some(*one)))
                    }
                }
                fieldset {
                    legend { (words::kinds(lang)) }
                    @for one in CrisisCategory::ALL {
                        (form::choice("checkbox", "kind", one.name(), terms::crisis(lang, *one), None, kinds.contains(one)))
                    }
                }
                (places(lang, found, one.content.expose(), mark))
                div.row { button.button type="submit" { (words::save(lang)) } }
            }
        }
    }
}

/// The identifiers: which are none, and one more that was overlooked.
fn places(lang: Lang, found: &MessageAnalysis, text: &str, mark: &AnalysisMark) -> Markup {
    let ticks = |name: &'static str, spans: &mut dyn Iterator<Item = (Span, bool)>| {
        html! {
            @for (span, ticked) in spans.take(PLACES_MAX) {
                (form::choice("checkbox", name, &written(span), span.of(text).unwrap_or_default(), None, ticked))
            }
        }
    };
    let mut known = found.identifiers.iter().map(|one| (one.span, mark.not_identifiers.contains(&one.span)));
    let mut before = mark.missed_identifiers.iter().map(|one| (one.span, true));
    html! {
        @if !found.identifiers.is_empty() {
            fieldset { legend { (words::none_of(lang)) } (ticks("none", &mut known)) }
        }
        @if !mark.missed_identifiers.is_empty() {
            fieldset { legend { (words::overlooked_before(lang)) } (ticks("missed", &mut before)) }
        }
        div.field {
            label for="overlooked" { (words::overlooked(lang)) }
            p.hint #overlooked-hint { (words::overlooked_hint(lang)) }
            input #overlooked name="overlooked" type="text" autocomplete="off" spellcheck="false" maxlength="200"
                aria-describedby="overlooked-hint";
        }
        div.field {
            label for="class" { (words::overlooked_what(lang)) }
            select #class name="class" {
                @for one in CLASSES { option value=(one.name()) { (class(lang, one)) } }
            }
        }
    }
}

/// A place as a form carries it.
fn written(span: Span) -> String {
    format!("{}-{}", span.start, span.end)
}

/// Takes a mark: right by its button, or wrong with what the form says.
pub(crate) async fn take(visit: Visit, fields: Fields) -> Result<Done, Problem> {
    let lang = visit.language;
    let Some(place) = Place::of(&visit, &fields)? else { return Err(Problem::new(api::codes::INVALID)) };
    let kept = if fields.get("right") == "yes" {
        keep(&visit, &place, AnalysisMark { right: true, ..AnalysisMark::default() }).await
    } else {
        let found = visit.call_for::<ReadAnalysis>(place.purpose, Call::path(place.at.clone())).await?;
        let one = message(&visit, &place).await?;
        let before = found.mark.as_ref().map(|kept| kept.mark.clone()).unwrap_or_default();
        let (mark, wrong) = given(lang, &fields, (&found, one.content.expose()), &before);
        if let Some(wrong) = wrong {
            let page = page(&visit, &place, (&found, &one), &mark, Some(wrong));
            return Ok(Done::new(visit, page));
        }
        keep(&visit, &place, mark).await
    };
    match kept {
        Ok(_) => {
            let to = link(&place.at, place.purpose, place.alert);
            Ok(Done::see(visit, place.alert.map_or(to, |alert| format!("/staff/alerts/{alert}?done=marked"))))
        }
        Err(problem) if problem.error_kind() == ErrorKind::Conflict => {
            let main = html! {
                (panel::back(&place.back(), shell::back(lang)))
                h1 { (words::title(lang)) }
                div role="status" { (panel::panel(Tone::Warn, words::title(lang), words::cannot(lang))) }
            };
            let title = shell::problem_title(lang, words::title(lang));
            Ok(Done::new(visit, Page::work(title, main).status(StatusCode::CONFLICT)))
        }
        Err(problem) => Err(problem),
    }
}

async fn keep(visit: &Visit, place: &Place, mark: AnalysisMark) -> Result<KeptMark, Problem> {
    let call = Call::<MarkAnalysis>::path_and_body(place.at.clone(), mark);
    visit.call_for::<MarkAnalysis>(place.purpose, call).await
}

/// What a form says, and what is wrong with it: the field, and why.
fn given<'a>(
    lang: Lang,
    fields: &Fields,
    (found, text): (&MessageAnalysis, &str),
    before: &AnalysisMark,
) -> (AnalysisMark, Option<(&'a str, &'a str)>) {
    let ticked = |name: &str, value: &str| fields.all(name).any(|one| one == value);
    let mut reasons: Vec<MarkReason> =
        MarkReason::ALL.iter().copied().filter(|one| ticked("reason", one.name())).collect();
    let level = Level::ALL.iter().copied().find(|one| one.name() == fields.get("level"));
    let kinds: Vec<CrisisCategory> =
        CrisisCategory::ALL.iter().copied().filter(|one| ticked("kind", one.name())).collect();
    let told = !kinds.is_empty() || level == Some(Level::None);
    let spans = found.identifiers.iter().enumerate();
    // What does not stand in the form stays as it was.
    let not_identifiers: Vec<Span> = spans
        .filter(|(at, one)| match *at < PLACES_MAX {
            true => ticked("none", &written(one.span)),
            false => before.not_identifiers.contains(&one.span),
        })
        .map(|(_, one)| one.span)
        .collect();
    let kept = before.missed_identifiers.iter().enumerate();
    let mut missed: Vec<MissedIdentifier> = kept
        .filter(|(at, one)| *at >= PLACES_MAX || ticked("missed", &written(one.span)))
        .map(|(_, one)| *one)
        .collect();
    let overlooked = fields.get("overlooked");
    let place = place_of(text, overlooked);
    if let Some(span) = place {
        let class = CLASSES.into_iter().find(|one| one.name() == fields.get("class"));
        let one = MissedIdentifier { span, class: class.unwrap_or(IdentifierClass::Other) };
        let known = found.identifiers.iter().any(|found| found.span == span);
        if !known && missed.iter().all(|kept| kept.span != span) {
            missed.push(one);
        }
    }
    let places = !not_identifiers.is_empty() || !missed.is_empty();
    if places && !reasons.contains(&MarkReason::Identifiers) {
        reasons.push(MarkReason::Identifiers);
    }
    let wrong = if reasons.is_empty() {
        Some(("reason-not_meant", words::need_why(lang)))
    } else if !overlooked.is_empty() && place.is_none() {
        Some(("overlooked", words::need_place(lang)))
    } else if level == Some(Level::None) && !kinds.is_empty() {
        Some(("level-none", words::need_fit(lang)))
    } else {
        None
    };
    let categories = told.then_some(kinds);
    let mark = AnalysisMark {
        right: false,
        reasons,
        level,
        categories,
        not_identifiers,
        missed_identifiers: missed,
    };
    (mark, wrong)
}

/// Where words stand in a text for the first time, in code points.
fn place_of(text: &str, words: &str) -> Option<Span> {
    let at = text.find(words).filter(|_| !words.is_empty())?;
    let start = u32::try_from(text[..at].chars().count()).ok()?;
    Some(Span::new(start, start + u32::try_from(words.chars().count()).ok()?))
}

const fn reason(lang: Lang, reason: MarkReason) -> &'static str {
    match reason {
        MarkReason::NotMeant => words::not_meant(lang),
        MarkReason::FigureOfSpeech => words::figure(lang),
        MarkReason::AboutAnother => words::about_another(lang),
        MarkReason::LongAgo => words::long_ago(lang),
        MarkReason::Quoted => words::quoted(lang),
        MarkReason::Missed => words::missed(lang),
        MarkReason::Identifiers => words::identifiers_wrong(lang),
    }
}

const fn class(lang: Lang, class: IdentifierClass) -> &'static str {
    match class {
        IdentifierClass::Name => words::name(lang),
        IdentifierClass::Geography => words::place(lang),
        IdentifierClass::Date => words::date(lang),
        IdentifierClass::Phone => words::phone(lang),
        IdentifierClass::Email => words::email(lang),
        IdentifierClass::MedicalRecord => words::record(lang),
        _ => words::other(lang),
    }
}
