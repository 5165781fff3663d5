//! Server-sent events: how an event is written, and a parser that takes bytes as they come.
//!
//! An event type is an enum with `#[serde(tag = "event", content = "data", rename_all = "snake_case")]`: its
//! variant is the SSE event's name, its fields are the data.

use bytes::Bytes;
use schemars::JsonSchema;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// An event of a stream.
pub trait Event: Serialize + DeserializeOwned + JsonSchema + Send + 'static {
    /// Whether a stream may end after this one. A stream that ends without such an event was cut, and the
    /// client says so: an ending is never guessed.
    fn is_ending(&self) -> bool;
}

/// The event of an operation that does not stream: there is none.
#[derive(Debug, serde::Serialize, serde::Deserialize, JsonSchema)]
pub enum Never {}

impl Event for Never {
    fn is_ending(&self) -> bool {
        match *self {}
    }
}

/// One event as it goes over the wire. `id` lets a client go on after it (`Last-Event-ID`).
pub fn encode_event<E: Serialize>(event: &E, id: Option<&str>) -> Bytes {
    // An adjacently tagged enum is written as {"event":"name","data":{…}}, in this order: the name and the data
    // are cut out of the text, which is several times cheaper than a tree in between.
    let text = serde_json::to_string(event).expect("an event type serialises");
    let rest = text.strip_prefix("{\"event\":\"").expect("an event enum is adjacently tagged");
    let (name, rest) = rest.split_once('"').expect("a name ends");
    let data = rest.strip_prefix(",\"data\":").and_then(|data| data.strip_suffix('}')).unwrap_or("{}");
    let mut out = String::with_capacity(name.len() + data.len() + 40);
    if let Some(id) = id {
        out.push_str("id: ");
        out.push_str(id);
        out.push('\n');
    }
    out.push_str("event: ");
    out.push_str(name);
    out.push_str("\ndata: ");
    out.push_str(data);
    out.push_str("\n\n");
    Bytes::from(out)
}

/// Takes a stream's bytes in pieces and gives its events: name, data and id.
#[derive(Debug, Default)]
pub struct SseParser {
    buffer: Vec<u8>,
}

/// One event off the wire.
#[derive(Debug, PartialEq, Eq)]
pub struct RawEvent {
    /// Its name.
    pub name: String,
    /// Its data, the lines joined.
    pub data: String,
    /// Its id, if it has one.
    pub id: Option<String>,
}

/// An event that is longer than any of ours can be.
#[derive(Debug, thiserror::Error)]
#[error("an event is over {} bytes", SseParser::EVENT_BYTES_MAX)]
pub struct EventTooLarge;

impl SseParser {
    /// The longest event that is read.
    pub const EVENT_BYTES_MAX: usize = 1024 * 1024;

    /// Takes some bytes.
    pub fn push(&mut self, bytes: &[u8]) -> Result<(), EventTooLarge> {
        if self.buffer.len() + bytes.len() > Self::EVENT_BYTES_MAX {
            return Err(EventTooLarge);
        }
        self.buffer.extend_from_slice(bytes);
        Ok(())
    }

    /// The next whole event, if one is there. Comments (keep-alives) are passed over.
    pub fn next_event(&mut self) -> Option<RawEvent> {
        loop {
            let end = self.buffer.windows(2).position(|pair| pair == b"\n\n")?;
            let block: Vec<u8> = self.buffer.drain(..end + 2).collect();
            let text = String::from_utf8_lossy(&block);
            let mut event = RawEvent { name: "message".to_owned(), data: String::new(), id: None };
            let mut any = false;
            for line in text.lines() {
                let (field, value) = line.split_once(':').unwrap_or((line, ""));
                let value = value.strip_prefix(' ').unwrap_or(value);
                match field {
                    "event" => value.clone_into(&mut event.name),
                    "id" => event.id = Some(value.to_owned()),
                    "data" => {
                        if any {
                            event.data.push('\n');
                        }
                        any = true;
                        event.data.push_str(value);
                    }
                    _ => {}
                }
            }
            if any {
                return Some(event);
            }
        }
    }
}

impl RawEvent {
    /// The typed event.
    pub fn typed<E: Event>(&self) -> Result<E, serde_json::Error> {
        let data: serde_json::Value = serde_json::from_str(&self.data)?;
        serde_json::from_value(serde_json::json!({"event": self.name, "data": data}))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, PartialEq, serde::Serialize, serde::Deserialize, JsonSchema)]
    #[serde(tag = "event", content = "data", rename_all = "snake_case")]
    enum Tick {
        Delta { text: String },
        Done {},
    }

    impl Event for Tick {
        fn is_ending(&self) -> bool {
            matches!(self, Self::Done {})
        }
    }

    #[test]
    fn events_survive_the_wire_in_any_pieces() {
        let events = [Tick::Delta { text: "two\nlines: ü".into() }, Tick::Done {}];
        let mut wire = b": keep-alive\n\n".to_vec();
        for event in &events {
            wire.extend_from_slice(&encode_event(event, Some("7")));
        }
        for size in 1..wire.len() {
            let mut parser = SseParser::default();
            let mut seen = Vec::new();
            for piece in wire.chunks(size) {
                parser.push(piece).expect("small");
                while let Some(raw) = parser.next_event() {
                    assert_eq!(raw.id.as_deref(), Some("7"));
                    seen.push(raw.typed::<Tick>().expect("typed"));
                }
            }
            assert_eq!(seen, events);
        }
    }

    #[test]
    fn an_endless_event_is_refused() {
        let mut parser = SseParser::default();
        parser.push(&vec![b'x'; SseParser::EVENT_BYTES_MAX]).expect("at the limit");
        assert!(parser.push(b"x").is_err());
    }
}
